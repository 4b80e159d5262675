"""`commons call`: calls for examples opened, listed and closed, and who is asked again."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from practice_commons.cli.calls_told import facts, lines, reminder_facts, reminder_text, silent_table
from practice_commons.cli.dates import Day
from practice_commons.cli.deciding import desk_of, plain
from practice_commons.cli.drafting import require_community
from practice_commons.cli.room import commons_root, now, open_commons
from practice_commons.failure import Failure
from practice_commons.model.terms import Consent, CouncilType, Role

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue
    from practice_commons.model.problem import Problem
    from practice_commons.moderation.desk import Desk


@click.group(
    epilog="""\b
Examples:
  commons call open --community housing --priority repairs --question "What cut repeat visits?" --as housing-facilitator
  commons call list
  commons call remind call-for-examples-repairs
  commons call close call-for-examples-repairs --reason "Enough examples have come."
"""
)
def call() -> None:
    """Ask councils for examples on a policy priority, and see who has answered."""


@call.command(
    "open",
    epilog="""\b
Examples:
  commons call open --community housing --priority repairs --question "What cut repeat visits?" --as housing-facilitator
  commons call open --community housing --priority repairs --question "What cut repeat visits?" \\
    --author "A. Adviser" --deadline 2026-07-31 --type district --region "South East" --output repairs-call.md
""",
)
@click.option("--community", required=True, metavar="SLUG", help="The community that asks, by its folder's name.")
@click.option("--priority", required=True, metavar="ID", help="The policy priority that the examples will inform.")
@click.option("--question", required=True, metavar="TEXT", help="What examples are sought, as a question.")
@click.option("--title", default="", metavar="TEXT", help="Its title.  [default: made from the priority]")
@click.option("--summary", default="", metavar="TEXT", help="One or two sentences.  [default: made from the priority]")
@click.option("--why", default="", metavar="TEXT", help="Why it is asked now, and what will be done with the examples.")
@click.option("--deadline", type=Day(last=True), metavar="DATE", help="The last day.  [default: until it is closed]")
@click.option("--council", "councils", multiple=True, metavar="REF", help="A council asked by name; may be repeated.")
@click.option("--region", "regions", multiple=True, metavar="NAME", help="Only councils of a region; may be repeated.")
@click.option(
    "--type",
    "types",
    multiple=True,
    type=click.Choice([one.value for one in CouncilType]),
    help="Only councils of a type; may be repeated.",
)
@click.option("--author", default="", metavar="NAME", help="Who asks.  [default: who has the role of --as]")
@click.option(
    "--author-role",
    type=click.Choice([one.value for one in Role]),
    default=Role.OFFICER.value,
    show_default=True,
    help="In what capacity.",
)
@click.option(
    "--consent",
    type=click.Choice([one.value for one in Consent]),
    default=Consent.NONE.value,
    show_default=True,
    help="How the call itself may be shown in digests.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a draft, and submit nothing.",
)
@click.option("--as", "role", default="", metavar="ROLE", help="Your role's id, if you are a facilitator.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def open_call(
    ctx: click.Context,
    *,
    community: str,
    priority: str,
    question: str,
    title: str,
    summary: str,
    why: str,
    deadline: dt.date | None,
    councils: tuple[str, ...],
    regions: tuple[str, ...],
    types: tuple[str, ...],
    author: str,
    author_role: str,
    consent: str,
    output: Path | None,
    role: str,
    as_json: bool,
) -> None:
    """Open a call for examples.

    It asks every council that the priority concerns; with --region or --type fewer; with --council alone only those
    named. It is submitted like any contribution, and another facilitator accepts it.
    """
    from practice_commons.checks.report import report
    from practice_commons.cli.submitting import told
    from practice_commons.cli.writing import as_typed, write_new
    from practice_commons.editor.calls import Asking, opened
    from practice_commons.model.wording import count
    from practice_commons.moderation import submission
    from practice_commons.moderation.submission import Contributor, Draft
    from practice_commons.moderation.terms import Door

    root, today = commons_root(ctx), now().date()
    require_community(root, community)
    if deadline is not None and deadline < today:
        raise Failure(f"the deadline, {deadline}, has passed", "Give a day to come.")
    desk = desk_of(ctx) if role or output is None else None
    _, catalogue = open_commons(root, quiet=as_json)
    with catalogue:
        label = _label(priority, catalogue)
        asking = Asking(
            community,
            priority,
            label,
            question,
            _author(author, role, desk),
            today,
            Role(author_role),
            title,
            summary,
            why,
            deadline,
            councils,
            regions,
            types,
            Consent(consent),
        )
        data = opened(asking)
        number, problems = _asked(catalogue, data, today)
    if problems:
        click.echo(report(sorted(problems), "json" if as_json else "text", 1), nl=False, err=not as_json)
        ctx.exit(1)
    counted: dict[str, object] = {"councils_asked": number}
    if output is not None:
        write_new(output, data.decode(), "Give another name with --output.")
        if as_json:
            click.echo(json.dumps({"path": str(output), **counted}, indent=2))
        else:
            shown = as_typed(output)
            click.echo(f"Wrote {shown}. It asks {count(number, 'council')}.\nSend it with: commons submit {shown}")
        return
    assert desk is not None
    done = submission.submit(desk, Draft(data), Contributor(role), Door.COMMAND, now())
    told(ctx, done, "Submitted", counted, as_json=as_json)
    if not as_json:
        click.echo(f"It asks {count(number, 'council')}, once it is accepted.")


@call.command(
    "list",
    epilog="""\b
