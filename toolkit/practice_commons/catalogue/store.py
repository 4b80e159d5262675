"""What the catalogue's files in SQLite have in common: their patience, and whose fault an error is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from practice_commons.failure import Failure

PATIENCE = 60.0
"""Seconds to wait for another command that is writing."""


def forget(path: Path) -> None:
    """Delete a catalogue, with the files that SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def refuse_if_sound(error: sqlite3.DatabaseError, path: Path) -> None:
    """Raise Failure where the file is sound and something else is wrong: making it anew would not help."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        raise Failure(f"another command is using {path}", "Try again when it has ended.") from error
    if code in _OUTSIDE:
        raise Failure(
            f"cannot use {path}: {error}", "See whether the disk is full, or the folder may not be written."
        ) from error


_OUTSIDE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
}
