"""The last page before sending: every answer, what the rules say of them, and the way back to each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from practice_commons.editor import guard, keeping, summary, visitor
from practice_commons.editor.filling import Mistake
from practice_commons.editor.questions import LICENCE, questions_of, slug_for
from practice_commons.editor.room import Room
from practice_commons.editor.sheet import Sheet
from practice_commons.editor.writing import UnwritableError, written
from practice_commons.failure import Failure
from practice_commons.model.problem import Problem
from practice_commons.moderation import submission
from practice_commons.moderation.submission import Contributor, Draft
from practice_commons.moderation.terms import Door
from practice_commons.reading.document import Document, read_document

SENT, SENT_WITHIN = 20, dt.timedelta(hours=1)
"""Submissions that one address may send in a time."""
LOOKED, LOOKED_WITHIN = 120, dt.timedelta(minutes=10)
"""Times that one address may have its answers checked: each asks every rule."""
NAME = "contributions/submission.md"


def check(request: Request) -> Response:
    """Show the answers, or send them."""
    room = visitor.room_of(request)
    if request.method != "POST":
        return _checked(request, sending=False)
    visitor.typed(request)
    with room.sending:
        return _checked(request, sending=True)


def _checked(request: Request, *, sending: bool) -> Response:
    room, sheet = visitor.room_of(request), keeping.sheet_of(request)
    if sheet is None:
        done = keeping.sent(request) if sending else ""
        return visitor.moved(request, _private(room, done) if done else "contribute/")
    if sheet.answers.kind is None:
        return visitor.moved(request, "contribute/q/kind/")
    _allowed(request, "check", LOOKED, LOOKED_WITHIN)
    mistakes, advice = _judged(room, sheet, room.clock())
    if not sending or mistakes:
        return _shown(request, sheet, mistakes if sending or _complete(sheet) else [], advice)
    return _send(request, sheet, room.clock())


def _send(request: Request, sheet: Sheet, now: dt.datetime) -> Response:
    room = visitor.room_of(request)
    _allowed(request, "send", SENT, SENT_WITHIN)
    data = written(sheet.answers, sheet.original.encode())
    try:
        if sheet.reference:
            proposal = room.desk.proposal(sheet.reference)
            receipt = submission.revise(room.desk, proposal, data, Contributor(), Door.FORM, now)
        else:
            if room.full():
                raise HTTPException(503)
            receipt = submission.submit(room.desk, Draft(data, sheet.about), Contributor(), Door.FORM, now)
    except Failure as failure:
        return _shown(request, sheet, [Mistake("", f"{_sentence(failure.message)} {failure.hint}")], [])
    if isinstance(receipt, tuple):
        return _shown(request, sheet, _errors(room, sheet, data, receipt), [])
    if sheet.email:
        room.safe.keep_address(receipt.reference, sheet.email)
    keeping.keep(request, Sheet(sent=receipt.reference))
    if sheet.other:
        visitor.become(request, sheet.other)
    room.notices("revised" if sheet.reference else "submitted", receipt.reference)
    return visitor.moved(request, _private(room, receipt.reference))


def _private(room: Room, reference: str) -> str:
    return f"contribute/s/{reference}/{room.safe.link(reference)}/sent/"


def _judged(room: Room, sheet: Sheet, now: dt.datetime) -> tuple[list[Mistake], list[dict[str, str]]]:
    """Return what keeps a sheet from being sent, and what is advised."""
    base = f"{room.base}contribute/q/"
    mistakes = [
        Mistake(slug, f"{page.title} Finish this page", href=f"{base}{slug}/?from=check")
        for slug in sheet.unfinished
        if (page := next((one for one in questions_of(sheet) if one.slug == slug), None))
    ]
    if not sheet.agreed and not sheet.reference:
        mistakes.append(Mistake(LICENCE, "Agree that others may use it", href=f"{base}{LICENCE}/?from=check"))
    try:
        data = written(sheet.answers, sheet.original.encode())
        trial = submission.examine(room.desk, Draft(data, sheet.about), now)
    except UnwritableError as error:
        slug = slug_for(sheet, error.key)
        return [*mistakes, Mistake(slug, f"It {error.message}", href=f"{base}{slug}/?from=check")], []
    except Failure as failure:
        return [*mistakes, Mistake("", f"{_sentence(failure.message)} {failure.hint}")], []
    taken = {mistake.name for mistake in mistakes}
    mistakes += [one for one in _errors(room, sheet, data, trial.problems) if one.name not in taken]
    advice = [
        {"text": _sentence(one.message), "hint": one.hint, "href": _address(room, sheet, data, one)}
        for one in trial.problems
        if not one.is_error
    ]
    return mistakes, advice


def _errors(room: Room, sheet: Sheet, data: bytes, problems: tuple[Problem, ...]) -> list[Mistake]:
    found = []
    for problem in problems:
        if problem.is_error:
            slug = slug_for(sheet, key_at(data, problem.line))
            said = f"{_sentence(problem.message)} {problem.hint}".strip()
            found.append(Mistake(slug, said, href=_address(room, sheet, data, problem)))
    return found


def _address(room: Room, sheet: Sheet, data: bytes, problem: Problem) -> str:
    key = key_at(data, problem.line) or _named(problem)
    slug = slug_for(sheet, key)
    return f"{room.base}contribute/q/{slug}/?from=check" if slug else ""


def key_at(data: bytes, line: int) -> str:
    """Return the key that a line of a file belongs to; empty for the top of the file, `body` for what is under it."""
    found = read_document("", data)
    if not isinstance(found, Document):
        return ""
    if line >= found.body_line:
        return "body"
    marks = found.marks()
    return next((key for key in reversed(list(found.fields)) if marks[(key,)][0] <= line), "")


def _named(problem: Problem) -> str:
    """Return the key that a problem names where it has no line: what is missing has none."""
    quoted = problem.message.split("'")
    return quoted[1].split(".")[0] if len(quoted) > 1 else ""


def _complete(sheet: Sheet) -> bool:
    """Say whether everything needed was asked already: until then nobody is told what is missing."""
    return bool(sheet.original) or all(page.optional or page.slug in sheet.visited for page in questions_of(sheet))


def _allowed(request: Request, act: str, most: int, within: dt.timedelta) -> None:
    room = visitor.room_of(request)
    if not room.safe.allow(guard.of(request)["client"], act, most, within, room.clock()):
        raise HTTPException(429)


def _sentence(text: str) -> str:
    said = text[:1].upper() + text[1:]
    return said if said.endswith((".", "?", "!")) else f"{said}."


def _shown(request: Request, sheet: Sheet, mistakes: list[Mistake], advice: list[dict[str, str]]) -> Response:
    room = visitor.room_of(request)
    lists = room.lists()
    values: dict[str, Any] = {"rows": summary.rows(sheet, lists, f"{room.base}contribute/q/")}
    return visitor.shown(
        request,
        "check.html",
        name=lists.commons.name,
        title="Check your answers",
        mistakes=mistakes,
        advice=advice[:20],
        revising=bool(sheet.reference),
        **values,
    )