Examples:
  commons call list
  commons call list --all --priority repairs --json
""",
)
@click.option("--priority", metavar="ID", help="Only calls that inform a policy priority.")
@click.option("--community", metavar="SLUG", help="Only calls of a community.")
@click.option("--all", "everything", is_flag=True, help="Also those that are closed, or past their last day.")
@click.option("--at", metavar="COMMIT", default=None, help="A commit, not the folder as it lies.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def list_calls(
    ctx: click.Context, *, priority: str | None, community: str | None, everything: bool, at: str | None, as_json: bool
) -> None:
    """List open calls, with what came back and from how many of the councils asked.

    What is open is judged by the day of the last commit, as on the site. A council counts where a response names it on
    its page.
    """
    from practice_commons.catalogue.calls import calls
    from practice_commons.model.wording import day

    root = commons_root(ctx)
    if community is not None:
        require_community(root, community)
    _, catalogue = open_commons(root, at, quiet=as_json)
    with catalogue:
        if priority is not None:
            _label(priority, catalogue)
        found = calls(catalogue, priority=priority, community=community, closed=everything)
        if as_json:
            said = {"as_at": catalogue.today.isoformat(), "calls": [facts(one) for one in found]}
            click.echo(json.dumps(said, indent=2, ensure_ascii=False))
            return
        click.echo(
            f"On {day(catalogue.today)}, the day of the last commit:" if found else _nothing(everything=everything)
        )
        for one in found:
            click.echo(plain("\n".join(("", *lines(one)))))


@call.command(
    "close",
    epilog="""\b
Example:
  commons call close call-for-examples-repairs --reason "Enough examples have come." --as housing-facilitator
