"""Where the index lies, and whether what lies there can be used.

The folder holds `state.json`, a lock, and one folder with Whoosh's files. The state names that folder, every file in
it with its size and check sum, and what the index was made from. Whatever else lies there, an index without a state
that agrees with it to the byte is not opened: it was damaged, half written, made by another version, or is not ours.
Making it anew happens in a fresh folder beside it, so that whoever reads the old one can go on.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from practice_commons.search.generations import Made as Generation
from practice_commons.search.generations import clear
from practice_commons.search.sizes import LARGEST

_MARK = "practice-commons search index"
_NAME = re.compile("index-[0-9a-f]{8}")
_QUIET = 0.3
"""Seconds of waiting that need no word."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an index was made from: the schema, and the catalogue's lists, its rules, and its edition by its token."""

    schema: str
    lists: str
    rules: str
    token: str


@dataclass(frozen=True, slots=True)
class State:
    """An index that can be opened: its folder, what it was made from, and its files with their sizes and sums."""

    folder: Path
    made: Made
    files: Mapping[str, list[int]] = field(default_factory=dict, compare=False)
    generations: tuple[Generation, ...] = ()
    """What browsers search: one for each of the index's segments, in their order."""
    largest: int = LARGEST
    """Bytes of a shard of these before it is packed."""


class Shelf:
    """The folder that the index lies in."""

    def __init__(self, folder: Path) -> None:
        """Take a folder; nothing is read or written yet."""
        self.folder = folder
        self._state = folder / "state.json"
        self._seen: tuple[tuple[str, str], State | str] | None = None
        """What was found a moment ago, and where: it need not be read through again."""

    def look(self, schema: str) -> State | str | None:
        """Return the index that can be opened, what is wrong with the one that cannot, or None where there is none."""
        try:
            text = self._state.read_text("utf-8")
            if self._seen is None or self._seen[0] != (schema, text):
                self._seen = (schema, text), self._looked(schema, json.loads(text))
        except FileNotFoundError:
            return "is damaged" if self._state.exists() else self._foreign()
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            return "is damaged"
        return self._seen[1]

    def _looked(self, schema: str, said: dict[str, Any]) -> State | str:
        mark, name, files, made = said["mark"], said["folder"], said["files"], Made(**said["made"])
        inside = self.folder / name
        generations = tuple(map(Generation.from_json, said["generations"]))
        if mark != _MARK or not _NAME.fullmatch(name):
            return "is not one of ours"
        if made.schema != schema:
            return "was made by another version"
        if said.pop("sum") != _sum_of(said):
            return "is damaged"
        if not _same(inside, files) or not all((inside / f"g-{one.name}").is_dir() for one in generations):
            return "is damaged"
        return State(inside, made, files, generations, int(said["largest"]))

    def fresh(self) -> Path:
        """Return a new, empty folder to make an index in."""
        folder = self.folder / f"index-{os.urandom(4).hex()}"
        folder.mkdir(parents=True)
        return folder

    def keep(
        self,
        folder: Path,
        made: Made,
        generations: tuple[Generation, ...],
        largest: int = LARGEST,
        before: State | None = None,
    ) -> State:
        """Make a folder's index the one that is opened from now on, and clear away those before it.

        `before` is what the folder held when it was looked at: no file of an index is ever written twice.
        """
        files = _contents(folder, before.files if before else {})
        said: dict[str, Any] = {"mark": _MARK, "folder": folder.name, "files": files, "made": asdict(made)}
        said["generations"] = [one.as_json() for one in generations]
        said["largest"] = largest
        said["sum"] = _sum_of(said)
        draft = self._state.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(json.dumps(said, indent=1), "utf-8")
        draft.replace(self._state)
        import shutil  # noqa: PLC0415 - most searches keep nothing

        for other in self.folder.glob("index-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        clear(folder, (*generations, *(before.generations if before else ())))  # a site may be made of those before
        return State(folder, made, files, generations, largest)

    @contextlib.contextmanager
    def locked(self, patience: float, notify: Callable[[str], None]) -> Iterator[bool]:
        """Keep others from updating the index, waiting `patience` seconds for those who do; tell whether it was got."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - most searches update nothing

        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "lock")
        until = time.monotonic() + patience
        got = False
        try:
            for wait in (min(_QUIET, patience), max(0.0, patience - _QUIET)):
                with contextlib.suppress(Timeout):
                    lock.acquire(timeout=wait)
                    got = True
                    break
                if time.monotonic() < until:
                    notify(f"Another command is updating the search index; waiting up to {patience:.0f} seconds.")
            yield got
        finally:
            if got:
                lock.release()

    def _foreign(self) -> str | None:
        """Say what is wrong with a folder without a state: nothing, unless an index lies there."""
        found = any(self.folder.glob("**/*.toc")) if self.folder.is_dir() else False
        return "is not one of ours" if found else None


def _contents(folder: Path, known: Mapping[str, list[int]] = MappingProxyType({})) -> dict[str, list[int]]:
    """Return the size and check sum of each file of an index, as known or read, and what its file system says of it."""
    return {path.name: known.get(path.name) or [*_sum(path), *_traits(path)] for path in _files(folder)}


def _same(folder: Path, files: Mapping[str, list[int]]) -> bool:
    """Say whether the files of an index are as they were written.

    What the file system says of a file (size, times, inode) changes with it: only where that differs is it read
    through, as Git does with its own index. A folder that was copied is sound, and read.
    """
    found = {path.name: path for path in _files(folder)}
    if found.keys() != files.keys():
        return False
    return all(_traits(path) == files[name][2:] or _sum(path) == files[name][:2] for name, path in found.items())


def _files(folder: Path) -> list[Path]:
    """Return the files of an index; Whoosh's lock is not one."""
    return sorted(path for path in folder.iterdir() if path.suffix in {".toc", ".seg"})


def _traits(path: Path) -> list[int]:
    said = path.stat()
    return [said.st_size, said.st_mtime_ns, said.st_ctime_ns, said.st_ino]


def _sum_of(said: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(said, sort_keys=True).encode())


def _sum(path: Path) -> list[int]:
    size = check = 0
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            size += len(chunk)
            check = zlib.crc32(chunk, check)
    return [size, check]
