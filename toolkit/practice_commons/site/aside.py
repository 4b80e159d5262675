"""The aside: a second folder of the same files as the live site, in which the next edition is made.

Its files are hard links to the live ones, or copies where the file system has no links. So nothing here ever writes
into a file: another is moved into its place, or it is unlinked and made anew.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from practice_commons.site.mark import MARK

FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""The errors of a disk, or of a user's share of it, that is full."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies in a site, but for its mark: folders, parents first, and files."""

    folders: list[str]
    files: list[str]


def survey(site: Path) -> Survey:
    """List a site. Raises OSError."""
    found = Survey([], [])
    waiting = [""]
    while waiting:
        here = waiting.pop()
        with os.scandir(f"{site}/{here}") as entries:
            for entry in entries:
                path = here + entry.name
                if entry.is_dir(follow_symlinks=False):
                    found.folders.append(path)
                    waiting.append(f"{path}/")
                elif path != MARK:
                    found.files.append(path)
    return found


def renew(live: Path, aside: Path, found: Survey) -> None:
    """Make the aside agree with the live site, as surveyed, whatever it holds or where there is none. Raises OSError.

    Every file of both is looked at, but what agrees already stays: folders are dear to make and to remove.
    """
    if aside.is_symlink() or not aside.is_dir():
        clear(aside)
        aside.mkdir()
    was = survey(aside)
    if not was.files and not was.folders:
        (aside / MARK).unlink(missing_ok=True)
        for folder in found.folders:  # each after the one that it lies in
            (aside / folder).mkdir()
        for path in (*found.files, MARK):
            link(f"{live}{os.sep}{path}", f"{aside}{os.sep}{path}")
        return
    for folder in sorted(set(was.folders).difference(found.folders), reverse=True):
        with contextlib.suppress(OSError):  # one that holds files goes with them
            (aside / folder).rmdir()
    match(live, aside, {*found.files, *was.files, MARK})


def match(live: Path, aside: Path, paths: Iterable[str]) -> None:
    """Make the aside agree with the live site at some paths. Raises OSError.

    What has to go goes first, for a file may lie where the live site has a folder, and a full disk needs the room.
    """
    missing = []
    for path in paths:
        wanted = _inode(live / path)
        if wanted is None:
            _remove(aside, path)
        elif wanted != _inode(aside / path):
            _unlink(aside / path)
            missing.append(path)
    for path in missing:
        target = aside / path
        try:
            link(live / path, target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True)
            link(live / path, target)


def change(aside: Path, staged: Mapping[str, Path | None]) -> None:
    """Move staged files into the aside, and remove those that have none. Raises OSError."""
    for path, file in staged.items():
        if file is None:
            _remove(aside, path)
    for path, file in staged.items():
        if file is not None:
            target = aside / path
            try:
                file.replace(target)
            except FileNotFoundError:
                target.parent.mkdir(parents=True)
                file.replace(target)


def link(file: Path | str, target: Path | str) -> None:
    """Link a file to a new name, or copy it where links are refused. Raises OSError."""
    try:
        os.link(file, target)
    except (FileNotFoundError, FileExistsError, NotADirectoryError):
        raise
    except OSError as error:
        if error.errno in FULL:
            raise
        shutil.copyfile(file, target)


def clear(path: Path) -> None:
    """Remove whatever lies at a path, as far as it can be removed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def _remove(aside: Path, path: str) -> None:
    """Remove a file if it is there, and the folders above it that are empty then."""
    target = aside / path
    _unlink(target)
    for folder in target.parents:
        if folder == aside:
            return
        try:
            folder.rmdir()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return


def _unlink(target: Path) -> None:
    """Remove a file if it is there. A folder in its place holds files that are seen to by their own paths."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        target.unlink()


def _inode(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from any other; None where there is none."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None
