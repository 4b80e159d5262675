"""A small file that lists every path at which the aside may differ from the live site: never too few.

What it says is as true of two folders as of the same two exchanged, so no moment of an exchange makes it wrong. It
names the two trees it speaks of, by what no copy and no rebuilt folder shares; of any others it says nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from practice_commons.site.mark import MARK

Tree = tuple[int, int, int]


def tree(folder: Path, mark: Path | None = None) -> Tree:
    """Return what tells a site's folder from any other: its inode, and its mark's with the moment that was written.

    `mark` stands in for a mark that is to be moved into the folder. Raises OSError.
    """
    said = (mark or folder / MARK).stat()
    return folder.lstat().st_ino, said.st_ino, said.st_mtime_ns


class Journal:
    """The list, and the file it is kept in."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; nothing is read or written yet."""
        self.path = path
        self.draft = path.with_name(f"{path.name}.tmp")

    def read(self, live: Path, aside: Path) -> list[str] | None:
        """Return the paths, or None where the journal is missing, damaged, or speaks of other folders."""
        try:
            checksum, said = self.path.read_bytes().split(b"\n", 1)
            if checksum != _checksum(said):
                return None
            known = {tuple(one) for one in json.loads(said)["trees"]}
            paths: list[str] = json.loads(said)["paths"]
            return paths if {tree(live), tree(aside)} <= known else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, trees: Iterable[Tree], paths: Iterable[str]) -> None:
        """Replace the file in one step, flushed. Raises OSError, and then it is as it was."""
        said = json.dumps({"trees": sorted(set(trees)), "paths": sorted(set(paths))}).encode()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.draft.open("wb") as stream:
                stream.write(_checksum(said) + b"\n" + said)
                stream.flush()
                os.fsync(stream.fileno())
            self.draft.replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                self.draft.unlink()
            raise

    def forget(self) -> None:
        """Take the file away: nothing is known of the aside any more."""
        self.path.unlink(missing_ok=True)


def _checksum(said: bytes) -> bytes:
    return hashlib.sha256(said).hexdigest().encode()
