"""Facilitators signed in: by a link that works once, for as long as a working day."""

from __future__ import annotations

import datetime as dt

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from practice_commons.editor import guard, visitor
from practice_commons.editor.filling import Mistake
from practice_commons.editor.room import Room
from practice_commons.model.community import Facilitator
from practice_commons.moderation.safe import SESSION

COOKIE = "commons-moderate"
TRIES, WITHIN = 20, dt.timedelta(minutes=15)
"""Links that one address may try in a time."""


def sign_in(request: Request) -> Response:
    """Show a button; pressing it uses the link up. What only looks at a link, such as a preview, does not."""
    room, now = visitor.room_of(request), visitor.room_of(request).clock()
    mistakes: list[Mistake] = []
    if request.method == "POST":
        visitor.typed(request)
        if not room.safe.allow(guard.of(request)["client"], "sign-in", TRIES, WITHIN, now):
            raise HTTPException(429)
        role = room.safe.redeem(request.path_params["ticket"], now)
        if role is not None and room.policy().who(role) is not None:
            answer = RedirectResponse(f"{room.base}moderate/", 303)
            welcome(room, answer, role)
            return answer
        mistakes = [Mistake("", "This link was used already, or is too old. Make a new one")]
    name = room.lists().commons.name
    return visitor.shown(request, "sign_in.html", title="Sign in to moderate", name=name, mistakes=mistakes)


def welcome(room: Room, answer: Response, role: str) -> None:
    """Begin a session for somebody who proved who they are, and let an answer carry its cookie."""
    answer.set_cookie(
        COOKIE,
        room.safe.begin(role, room.clock()),
        max_age=int(SESSION.total_seconds()),
        path=f"{room.base}moderate/",
        secure=room.secure,
        httponly=True,
        samesite="strict",
    )


def sign_out(request: Request) -> Response:
    """End a session."""
    room, secret = visitor.room_of(request), request.cookies.get(COOKIE, "")
    visitor.typed(request, secret)
    room.safe.end(secret)
    answer = RedirectResponse(f"{room.base}moderate/", 303)
    answer.delete_cookie(COOKIE, path=f"{room.base}moderate/")
    return answer


def facilitator(request: Request) -> tuple[Facilitator, str] | None:
    """Return who is signed in, with the secret of their session; None where nobody is, or they have lost the role."""
    room: Room = visitor.room_of(request)
    secret = request.cookies.get(COOKIE, "")
    role = room.safe.who(secret, room.clock()) if secret else None
    found = room.policy().who(role) if role else None
    return (found, secret) if found else None
