"""Where finished sites are put: built aside, swapped in whole, and only what changed written.

The published folder is always one whole site. A build writes a new folder beside it, taking unchanged files over by
hard link, and then the two change places. On Linux that is one system call (renameat2 with RENAME_EXCHANGE); elsewhere
it is two renames, and the next build mends what an interruption between them left.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from practice_commons.failure import Failure

MARK = ".practice-commons-site"
"""A file that says a folder is ours to replace."""
_AT_FDCWD = -100
_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Laid:
    """What laying a site out came to, in files."""

    files: int
    written: int
    removed: int


@contextmanager
def held(lock: Path, notify: Callable[[str], None], patience: float = 600) -> Iterator[None]:
    """Hold the right to publish, by a lock file. Another build is waited for, and `notify` told. Raises Failure."""
    own = FileLock(lock)
    try:
        own.acquire(timeout=0)
    except Timeout:
        notify("Another build of this commons is under way; waiting for it.")
        try:
            own.acquire(timeout=patience)
        except Timeout:
            raise Failure(
                f"another build still holds {lock} after {patience:.0f} seconds", "Try again when it has ended."
            ) from None
    try:
        yield
    finally:
        own.release()


def lay(output: Path, files: Iterable[tuple[str, bytes]]) -> Laid:
    """Put a site, given as (path, bytes), in a folder's place. The caller holds it. Raises Failure; nothing half done.

    A path that leads out of the folder, or two that differ only by case, is refused: a site must survive a folder on
    any system.
    """
    beside, old = output.with_name(f".{output.name}.new"), output.with_name(f".{output.name}.old")
    if not output.exists() and old.exists():
        old.rename(output)
    for debris in (beside, old):
        shutil.rmtree(debris, ignore_errors=True)
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise Failure(f"{output} is not a folder", "Name another folder with --output.")
    if output.exists() and any(output.iterdir()) and not (output / MARK).is_file():
        raise Failure(f"{output} holds files that are not a site of ours", "Name an empty folder with --output.")
    beside.mkdir(parents=True)
    seen: dict[str, str] = {}
    folders: set[Path] = set()
    written = 0
    for path, data in (*_with_mark(files),):
        _refuse_odd(path, seen)
        target, before = beside / path, output / path
        if target.parent not in folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
        if not _take_over(before, target, data):
            target.write_bytes(data)
            written += 1
    kept = set(seen.values())
    removed = sum(path not in kept for path in _files(output)) if output.exists() else 0
    _swap(beside, output, old)
    shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return Laid(len(seen), written, removed)


def _with_mark(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    yield from files
    yield MARK, b"This folder is computed. Whatever is changed here is gone after the next build.\n"


def _refuse_odd(path: str, seen: dict[str, str]) -> None:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path:
        raise Failure(f"the site would write outside its folder: {path!r}")
    other = seen.setdefault(path.casefold(), path)
    if other != path or len(seen) == 0:
        raise Failure(f"two pages differ only by case: {other} and {path}")


def _take_over(before: Path, target: Path, data: bytes) -> bool:
    try:
        if before.stat().st_size != len(data) or before.read_bytes() != data:
            return False
        os.link(before, target)
    except OSError:
        return False
    return True


def _files(folder: Path) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        for name in names:
            yield Path(here, name).relative_to(folder).as_posix()


def _swap(beside: Path, output: Path, old: Path) -> None:
    if not output.exists():
        beside.rename(output)
    elif not _exchange(beside, output):
        _rename(output, old)
        _rename(beside, output)


def _rename(folder: Path, target: Path) -> None:
    """Rename a folder. Windows refuses while a reader has a file of it open, which is over in a moment."""
    for patience in range(50, -1, -1):
        try:
            folder.rename(target)
        except PermissionError:
            if not patience:
                raise
            time.sleep(0.1)
        else:
            return


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, where the system can. Returns whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        library = ctypes.CDLL(None, use_errno=True)
        done = library.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_EXCHANGE))
    except (AttributeError, OSError):
        return False
    return bool(done == 0)
