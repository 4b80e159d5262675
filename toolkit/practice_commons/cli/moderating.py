"""`commons moderate`: the queue, the decisions, their record and its proof."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import click

from practice_commons.cli.dates import Day
from practice_commons.cli.deciding import as_role, decider, desk_of, plain, tell
from practice_commons.cli.room import commons_root, now

if TYPE_CHECKING:
    from practice_commons.moderation.proposal import Proposal

REASON_WORDS = (
    "out-of-scope",
    "personal-data",
    "already-here",
    "promotion",
    "unsupported",
    "offensive",
    "legal",
    "test",
    "no-reply",
)


@click.group()
def moderate() -> None:
    """Decide on submissions, and show how it was decided.

    \b
    Example:
      commons moderate queue
      commons moderate show s-7f3k9m2qab
      commons moderate accept s-7f3k9m2qab --as housing-facilitator
    """


@moderate.command()
@click.option("--community", metavar="SLUG", help="Only what is for one community.")
@click.option("--feed", metavar="ADDRESS", help="Print it as an Atom feed; ADDRESS is that of the moderators' pages.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def queue(ctx: click.Context, *, community: str | None, feed: str | None, as_json: bool) -> None:
    """List what is open, the oldest first."""
    from practice_commons.moderation.notices import queue_feed

    desk = desk_of(ctx)
    found = [one for one in desk.queue() if community is None or community in one.communities]
    if feed:
        click.echo(queue_feed(found, "Submissions", f"{feed.rstrip('/')}/").decode(), nl=False)
    elif as_json:
        click.echo(json.dumps([_said(one) for one in found], indent=2, ensure_ascii=False))
    elif not found:
        click.echo("Nothing is waiting.")
    for one in found if not (feed or as_json) else ():
        waited = _span(now() - one.waiting.opened)
        kind = next((file.said["kind"] for file in one.files), "")
        where = ", ".join(filter(None, one.communities)) or "no community"
        click.echo(plain(f"{one.reference}  {one.waiting.state:9} {waited:>9}  {kind}, {where}: {one.title}"))


@moderate.command()
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def show(ctx: click.Context, reference: str, *, as_json: bool) -> None:
    """Show a submission: its text, what the checks and the review say of it, and what was said about it."""
    from practice_commons.cli.progress import progress
    from practice_commons.moderation.review import Review
    from practice_commons.moderation.submission import Draft, examine

    desk = desk_of(ctx)
    proposal = desk.proposal(reference)
    findings = []
    for file, remarks in Review(desk, progress("Reading what is published", quiet=as_json)).of(proposal):
        trial = examine(desk, Draft(file.data, file.path if file.published else ""), now())
        findings.append((file, trial.problems, remarks))
    if as_json:
        said = _said(proposal)
        said["files"] = [
            {
                "path": file.path,
                "text": file.data.decode("utf-8", "replace"),
                "problems": [str(one) for one in problems],
                "remarks": [
                    {"line": one.line, "concern": one.concern.value, "message": one.message} for one in remarks
                ],
            }
            for file, problems, remarks in findings
        ]
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
        return
    waiting = proposal.waiting
    click.echo(
        f"{proposal.title}\n{reference}, {waiting.state}, sent {waiting.opened:%d %B %Y}, at {waiting.head[:12]}"
    )
    for path in proposal.outside:
        click.echo(plain(f"! It touches {path}, which no submission may"))
    for note in waiting.notes:
        click.echo(plain(f"\n{note.when:%d %B %Y}, {note.by or 'its contributor'}: {note.text}"))
    for file, problems, remarks in findings:
        click.echo(f"\n{plain(file.path)}{' (a new version)' if file.published else ''}\n{'-' * len(file.path)}")
        click.echo(plain(file.data.decode("utf-8", "replace")))
        for problem in problems:
            click.echo(f"{problem.line}:{problem.column} {problem.severity} {problem.rule} {plain(problem.message)}")
        for one in remarks:
            click.echo(f"{one.line}:{one.column} look {one.concern.value} {plain(one.message)}")
    click.echo(f"\nDecide with: commons moderate accept {reference} --seen {waiting.head[:12]} --as ROLE")


@moderate.command()
@click.argument("reference")
@click.option("--note", default="", help="A note for the record.")
@as_role
@click.pass_context
def accept(
    ctx: click.Context, reference: str, *, note: str, role: str | None, account: str, seen: str, signed: str
) -> None:
    """Publish a submission: one merge, with its id stamped."""
    from practice_commons.moderation import decision

    desk = desk_of(ctx)
    done = decision.accept(desk, reference, decider(desk, role, signed, account), now(), seen=seen, note=note)
    for identity, path in zip(done.identities, done.paths, strict=True):
        click.echo(f"Accepted {identity}, in {path}")
    click.echo(f"Merged as {done.commit[:12]}")
    tell(ctx, desk, "accept", reference)


@moderate.command("return")
@click.argument("reference")
@click.option("--ask", required=True, metavar="TEXT", help="What its contributor should answer or change.")
@as_role
@click.pass_context
def send_back(
    ctx: click.Context, reference: str, *, ask: str, role: str | None, account: str, seen: str, signed: str
) -> None:
    """Send a submission back to its contributor with questions."""
    from practice_commons.moderation import decision

    desk = desk_of(ctx)
    decision.send_back(desk, reference, decider(desk, role, signed, account), ask, now(), seen=seen)
    click.echo(f"Sent {reference} back.")
    tell(ctx, desk, "return", reference)


@moderate.command()
@click.argument("reference")
@click.option("--reason", required=True, type=click.Choice(REASON_WORDS), help="Why: a reason of the published list.")
@as_role
@click.pass_context
def decline(
    ctx: click.Context, reference: str, *, reason: str, role: str | None, account: str, seen: str, signed: str
) -> None:
    """End a submission without publishing it. The record keeps who, when and why, and nothing of the text."""
    from practice_commons.moderation import decision
    from practice_commons.moderation.terms import REASONS, Reason

    desk = desk_of(ctx)
    decision.decline(desk, reference, decider(desk, role, signed, account), Reason(reason), now(), seen=seen)
    click.echo(f"Declined {reference}, because: {REASONS[Reason(reason)]}")
    tell(ctx, desk, "decline", reference)


@moderate.command()
@click.argument("identity", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why, in a few words that readers of its page see.")
@as_role
@click.pass_context
def withdraw(
    ctx: click.Context,
    identity: str,
    *,
    reason: str,
    role: str | None,
    account: str,
    seen: str,  # noqa: ARG001 - one set of options for every decision
    signed: str,
) -> None:
    """Take a published contribution back. Its permalink says so, when and why."""
    from practice_commons.moderation import decision

    desk = desk_of(ctx)
    done = decision.withdraw(desk, identity, decider(desk, role, signed, account), reason, now())
    click.echo(f"Withdrew {identity}, as {done.commit[:12]}")


@moderate.command()
@click.option("--community", metavar="SLUG", help="Only decisions on what is for one community.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="Only those from a day on.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def log(ctx: click.Context, *, community: str | None, since: dt.date | None, as_json: bool) -> None:
    """Show every decision, the newest first: who, what, why, and how long it took."""
    from practice_commons.moderation.record import decisions

    found = decisions(desk_of(ctx), community=community, since=since)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], indent=2, ensure_ascii=False))
        return
    for one in found:
        waited = f" after {_span(one.waited)}" if one.waited is not None else ""
        about = " ".join(one.contributions) or one.submission
        why = f": {one.reason}" if one.reason else ""
        click.echo(f"{one.when:%Y-%m-%d %H:%M}  {one.decision:10} {about}{waited}, {one.by or 'its contributor'}{why}")
    if not found:
        click.echo("No decision has been made.")


@moderate.command()
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def verify(ctx: click.Context, *, as_json: bool) -> None:
    """Prove from Git alone that all that is published passed by a decision of somebody entitled to it.

    The exit code is 1 where something did not.
    """
    from practice_commons.model.wording import count
    from practice_commons.moderation.proof import verify as proved

    proof = proved(desk_of(ctx))
    if as_json:
        said = {
            "holds": proof.holds,
            "began": proof.began,
            "published": proof.published,
            "founding": proof.founding,
            "decisions": proof.decided,
            "rights": [{"commit": commit, "path": path} for commit, path in proof.rights],
            "doubts": [{"commit": one.commit, "path": one.path, "why": one.why} for one in proof.doubts],
        }
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
        ctx.exit(int(not proof.holds))
    if not proof.began:
        click.echo("Moderation has not begun: communities/commons.yml names no day (moderation: begins:).", err=True)
        ctx.exit(1)
    for one in proof.doubts:
        click.echo(f"{one.commit[:12]} {one.path} {one.why}")
    for commit, path in proof.rights:
        click.echo(f"{commit[:12]} {path} changes who may decide: look at it")
    click.echo(
        f"{count(proof.published, 'contribution')} published; {proof.founding:,} stand since moderation began at "
        f"{proof.began[:12]}; {count(proof.decided, 'decision')} accounted for; {count(len(proof.doubts), 'doubt')}."
    )
    ctx.exit(int(not proof.holds))


@moderate.command("sign-in")
@click.option("--as", "role", required=True, metavar="ROLE", help="Who signs in: the id of a role.")
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, help="Where the commons is served.")
@click.pass_context
def sign_in(ctx: click.Context, *, role: str, address: str) -> None:
    """Print a link that signs somebody in to the moderators' pages, once, within a quarter of an hour."""
    import os

    from practice_commons.failure import Failure
    from practice_commons.moderation.safe import Safe

    desk = desk_of(ctx)
    if desk.policy(desk.main()).who(role) is None:
        raise Failure(f"{role!r} looks after no community", "Roles are named in communities/*/community.yml.")
    ticket = Safe.of(commons_root(ctx), os.environ).ticket(role, now())
    click.echo(f"{address.rstrip('/')}/moderate/sign-in/{ticket}")


def _said(one: Proposal) -> dict[str, object]:
    waiting = one.waiting
    return {
        "reference": one.reference,
        "title": one.title,
        "kind": next((file.said["kind"] for file in one.files), ""),
        "communities": list(filter(None, one.communities)),
        "state": waiting.state.value,
        "opened": waiting.opened.isoformat(),
        "changed": waiting.changed.isoformat(),
        "head": waiting.head,
        "outside": list(one.outside),
        "notes": [
            {"by": note.by, "when": note.when.isoformat(), "text": note.text, "returned": note.returned}
            for note in waiting.notes
        ],
    }


def _span(time: dt.timedelta) -> str:
    from practice_commons.model.wording import count

    minutes = max(0, int(time.total_seconds() // 60))
    if minutes < 60:  # noqa: PLR2004 - an hour
        return count(minutes, "minute")
    return count(minutes // 60, "hour") if minutes < 48 * 60 else count(minutes // 60 // 24, "day")
