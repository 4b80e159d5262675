"""A room with all that belongs in it, as the environment says: the safe, the review, notices, and accounts."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from practice_commons.checks.review.concern import Remark
from practice_commons.editor.account import Provider
from practice_commons.editor.room import Room
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.review import Review
from practice_commons.moderation.safe import Safe
from practice_commons.moderation.teller import Teller


def furnished(
    root: Path,
    folder: Path,
    environment: Mapping[str, str],
    clock: Callable[[], dt.datetime],
    notify: Callable[[str], None],
    *,
    site: str = "/",
    secure: bool = False,
    trusted_proxies: int = 0,
) -> tuple[Room, Provider | None]:
    """Return the room of a commons, and the provider of accounts, if there is one. Raises Failure.

    `folder` is an ignored one, for what can be computed again.
    """
    desk = Desk.local(root, folder, notify)
    desk.main()
    safe = Safe.of(root, environment)
    review, turn = Review(desk), threading.Lock()

    def remarks(data: bytes) -> Sequence[Remark]:
        with turn:
            return review.remarks(data)

    provider = Provider.of(environment)
    room = Room(
        desk,
        safe,
        clock,
        site=site,
        notices=Teller.of(desk, safe, clock, notify, environment),
        remarks=remarks,
        secure=secure,
        trusted_proxies=trusted_proxies,
        accounts=provider is not None,
    )
    return room, provider
