"""Files of a site that is being made: where they may lie, and how they get there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from practice_commons.failure import Failure
from practice_commons.site.aside import FULL, link
from practice_commons.site.mark import MARK

_TRIES = 50
"""How often a file is tried before what stands in its way is said: each try that fails, another process won."""


def write(folder: Path, path: str, data: bytes, live: Path | None = None) -> None:
    """Write a file of a site that is being made, or take it over from the live site where it is the same.

    Any number of processes may do so at once. Raises Failure, also for a path that leads out of the folder.
    """
    refuse_odd(path)
    target = f"{folder}{os.sep}{path}"  # text: a Path costs as much to make as the file
    before = live / path if live and holds(live / path, data) else None
    try:
        for _ in range(_TRIES):
            try:
                _place(target, data, before)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - text, as above
            except FileExistsError:  # also where another process has just been quicker
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(target)  # noqa: PTH108 - never written into: it may be a link to the live file
            else:
                return
        _place(target, data, before)
    except OSError as error:
        with unharmed(folder):
            raise error from None


def refuse_new_twins(live: Path, added: Collection[str], removed: Collection[str]) -> None:
    """Refuse new paths that differ only by case from others. Lists only the folders above new paths. Raises OSError."""
    refuse_twins(added)
    names = cache(_names)
    for path in added:
        if not (live / path).is_file():
            twins = (twin for twin in _twins(live, path.casefold().split("/"), names) if (live / twin).is_file())
            refuse_twins([path, *(twin for twin in twins if twin not in removed)])


def _twins(live: Path, parts: Iterable[str], names: Callable[[Path], dict[str, list[str]]]) -> list[str]:
    twins = [""]
    for part in parts:
        twins = [f"{twin}{name}/" for twin in twins for name in names(live / twin).get(part, ())]
    return [twin[:-1] for twin in twins]


def _names(folder: Path) -> dict[str, list[str]]:
    """Return the names in a folder by what they are but for case."""
    names: dict[str, list[str]] = {}
    if folder.is_dir():
        for name in os.listdir(folder):  # noqa: PTH208 - a folder may hold very many
            names.setdefault(name.casefold(), []).append(name)
    return names


def refuse_odd(path: str) -> None:
    """Refuse a path that leads out of the folder, that is not plain, or that is the mark's."""
    if "\\" in path or any(part in {"", ".", ".."} for part in path.split("/")):
        raise Failure(f"the site would write outside its folder: {path!r}")
    if path == MARK:
        raise Failure(f"the site would write over its mark: {path}")


def refuse_twins(paths: Iterable[str]) -> None:
    """Refuse paths that differ only by case: a site must survive a folder on any system."""
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            raise Failure(f"two pages differ only by case: {other} and {path}")


def _place(target: str, data: bytes, before: Path | None) -> None:
    if before:
        link(before, target)
    else:
        with open(target, "xb", buffering=0) as stream:  # noqa: PTH123 - text, as above
            stream.write(data)


def holds(file: Path, data: bytes) -> bool:
    """Return whether a file is there and holds exactly this."""
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


@contextmanager
def unharmed(folder: Path) -> Iterator[None]:
    """Say of an error of the file system which folder could not be made, and that the live site is as it was."""
    try:
        yield
    except OSError as error:
        why, hint = (
            ("the disk is full", "Make room on it and build again.")
            if error.errno in FULL
            else (str(error), "Build again when that is mended.")
        )
        raise Failure(f"{folder} could not be written: {why}. The site is as it was.", hint) from error
