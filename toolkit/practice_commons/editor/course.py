"""The course through the form: what every page of it says, and which one comes next."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from practice_commons.editor import keeping, visitor
from practice_commons.editor.questions import Question, after, before
from practice_commons.editor.sheet import Sheet


def onward(request: Request, sheet: Sheet, page: Question) -> Response:
    """Keep what a page took, and go to the next one."""
    sheet.unfinished.pop(page.slug, None)
    if page.slug not in sheet.visited:
        sheet.visited.append(page.slug)
    keeping.keep(request, sheet)
    following = after(sheet, page.slug)
    if visitor.asked(request, "from", ["check"]) or following is None:
        return visitor.moved(request, "contribute/check/")
    return visitor.moved(request, f"contribute/q/{following.slug}/")


def about_page(request: Request, sheet: Sheet, page: Question) -> dict[str, Any]:
    """Return what every page of the form says."""
    room = visitor.room_of(request)
    earlier = before(sheet, page.slug)
    back = f"{room.base}contribute/q/{earlier.slug}/" if earlier else f"{room.base}contribute/"
    if visitor.asked(request, "from", ["check"]):
        back = f"{room.base}contribute/check/"
    return {
        "name": room.lists().commons.name,
        "title": page.title,
        "caption": f"In reply to “{sheet.replying}”" if sheet.replying else _captioned(sheet),
        "back": back,
        "skip": page.optional,
    }


def _captioned(sheet: Sheet) -> str:
    kind = sheet.answers.kind
    return kind.label if kind else ""
