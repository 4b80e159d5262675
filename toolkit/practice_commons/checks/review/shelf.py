"""The sketches of a whole commons, so that a new text can be compared with all of them at once.

One file of SQLite, disposable: a sketch is made once for each blob, and a damaged file is made again, empty. In it
stand the sketches, and for each of their smaller hashes the sketches that have it.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from practice_commons.checks.review.near_duplicates import Published, Similar
from practice_commons.checks.review.sketch import Sketch
from practice_commons.failure import Failure

Answer = TypeVar("Answer")

NAME = "sketches.sqlite"
VERSION = 1
"""To be raised with every change to how a sketch is made or kept: then the file is made again."""
INDEXED = 64
"""Of a sketch's hashes, the smallest, by which it is found. All of them are kept, and decide."""
HOLDERS = 400
"""Sketches looked at for one hash: what more of them have is a form's wording, and tells nothing."""
CANDIDATES = 40
"""Sketches compared with a new one in full: those that share most."""
BATCH = 4000
"""Sketches written at once."""
PATIENCE = 60.0
"""Seconds to wait for another that is writing."""
_TABLES = f"""
CREATE TABLE sketch (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, whole INTEGER NOT NULL, hashes BLOB NOT NULL);
CREATE TABLE holder (hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""
_OURS = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The sketches kept in a folder of the caller's. Any number of processes and threads may use it at once."""

    folder: Path

    @property
    def path(self) -> Path:
        """Return where the file is. It may be deleted at any time."""
        return self.folder / NAME

    def missing(self, ids: Iterable[str]) -> list[str]:
        """Return which of some ids have no sketch here: those that must be added before comparisons are complete."""
        held = self._ask(lambda shelf: {one for (one,) in shelf.execute("SELECT id FROM sketch")})
        return [one for one in ids if one not in held]

    def add(self, sketches: Iterable[tuple[str, Sketch]]) -> None:
        """Add sketches by id, a batch at a time; what is here already stays. May be interrupted at any moment."""
        coming = iter(sketches)
        while batch := list(islice(coming, BATCH)):
            self._ask(lambda shelf, batch=batch: _write(shelf, batch))  # type: ignore[misc]

    def keep(self, ids: Collection[str]) -> None:
        """Forget every sketch but those with some ids."""
        wanted = frozenset(ids)

        def forget(shelf: sqlite3.Connection) -> None:
            for number, identity, hashes in shelf.execute("SELECT number, id, hashes FROM sketch").fetchall():
                if identity not in wanted:
                    rows = [(one, number) for one in _read(hashes)[:INDEXED]]
                    shelf.executemany("DELETE FROM holder WHERE hash = ? AND number = ?", rows)
                    shelf.execute("DELETE FROM sketch WHERE number = ?", (number,))

        self._ask(forget)

    def similar(self, sketch: Sketch) -> Sequence[Similar]:
        """Return the texts that a sketch is like, the likest first. One that is empty is like nothing."""
        return self._ask(lambda shelf: _similar(shelf, sketch, frozenset()))

    def besides(self, ids: Collection[str]) -> Published:
        """Return the same shelf without some ids: those of the earlier states of what is reviewed."""
        return _Besides(self, frozenset(ids))

    def _ask(self, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
        try:
            return self._once(work)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF not in _OURS:
                hint = (
                    "See whether the disk is full, whether the folder may be written, or whether another is using it."
                )
                raise Failure(f"cannot use {self.path}: {error}", hint) from error
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        return self._once(work)

    def _once(self, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
        self.folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)) as shelf:
            shelf.execute("PRAGMA journal_mode = WAL")
            shelf.execute("PRAGMA synchronous = NORMAL")
            shelf.execute("PRAGMA cache_size = -65536")
            _prepare(shelf)
            return work(shelf)


@dataclass(frozen=True, slots=True)
class _Besides:
    shelf: Shelf
    ids: frozenset[str]

    def similar(self, sketch: Sketch) -> Sequence[Similar]:
        """Return the texts that a sketch is like, the likest first, without those left out."""
        return self.shelf._ask(lambda held: _similar(held, sketch, self.ids))  # noqa: SLF001 - the same module


def _prepare(shelf: sqlite3.Connection) -> None:
    (version,) = shelf.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    if version or shelf.execute("SELECT 1 FROM sqlite_schema").fetchone():
        raise sqlite3.DatabaseError(f"is of version {version}")
    shelf.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")


def _write(shelf: sqlite3.Connection, batch: list[tuple[str, Sketch]]) -> None:
    shelf.execute("BEGIN IMMEDIATE")
    try:
        rows: list[tuple[int, int]] = []
        for identity, sketch in batch:
            values = (identity, sketch.whole, array("I", sketch.hashes).tobytes())
            done = shelf.execute("INSERT OR IGNORE INTO sketch (id, whole, hashes) VALUES (?, ?, ?)", values)
            if done.rowcount > 0:
                rows += ((one, done.lastrowid or 0) for one in sketch.hashes[:INDEXED])
        rows.sort()
        shelf.executemany("INSERT OR IGNORE INTO holder (hash, number) VALUES (?, ?)", rows)
    except BaseException:
        shelf.execute("ROLLBACK")
        raise
    shelf.execute("COMMIT")


def _similar(shelf: sqlite3.Connection, sketch: Sketch, besides: frozenset[str]) -> tuple[Similar, ...]:
    shares: Counter[int] = Counter()
    for run in sketch.hashes:
        holders = shelf.execute("SELECT number FROM holder WHERE hash = ? LIMIT ?", (run, HOLDERS))
        shares.update(number for (number,) in holders)
    likest = sorted(shares, key=lambda number: (-shares[number], number))[: CANDIDATES + len(besides)]
    found: list[Similar] = []
    for number in likest:
        identity, whole, hashes = shelf.execute(
            "SELECT id, whole, hashes FROM sketch WHERE number = ?", (number,)
        ).fetchone()
        if identity in besides:
            continue
        if (one := Similar.between(identity, sketch, Sketch(_read(hashes), bool(whole)))) is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (-max(one.resemblance, one.contained), one.id)))


def _read(hashes: bytes) -> tuple[int, ...]:
    held = array("I")
    held.frombytes(hashes)
    return tuple(held)
