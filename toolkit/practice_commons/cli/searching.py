"""`commons search`."""

from __future__ import annotations

import datetime as dt
import json
import os
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from practice_commons.cli.dates import Day
from practice_commons.cli.progress import progress
from practice_commons.cli.room import commons_root, notify, open_commons, workshop
from practice_commons.model.terms import Kind

if TYPE_CHECKING:
    from practice_commons.reading.vocabularies import Vocabularies
    from practice_commons.search.results import Hit, Results


@click.command(
    epilog="""\b
Examples:
  commons search avoidable contact
  commons search '"avoidable contact" NOT survey' --kind case-study
  commons search "communit* OR neighbourhood" --council Kent --since 2008"""
)
@click.argument("text", nargs=-1)
@click.option("--community", metavar="SLUG", help="Only in a community: its folder's name, or its title.")
@click.option("--priority", metavar="ID", help="Only on a policy priority.")
@click.option("--council", metavar="REF", help="Only of a council, and those it succeeded: slug, code or name.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), metavar="KIND", help="Only of a kind.")
@click.option("--tag", metavar="TAG", help="Only with a tag.")
@click.option("--since", type=Day(last=False), help="Only from a day, month or year on.")
@click.option("--until", type=Day(last=True), help="Only up to a day, month or year.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), metavar="NUMBER", default=10, show_default=True, help="How many to show."
)
@click.option("--json", "as_json", is_flag=True, help="Print the results for a script.")
@click.pass_context
def search(
    ctx: click.Context,
    text: tuple[str, ...],
    community: str | None,
    priority: str | None,
    council: str | None,
    kind: str | None,
    tag: str | None,
    since: dt.date | None,
    until: dt.date | None,
    limit: int,
    *,
    as_json: bool,
) -> None:
    """Search the commons, best match first. Conditions alone list the newest first.

    All words must be found, in any form: “learn” finds “learning”. In TEXT, write "a phrase" in double quotes (and the
    whole TEXT in single ones, so that your shell leaves them alone), prefix*, NOT word, one OR other, and conditions
    like kind:news, council:Kent, priority:, tag:, practice:, outcome:did-not-work, role:councillor, title:word,
    date:2008..2010.

    As with grep, the exit code is 0 when something was found and 1 when nothing was.
    """
    from practice_commons.search.index import Index
    from practice_commons.search.query import Query

    query = Query(" ".join(text).strip(), community, kind, council, priority, tag, since, until, limit)
    if not (query.text or query.conditions() or since or until):
        raise click.UsageError("Say what to search for, or give a condition such as --kind news.", ctx)
    _, catalogue = open_commons(commons_root(ctx), quiet=as_json)
    folder = workshop(commons_root(ctx)) / "search"
    with catalogue, Index.of(catalogue, folder, notify, progress("Indexing", quiet=as_json)) as index:
        results = index.search(query)
        if as_json:
            click.echo(_as_json(results))
        else:
            click.echo("\n".join(_lines(results, query.text, catalogue.vocabularies)), color=_colour())
    ctx.exit(0 if results.total else 1)


def visible(text: str) -> str:
    """Return text on one line that does to a terminal only what it shows: anything else is written out as an escape."""
    return "".join(
        one
        if one.isprintable()
        else " "
        if one in "\t\n\r" or unicodedata.category(one) == "Zs"
        else one.encode("unicode_escape").decode()
        for one in text
    )


def _lines(results: Results, text: str, vocabularies: Vocabularies) -> Iterator[str]:
    asked = f" for “{visible(text)}”" if text else ""
    if results.total:
        things = "1 contribution" if results.total == 1 else f"{results.total:,} contributions"
        more = f"; the first {len(results.hits)} are shown" if len(results.hits) < results.total else ""
        yield f"{things}{asked}{more}"
    else:
        yield f"Nothing found{asked}."
    yield from (f"Note: {visible(note)}" for note in results.notes)
    if results.did_you_mean:
        yield f"Did you mean: {visible(results.did_you_mean)}"
    for number, hit in enumerate(results.hits, start=1):
        yield ""
        yield from _hit(number, hit, vocabularies)
    if not results.total:
        yield from (
            "",
            "You could try:",
            "  fewer words, or one OR another",
            "  the beginning of a word and an asterisk: contact*",
            "  fewer conditions, or other dates",
            "  what there is: commons status",
        )


def _hit(number: int, hit: Hit, vocabularies: Vocabularies) -> Iterator[str]:
    state = " (withdrawn)" if hit.withdrawn else " (superseded)" if hit.superseded_by else ""
    yield f"{number}. {click.style(visible(hit.title), bold=True)}{state}"
    community = vocabularies.communities.get(hit.community)
    councils = [found.name for slug in hit.councils if (found := vocabularies.register.find(slug)) is not None]
    said = (
        hit.kind.replace("-", " "),
        community.title if community else hit.community,
        ", ".join(councils[:3]) + (f" and {len(councils) - 3} more" if councils[3:] else ""),
        hit.dated,
    )
    yield f"   {visible(' · '.join(filter(None, said)))}"
    passage = "".join(
        click.style(visible(piece), bold=True) if found else visible(piece) for piece, found in hit.passage.pieces()
    )
    yield f"   {passage}"
    yield f"   {visible(hit.permalink)}  {visible(hit.citation)}"


def _colour() -> bool | None:
    """Return False where a terminal cannot show bold; None leaves it to click, which asks whether there is one."""
    return False if os.environ.get("TERM") == "dumb" else None


def _as_json(results: Results) -> str:
    """Return the results as JSON. Everything outside ASCII is escaped, so that it is safe to print as well."""
    return json.dumps(
        {
            "query": results.query,
            "total": results.total,
            "results": [
                {
                    "id": hit.id,
                    "title": hit.title,
                    "kind": hit.kind,
                    "community": hit.community,
                    "councils": list(hit.councils),
                    "date": hit.dated,
                    "passage": {"text": hit.passage.text, "matches": [list(match) for match in hit.passage.matches]},
                    "link": hit.permalink,
                    "citation": hit.citation,
                    "path": hit.path,
                    "source": hit.source,
                    "withdrawn": hit.withdrawn,
                    "superseded_by": hit.superseded_by,
                    "score": hit.score,
                }
                for hit in results.hits
            ],
            "did_you_mean": results.did_you_mean,
            "notes": list(results.notes),
        },
        indent=2,
    )
