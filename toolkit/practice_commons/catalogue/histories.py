"""The commits that changed each contribution, kept beside its placement: what is cited, and when it last changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from practice_commons.catalogue.codec import storable
from practice_commons.catalogue.holding import Holding
from practice_commons.reading.tree import History, Tree

_CHANGED = (
    "UPDATE placement SET changed = coalesce("
    "(SELECT moment FROM commits WHERE number = CAST(placement.changes AS INTEGER) AND placement.changes != ''),"
    " date || 'T00:00:00+00:00')"
)
"""An empty list of commits casts to nought, and what begins with a number casts to that."""


class Histories:
    """The histories of one update of an edition, in a transaction that the caller has begun."""

    def __init__(self, connection: sqlite3.Connection, tree: Tree, before: Holding | None) -> None:
        """Prepare to write what a tree's history says beyond what the edition before knew."""
        self.connection, self.tree, self.before = connection, tree, before
        self.touched: set[str] = set()

    def write(self, delta: Collection[str]) -> set[str]:
        """Write the commits that changed each file, those that are new before those that were known.

        `delta` are the paths that differ from what the edition held. Returns the paths whose citation changed.
        """
        before = self.before
        history = self.tree.history(before.commit if before else None)
        if history.after is not None and not history.straight and self._interleaved(history):
            history = self.tree.history()
        known = dict(self.connection.execute('SELECT "commit", number FROM commits'))
        rows: dict[str, str] = {}
        whole = {
            path: history.whole[path]
            for path in (history.whole if history.after is None else delta)
            if path in history.whole
        }
        for path, changes in (*history.changes.items(), *whole.items()):
            numbers = []
            for one in changes:
                if one.commit not in known:
                    values = (one.commit, one.when.isoformat(), one.subject)
                    query = 'INSERT INTO commits ("commit", moment, subject) VALUES (?, ?, ?)'
                    known[one.commit] = self.connection.execute(query, values).lastrowid
                numbers.append(str(known[one.commit]))
            rows[storable(path)] = " ".join(numbers)
        if history.after is None:
            kept = dict(self.connection.execute("SELECT path, changes FROM history")) if before else {}
            changed = {path for path in rows.keys() | kept.keys() if rows.get(path) != kept.get(path)}
            self.connection.execute("DELETE FROM history")
        else:
            changed = set(rows)
            for path, said in list(rows.items()):
                if path in whole:
                    continue
                row = self.connection.execute("SELECT changes FROM history WHERE path = ?", (path,)).fetchone()
                rows[path] = f"{said} {row[0]}" if row else said
        self.connection.executemany("INSERT OR REPLACE INTO history VALUES (?, ?)", rows.items())
        overlay = {storable(path) for path in self.tree.overlay() or ()}
        was = {storable(path) for path, _ in json.loads(before.overlay)} if before else set()
        self._cite(changed | overlay | was | set(delta), overlay)
        return self.touched

    def _interleaved(self, history: History) -> bool:
        """Say whether a merge brought commits that are older than what is known of the same file."""
        query = "SELECT changes FROM history WHERE path = ?"
        moment = "SELECT moment FROM commits WHERE number = ?"
        for path, changes in history.changes.items():
            row = self.connection.execute(query, (storable(path),)).fetchone()
            newest = self.connection.execute(moment, (int(row[0].split()[0]),)).fetchone() if row else None
            if newest and newest[0] >= min(one.when for one in changes).isoformat():
                return True
        return False

    def _cite(self, paths: set[str], overlay: set[str]) -> None:
        """Write the commits of placements: none for a text that lies otherwise than in the commit."""
        if self.before is None:
            self.connection.execute(
                "UPDATE placement SET changes ="
                " coalesce((SELECT changes FROM history WHERE history.path = placement.path), '')"
            )
            forget = "UPDATE placement SET changes = '' WHERE path = ?"
            self.connection.executemany(forget, [(one,) for one in overlay])
            self.connection.execute(_CHANGED)
            return
        for path in paths:
            row = self.connection.execute("SELECT changes FROM placement WHERE path = ?", (path,)).fetchone()
            if row is None:
                continue
            kept = self.connection.execute("SELECT changes FROM history WHERE path = ?", (path,)).fetchone()
            said = "" if path in overlay or kept is None else kept[0]
            if said != row[0]:
                self.touched.add(path)
                self.connection.execute("UPDATE placement SET changes = ? WHERE path = ?", (said, path))
            self.connection.execute(f"{_CHANGED} WHERE path = ?", (path,))
