"""The start of the form, and how somebody comes back to what they began."""

from __future__ import annotations

import datetime as dt

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from practice_commons.editor import guard, keeping, visitor, wording
from practice_commons.editor.published import Published, published
from practice_commons.editor.room import Room
from practice_commons.editor.sheet import Sheet
from practice_commons.editor.writing import answers_of
from practice_commons.model.terms import Kind
from practice_commons.moderation.safe import DRAFTS

REPLIES = (Kind.ANSWER, Kind.EXAMPLE, Kind.OFFER)
STARTS = 60
"""Drafts that one address may begin in an hour."""
_HOUR = dt.timedelta(hours=1)


def start(request: Request) -> Response:
    """Show what the form is, or begin a draft."""
    if request.method == "POST":
        return _begin(request)
    room = visitor.room_of(request)
    about, replying, kind = _wanted(room, dict(request.query_params))
    topic = ""
    if about:
        topic = f"You are suggesting a change to “{about.title}”."
    elif replying and kind:
        topic = f"You are replying to “{replying.title}” with {wording.a(kind)}."
    hidden = {"about": about.identity if about else "", "responds_to": replying.identity if replying else ""}
    sheet = keeping.sheet_of(request)
    return visitor.shown(
        request,
        "start.html",
        name=room.lists().commons.name,
        title="Suggest a change" if about else "Share what you have learnt",
        topic=topic,
        hidden={name: value for name, value in {**hidden, "kind": kind.value if kind else ""}.items() if value},
        resume=_begun(sheet) if sheet else "",
        full=room.seems_full(),
    )


def privacy(request: Request) -> Response:
    """Say what is kept, and for how long."""
    name = visitor.room_of(request).lists().commons.name
    return visitor.shown(request, "privacy.html", title="What we keep, and for how long", name=name)


def later(request: Request) -> Response:
    """Give the link by which a draft is found again."""
    room = visitor.room_of(request)
    if keeping.sheet_of(request) is None:
        return visitor.moved(request, "contribute/")
    link = visitor.identity(request)
    return visitor.shown(
        request,
        "later.html",
        name=room.lists().commons.name,
        title="Your draft is saved",
        link=link,
        address=visitor.address(request, f"contribute/d/{link}/"),
        until=(room.clock() + DRAFTS).date(),
    )


def resume(request: Request) -> Response:
    """Let a browser go on with a draft whose link it was given. Nothing is taken over before a button is pressed."""
    room, secret = visitor.room_of(request), request.path_params["secret"]
    sheet = keeping.held(room, secret) if visitor.is_secret(secret) else None
    if sheet is None:
        raise HTTPException(404)
    if request.method == "POST":
        visitor.typed(request)
        visitor.become(request, secret)
        return visitor.moved(request, "contribute/check/" if sheet.answers.kind else "contribute/q/kind/")
    other = secret != visitor.identity(request) and keeping.sheet_of(request) is not None
    name = room.lists().commons.name
    return visitor.shown(request, "resume.html", title=f"Go on with {_begun(sheet)}", name=name, other=other)


def _begin(request: Request) -> Response:
    typed = visitor.typed(request)
    room = visitor.room_of(request)
    now = room.clock()
    if not room.safe.allow(guard.of(request)["client"], "start", STARTS, _HOUR, now):
        raise HTTPException(429)
    if room.full():
        raise HTTPException(503)
    room.safe.sweep(now)
    about, replying, kind = _wanted(room, {name: values[0] for name, values in typed.items()})
    if keeping.sheet_of(request) is not None:
        keeping.drop(request)
    visitor.become(request)
    if about:
        answers = answers_of(about.data)
        sheet = Sheet(
            answers.fields,
            answers.body,
            about.data.decode("utf-8"),
            about.path,
            about.identity,
            fixed=["kind", "community"],
        )
        keeping.keep(request, sheet)
        return visitor.moved(request, "contribute/check/")
    sheet = Sheet({"licence": room.lists().commons.licence, "language": "en-GB"})
    if replying and kind:
        sheet.fields |= {"kind": kind.value, "responds_to": replying.identity, "community": replying.community}
        sheet.fixed = ["kind", "responds_to"]
        sheet.replying = replying.title
        keeping.keep(request, sheet)
        return visitor.moved(request, "contribute/q/community/")
    if kind:
        sheet.fields["kind"] = kind.value
    keeping.keep(request, sheet)
    return visitor.moved(request, "contribute/q/kind/")


def _wanted(room: Room, said: dict[str, str]) -> tuple[Published | None, Published | None, Kind | None]:
    """Return what the address asks for: a change to something, a reply to something, a kind. Raises HTTPException."""
    kind = Kind(said["kind"]) if said.get("kind") in list(Kind) else None
    if wanted := said.get("about"):
        about = published(room, wanted)
        if about is None:
            raise HTTPException(404)
        return about, None, None
    if wanted := said.get("responds_to"):
        replying = published(room, wanted)
        if replying is None or kind not in REPLIES:
            raise HTTPException(404)
        return None, replying, kind
    return None, None, kind


def _begun(sheet: Sheet) -> str:
    title, kind = sheet.answers.text("title"), sheet.answers.kind
    if title:
        return f"“{title}”"
    return wording.a(kind) if kind else "a draft"
