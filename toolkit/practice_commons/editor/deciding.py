"""The facilitators' pages: the queue, a submission with everything needed to decide, withdrawing, and the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from practice_commons.editor import keeping, session, visitor
from practice_commons.editor.filling import Mistake, Typed, first
from practice_commons.editor.reviewing import concerned, findings_of, sights
from practice_commons.editor.room import Room
from practice_commons.failure import Failure
from practice_commons.model.community import Facilitator
from practice_commons.model.terms import Kind
from practice_commons.moderation import decision
from practice_commons.moderation.decision import Decider
from practice_commons.moderation.desk import ages
from practice_commons.moderation.forge import REFERENCE
from practice_commons.moderation.proposal import Proposal
from practice_commons.moderation.record import decisions
from practice_commons.moderation.terms import REASONS, Act, Reason, State

PAGE = 25
"""Submissions of the queue on one page, and ten times as many decisions of the log."""
_DONE = {
    Act.ACCEPT.value: "It is accepted and published.",
    Act.RETURN.value: "It is back with its contributor.",
    Act.DECLINE.value: "It is declined.",
    Act.WITHDRAW.value: "It is withdrawn. Its page says so.",
}


def queue(request: Request) -> Response:
    """Show what waits, the oldest first: what the facilitator may act on."""
    known = session.facilitator(request)
    if known is None:
        return _stranger(request)
    room = visitor.room_of(request)
    waiting = [one for one in room.desk.queue() if concerned(room, known[0].id, one)]
    start = _number(request) * PAGE
    part = waiting[start : start + PAGE]
    found = findings_of(room, [file for one in part for file in one.files])
    rows = []
    for one in part:
        own, found = found[: len(one.files)], found[len(one.files) :]
        rows.append(_row(room, one, sum(map(len, own))))
    more = start + PAGE < len(waiting)
    done = _DONE.get(request.query_params.get("done", ""), "")
    title = "Waiting to be decided on"
    return _shown(request, known, "queue.html", title, rows=rows, count=len(waiting), more=more, done=done)


def submission(request: Request) -> Response:
    """Show a submission, or do what a facilitator decides."""
    known = session.facilitator(request)
    if known is None:
        return _stranger(request)
    room, reference = visitor.room_of(request), request.path_params["reference"]
    if not REFERENCE.fullmatch(reference):
        raise HTTPException(404)
    typed: Typed = {}
    mistakes: list[Mistake] = []
    if request.method == "POST":
        typed = visitor.typed(request, known[1])
        act = first(typed, "do")
        try:
            _not_their_own(request, reference, act)
            mistakes = _act(room, reference, known[0], typed)
        except Failure as failure:
            mistakes = [Mistake("", _sentence(failure))]
        if not mistakes:
            room.notices(act, reference)
            return RedirectResponse(f"{room.base}moderate/?done={Act(act).value}", 303)
    if room.desk.forge.get(reference) is None:
        mistakes = mistakes or [Mistake("", "There is no open submission of that reference. It may be decided on")]
        title = "This submission is no longer open"
        return _shown(request, known, "gone.html", title, mistakes=mistakes, text=first(typed, "text"), status=404)
    return _look(request, known, room.desk.proposal(reference), typed, mistakes)


def withdraw(request: Request) -> Response:
    """Take back something published."""
    known = session.facilitator(request)
    if known is None:
        return _stranger(request)
    room = visitor.room_of(request)
    typed: Typed = {"id": [request.query_params.get("id", "")]}
    mistakes: list[Mistake] = []
    if request.method == "POST":
        typed = visitor.typed(request, known[1])
        identity, reason = first(typed, "id"), first(typed, "reason")
        mistakes = [
            Mistake(name, said)
            for name, text, said in (
                ("id", identity, "Enter the id of what is to be withdrawn"),
                ("reason", reason, "Say why: readers of its page see it"),
            )
            if not text
        ]
        if not mistakes:
            try:
                decision.withdraw(room.desk, identity, Decider(known[0].id), reason, room.clock())
            except Failure as failure:
                mistakes = [Mistake("id", _sentence(failure))]
            else:
                room.notices(Act.WITHDRAW.value, identity)
                return RedirectResponse(f"{room.base}moderate/?done={Act.WITHDRAW.value}", 303)
    title = "Withdraw something published"
    return _shown(request, known, "withdraw.html", title, raw=typed, mistakes=mistakes, wrong=_by_name(mistakes))


def log(request: Request) -> Response:
    """Show every decision, the newest first; those of one community if asked."""
    known = session.facilitator(request)
    if known is None:
        return _stranger(request)
    room = visitor.room_of(request)
    communities = {slug: one.title for slug, one in room.lists().communities.items()}
    chosen = visitor.asked(request, "community", list(communities))
    found = decisions(room.desk, community=chosen or None)
    start = _number(request) * PAGE * 10
    said: dict[str, Any] = {
        "rows": found[start : start + PAGE * 10],
        "more": start + PAGE * 10 < len(found),
        "communities": communities,
        "chosen": chosen,
    }
    return _shown(request, known, "log.html", "Decisions", **said)


def _not_their_own(request: Request, reference: str, act: str) -> None:
    """Refuse who decides on what was sent from this very browser. Raises Failure."""
    if act != Act.RETURN.value and keeping.sent(request) == reference:
        raise Failure("nobody decides on their own submission", "Ask another facilitator to look at it.")


def _act(room: Room, reference: str, who: Facilitator, typed: Typed) -> list[Mistake]:
    """Do what was decided; return what is missing for it. Raises Failure."""
    by, now, seen, act = Decider(who.id), room.clock(), first(typed, "seen"), first(typed, "do")
    if not seen:
        raise HTTPException(400)
    if act == Act.ACCEPT.value:
        decision.accept(room.desk, reference, by, now, seen=seen)
    elif act == Act.RETURN.value:
        text = first(typed, "text")
        if not text:
            return [Mistake("text", "Say what its contributor should answer or change")]
        decision.send_back(room.desk, reference, by, text, now, seen=seen)
        return []
    elif act == Act.DECLINE.value:
        reason = first(typed, "reason")
        if reason not in list(Reason):
            return [Mistake("reason", "Choose a reason: its contributor is told, and it is published")]
        decision.decline(room.desk, reference, by, Reason(reason), now, seen=seen)
    else:
        raise HTTPException(400)
    room.safe.close(reference, now)
    return []


def _look(
    request: Request, known: tuple[Facilitator, str], proposal: Proposal, typed: Typed, mistakes: list[Mistake]
) -> Response:
    room = visitor.room_of(request)
    may: Callable[[Act], bool] = lambda act: all(  # noqa: E731 - asked three times in one place
        room.policy().may(known[0].id, act, community) or community not in room.policy().communities
        for community in proposal.communities
    )
    reasons = [{"value": reason.value, "text": words} for reason, words in REASONS.items()]
    return _shown(
        request,
        known,
        "submission.html",
        proposal.title,
        proposal=proposal,
        row=_row(room, proposal, 0),
        sights=sights(room, proposal),
        may={act.value: may(act) for act in Act},
        people=room.policy().who,
        reasons=reasons,
        raw=typed,
        mistakes=mistakes,
        wrong=_by_name(mistakes),
        wide=True,
        back=f"{room.base}moderate/",
    )


def _row(room: Room, proposal: Proposal, findings: int) -> dict[str, Any]:
    communities = room.lists().communities
    kinds = [file.said["kind"] for file in proposal.files]
    return {
        "proposal": proposal,
        "days": ages(proposal, room.clock()).days,
        "hours": int(ages(proposal, room.clock()).total_seconds() // 3600),
        "communities": [communities[one].title if one in communities else one for one in proposal.communities],
        "kinds": [Kind(one).label if one in list(Kind) else one for one in dict.fromkeys(kinds)],
        "returned": proposal.waiting.state is State.RETURNED,
        "revision": any(file.published for file in proposal.files),
        "findings": findings,
    }


def _by_name(mistakes: list[Mistake]) -> dict[str, str]:
    return {one.name: one.message for one in mistakes if one.name}


def _sentence(failure: Failure) -> str:
    said = f"{failure.message[:1].upper()}{failure.message[1:]}"
    return f"{said}. {failure.hint}".strip()


def _number(request: Request) -> int:
    said = request.query_params.get("page", "1")
    return max(0, int(said) - 1) if said.isascii() and said.isdigit() and len(said) < 6 else 0  # noqa: PLR2004 - digits


def _stranger(request: Request) -> Response:
    room = visitor.room_of(request)
    name = room.lists().commons.name
    return visitor.shown(request, "stranger.html", 403, title="Sign in to moderate", name=name, accounts=room.accounts)


def _shown(
    request: Request, known: tuple[Facilitator, str], template: str, title: str, *, status: int = 200, **values: object
) -> Response:
    name = visitor.room_of(request).lists().commons.name
    values |= {"title": title, "name": name, "who": known[0], "page": _number(request) + 1}
    return visitor.shown(request, template, status, secret=known[1], **values)
