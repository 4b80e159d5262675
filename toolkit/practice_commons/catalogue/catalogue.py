"""The catalogue: brought up to date with a tree, then asked. The cost of an update follows what changed."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from practice_commons.catalogue import codec
from practice_commons.catalogue.entry import Body, Entry, councils_of
from practice_commons.catalogue.store import forget, open_store, refuse_if_sound
from practice_commons.catalogue.update import HERE, Update, bring_up_to_date, holds
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading.git import Change
from practice_commons.reading.tree import Tree
from practice_commons.reading.vocabularies import Vocabularies, read_vocabularies


@dataclass
class Catalogue:
    """What a commons holds at one moment. A context manager; `vocabularies`, `commit` and `when` are the tree's."""

    connection: sqlite3.Connection
    vocabularies: Vocabularies
    commit: str | None
    when: dt.datetime
    name: str
    update: Update
    _kept: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(
        cls, tree: Tree, path: Path, notify: Callable[[str], None], progress: Callable[[int, int], None] | None = None
    ) -> Self:
        """Open the catalogue in a file and bring it up to date with a tree.

        `notify` hears, in a line, of a catalogue that had to be made anew; `progress` of contributions done, of how
        many.
        """
        try:
            return cls._of(tree, path, notify, progress)
        except sqlite3.DatabaseError as error:
            refuse_if_sound(error, path)
            notify("The catalogue is damaged; making it anew.")
            forget(path)
            return cls._of(tree, path, notify, progress)

    @classmethod
    def _of(
        cls, tree: Tree, path: Path, notify: Callable[[str], None], progress: Callable[[int, int], None] | None
    ) -> Self:
        vocabularies, found = read_vocabularies(tree)
        connection = open_store(path, notify)
        while True:
            connection.execute("BEGIN IMMEDIATE")
            try:
                update = bring_up_to_date(connection, tree, vocabularies, found, progress)
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                connection.close()
                raise
            # From its first read on, this transaction sees the catalogue as it is now, whatever others write: a digest
            # of a commit must not find the folder's text that a build beside it has just put there.
            connection.execute("BEGIN")
            if holds(connection, tree):
                return cls(connection, vocabularies, tree.commit, tree.when, tree.name, update)
            connection.execute("COMMIT")

    def __enter__(self) -> Self:
        """Return the catalogue."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.connection.close()

    @property
    def today(self) -> dt.date:
        """Return the day of the tree: what “open” and “overdue” are judged by."""
        return self.when.date()

    def entries(
        self,
        *,
        community: str | None = None,
        kinds: Iterable[str] = (),
        priority: str | None = None,
        council: str | None = None,
        tag: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        responds_to: str | None = None,
    ) -> list[Entry]:
        """Return the published contributions that fit every condition given, newest first, then by id."""
        where = ["1"]
        values: list[str] = []
        for column, value in (
            ("community =", community),
            ("date >=", since),
            ("date <=", until),
            ("responds_to =", responds_to),
        ):
            if value is not None:
                where.append(f"{column} ?")
                values.append(str(value))
        for facet, value in (("priority", priority), ("council", council), ("tag", tag)):
            if value is not None:
                where.append("(source, path) IN (SELECT source, path FROM facet WHERE facet = ? AND value = ?)")
                values += [facet, value]
        if wanted := list(kinds):
            where.append(f"kind IN ({', '.join('?' * len(wanted))})")
            values += [str(kind) for kind in wanted]
        return self._entries(f"{' AND '.join(where)} ORDER BY date DESC, id, source", values)

    def entry(self, identity: str) -> Entry | None:
        """Return the published contribution with an id, or None."""
        found = self._entries("id = ? ORDER BY source", [identity])
        return found[0] if found else None

    def body(self, entry: Entry) -> Body:
        """Return a published contribution's body."""
        row = self.connection.execute(
            "SELECT html, words, headings, links FROM content WHERE blob = ?", (entry.blob,)
        ).fetchone()
        return Body(row[0], row[1], codec.headings_from(row[2]), codec.links_from(row[3]))

    def counts(self, facet: str) -> dict[str, int]:
        """Return how many published contributions carry each value of a facet.

        A facet is `priority`, `council`, `tag`, `kind` or `community`.
        """
        rows = self.connection.execute(_COUNTS.get(facet, _COUNTS["facet"]), () if facet in _COUNTS else (facet,))
        return dict(rows.fetchall())

    def problems(self) -> tuple[Problem, ...]:
        """Return every problem found in the tree, by path and line."""
        rows = self.connection.execute(
            "SELECT path, line, column, rule, severity, message, hint FROM problem WHERE source = ?"
            " ORDER BY path, line, column, rule",
            (HERE,),
        )
        return tuple(
            Problem(p, li, co, rule, Severity(sev), message, hint) for p, li, co, rule, sev, message, hint in rows
        )

    def left_out(self) -> dict[str, list[Problem]]:
        """Return what lies in a community and is not published, by path, with the errors that keep it out.

        A draft in the in-tray is not left out: it has not been let in.
        """
        found: dict[str, list[Problem]] = {}
        for problem in self.problems():
            if problem.is_error and problem.path.startswith("communities/"):
                found.setdefault(problem.path, []).append(problem)
        return found

    def _entries(self, where: str, values: Sequence[str]) -> list[Entry]:
        rows = self.connection.execute(
            "SELECT source, path, placement.blob, contribution, changes"  # noqa: S608 - conditions are ours, values bound
            f" FROM placement JOIN content USING (blob) WHERE {where}",
            values,
        )
        return [self._entry(*row) for row in rows]

    def _entry(self, source: str, path: str, blob: str, contribution: str, changes: str) -> Entry:
        key = f"{source}:{path}"
        if key not in self._kept:
            typed = codec.contribution_from(contribution)
            self._kept[key] = Entry(
                source,
                path,
                blob,
                typed,
                tuple(
                    Change(one, dt.datetime.fromisoformat(when), subject) for one, when, subject in json.loads(changes)
                ),
                councils_of(typed, self.vocabularies.register),
            )
        return self._kept[key]


_COUNTS = {
    "kind": "SELECT kind, count(*) FROM placement GROUP BY 1 ORDER BY 1",
    "community": "SELECT community, count(*) FROM placement GROUP BY 1 ORDER BY 1",
    "facet": "SELECT value, count(*) FROM facet WHERE facet = ? GROUP BY 1 ORDER BY 1",
}
