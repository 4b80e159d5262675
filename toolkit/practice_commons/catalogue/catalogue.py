"""The catalogue: brought up to date with a tree, then asked. The cost of an update follows what changed."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from practice_commons.catalogue import codec
from practice_commons.catalogue.entry import Body, Entry, councils_of
from practice_commons.catalogue.store import open_store
from practice_commons.checks.examination import Examined
from practice_commons.checks.inspection import gather, inspect
from practice_commons.checks.registry import rule_set_fingerprint
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading.git import Change
from practice_commons.reading.tree import Tree
from practice_commons.reading.vocabularies import Vocabularies, read_vocabularies

HERE = ""
"""The source that is this commons itself; federated ones have their peer's name."""


@dataclass(frozen=True, slots=True)
class Update:
    """What an update found: contributions examined now, and known already."""

    examined: int
    known: int
    removed: int


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
    def of(cls, tree: Tree, path: Path, notify: Callable[[str], None], progress: Callable[[int, int], None] | None = None) -> Self:
        """Open the catalogue in a file and bring it up to date with a tree.

        `notify` hears, in a line, of a catalogue that had to be made anew; `progress` of contributions done, of how
        many.
        """
        try:
            return cls._of(tree, path, notify, progress)
        except sqlite3.DatabaseError:
            notify("The catalogue is damaged; making it anew.")
            path.unlink(missing_ok=True)
            return cls._of(tree, path, notify, progress)

    @classmethod
    def _of(cls, tree: Tree, path: Path, notify: Callable[[str], None], progress: Callable[[int, int], None] | None) -> Self:
        vocabularies, found = read_vocabularies(tree)
        connection = open_store(path, notify)
        connection.execute("BEGIN IMMEDIATE")
        try:
            update = _bring_up_to_date(connection, tree, vocabularies, found, progress)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            connection.close()
            raise
        return cls(connection, vocabularies, tree.commit, tree.when, tree.name, update)

    def __enter__(self) -> Self:
        """Return the catalogue."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file."""
        self.connection.close()

    @property
    def today(self) -> dt.date:
        """Return the day of the tree: what “open” and “overdue” are judged by."""
        return self.when.date()

    def entries(
        self, *, community: str | None = None, kinds: Iterable[str] = (), priority: str | None = None, council: str | None = None,
        tag: str | None = None, since: dt.date | None = None, until: dt.date | None = None, responds_to: str | None = None,
    ) -> list[Entry]:
        """Return the published contributions that fit every condition given, newest first, then by id."""
        where = ["1"]
        values: list[str] = []
        for column, value in (("community =", community), ("date >=", since), ("date <=", until), ("responds_to =", responds_to)):
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
        """Return how many published contributions carry each value of `priority`, `council`, `tag`, `kind`, `community`."""
        if facet in {"kind", "community"}:
            rows = self.connection.execute(f"SELECT {facet}, count(*) FROM placement GROUP BY 1 ORDER BY 1")  # noqa: S608 - one of two words
        else:
            rows = self.connection.execute(
                "SELECT value, count(*) FROM facet WHERE facet = ? GROUP BY 1 ORDER BY 1", (facet,)
            )
        return dict(rows.fetchall())

    def problems(self) -> tuple[Problem, ...]:
        """Return every problem found in the tree, by path and line."""
        rows = self.connection.execute(
            "SELECT path, line, column, rule, severity, message, hint FROM problem WHERE source = ? ORDER BY path, line, column, rule",
            (HERE,),
        )
        return tuple(Problem(p, li, co, rule, Severity(sev), message, hint) for p, li, co, rule, sev, message, hint in rows)

    def left_out(self) -> dict[str, list[Problem]]:
        """Return the contributions that are not published, by path, with the errors that keep them out."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems():
            if problem.is_error:
                found.setdefault(problem.path, []).append(problem)
        return found

    def _entries(self, where: str, values: Sequence[str]) -> list[Entry]:
        rows = self.connection.execute(
            "SELECT source, path, placement.blob, contribution, changes FROM placement JOIN content USING (blob)"
            f" WHERE {where}",  # noqa: S608 - conditions are ours, values are bound
            values,
        )
        return [self._entry(*row) for row in rows]

    def _entry(self, source: str, path: str, blob: str, contribution: str, changes: str) -> Entry:
        key = f"{source}:{path}"
        if key not in self._kept:
            typed = codec.contribution_from(contribution)
            self._kept[key] = Entry(
                source, path, blob, typed,
                tuple(Change(one, dt.datetime.fromisoformat(when), subject) for one, when, subject in json.loads(changes)),
                councils_of(typed, self.vocabularies.register),
            )
        return self._kept[key]


def _bring_up_to_date(
    connection: sqlite3.Connection, tree: Tree, vocabularies: Vocabularies, found: Sequence[Problem],
    progress: Callable[[int, int], None] | None,
) -> Update:
    fingerprint = f"{rule_set_fingerprint()}:{vocabularies.fingerprint}"
    before = connection.execute("SELECT fingerprint FROM holding WHERE source = ?", (HERE,)).fetchone()
    if before and before[0] != fingerprint:
        connection.execute("DELETE FROM content")
    examined_now: list[Examined] = []
    known = 0

    def recall(blob: str) -> Examined | None:
        nonlocal known
        row = connection.execute(f"SELECT {codec.COLUMNS} FROM content WHERE blob = ?", (blob,)).fetchone()  # noqa: S608 - our columns
        known += row is not None
        return codec.examined_from(row) if row else None

    whole = gather(tree, vocabularies, known=recall, examined_now=examined_now.append, progress=progress)
    problems = tuple(sorted({*found, *inspect(whole)}))
    connection.executemany(
        f"INSERT OR REPLACE INTO content ({codec.COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our columns
        map(codec.row, examined_now),
    )
    count = _count(connection)
    for table in ("placement", "facet", "problem", "holding"):
        connection.execute(f"DELETE FROM {table} WHERE source = ?", (HERE,))  # noqa: S608 - one of four words
    broken = {problem.path for problem in problems if problem.is_error}
    blobs = {entry.path: entry.blob for entry in whole.entries}
    committed = tree.committed()
    history = tree.history()
    for path, one in whole.examined.items():
        typed = one.contribution
        if typed is None or typed.id is None or path in broken or not path.startswith("communities/"):
            continue
        changes = history.get(path, ()) if committed.get(path) == blobs[path] else ()
        connection.execute(
            "INSERT INTO placement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (HERE, path, one.blob, typed.id, typed.kind.value, typed.community, typed.date.isoformat(), typed.responds_to,
             json.dumps([[change.commit, change.when.isoformat(), change.subject] for change in changes])),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO facet VALUES (?, ?, ?, ?)",
            [(facet, value, HERE, path) for facet, values in _facets(one, vocabularies).items() for value in values],
        )
    connection.executemany(
        "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(HERE, p.path, p.line, p.column, p.rule, p.severity.value, p.message, p.hint) for p in problems],
    )
    connection.execute(
        "INSERT INTO holding VALUES (?, ?, ?, ?, ?)", (HERE, tree.commit, tree.when.isoformat(), tree.name, fingerprint)
    )
    return Update(len(examined_now), known, max(0, count - _count(connection)))


def _facets(examined: Examined, vocabularies: Vocabularies) -> Mapping[str, Iterator[str] | tuple[str, ...]]:
    contribution = examined.contribution
    if contribution is None:
        return {}
    priorities = dict.fromkeys((*contribution.priorities, *contribution.stance))
    if "priority" in type(contribution).model_fields:
        priorities[contribution.priority] = None  # type: ignore[attr-defined]
    return {
        "priority": tuple(priorities),
        "council": councils_of(contribution, vocabularies.register),
        "tag": contribution.tags,
    }


def _count(connection: sqlite3.Connection) -> int:
    count: int = connection.execute("SELECT count(*) FROM placement WHERE source = ?", (HERE,)).fetchone()[0]
    return count
