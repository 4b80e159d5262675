"""Sheets in the safe: found again by the secret that a visitor's browser holds."""

from __future__ import annotations

from starlette.requests import Request

from practice_commons.editor import visitor
from practice_commons.editor.room import Room
from practice_commons.editor.sheet import Sheet


def sheet_of(request: Request) -> Sheet | None:
    """Return what a visitor has filled in so far; None where they have begun nothing."""
    return held(visitor.room_of(request), visitor.identity(request))


def held(room: Room, secret: str) -> Sheet | None:
    """Return the sheet that a secret leads to."""
    found = _kept(room, secret)
    return None if found is None or found.sent else found


def keep(request: Request, sheet: Sheet) -> None:
    """Keep a sheet as it stands."""
    room = visitor.room_of(request)
    room.safe.keep_draft(visitor.identity(request), sheet.as_json(), room.clock())


def sent(request: Request) -> str:
    """Return the reference under which a visitor's sheet was sent a moment ago; empty where it was not."""
    found = _kept(visitor.room_of(request), visitor.identity(request))
    return found.sent if found else ""


def drop(request: Request) -> None:
    """Let a visitor's sheet go."""
    visitor.room_of(request).safe.drop_draft(visitor.identity(request))


def _kept(room: Room, secret: str) -> Sheet | None:
    said = room.safe.draft(secret, room.clock())
    return Sheet.of(said) if said is not None else None
