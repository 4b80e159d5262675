"""Where peers' objects are kept: a bare repository for each, in the ignored folder. Nothing is ever checked out.

Two references matter: `tip`, what the peer published when it was last asked, and `pin`, which keeps what is published
here from ever being cleared away.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import secrets
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from practice_commons import sealed
from practice_commons.failure import Failure
from practice_commons.reading import git
from practice_commons.reading.git import Change
from practice_commons.reading.ledger import NONE, Bare, MovedError

FOLDER = "federation"
TIP = "refs/commons/tip"
PIN = "refs/commons/pin"
_REFERENCES = "refs/commons/"
_PATIENCE = 300.0
_LONGEST = 1_000_000
"""Names that a history may tell: a few objects can make an endless one."""
_KEPT = 3
"""So many commits' histories are kept, as far as they are written down beside the objects."""


class Store:
    """The objects of one peer."""

    def __init__(self, workshop: Path, peer: str) -> None:
        """Name the folder; nothing is read or written yet."""
        self.peer, self.workshop = peer, workshop
        self.folder = workshop.absolute() / FOLDER / f"{peer}.git"
        self.repository = Bare(self.folder)

    @property
    def root(self) -> Path:
        """Return the top folder of the commons whose ignored folder this lies in."""
        return self.folder.parents[2]

    @property
    def there(self) -> bool:
        """Say whether anything was ever fetched."""
        return (self.folder / "HEAD").is_file()

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Hold the right to write here, and make the repository where there is none. Raises Failure."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder.with_suffix(".lock"))
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            raise Failure(f"another command is fetching {self.peer}", "Try again when it has ended.") from None
        try:
            if not self.there:
                git.bare(self.folder)
            self._clear()
            yield
        finally:
            lock.release()

    def references(self) -> dict[str, str]:
        """Return both references as they are, by name; NONE for one that is not there."""
        found = self.repository.references(_REFERENCES) if self.there else {}
        return {name: found.get(name, NONE) for name in (TIP, PIN)}

    def holds(self, commit: str) -> bool:
        """Say whether a commit is here."""
        if not self.there:
            return False
        with contextlib.suppress(Failure):
            return self.repository.resolve(commit) == commit
        return False

    def tip(self) -> str:
        """Return what the peer published when it was last asked; NONE where it never was."""
        return self.repository.reference(TIP) if self.there else NONE

    def keep(self, commit: str) -> None:
        """Keep a commit from ever being cleared away."""
        before = self.references()[PIN]
        if before != commit:
            with contextlib.suppress(MovedError):
                self.repository.move((PIN, before, commit))

    @contextlib.contextmanager
    def reverting(self) -> Iterator[dict[str, str]]:
        """Leave objects and references as they were where what is done inside fails. The right to write is held.

        What a peer sent beyond its limit may all have come before it was noticed, and would be here the next time.
        Gives the references as they were.
        """
        known, before = set(self._packs()), self.references()
        try:
            yield before
        except Failure:
            now = self.references()
            moved = [(name, now[name], commit) for name, commit in before.items() if now[name] != commit]
            if moved:
                self.repository.move(*moved)
            for file in set(self._packs()) - known:
                file.unlink(missing_ok=True)
            raise

    def _packs(self) -> Iterator[Path]:
        return self.folder.glob("objects/pack/*")

    def changes(self, commit: str, prefix: str) -> dict[str, Change]:
        """Return, for each file below a prefix, the commit that gave it the text that it has at a commit.

        Written down, since it takes reading the whole history. Where that cannot be read it is the commit itself.
        """
        name = f"changes-{commit}-{zlib.crc32(prefix.encode()):08x}"
        known = self.recall(name)
        if known is None:
            try:
                history = self.repository.history(commit, prefix, most=_LONGEST)
            except Failure:
                history = {}
            known = [
                [path, one.commit, int(one.when.timestamp()), one.subject]
                for path, (one, *_) in sorted(history.items())
            ]
            self.note(name, known)
        return {
            path: Change(commit, dt.datetime.fromtimestamp(seconds, dt.UTC), subject)
            for path, commit, seconds, subject in known
        }

    def recall(self, name: str) -> Any:
        """Return what was written down beside the objects under a name; None where nothing was, or it is damaged."""
        try:
            return json.loads(sealed.read(self.folder / f"{name}.json") or "null")
        except ValueError:
            return None

    def note(self, name: str, said: Any) -> None:
        """Write something down beside the objects, and forget older things of its kind: the word before a hyphen."""
        file = self.folder / f"{name}.json"
        with contextlib.suppress(OSError):  # what is not kept is read again
            sealed.keep(file, json.dumps(said), file.with_suffix(f".{secrets.token_hex(4)}.new"))
            kind = self.folder.glob(f"{name.partition('-')[0]}-*.json")
            for older in sorted(kind, key=lambda one: one.stat().st_mtime)[:-_KEPT]:
                older.unlink(missing_ok=True)

    def _clear(self) -> None:
        """Clear away what a killed fetch left: the right to write is held, so nobody is at it."""
        for pattern in ("objects/pack/tmp_*", "objects/pack/.tmp-*", "objects/??/tmp_obj_*", "**/*.lock", "*.new"):
            for file in self.folder.glob(pattern):
                file.unlink(missing_ok=True)
