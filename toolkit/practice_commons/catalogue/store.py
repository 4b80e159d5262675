"""The catalogue's file: opened, and made anew when it is damaged, older or somebody else's."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from filelock import FileLock

from practice_commons.failure import Failure

PATIENCE = 60.0
"""Seconds to wait for another command that is writing."""
APPLICATION = 0x50434F4D
"""SQLite's application_id of a catalogue: “PCOM”."""


def open_store(path: Path, notify: Callable[[str], None]) -> sqlite3.Connection:
    """Return a connection to the catalogue in a file, making it anew where it cannot be used.

    `notify` is told in one line when an existing file was given up, and why.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(path.name + ".lock"), timeout=PATIENCE):  # or one command gives up what one is making
        return _opened(path, notify)


def _opened(path: Path, notify: Callable[[str], None]) -> sqlite3.Connection:
    schema = resources.files("practice_commons.catalogue").joinpath("schema.sql").read_text("utf-8")
    version = int(hashlib.sha256(schema.encode()).hexdigest()[:7], 16)
    if path.exists():
        reason = _unusable(path, version)
        if reason is None:
            return _connect(path)
        notify(f"The catalogue {reason}; making it anew.")
        forget(path)
    connection = _connect(path)
    connection.executescript(
        f"BEGIN; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version}; {schema} COMMIT;"
    )
    return connection


def forget(path: Path) -> None:
    """Delete a catalogue, with the files that SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA journal_mode = WAL")
    return connection


def _unusable(path: Path, version: int) -> str | None:
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE)
        try:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
                return "is not one of ours"
            if connection.execute("PRAGMA user_version").fetchone()[0] != version:
                return "was made by another version"
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return "is damaged"
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        refuse_if_sound(error, path)
        return "is damaged"
    return None


def refuse_if_sound(error: sqlite3.DatabaseError, path: Path) -> None:
    """Raise Failure where the catalogue is sound and something else is wrong: making it anew would not help."""
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