""",
)
@click.argument("identity", metavar="ID")
@click.option("--reason", default="", metavar="TEXT", help="Why, in a few words that readers of its page see.")
@click.option("--as", "role", default="", metavar="ROLE", help="Your role's id, if you are a facilitator.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt for a script.")
@click.pass_context
def close(ctx: click.Context, identity: str, *, reason: str, role: str, as_json: bool) -> None:
    """Propose that the published call ID is closed before its last day. A facilitator accepts it, like any change."""
    from practice_commons.catalogue.calls import calling
    from practice_commons.cli.submitting import told
    from practice_commons.editor.calls import closed
    from practice_commons.moderation import submission
    from practice_commons.moderation.submission import Contributor, Draft
    from practice_commons.moderation.terms import Door

    desk = desk_of(ctx)
    with desk.catalogue(desk.main()) as catalogue:
        found = calling(catalogue, identity)
        if found is None:
            raise _no_call(identity)
        if not found.open:
            raise Failure(f"the call {identity!r} is not open any more", "See it with: commons call list --all")
        path, data = found.entry.path, _published(desk, found.entry.blob)
    made = closed(data, reason)
    done = submission.submit(desk, Draft(made, path), Contributor(role), Door.COMMAND, now())
    told(ctx, done, "Proposed to close", as_json=as_json)


@call.command(
    epilog="""\b
Examples:
  commons call remind call-for-examples-repairs
  commons call remind call-for-examples-repairs --csv > silent.csv
""",
)
@click.argument("identity", metavar="ID")
@click.option("--at", metavar="COMMIT", default=None, help="A commit, not the folder as it lies.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the silent councils as a table for a spreadsheet.")
@click.pass_context
def remind(ctx: click.Context, identity: str, *, at: str | None, as_json: bool, as_csv: bool) -> None:
    """Say which of the councils that the call ID asks are silent, whom to ask about them, and what to write.

    Nothing is sent. Silence is not disagreement: it means only that no response names the council.
    """
    from practice_commons.catalogue.calls import calling
    from practice_commons.digest.reminder import reminder

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other.")
    _, catalogue = open_commons(commons_root(ctx), at, quiet=as_json or as_csv)
    with catalogue:
        found = calling(catalogue, identity)
        if found is None:
            raise _no_call(identity)
        if not found.open:
            raise Failure(f"the call {identity!r} is not open any more", "Nobody is asked again once a call has ended.")
        made = reminder(found)
        if as_json:
            click.echo(json.dumps(reminder_facts(made), indent=2, ensure_ascii=False))
        elif as_csv:
            click.echo(silent_table(made), nl=False)
        else:
            click.echo(plain(reminder_text(made)), nl=False)


def _no_call(identity: str) -> Failure:
    return Failure(f"there is no call {identity!r}", "See those that there are with: commons call list --all")


def _label(priority: str, catalogue: Catalogue) -> str:
    from practice_commons.reading.validation import require_known

    known = catalogue.vocabularies.priorities
    require_known(priority, known, "policy priority")
    return known[priority].label


def _author(name: str, role: str, desk: Desk | None) -> str:
    """Return who asks: the name given, or that of whoever bears a role. Raises Failure where neither is known."""
    if name:
        return name
    bearer = desk.policy(desk.main()).who(role) if role and desk is not None else None
    if bearer is None:
        why = f"{role!r} looks after no community" if role else "who asks is not said"
        raise Failure(why, "Give --author NAME, or --as ROLE with a role of communities/*/community.yml.")
    return bearer.name


def _asked(catalogue: Catalogue, data: bytes, today: dt.date) -> tuple[int, list[Problem]]:
    """Return how many councils a draft asks, and what is wrong with it. Raises Failure where it asks none."""
    from practice_commons.catalogue.calls import whom
    from practice_commons.catalogue.trial import tried
    from practice_commons.model.kinds import Call

    trial = tried(catalogue, "contributions/call.md", data, today)
    if not trial.sound or not isinstance(trial.contribution, Call):
        return 0, [one for one in trial.problems if one.is_error]
    number = len(whom(catalogue, trial.contribution))
    if not number:
        raise Failure("it asks no council", "The regions and types leave none of those that the priority concerns.")
    return number, []


def _published(desk: Desk, blob: str) -> bytes:
    return dict(desk.ledger.blobs([blob]))[blob]


def _nothing(*, everything: bool) -> str:
    return "There is no call." if everything else "No call is open. Open one with: commons call open"
