"""Where peers' objects are kept: a bare repository for each, in the ignored folder. Nothing is ever checked out.

Two references matter: `tip`, what the peer published when it was last asked, and `pin`, which keeps what is published
here from ever being cleared away.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from practice_commons.failure import Failure
from practice_commons.reading import git
from practice_commons.reading.git import Change
from practice_commons.reading.ledger import NONE, Bare, MovedError

FOLDER = "federation"
TIP = "refs/commons/tip"
PIN = "refs/commons/pin"
_PATIENCE = 300.0
_KEPT = 3
"""So many commits' histories are kept, as far as they are written down beside the objects."""


class Store:
    """The objects of one peer."""

    def __init__(self, workshop: Path, peer: str) -> None:
        """Name the folder; nothing is read or written yet."""
        self.peer = peer
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
        with contextlib.suppress(MovedError):
            self.repository.move((PIN, self.repository.reference(PIN), commit))

    def changes(self, commit: str, prefix: str) -> dict[str, Change]:
        """Return, for each file below a prefix, the commit that gave it the text that it has at a commit.

        Written down, since it takes reading the whole history. Where that cannot be read it is the commit itself.
        """
        file = self.folder / f"changes-{commit}-{zlib.crc32(prefix.encode()):08x}.json"
        found = _read(file)
        if found is None:
            try:
                history = self.repository.history(commit, prefix)
            except Failure:
                history = {}
            found = {path: changes[0] for path, changes in history.items()}
            _write(file, found)
            for older in sorted(self.folder.glob("changes-*.json"), key=lambda one: one.stat().st_mtime)[:-_KEPT]:
                older.unlink(missing_ok=True)
        return found

    def _clear(self) -> None:
        """Clear away what a killed fetch left: the right to write is held, so nobody is at it."""
        for pattern in ("objects/pack/tmp_*", "objects/pack/.tmp-*", "objects/??/tmp_obj_*", "**/*.lock"):
            for file in self.folder.glob(pattern):
                file.unlink(missing_ok=True)


def _read(file: Path) -> dict[str, Change] | None:
    try:
        seal, _, text = file.read_text("utf-8").partition("\n")
        if seal != f"{zlib.crc32(text.encode()):08x}":
            return None
        return {
            path: Change(commit, dt.datetime.fromtimestamp(seconds, dt.UTC), subject)
            for path, commit, seconds, subject in json.loads(text)
        }
    except (OSError, ValueError):
        return None


def _write(file: Path, found: dict[str, Change]) -> None:
    rows = [[path, one.commit, int(one.when.timestamp()), one.subject] for path, one in sorted(found.items())]
    text = json.dumps(rows)
    beside = file.with_suffix(".new")
    with contextlib.suppress(OSError):  # what is not kept is read again
        beside.write_text(f"{zlib.crc32(text.encode()):08x}\n{text}", "utf-8", newline="\n")
        beside.replace(file)
