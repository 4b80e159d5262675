"""A look at the catalogue as it lies: by its rows alone, without loading rules and models."""

from __future__ import annotations

import datetime as dt
import functools
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from practice_commons.catalogue.editions import FOLDER, Edition, Editions
from practice_commons.catalogue.holding import Holding
from practice_commons.catalogue.names import Names, names_from
from practice_commons.checks.registry import rule_set_fingerprint


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rows say of a published contribution."""

    id: str
    title: str
    kind: str
    community: str
    councils: tuple[str, ...]
    """Slugs."""
    date: dt.date
    dated: str
    """The date as ISO 8601, no more exactly than it is known."""
    citation: str
    path: str
    source: str
    withdrawn: bool
    superseded_by: str | None


@dataclass
class Sight:
    """What a commons holds at one moment, to be looked at. A context manager."""

    connection: sqlite3.Connection
    holding: Holding

    @classmethod
    def at_hand(cls, folder: Path, notify: Callable[[str], None]) -> Self | None:
        """Open the catalogue kept in a folder, where the rules that there are now made it; None where there is none.

        Whether it is up to date with a tree, its `holding` says. `notify` hears, in a line, of a catalogue that must be
        made anew.
        """
        edition = Editions(folder / FOLDER, notify).current()
        opened = connected(edition) if edition else None
        if opened is None:
            return None
        connection, holding = opened
        if holding.rules == rule_set_fingerprint():
            return cls(connection, holding)
        connection.close()
        return None

    def __enter__(self) -> Self:
        """Return the sight."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.connection.close()

    @functools.cached_property
    def names(self) -> Names:
        """Return what priorities, tags, communities, councils and peers are called."""
        rows = self.connection.execute("SELECT DISTINCT value FROM facet WHERE facet = 'source' ORDER BY value")
        peers = {name: title for (value,) in rows for name, _, title in [value.partition(" ")]}
        return names_from(self.holding.vocabulary, peers)

    def seen(self, identity: str) -> Seen | None:
        """Return the published contribution with an id, or None."""
        row = self.connection.execute(
            "SELECT headline, kind, community, councils, date, changes, path, source, withdrawn, superseded_by"
            " FROM placement WHERE id = ? AND published ORDER BY source",
            (identity,),
        ).fetchone()
        if row is None:
            return None
        headline, kind, community, councils, date, changes, path, source, withdrawn, successor = row
        title, _, _, dated, *_ = json.loads(headline)
        day, by = dt.date.fromisoformat(date), f"{identity}@{self._commit(changes)}"
        return Seen(
            identity,
            title,
            kind,
            community,
            tuple(councils.split()),
            day,
            dated,
            by,
            path,
            source,
            bool(withdrawn),
            successor,
        )

    def _commit(self, changes: str) -> str:
        """Return the commit that gave the present text, in short: the first of those numbered."""
        if not changes:
            return "uncommitted"
        query = 'SELECT "commit" FROM commits WHERE number = ?'
        return str(self.connection.execute(query, (int(changes.split(maxsplit=1)[0]),)).fetchone()[0])[:12]


def connected(edition: Edition) -> tuple[sqlite3.Connection, Holding] | None:
    """Return a connection to an edition, to read only, and what it holds; None where it has gone or is empty."""
    try:
        where = f"{edition.file.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(where, uri=True, isolation_level=None)
        connection.execute("PRAGMA cache_size = -16384")
        holding = Holding.of(connection)
    except sqlite3.DatabaseError:
        return None
    return (connection, holding) if holding else None
