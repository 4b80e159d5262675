"""What was examined, kept by blob id and rule set: a cache that can lose anything and never answers wrongly.

One SQLite file for each rule set. Every row carries a seal over all that it holds, its key included; a row whose seal
does not fit counts as absent, and a file that SQLite cannot read is made anew.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Self

from practice_commons.catalogue import codec
from practice_commons.catalogue.entry import Body
from practice_commons.catalogue.store import PATIENCE, forget, refuse_if_sound
from practice_commons.checks.examination import Examined
from practice_commons.checks.registry import rule_set_fingerprint
from practice_commons.failure import Failure
from practice_commons.rendering.markdown import Html

CACHE = "COMMONS_CACHE"
"""The variable that names a folder in which several commons keep what was examined: a text is known by its id."""
KEPT = 2
"""Rule sets whose contents are kept: this one and the one before, for whoever goes back and forth between versions."""
_FEW = 500
"""So many rows are asked for one by one; more are picked from all."""
_SELECT = (
    "SELECT blob, contribution, html, headings, links, body_line, claimed_id, problems, seal"
    " FROM content WHERE blob = ?"
)


class Contents:
    """The examined contents of one rule set. A context manager."""

    def __init__(self, folder: Path, notify: Callable[[str], None]) -> None:
        """Open the contents kept in a folder, or in the one that is shared; older rule sets' are forgotten.

        They are made where they are missing or unusable. Raises Failure where there is no writing there.
        """
        self.path = Path(os.environ.get(CACHE) or folder) / f"contents-{rule_set_fingerprint()[:16]}.sqlite"
        self._notify = notify
        self._connection = self._open()

    def __enter__(self) -> Self:
        """Return the contents."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def examined(self, blob: str, marks: codec.Marks) -> Examined | None:
        """Return what was examined; None where it is not known. `marks` reads the lines and columns when asked."""
        row = self._row(_SELECT, (blob,))
        return codec.examined_from(row, marks) if row else None

    def contribution(self, blob: str) -> tuple[str, Body] | None:
        """Return the JSON of a contribution, and its body; None where it is not known."""
        row = self._row(_SELECT, (blob,))
        if row is None or row[1] is None or row[2] is None:
            return None
        return row[1], Body(Html(row[2]), codec.headings_from(row[3]), codec.links_from(row[4]))

    def anchors(self, blob: str) -> frozenset[str] | None:
        """Return the anchors of a content's headings; None where it is not known."""
        row = self._row(_SELECT, (blob,))
        return frozenset(one.anchor.removeprefix("s-") for one in codec.headings_from(row[3])) if row else None

    def known(self, blobs: Iterable[str]) -> set[str]:
        """Return which of some blobs have been examined, as far as can be told without reading them."""
        wanted = set(blobs)
        try:
            if len(wanted) < _FEW:
                query = "SELECT 1 FROM content WHERE blob = ?"
                return {one for one in wanted if self._connection.execute(query, (one,)).fetchone()}
            return wanted & {row[0] for row in self._connection.execute("SELECT blob FROM content")}
        except sqlite3.DatabaseError as error:
            self._give_up(error)
            return set()

    def picture(self, blob: str) -> tuple[bytes, int] | None:
        """Return a picture's first bytes and its size; None where it is not known."""
        row = self._row("SELECT blob, head, size, seal FROM picture WHERE blob = ?", (blob,))
        return (row[1], row[2]) if row else None

    def advised(self, blobs: Collection[str], lists: str) -> dict[str, str]:
        """Return the advice kept on some contents, as JSON by blob, given a hash of the names it may rely on."""
        query, found = "SELECT blob, lists, problems, seal FROM advice WHERE lists = ?", {}
        try:
            if len(blobs) < _FEW:
                some = (self._row(f"{query} AND blob = ?", (lists, blob)) for blob in blobs)
                return {row[0]: row[2] for row in some if row is not None}
            for row in self._connection.execute(query, (lists,)):
                if seal(row[:-1]) == row[-1]:
                    found[row[0]] = row[2]
        except sqlite3.DatabaseError as error:
            self._give_up(error)
            return {}
        return found

    def keep(self, rows: Sequence[codec.Row]) -> None:
        """Keep examined contents, as `codec.row` gives them."""
        self._many("INSERT OR REPLACE INTO content VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def keep_pictures(self, rows: Iterable[tuple[str, bytes, int]]) -> None:
        """Keep pictures' blobs, first bytes and sizes."""
        self._many("INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?)", [sealed(row) for row in rows])

    def keep_advice(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Keep advice: blob, the vocabularies' fingerprint, problems as `codec.problems_json` gives them."""
        self._many("INSERT OR REPLACE INTO advice VALUES (?, ?, ?, ?)", [sealed(row) for row in rows])

    def _row(self, query: str, values: tuple[str, ...]) -> tuple[Any, ...] | None:
        try:
            row = self._connection.execute(query, values).fetchone()
        except sqlite3.DatabaseError as error:
            self._give_up(error)
            return None
        return row[:-1] if row is not None and seal(row[:-1]) == row[-1] else None

    def _many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany(statement, rows)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        except sqlite3.DatabaseError as error:
            self._give_up(error)

    def _give_up(self, error: sqlite3.DatabaseError) -> None:
        """Make the file anew where it is the file that is at fault; raise Failure where it is not."""
        refuse_if_sound(error, self.path)
        self._notify("What was read before is damaged; reading it anew.")
        self._connection.close()
        forget(self.path)
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            hint = f"Name a folder that you may write in: {CACHE}." if os.environ.get(CACHE) else "Look at who owns it."
            raise Failure(f"{self.path.parent} cannot be made: {error.strerror}", hint) from None
        schema = resources.files("practice_commons.catalogue").joinpath("contents.sql").read_text("utf-8")
        for attempt in (1, 2):
            try:
                connection = _connect(self.path)
                connection.execute("PRAGMA journal_mode = WAL")
                if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'picture'").fetchone():
                    connection.executescript(f"BEGIN IMMEDIATE; {schema} COMMIT;")
                    self._forget_older()
            except sqlite3.DatabaseError as error:
                refuse_if_sound(error, self.path)
                if attempt == 2:  # noqa: PLR2004 - the second of two
                    raise
                self._notify("What was read before is damaged; reading it anew.")
                forget(self.path)
            else:
                return connection
        raise AssertionError("unreachable")

    def _forget_older(self) -> None:
        found = [one for one in self.path.parent.glob("contents-*.sqlite") if one != self.path]
        for one in sorted(found, key=lambda file: file.stat().st_mtime, reverse=True)[KEPT - 1 :]:
            forget(one)


def seal(values: Iterable[object]) -> int:
    """Return a checksum (CRC-32, ISO 3309) over a row's values."""
    said = "\0".join([value if type(value) is str else repr(value) for value in values])
    return zlib.crc32(said.encode("utf-8", "surrogatepass"))


def sealed(values: tuple[object, ...]) -> tuple[object, ...]:
    """Return a row with its seal."""
    return (*values, seal(values))


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")  # what a power cut takes is read again
    return connection
