"""`commons search`."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from practice_commons.cli.dates import Day
from practice_commons.cli.progress import progress
from practice_commons.cli.room import SEARCH, catalogue_of, commons_root, notify, now, workshop
from practice_commons.failure import Failure
from practice_commons.model.terms import Kind
from practice_commons.site import address

if TYPE_CHECKING:
    from practice_commons.catalogue.names import Names
    from practice_commons.reading.tree import Tree
    from practice_commons.search.index import Index
    from practice_commons.search.query import Query, Sort
    from practice_commons.search.results import Hit, Results, Top

_VALUES = 10
"""Values of each facet that are printed as text."""


@click.command(
    epilog="""\b
Examples:
  commons search avoidable contact
  commons search '"avoidable contact" NOT survey' --kind case-study
  commons search "communit* OR neighbourhood" --council Kent --since 2008
  commons search evidence:before-after 'region:"South East"' year:2008 --facets"""
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
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date"]),
    default="relevance",
    show_default=True,
    help="What comes first: the best match, or the newest.",
)
@click.option("--facets", is_flag=True, help="Also count the results by community, kind, council and so on.")
@click.option("--complete", is_flag=True, help="Also find words that begin as TEXT ends, as while it is being typed.")
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
    sort: Sort,
    *,
    facets: bool,
    complete: bool,
    as_json: bool,
) -> None:
    """Search the commons, best match first. Conditions alone list the newest first.

    All words must be found, in any form: “learn” finds “learning”. A tag or a priority is also found by its other
    names. Where a word is rare, words spelt like it are found too, after the rest, and a note says so. In TEXT, write
    "a phrase" in double quotes (and the whole TEXT in single ones, so that your shell leaves them alone), prefix*, NOT
    word, one OR other, and conditions like kind:news, council:Kent, region:"South East", priority:, tag:, practice:,
    outcome:did-not-work, evidence:before-after, role:councillor, title:word, year:2008,
    date:2008..2010, and in a federation source:PEER or source:here.

    As with grep, the exit code is 0 when something was found and 1 when nothing was.
    """
    from practice_commons.search.query import Query

    asked = " ".join(text)
    # White space at the end says that the last word has been typed.
    asked = asked.lstrip() if complete and asked.strip() else asked.strip()
    query = Query(
        asked, community, kind, council, priority, tag, since, until, limit, sort, facets=facets, complete=complete
    )
    if not (query.text or query.conditions() or since or until):
        raise click.UsageError("Say what to search for, or give a condition such as --kind news.", ctx)
    results, names = _found(commons_root(ctx), query, quiet=as_json)
    if as_json:
        click.echo(_as_json(results))
    else:
        click.echo("\n".join(_lines(results, query.text, names)), color=_colour())
    ctx.exit(0 if results.total else 1)


def _found(root: Path, query: Query, *, quiet: bool) -> tuple[Results, Names]:
    """Ask the index of a commons: as it lies where nothing has changed, else brought up to date. Also return names."""
    from practice_commons.reading.tree import open_tree

    tree, room = open_tree(root, now()), workshop(root)
    # Mostly nothing has changed: while Git looks through the folder, the program loads and asks what lies at hand.
    looking = threading.Thread(target=_look, args=(tree,), daemon=True)
    looking.start()
    from practice_commons.catalogue.sight import Sight
    from practice_commons.search.index import Index

    with contextlib.ExitStack() as open_files:
        sight = Sight.at_hand(room, notify)
        index = Index.at_hand(open_files.enter_context(sight), room / SEARCH) if sight else None
        answer = _answer(index, query) if index else None
        looking.join()
        if index and answer and index.sight.holding.is_of(tree):
            if isinstance(answer, Failure):
                raise answer
            return answer, index.sight.names
        catalogue = open_files.enter_context(catalogue_of(tree, root, quiet=quiet))
        index = Index.of(catalogue, room / SEARCH, notify, progress("Indexing", quiet=quiet))
        return index.search(query), index.sight.names


def _answer(index: Index, query: Query) -> Results | Failure:
    """Return what an index finds; or what went wrong, which may be no more than that it is not up to date."""
    try:
        return index.search(query)
    except Failure as failure:
        return failure


def _look(tree: Tree) -> None:
    """Have a tree say what has changed; where it cannot, whoever asks next is told why."""
    with contextlib.suppress(Failure):
        tree.overlay()


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


def _lines(results: Results, text: str, names: Names) -> Iterator[str]:
    if results.top:
        yield f"{results.top.kind.capitalize()}: {visible(results.top.label)}  {_path(results.top)}"
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
        yield from _hit(number, hit, names)
    if results.total:
        yield from _counts(results)
    if not results.total:
        yield from (
            "",
            "You could try:",
            "  fewer words, or one OR another",
            "  the beginning of a word and an asterisk: contact*",
            "  fewer conditions, or other dates",
            "  what there is: commons status",
        )


def _counts(results: Results) -> Iterator[str]:
    counted = {name: values for name, values in (results.facets or {}).items() if values}
    if counted:
        yield from ("", f"Of the {results.total:,}:")
    for name, values in counted.items():
        more = f" and {len(values) - _VALUES} more" if len(values) > _VALUES else ""
        yield f"  {name}: {', '.join(f'{visible(value)} {count:,}' for value, count in values[:_VALUES])}{more}"


def _path(top: Top) -> str:
    """Return the path of a page on the site."""
    file_of = {"council": address.council, "tag": address.tag, "priority": address.priority}
    return f"/{address.permalink(file_of.get(top.kind, address.community)(top.slug))}"


def _hit(number: int, hit: Hit, names: Names) -> Iterator[str]:
    state = " (withdrawn)" if hit.withdrawn else " (superseded)" if hit.superseded_by else ""
    yield f"{number}. {click.style(visible(hit.title), bold=True)}{state}"
    community = names.communities.get(hit.community)
    councils = [found.name for slug in hit.councils if (found := names.register.find(slug)) is not None]
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
    top = results.top
    return json.dumps(
        {
            "query": results.query,
            "total": results.total,
            "top": {"kind": top.kind, "id": top.slug, "label": top.label, "path": _path(top)} if top else None,
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
                    "partial": hit.partial,
                }
                for hit in results.hits
            ],
            "facets": None
            if results.facets is None
            else {
                name: [{"value": value, "count": count} for value, count in values]
                for name, values in results.facets.items()
            },
            "did_you_mean": results.did_you_mean,
            "notes": list(results.notes),
        },
        indent=2,
    )
