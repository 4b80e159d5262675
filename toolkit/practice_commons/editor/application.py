"""The application: the form at `/contribute/`, the facilitators' pages at `/moderate/`; mounted, or served alone."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from practice_commons.editor import asking, beginning, deciding, following, pages, sending, session
from practice_commons.editor.account import Provider
from practice_commons.editor.account import routes as account_routes
from practice_commons.editor.guard import Guard
from practice_commons.editor.room import Notices, Room, no_remarks, nobody_told
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.safe import Safe

BOTH = ["GET", "POST"]


def application(
    desk: Desk,
    safe: Safe,
    clock: Callable[[], dt.datetime],
    *,
    base: str = "/",
    site: str = "/",
    notices: Notices | None = None,
    remarks: Callable[[bytes], Sequence[Any]] = no_remarks,
    secure: bool = False,
    trusted_proxies: int = 0,
    account: Provider | None = None,
) -> Starlette:
    """Return the application. `base` is the path that it is mounted at, `site` that of the published site.

    `secure` says that it is reached by https only; `trusted_proxies` how many proxies of ours stand before it;
    `account` where facilitators have accounts to sign in with.
    """
    room = Room(
        desk, safe, clock, base, site, notices or nobody_told, remarks, secure, trusted_proxies, account is not None
    )
    return served(room, account)


def served(room: Room, account: Provider | None = None) -> Starlette:
    """Return the application of a room, which brings the catalogue up to date as it starts."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        warming = asyncio.create_task(asyncio.to_thread(room.warm))
        yield
        await asyncio.wait([warming], timeout=1)

    return Starlette(routes=routes(room, account), lifespan=lifespan)


def routes(room: Room, account: Provider | None = None) -> list[BaseRoute]:
    """Return the two mounts, each behind a guard, to be put before the routes of a site."""
    guard = [Middleware(Guard, room=room)]
    private = "/s/{reference}/{link}"
    contribute: list[BaseRoute] = [
        Route("/", beginning.start),
        Route("/start/", beginning.start, methods=["POST"]),
        Route("/privacy/", beginning.privacy),
        Route("/later/", beginning.later),
        Route("/d/{secret}/", beginning.resume, methods=BOTH),
        Route("/q/{slug}/", asking.question, methods=BOTH),
        Route("/check/", sending.check, methods=BOTH),
        Route(f"{private}/", following.follow),
        Route(f"{private}/sent/", following.sent),
        Route(f"{private}/change/", following.change, methods=["POST"]),
        Route(f"{private}/take-back/", following.take_back, methods=BOTH),
        Route(f"{private}/ask-withdrawal/", following.ask_withdrawal, methods=BOTH),
        Route("/assets/{name}", _asset),
    ]
    moderate: list[BaseRoute] = [
        Route("/", deciding.queue),
        Route("/sign-in/{ticket}", session.sign_in, methods=BOTH),
        Route("/sign-out/", session.sign_out, methods=["POST"]),
        Route("/s/{reference}/", deciding.submission, methods=BOTH),
        Route("/withdraw/", deciding.withdraw, methods=BOTH),
        Route("/log/", deciding.log),
        *(account_routes(room, account) if account else ()),
    ]
    return [
        Route("/contribute", _to(room, "contribute/")),
        Route("/moderate", _to(room, "moderate/")),
        Mount("/contribute", routes=contribute, middleware=guard),
        Mount("/moderate", routes=moderate, middleware=guard),
    ]


def _to(room: Room, path: str) -> Callable[[Request], Response]:
    return lambda _: RedirectResponse(f"{room.base}{path}")


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in pages.ASSETS:
        raise HTTPException(404)
    held = {"cache-control": "public, max-age=86400"}
    return Response(pages.asset(name), media_type=pages.ASSETS[name], headers=held)
