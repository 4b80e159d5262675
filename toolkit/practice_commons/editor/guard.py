"""What stands before every page: limits on size, time and number, headers that browsers obey, and pages for errors."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import logging
import secrets
from collections import Counter
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from practice_commons.editor import pages
from practice_commons.editor.room import Room
from practice_commons.failure import Failure

BODY = 1_000_000
"""Bytes that a form may send."""
SLOW = 30.0
"""Seconds in which it must have arrived."""
AT_ONCE = 6
"""Requests of one address that are worked on at once."""
POSTS, WITHIN = 300, dt.timedelta(minutes=10)
"""Forms that one address may send in a time."""
_LOG = logging.getLogger("practice_commons.editor")
_SAID = {
    400: ("Sorry, we could not read what was sent", "Go back, and try again."),
    403: (
        "Sorry, this page has expired",
        "Go back, load the page again, and send your answer again. It is still there.",
    ),
    404: (
        "Page not found",
        "The address may be incomplete, or what was here has gone: private links stop 30 days after a decision.",
    ),
    405: ("Sorry, that does not work here", "Go back, and use the buttons on the page."),
    408: ("Sorry, that took too long", "Your connection may be slow. What you saved before is still there. Try again."),
    413: ("Sorry, that is too long", "A story can have 300,000 characters. Go back and shorten your text."),
    415: ("Sorry, we could not read what was sent", "Use the form on the page."),
    429: ("Sorry, there is too much at once", "Too much came from your network in a short time. Try again in a while."),
    500: (
        "Sorry, something went wrong",
        "It is our fault, and we have made a note of it. What you saved is still there.",
    ),
    503: ("Sorry, we have more than we can read", "So much is waiting for an answer that we cannot take more today."),
}


class Guard:
    """Wraps the pages of a room."""

    def __init__(self, app: ASGIApp, room: Room) -> None:
        """Stand before an application."""
        self._app, self._room = app, room
        self._working: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        address = client(scope, self._room.trusted_proxies)
        scope["commons"] = {"room": self._room, "nonce": nonce, "client": address}
        scope["starlette.exception_handlers"] = ({}, {})  # what pages raise comes here, to be a page of ours
        begun = False

        async def dressed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _dress(message, nonce, secure=self._room.secure)
            await send(message)

        if self._working[address] >= AT_ONCE:
            await refusal(self._room, nonce, 429)(scope, receive, dressed)
            return
        self._working[address] += 1
        try:
            await self._let_in(scope, receive, dressed)
        except Exception as error:
            answer = _said_of(error, self._room, nonce)
            if begun:
                raise
            await answer(scope, receive, dressed)
        finally:
            self._working[address] -= 1
            if not self._working[address]:
                del self._working[address]

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        now, address = self._room.clock(), scope["commons"]["client"]
        if not await asyncio.to_thread(self._room.safe.allow, address, "post", POSTS, WITHIN, now):
            raise HTTPException(429)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
            raise HTTPException(415)
        if not _own(headers):
            raise HTTPException(403)
        try:
            async with asyncio.timeout(SLOW):
                body = await _read(receive, headers)
        except TimeoutError:
            raise HTTPException(408, headers={"Connection": "close"}) from None
        scope["commons"]["body"] = body
        await self._app(scope, receive, send)


def client(scope: Scope, proxies: int) -> str:
    """Return the network address that a request comes from. What it says of itself counts only from our own proxies."""
    found = str(scope["client"][0]) if scope.get("client") else "unknown"
    if proxies:
        named = [one.strip() for one in Headers(scope=scope).get("x-forwarded-for", "").split(",") if one.strip()]
        found = named[-proxies] if len(named) >= proxies else found
    try:
        parsed = ipaddress.ip_address(found)
    except ValueError:
        return found
    if parsed.version == 6:  # noqa: PLR2004 - one household or office has a whole network of these
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return found


def refusal(room: Room, nonce: str, status: int, headers: Any = None, *, unable: bool = False) -> Response:
    """Return the page that says what is wrong, and what to do."""
    title, words = _SAID[500] if unable else _SAID.get(status, _SAID[500])
    text = pages.page("refusal.html", title=title, said=words, base=room.base, site=room.site, nonce=nonce, name="")
    kept = {name: value for name, value in dict(headers or {}).items() if name.lower() != "content-length"}
    return HTMLResponse(text, status, headers=kept)


def of(request: Request) -> MutableMapping[str, Any]:
    """Return what the guard knows of a request: the room, the nonce, the address it comes from, and its body."""
    found: MutableMapping[str, Any] = request.scope["commons"]
    return found


def _said_of(error: Exception, room: Room, nonce: str) -> Response:
    """Return the page for whatever went wrong. What is our fault goes to the server's log, and nowhere else."""
    if isinstance(error, HTTPException):
        return refusal(room, nonce, error.status_code, error.headers)
    _LOG.error("A page of the form failed", exc_info=error)
    return refusal(room, nonce, 503 if isinstance(error, Failure) else 500, unable=isinstance(error, Failure))


async def _read(receive: Receive, headers: Headers) -> bytes:
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > BODY:
        raise HTTPException(413, headers={"Connection": "close"})
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HTTPException(400)
        body += message.get("body", b"")
        if len(body) > BODY:
            raise HTTPException(413, headers={"Connection": "close"})
        if not message.get("more_body"):
            return bytes(body)


def _own(headers: Headers) -> bool:
    """Say whether a form was sent from a page of ours, as far as the browser says it. The token says it for certain."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin in {None, "null"} or origin.partition("://")[2] == headers.get("host")


def _dress(message: Message, nonce: str, *, secure: bool) -> None:
    policy = (
        f"default-src 'none'; style-src 'self' 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src 'self';"
        " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    said = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "x-robots-tag": "noindex",
    }
    if secure:
        said["strict-transport-security"] = "max-age=31536000"
    held = {name.lower() for name, _ in message["headers"]}
    if b"cache-control" not in held:
        said["cache-control"] = "no-store"
    message["headers"] = [*message["headers"], *((name.encode(), value.encode()) for name, value in said.items())]
