"""Two folders change places, so that whoever reads one of them by name always finds a whole one.

On Linux that is one system call (renameat2 with RENAME_EXCHANGE). Elsewhere, and on file systems that cannot, it is
three renames by way of a third name, and `mend` ends what an interruption between them left.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import time
from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2


def swap(live: Path, other: Path, old: Path) -> None:
    """Let two folders change places; `old` is the third name. Raises OSError, and then both are where they were."""
    if not live.exists():
        _rename(other, live)
    elif not _exchange(live, other):
        try:
            _rename(live, old)
            _rename(other, live)
        except BaseException:
            if old.exists() and not live.exists():
                _rename(old, live)
            raise
        with contextlib.suppress(OSError):  # the site is published; the next run mends this
            _rename(old, other)


def mend(live: Path, other: Path, old: Path) -> None:
    """End an exchange that was interrupted between its renames."""
    if not old.is_dir() or old.is_symlink():
        return
    if not live.exists():
        _rename(old, live)
    elif not other.exists():
        _rename(old, other)


def _rename(folder: Path, target: Path) -> None:
    """Rename a folder. Windows refuses while a reader has a file of it open, which is over in a moment."""
    for patience in range(50, -1, -1):
        try:
            folder.rename(target)
        except PermissionError:
            if not patience or os.name != "nt":
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
