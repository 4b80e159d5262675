"""`commons submit`: a contribution put on a branch of its own, for a facilitator to decide on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from practice_commons.cli.deciding import desk_of
from practice_commons.cli.room import now

if TYPE_CHECKING:
    from practice_commons.model.problem import Problem
    from practice_commons.moderation.submission import Receipt


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--about", default="", metavar="ID", help="The published contribution that it is a new version of.")
@click.option("--revise", default="", metavar="REFERENCE", help="The open submission whose place it takes.")
@click.option("--as", "role", default="", metavar="ROLE", help="Your role's id, if you are a facilitator.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt for a script.")
@click.pass_context
def submit(ctx: click.Context, file: Path, *, about: str, revise: str, role: str, as_json: bool) -> None:
    """Submit a contribution from a FILE (or - for standard input).

    It is checked, and committed to the in-tray on a branch of its own; the folder and main stay as they are. The exit
    code is 1 where the checks refuse it, and nothing is kept then.

    \b
    Examples:
      commons submit contributions/one-call.md
      commons submit new-version.md --about kent-gateway
      commons submit better.md --revise s-7f3k9m2qab
    """
    from practice_commons.moderation import submission
    from practice_commons.moderation.submission import Contributor, Draft
    from practice_commons.moderation.terms import Door

    if about and revise:
        raise click.UsageError("--about and --revise exclude each other.")
    desk = desk_of(ctx)
    with click.open_file(str(file), "rb") as stream:
        data = stream.read()
    who = Contributor(role)
    if revise:
        done = submission.revise(desk, desk.proposal(revise), data, who, Door.COMMAND, now())
    else:
        path = submission.path_of(desk, about) if about else ""
        done = submission.submit(desk, Draft(data, path), who, Door.COMMAND, now())
    told(ctx, done, "Revised" if revise else "Submitted", as_json=as_json)


def told(
    ctx: click.Context,
    done: Receipt | tuple[Problem, ...],
    verb: str,
    facts: dict[str, object] | None = None,
    *,
    as_json: bool,
) -> None:
    """Say what came of a submission; exit with 1 where the checks refuse it. `facts` are more to print for a script."""
    from practice_commons.checks.report import report
    from practice_commons.moderation.submission import Receipt

    if not isinstance(done, Receipt):
        click.echo(report(sorted(done), "json" if as_json else "text", 1), nl=False, err=not as_json)
        if not as_json:
            click.echo("Not submitted: mend what is said above, and try again.", err=True)
        ctx.exit(1)
    if as_json:
        said = {"reference": done.reference, "commit": done.commit, "path": done.path, "address": done.address}
        click.echo(json.dumps({**said, **(facts or {})}, indent=2))
        return
    for problem in done.problems:
        click.echo(str(problem), err=True)
    click.echo(f"{verb} “{done.title}” as {done.reference}.\nA facilitator sees it with: commons moderate queue")
    if done.address:
        click.echo(f"Follow it at {done.address}")
