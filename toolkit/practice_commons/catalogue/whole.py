"""The commons as the linked rules ask about it, answered from the catalogue."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from practice_commons.catalogue.codec import storable
from practice_commons.model.terms import Kind


class CataloguedWhole:
    """Answers for `checks.inspection.Whole`. `anchors_of` gives a content's anchors by its blob id."""

    def __init__(self, connection: sqlite3.Connection, anchors_of: Callable[[str, str], frozenset[str]]) -> None:
        """Answer from a connection to an edition."""
        self._connection, self._anchors_of = connection, anchors_of
        self._identities: list[str] | None = None

    def holder(self, identity: str) -> str | None:
        """Return the path of the first contribution, by path, whose frontmatter gives this id."""
        return self._one("SELECT path FROM file WHERE identity = ? AND identity != '' ORDER BY path LIMIT 1", identity)

    def kind(self, identity: str) -> Kind | None:
        """Return the kind of the contribution with an id; None where there is none or it could not be typed."""
        query = "SELECT kind FROM file WHERE identity = ? AND identity != '' AND kind != '' ORDER BY path LIMIT 1"
        found = self._one(query, identity)
        return Kind(found) if found else None

    def anchors(self, path: str) -> frozenset[str] | None:
        """Return the headings by which a contribution can be linked into; None where no contribution lies there."""
        blob = self._one("SELECT blob FROM file WHERE path = ? AND contribution", storable(path))
        return self._anchors_of(path, blob) if blob else None

    def holds(self, path: str) -> bool:
        """Say whether an ordinary file lies at a path."""
        return self._one("SELECT 1 FROM file WHERE path = ? AND mode = '100644'", storable(path)) is not None

    def identities(self) -> Sequence[str]:
        """Return every id that there is, sorted."""
        if self._identities is None:
            rows = self._connection.execute("SELECT DISTINCT identity FROM file WHERE identity != '' ORDER BY 1")
            self._identities = [row[0] for row in rows]
        return self._identities

    def names(self, folder: str) -> Sequence[str]:
        """Return the names of the contributions that lie straight in a folder, sorted."""
        start = storable(f"{folder}/")
        rows = self._connection.execute(
            "SELECT path FROM file WHERE path > ? AND path < ? AND contribution ORDER BY path",
            (start, f"{start}\U0010ffff"),
        )
        return [name for row in rows if "/" not in (name := row[0][len(start) :])]

    def named(self, name: str) -> str | None:
        """Return the path of the first contribution, by path, whose file has this name."""
        ending = storable(f"/{name}")
        return self._one(
            "SELECT path FROM file WHERE contribution AND substr(path, -length(?1)) = ?1 ORDER BY path LIMIT 1", ending
        )

    def _one(self, query: str, value: str) -> str | None:
        row = self._connection.execute(query, (value,)).fetchone()
        return row[0] if row else None
