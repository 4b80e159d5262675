"""What every page of the form needs: the desk, the safe, the clock, and the commons' lists as they are published."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from practice_commons.failure import Failure
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.forge import Waiting
from practice_commons.moderation.policy import Policy
from practice_commons.moderation.safe import Safe
from practice_commons.reading.tree import CommitTree
from practice_commons.reading.vocabularies import Vocabularies, list_entries, read_vocabularies

_LATELY = dt.timedelta(seconds=10)
QUEUE = 5_000
"""Submissions that may wait at once."""


Notices: TypeAlias = Callable[[str, str], None]
"""Told of an event (`submitted`, `revised`, `taken-back`, or an act) and of whose it is. Must not raise."""


def nobody_told(_event: str, _reference: str) -> None:
    """Tell nobody."""


def no_remarks(_data: bytes) -> Sequence[Any]:
    """Remark on nothing."""
    return ()


@dataclass
class Room:
    """The room. `base` and `site` are paths that begin and end with a slash: of the form, and of the published site."""

    desk: Desk
    safe: Safe
    clock: Callable[[], dt.datetime]
    base: str = "/"
    site: str = "/"
    notices: Notices = nobody_told
    remarks: Callable[[bytes], Sequence[Any]] = no_remarks
    secure: bool = False
    trusted_proxies: int = 0
    """Proxies of ours that stand before us: so many addresses at the end of X-Forwarded-For are theirs."""
    accounts: bool = False
    """Whether facilitators may sign in with an account that they have elsewhere."""
    queue: int = QUEUE
    sending: threading.Lock = field(default_factory=threading.Lock, init=False)
    """Held while something is sent, so that a button pressed twice sends it once."""
    _lists: tuple[str, Vocabularies] | None = field(default=None, init=False)
    _full: tuple[dt.datetime, bool] | None = field(default=None, init=False)
    _policy: tuple[str, Policy] | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def lists(self) -> Vocabularies:
        """Return the commons' lists as they are published; read once for every commit."""
        commit = self.desk.main()
        with self._lock:
            if self._lists is None or self._lists[0] != commit:
                self._lists = commit, _read_lists(self.desk, commit)
            return self._lists[1]

    def policy(self) -> Policy:
        """Return who may decide, as it is published; read once for every commit."""
        commit = self.desk.main()
        with self._lock:
            if self._policy is None or self._policy[0] != commit:
                self._policy = commit, self.desk.policy(commit)
            return self._policy[1]

    def full(self) -> bool:
        """Say whether as much waits as may."""
        found: Sequence[Waiting] = self.desk.forge.waiting()
        return len(found) >= self.queue

    def seems_full(self) -> bool:
        """Say the same as it was in the last few seconds: for a page that anybody may ask for again and again."""
        now = self.clock()
        with self._lock:
            if self._full is None or not self._full[0] <= now < self._full[0] + _LATELY:
                self._full = now, self.full()
            return self._full[1]

    def warm(self) -> None:
        """Bring the catalogue up to date before anybody waits for it. What keeps it from that is told to them."""
        with contextlib.suppress(Failure), self.desk.catalogue(self.desk.main()):
            pass


def _read_lists(desk: Desk, commit: str) -> Vocabularies:
    tree = CommitTree(desk.ledger, commit, desk.prefix)
    return read_vocabularies(tree, list_entries(tree))[0]
