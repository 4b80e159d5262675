"""`commons case-study`: examples worked up into the draft of a case study."""

from __future__ import annotations

import json
from pathlib import Path

import click

from practice_commons.cli.room import commons_root, now, open_commons


@click.group(
    epilog="""\b
Example:
  commons case-study draft one-form fewer-repeat-calls --title "Fewer calls"
"""
)
def case_study() -> None:
    """Work contributions up into the draft of a case study."""


@case_study.command(
    epilog="""\b
Examples:
  commons case-study draft one-form fewer-repeat-calls --title "Fewer calls"
  commons case-study draft one-form fewer-repeat-calls --output draft.md
"""
)
@click.argument("identities", nargs=-1, required=True, metavar="ID...")
@click.option("--title", default="", help="Its title, which also names the file.")
@click.option("--community", default="", metavar="SLUG", help="The community it is for.  [default: the one they share]")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Where to write it, or - for standard output.  [default: contributions/<title>.md]",
)
@click.option("--json", "as_json", is_flag=True, help="Say for a script what was written, and from what.")
@click.pass_context
def draft(
    ctx: click.Context, identities: tuple[str, ...], *, title: str, community: str, output: Path | None, as_json: bool
) -> None:
    """Write the draft of a case study from published contributions, by their IDs.

    Under each heading of a case study stands what they say, word for word, each passage cited by id and commit. What a
    person must write is marked “Write:”. A contribution without consent to its use is refused; names that consent
    hides are left out. A file that is there is never overwritten.
    """
    from practice_commons.cli.drafting import require_community
    from practice_commons.cli.writing import as_typed, write_new
    from practice_commons.digest.case_study import worked_up
    from practice_commons.drafting.naming import slug
    from practice_commons.model.wording import count

    root, today = commons_root(ctx), now().date()
    if community:
        require_community(root, community)
    title = " ".join(title.split())
    _, catalogue = open_commons(root, quiet=as_json)
    with catalogue:
        made = worked_up(catalogue, identities, today, title, community)
    if output == Path("-"):
        click.echo(made.text, nl=False)
        return
    kind = "case-study"
    path = output or root / "contributions" / f"{slug(title, kind) if title else f'{kind}-{today}'}.md"
    write_new(path, made.text, "Give another name with --output.")
    if as_json:
        sources = [{"id": one.id, "citation": one.citation, "consent": one.consent.value} for one in made.sources]
        said = {"path": str(path), "sources": sources, "left_out": made.left_out}
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
        return
    shown = as_typed(path)
    click.echo(f"Wrote {shown}, from {count(len(made.sources), 'contribution')}.")
    if made.left_out:
        click.echo(f"{count(made.left_out, 'passage')} left out, whose words would name whom consent hides.")
    click.echo(f"Next:\n  1. Open it, and write what is marked “Write:”.\n  2. commons check {shown}")
