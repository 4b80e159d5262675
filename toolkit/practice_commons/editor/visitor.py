"""Who fills in the form: nobody that we know, but for a cookie that holds a secret. Tokens prove a form ours."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from practice_commons.editor import guard, pages
from practice_commons.editor.room import Room

COOKIE = "commons-form"
TOKEN = "token"  # noqa: S105 - the name of a field
TRAP = "website"
"""A field that people never see, and programs that fill in everything fill in."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_MOST = 4_000
"""Fields of one form."""


def room_of(request: Request) -> Room:
    """Return the room that a request is for."""
    room: Room = guard.of(request)["room"]
    return room


def identity(request: Request) -> str:
    """Return the secret that a visitor's browser holds, or a new one for it to hold."""
    held = guard.of(request)
    if "identity" not in held:
        said = request.cookies.get(COOKIE, "")
        held["identity"] = said if _SECRET.fullmatch(said) else secrets.token_urlsafe(32)
        held["fresh"] = held["identity"] != said
    return str(held["identity"])


def become(request: Request, new: str = "") -> str:
    """Give the visitor another secret: a new one, or one that a link of theirs holds."""
    held = guard.of(request)
    held["identity"], held["fresh"] = new or secrets.token_urlsafe(32), True
    return str(held["identity"])


def is_secret(text: str) -> bool:
    """Say whether a text has the form of such a secret."""
    return _SECRET.fullmatch(text) is not None


def token(room: Room, secret: str) -> str:
    """Return what a form must send with it to be taken for ours: it follows from the cookie and the safe's key."""
    return room.safe.link(f"form {secret}")


def typed(request: Request, secret: str | None = None) -> dict[str, list[str]]:
    """Return what a form sent, by name. Raises HTTPException where it was not ours, or a program filled it in."""
    try:
        pairs = parse_qsl(
            guard.of(request).get("body", b"").decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST,
        )
    except ValueError:  # undecodable, or too many
        raise HTTPException(400) from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    said = found.pop(TOKEN, [""])[0]
    expected = token(room_of(request), identity(request) if secret is None else secret)
    if not hmac.compare_digest(expected.encode(), said.encode("utf-8", "replace")):
        raise HTTPException(403)
    if any(found.pop(TRAP, [""])):
        raise HTTPException(400)
    return found


def shown(
    request: Request, template: str, status: int = 200, *, secret: str | None = None, **values: object
) -> Response:
    """Return a page for a visitor, who keeps the cookie."""
    room, held = room_of(request), guard.of(request)
    own = identity(request)
    text = pages.page(
        template,
        base=room.base,
        site=room.site,
        nonce=held["nonce"],
        token=token(room, own if secret is None else secret),
        **values,
    )
    return kept(request, HTMLResponse(text, status))


def moved(request: Request, path: str) -> Response:
    """Send a visitor to another page of ours: nothing that was sent is a part of its path unchecked."""
    return kept(request, RedirectResponse(f"{room_of(request).base}{path}", 303))


def address(request: Request, path: str) -> str:
    """Return the whole address of a page of ours, to be kept by the visitor whose browser asked."""
    room = room_of(request)
    here = request.base_url.replace(path=f"{room.base}{path}", query="")
    return str(here.replace(scheme="https") if room.secure else here)


def kept(request: Request, response: Response) -> Response:
    """Let a visitor's browser keep the cookie, where it has not got it yet."""
    room = room_of(request)
    own = identity(request)
    if guard.of(request).get("fresh"):
        response.set_cookie(
            COOKIE, own, max_age=30 * 86_400, path=room.base, secure=room.secure, httponly=True, samesite="lax"
        )
    return response


def asked(request: Request, name: str, among: Sequence[str]) -> str:
    """Return a word of the address's query that is one of ours; empty where it is not."""
    said = request.query_params.get(name, "")
    return said if said in among else ""
