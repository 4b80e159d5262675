"""`commons new` and `commons schema`: what a contributor, or their software, starts from."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from practice_commons.cli.room import commons_root, now
from practice_commons.model.terms import Kind

KIND = click.Choice([kind.value for kind in Kind])


@click.command()
@click.argument("kind", type=KIND, required=False, metavar="KIND")
@click.option("--list", "listing", is_flag=True, help="List the kinds instead.")
@click.option("--json", "as_json", is_flag=True, help="With --list: write JSON.")
def schema(kind: str | None, *, listing: bool, as_json: bool) -> None:
    """Print the JSON Schema (draft 2020-12) of a kind of contribution.

    It describes the frontmatter, for editors and other software.

    \b
    Examples:
      commons schema --list
      commons schema case-study > case-study.schema.json
    """
    from practice_commons.drafting.schema import purpose_of, schema_of

    if listing == bool(kind) or (as_json and not listing):
        raise click.UsageError("Name one kind, or list them with --list (and --json).")
    if kind:
        click.echo(json.dumps(schema_of(Kind(kind)), indent=2, ensure_ascii=False))
        return
    kinds = {one.value: purpose_of(one) for one in Kind}
    if as_json:
        click.echo(json.dumps([{"kind": one, "purpose": purpose} for one, purpose in kinds.items()], indent=2))
    else:
        click.echo("\n".join(f"{one:12}{purpose}" for one, purpose in kinds.items()))


@click.command()
@click.argument("kind", type=KIND, metavar="KIND")
@click.option("--community", required=True, metavar="SLUG", help="The community it is for, by its folder's name.")
@click.option("--title", default="", help="Its title, which also names the file.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write it.  [default: contributions/<title>.md]",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day it happened.  [default: today]",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
@click.pass_context
def new(
    ctx: click.Context,
    kind: str,
    community: str,
    title: str,
    output: Path | None,
    day: dt.datetime | None,
    *,
    force: bool,
) -> None:
    """Write a draft from a template, with its guidance as comments.

    `commons schema --list` says which kinds there are.

    \b
    Example:
      commons new case-study --community customer-contact --title "One call, one answer"
    """
    from practice_commons.cli.writing import as_typed, replace, write_new
    from practice_commons.drafting.naming import slug
    from practice_commons.drafting.template import draft

    root = commons_root(ctx)
    require_community(root, community)
    title = " ".join(title.split())
    date = day.date() if day else now().date()
    path = output or root / "contributions" / f"{slug(title, kind) if title else f'{kind}-{date}'}.md"
    text = draft(Kind(kind), community, title, date)
    if force:
        replace(path, text)
    else:
        write_new(path, text)
    shown = as_typed(path)
    click.echo(f"Wrote {shown}\nNext:\n  1. Open it, and fill in what is blank.\n  2. commons check {shown}")


def require_community(root: Path, slug: str) -> None:
    """Stop unless the commons has a community of that name. Raises Failure."""
    from practice_commons.reading.validation import require_known

    known = sorted(file.parent.name for file in (root / "communities").glob("*/community.yml"))
    require_known(slug, known, "community of practice")
