"""The private page of a submission: where it stands, and what its contributor may do with it."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from practice_commons.editor import keeping, visitor
from practice_commons.editor.filling import Mistake, first
from practice_commons.editor.published import published
from practice_commons.editor.room import Room
from practice_commons.editor.sheet import Sheet
from practice_commons.editor.writing import answers_of, unwritable
from practice_commons.failure import Failure
from practice_commons.moderation import stamping, submission
from practice_commons.moderation.forge import REFERENCE
from practice_commons.moderation.outcome import outcome
from practice_commons.moderation.proposal import Proposal
from practice_commons.moderation.submission import Contributor, Draft
from practice_commons.moderation.terms import REASONS, Act, Door, Reason, State

_REASON = 200
"""Characters of a reason."""


def sent(request: Request) -> Response:
    """Confirm that a submission was received."""
    room, reference, path = _entered(request)
    proposal = _proposal(room, reference)
    if proposal is None:
        return visitor.moved(request, path)
    return _page(
        request, "sent.html", "Thank you: we have it", reference, path, told=bool(room.safe.address(reference))
    )


def follow(request: Request) -> Response:
    """Show where a submission stands."""
    room, reference, path = _entered(request)
    proposal = _proposal(room, reference)
    if proposal is None:
        return _decided(request, room, reference, path)
    returned = proposal.waiting.state is State.RETURNED
    title = "We have a question for you" if returned else "Waiting to be read"
    return _page(
        request,
        "follow.html",
        title,
        reference,
        path,
        heading=proposal.title,
        waiting=proposal.waiting,
        returned=returned,
        notes=[note for note in proposal.waiting.notes if note.returned],
        changeable=len(proposal.files) == 1 and not proposal.outside,
    )


def change(request: Request) -> Response:
    """Open the form with what was sent in it."""
    room, reference, path = _entered(request)
    visitor.typed(request)
    proposal = _proposal(room, reference)
    if proposal is None or len(proposal.files) != 1:
        return visitor.moved(request, path)
    file = proposal.files[0]
    answers = answers_of(file.data)
    waiting = visitor.identity(request) if keeping.sheet_of(request) is not None else ""
    visitor.become(request)
    sheet = Sheet(answers.fields, answers.body, file.data.decode("utf-8"), file.path if file.published else "")
    sheet.reference, sheet.agreed, sheet.other = reference, True, waiting
    sheet.fixed = ["kind", "community"] if file.published else ["kind"]
    keeping.keep(request, sheet)
    return visitor.moved(request, "contribute/check/")


def take_back(request: Request) -> Response:
    """Ask whether to take a submission back, and do."""
    room, reference, path = _entered(request)
    proposal = _proposal(room, reference)
    if proposal is None:
        return visitor.moved(request, path)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        visitor.typed(request)
        try:
            submission.take_back(room.desk, proposal, room.clock())
        except Failure as failure:
            mistakes = [Mistake("", f"{failure.message}. {failure.hint}")]
        else:
            room.safe.close(reference, room.clock())
            room.notices(submission.TAKEN_BACK, reference)
            return visitor.moved(request, path)
    title = "Do you want to take it back?"
    return _page(request, "take_back.html", title, reference, path, heading=proposal.title, mistakes=mistakes)


def ask_withdrawal(request: Request) -> Response:
    """Ask for something published to be withdrawn: a submission like any other, for a facilitator to decide on."""
    room, reference, path = _entered(request)
    found = outcome(room.desk, reference)
    if found is None or found.decision != Act.ACCEPT.value or not found.contributions:
        return visitor.moved(request, path)
    about = published(room, found.contributions[0])
    if about is None or "withdrawn" in answers_of(about.data).fields:
        return visitor.moved(request, path)
    mistakes: list[Mistake] = []
    reason = ""
    if request.method == "POST":
        reason = " ".join(first(visitor.typed(request), "reason").split())
        mistakes = _wrong(reason)
        if not mistakes:
            data = stamping.withdrawn(about.data, room.clock().date(), reason)
            receipt = submission.submit(room.desk, Draft(data, about.path), Contributor(), Door.FORM, room.clock())
            if not isinstance(receipt, tuple):
                room.notices("submitted", receipt.reference)
                link = room.safe.link(receipt.reference)
                return visitor.moved(request, f"contribute/s/{receipt.reference}/{link}/sent/")
            mistakes = [Mistake("reason", f"It cannot be asked for: {receipt[0].message}. {receipt[0].hint}")]
    title = "Why should it be withdrawn?"
    said: dict[str, Any] = {"raw": {"reason": [reason]}, "wrong": {one.name: one.message for one in mistakes}}
    return _page(request, "withdrawal.html", title, reference, path, heading=about.title, mistakes=mistakes, **said)


def _wrong(reason: str) -> list[Mistake]:
    if not reason:
        return [Mistake("reason", "Say why, in a few words")]
    if len(reason) > _REASON:
        return [Mistake("reason", f"It must be {_REASON} characters or fewer. It has {len(reason)}")]
    message = unwritable(reason)
    return [Mistake("reason", f"It {message}")] if message else []


def _decided(request: Request, room: Room, reference: str, path: str) -> Response:
    found = outcome(room.desk, reference)
    if found is None:
        raise HTTPException(404)
    room.safe.close(reference, found.when)
    said = {"when": found.when.date(), "identity": "", "reason": "", "withdrawn": False}
    if found.decision == Act.ACCEPT.value:
        said["identity"] = found.contributions[0]
        about = published(room, found.contributions[0])
        said["withdrawn"] = about is not None and "withdrawn" in answers_of(about.data).fields
        title = "It is published"
    elif found.decision == Act.DECLINE.value:
        said["reason"] = REASONS[Reason(found.reason)] if found.reason in list(Reason) else ""
        title = "We cannot publish it"
    else:
        title = "You took it back"
    return _page(request, "decided.html", title, reference, path, decision=found.decision, **said)


def _entered(request: Request) -> tuple[Room, str, str]:
    """Return the room, the reference, and the path of the private page. Raises HTTPException for any wrong link."""
    room = visitor.room_of(request)
    reference, link = request.path_params["reference"], request.path_params["link"]
    if not REFERENCE.fullmatch(reference) or not room.safe.holds(reference, link, room.clock()):
        raise HTTPException(404)
    return room, reference, f"contribute/s/{reference}/{link}/"


def _proposal(room: Room, reference: str) -> Proposal | None:
    return room.desk.proposal(reference) if room.desk.forge.get(reference) is not None else None


def _page(request: Request, template: str, title: str, reference: str, path: str, **values: object) -> Response:
    room = visitor.room_of(request)
    said: dict[str, Any] = {
        "name": room.lists().commons.name,
        "title": title,
        "reference": reference,
        "path": f"{room.base}{path}",
        "address": visitor.address(request, path),
        **values,
    }
    return visitor.shown(request, template, **said)
