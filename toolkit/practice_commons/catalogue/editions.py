"""The catalogue's editions: files that are written once, sealed, and never changed.

An update copies the current edition, changes the copy, and then points at it; so a reader is never disturbed, a killed
update leaves nothing but a file to delete, and a flipped byte anywhere is seen before anything is read.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from practice_commons import fingerprint
from practice_commons.catalogue.store import PATIENCE, refuse_if_sound
from practice_commons.failure import Failure

FOLDER = "catalogue"
_POINTER = "current.json"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: its file, and the seal by which it is known to be whole."""

    file: Path
    seal: str


class Editions:
    """The editions in a folder."""

    def __init__(self, folder: Path, notify: Callable[[str], None]) -> None:
        """Look after a folder. `notify` is told in a line when an edition had to be given up, and why."""
        self.folder = folder
        self._notify = notify
        self._version = fingerprint.of_sources(("catalogue",), (".py", ".sql"), ())

    def current(self) -> Edition | None:
        """Return the current edition, seen to be whole; None where there is none that can be used."""
        for _ in range(3):  # another command may be putting a new one in its place
            found = self._pointed(self.folder / _POINTER)
            if not isinstance(found, str):
                return found
            reason = found
        self._notify(f"The catalogue {reason}; making it anew.")
        (self.folder / _POINTER).unlink(missing_ok=True)
        return None

    def pinned(self, name: str) -> Edition | None:
        """Return the edition kept under a name, seen to be whole; None where there is none that can be used."""
        found = self._pointed(self.folder / f"pin-{name}.json")
        return None if isinstance(found, str) else found

    def pin(self, name: str, edition: Edition, owner: Path) -> None:
        """Keep an edition under a name, until another is kept under it or its owner, a folder, is no longer there."""
        try:
            with self.locked():
                self._point(self.folder / f"pin-{name}.json", edition, owner)
        except OSError as error:
            raise Failure(f"cannot write {self.folder}: {error.strerror}", "See whether the disk is full.") from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to make an edition. Raises Failure where another command holds it too long."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - most commands make none

        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "lock")
        try:
            lock.acquire(timeout=PATIENCE * 10)
        except Timeout:
            raise Failure(f"another command is using {self.folder}", "Try again when it has ended.") from None
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def next(self, before: Edition | None) -> Iterator[tuple[sqlite3.Connection, list[Edition]]]:
        """Give a connection to a copy of an edition, or to an empty one, and make it the current edition at the end.

        The edition made is put into the list given beside it. The caller holds the lock.
        """
        self._collect()
        file = self.folder / f"edition-{os.urandom(6).hex()}.sqlite"
        made: list[Edition] = []
        try:
            if before is not None:
                import shutil  # noqa: PLC0415 - most commands make none

                shutil.copyfile(before.file, file)
            connection = sqlite3.connect(file, isolation_level=None)
            try:
                # nobody else sees the file before it is whole, and a killed update's file is thrown away
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                connection.execute("PRAGMA cache_size = -65536")
                if before is None:
                    connection.executescript(f"BEGIN; {_said('schema.sql')} COMMIT;")
                connection.execute("BEGIN")
                yield connection, made
                connection.execute("COMMIT")
            finally:
                connection.close()
            edition = Edition(file, self._sealed(file))
            self._point(self.folder / _POINTER, edition)
            made.append(edition)
        except sqlite3.DatabaseError as error:
            file.unlink(missing_ok=True)
            refuse_if_sound(error, file)
            raise
        except OSError as error:
            file.unlink(missing_ok=True)
            raise Failure(f"cannot write {file.parent}: {error.strerror}", "See whether the disk is full.") from error
        except BaseException:
            file.unlink(missing_ok=True)
            raise

    def _pointed(self, pointer: Path) -> Edition | str | None:
        try:
            said = json.loads(pointer.read_text("utf-8"))
            edition = Edition(self.folder / os.path.basename(said["file"]), str(said["seal"]))  # noqa: PTH119 - a name only
            if said["schema"] != self._version:
                return "was made by another version"
            # what the file system says of a file changes with it: as Git does, only where that differs is it read
            known = said["traits"] == _traits(edition)
            sound = known or self._sealed(edition.file) == edition.seal
        except FileNotFoundError:
            return "has lost its file" if pointer.exists() else None
        except (OSError, ValueError, KeyError, TypeError):
            return "is damaged"
        return edition if sound else "is damaged"

    def _point(self, pointer: Path, edition: Edition, owner: Path | None = None) -> None:
        beside = pointer.with_name(f"{pointer.name}.{os.urandom(4).hex()}.new")
        said = {
            "file": edition.file.name,
            "seal": edition.seal,
            "traits": _traits(edition) if edition.file.exists() else [],  # another command may have deleted it
            "schema": self._version,
            "owner": owner and str(owner),
        }
        beside.write_text(json.dumps(said), "utf-8")
        beside.replace(pointer)

    def _collect(self) -> None:
        """Delete what no pointer names: editions gone by, and what killed updates left. The lock is held."""
        kept = set()
        for pointer in self.folder.glob("*.json"):
            try:
                said = json.loads(pointer.read_text("utf-8"))
                # a first build pins before there is a site: what it makes is beside the owner by then
                if said["owner"] and not Path(said["owner"]).parent.exists():
                    pointer.unlink()
                    continue
                kept.add(said["file"])
            except (OSError, ValueError, KeyError, TypeError):
                pointer.unlink(missing_ok=True)
        for file in (*self.folder.glob("edition-*"), *self.folder.glob("*.new")):
            if file.name not in kept:
                try:
                    file.unlink(missing_ok=True)
                except PermissionError:  # Windows: somebody is reading it still
                    continue

    @staticmethod
    def _sealed(file: Path) -> str:
        """Return a file's seal: its size and the CRC-32 (ISO 3309) of its bytes, quick and enough against accidents."""
        facts = file.stat()
        key = (str(file), facts.st_mtime_ns, facts.st_size, facts.st_ino)
        if key not in _SEALS:
            said = 0
            with file.open("rb", buffering=0) as stream:
                while piece := stream.read(_PIECE):
                    said = zlib.crc32(piece, said)
            _SEALS[key] = f"{facts.st_size}:{said:08x}"
        return _SEALS[key]


def _traits(edition: Edition) -> list[int | str]:
    """Return the seal of an edition and what the file system says of its file, which belong together."""
    said = edition.file.stat()
    return [edition.seal, said.st_size, said.st_mtime_ns, said.st_ctime_ns, said.st_ino]


def indexes() -> list[str]:
    """Return the statements that make an edition's indexes."""
    return _said("indexes.sql").split(";")[:-1]


def _said(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


_SEALS: dict[tuple[str, int, int, int], str] = {}
"""Seals that this process has worked out: an edition is never changed, and one command looks at it several times."""
