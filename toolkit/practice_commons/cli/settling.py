"""`commons findings`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from practice_commons.cli.room import commons_root, notify, now, open_commons
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from practice_commons.digest.suggestion import Suggestion
    from practice_commons.model.findings import SettledFinding


@click.group(
    epilog="""\b
Examples:
  commons findings suggest avoidable-contact
  commons findings list"""
)
def findings() -> None:
    """Settle what a digest's findings say, and which asks each gathers.

    Software groups and ranks what people ask, and proposes. What staff settle on stands in communities/findings, one
    file for each policy priority, and is reviewed like any contribution.
    """


@findings.command(
    epilog="""\b
Examples:
  commons findings suggest avoidable-contact
  commons findings suggest avoidable-contact --output - --least 2
  commons findings suggest avoidable-contact --json"""
)
@click.argument("priority")
@click.option(
    "--output",
    metavar="FILE",
    default=None,
    help="Write to another file, or with - to standard output.  [default: communities/findings/PRIORITY.yml]",
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Propose only what so many contributions ask.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what is proposed for a script, and write nothing.")
@click.pass_context
def suggest(ctx: click.Context, priority: str, output: str | None, least: int, *, as_json: bool) -> None:
    """Propose findings on a policy PRIORITY: the asks that nobody has looked at yet, grouped.

    Asks that say nearly the same in nearly the same words are proposed as one finding. What shares a measure or a term
    with another is not joined; a remark asks whether it should be. A file that is there already keeps every word and
    remark: what is new is put in after the last finding. Asks of contributions without consent are left out.
    """
    from practice_commons.cli.writing import as_typed, replace, write_new
    from practice_commons.digest.suggestion import suggest as found
    from practice_commons.digest.suggestion_text import file_text, read_settled
    from practice_commons.reading.own_files import FINDINGS
    from practice_commons.reading.validation import require_known

    if as_json and output is not None:
        raise click.UsageError("Choose one: --json or --output.")
    root = commons_root(ctx)
    own = root / f"{FINDINGS}{priority}.yml"
    _, catalogue = open_commons(root, quiet=as_json or output == "-")
    with catalogue:
        require_known(priority, catalogue.vocabularies.priorities, "policy priority")
        held = _held(own)
        settled = read_settled(own.relative_to(root).as_posix(), held) if held is not None else None
        suggestion = found(catalogue, priority, settled, least)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(suggestion), indent=2, ensure_ascii=False))
        return
    if not suggestion.proposed:
        notify(_nothing(suggestion, least))
        if output is None or held is None:
            return
    text = file_text(suggestion, held, now().date().isoformat())
    if output == "-":
        click.echo(text, nl=False)
    elif output is None or Path(output).absolute() == own:
        replace(own, text)
        notify(f"Wrote {as_typed(own)}. Read it, settle on the words, and then: commons check")
    else:
        write_new(Path(output), text)
        notify(f"Wrote {as_typed(Path(output))}")


@findings.command(
    "list",
    epilog="""\b
Example:
  commons findings list --json""",
)
@click.option("--at", metavar="COMMIT", default=None, help="A commit, not the folder as it lies.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def listing(ctx: click.Context, at: str | None, *, as_json: bool) -> None:
    """List the findings that staff settled on, by policy priority."""
    from practice_commons.model.wording import count
    from practice_commons.reading.records import read_records
    from practice_commons.reading.tree import open_tree

    records = read_records(open_tree(commons_root(ctx), now(), at))
    rows = [_row(priority, one) for priority, held in records.findings.items() for one in held.findings]
    for problem in records.problems:
        notify(str(problem))
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if not rows:
        notify("Nobody has settled on a finding yet. Begin with: commons findings suggest PRIORITY")
    for row in rows:
        click.echo(f"{row['priority']}  {row['id']}  ({count(len(row['contributions']), 'contribution')})")
        click.echo(f"  {' '.join(str(row['statement']).split())}")


def _row(priority: str, one: SettledFinding) -> dict[str, Any]:
    return {
        "priority": priority,
        "id": one.id,
        "statement": one.statement,
        "asked_of": one.asked_of,
        "contributions": list(dict.fromkeys(ask.id for ask in one.asks)),
    }


def _held(file: Path) -> str | None:
    """Return the text of a file, None where there is none; no link is followed. Raises Failure."""
    if file.is_symlink():
        raise Failure(f"{file} is a symbolic link", "Put the file itself in its place.")
    try:
        return file.read_text("utf-8") if file.exists() else None
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"{file} cannot be read: {error}", "See: commons check") from None


def _nothing(suggestion: Suggestion, least: int) -> str:
    """Say that there is nothing to propose, and why that may be."""
    if least > 1:
        return f"Nothing more is asked under {suggestion.priority} by {least} contributions or more."
    return f"Nothing is asked under {suggestion.priority} that staff have not looked at, with consent to use it."
