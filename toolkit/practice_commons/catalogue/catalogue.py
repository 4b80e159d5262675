"""The catalogue: brought up to date with a tree, then asked. The cost of an update follows what changed."""

from __future__ import annotations

import datetime as dt
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from practice_commons.catalogue import codec
from practice_commons.catalogue.contents import Contents, sealed
from practice_commons.catalogue.editions import FOLDER, Edition, Editions
from practice_commons.catalogue.entry import Body, Entry, Listed, News
from practice_commons.catalogue.holding import Holding
from practice_commons.catalogue.lists import vocabularies_from
from practice_commons.catalogue.sight import Sight, connected
from practice_commons.catalogue.update import Update, Updating
from practice_commons.checks.examination import examine
from practice_commons.checks.layout import FEDERATED
from practice_commons.checks.registry import rule_set_fingerprint
from practice_commons.failure import Failure
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading.git import Change, TreeEntry
from practice_commons.reading.tree import REGULAR, Tree
from practice_commons.reading.vocabularies import Vocabularies

REMEMBERED = 2_000
"""Contributions that are kept once read: some twenty megabytes."""
COUNTS = 10_000
"""Counts that are kept."""
ORDERS = 8
"""Long lists whose order is kept."""
OWN = f"path NOT GLOB '{FEDERATED}/*'"
"""The condition for what is this commons' own, and no peer's."""
PUBLISHED = "published AND NOT withdrawn"
"""The condition for what lists show: what was withdrawn keeps its page and is in no list."""


@dataclass
class Catalogue:
    """What a commons holds at one moment. A context manager; `vocabularies`, `commit` and `when` are the tree's."""

    connection: sqlite3.Connection
    contents: Contents
    tree: Tree
    folder: Path
    edition: Edition
    holding: Holding
    vocabularies: Vocabularies
    update: Update
    _kept: dict[int, Entry] = field(default_factory=dict)
    _changes: dict[str, Change] = field(default_factory=dict)
    _counts: dict[tuple[str, tuple[str | int, ...]], int] = field(default_factory=dict)
    _orders: dict[tuple[str, tuple[str | int, ...]], array[int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, tree: Tree, folder: Path, notify: Callable[[str], None], progress: Callable[[int, int], None] | None = None
    ) -> Self:
        """Bring the catalogue kept in a folder up to date with a tree, and open it.

        `notify` hears, in a line, of a catalogue that had to be made anew; `progress` of contributions done, of how
        many. Raises Failure.
        """
        editions = Editions(folder / FOLDER, notify)
        for _ in range(5):
            current = editions.current()
            if current is not None and (opened := cls._open(tree, folder, current, notify, must=False)) is not None:
                return opened
            with editions.locked():
                before = editions.current()
                if before is not None and (opened := cls._open(tree, folder, before, notify, must=False)) is not None:
                    return opened
                made, update = _made(tree, folder, editions, before, notify, progress)
                # opened while nobody can put another in its place and delete it
                found = cls._open(tree, folder, made, notify, must=True)
                if found is not None:
                    found.update = update
                    return found
        raise Failure(f"the catalogue in {folder / FOLDER} cannot be opened", "Delete the folder and try again.")

    @classmethod
    def _open(
        cls, tree: Tree, folder: Path, edition: Edition, notify: Callable[[str], None], *, must: bool
    ) -> Self | None:
        """Open an edition, if it holds the tree (or must do): None where it does not, or has gone."""
        opened = connected(edition)
        if opened is None:
            return None
        connection, holding = opened
        if not (must or holding.is_of(tree)):
            connection.close()
            return None
        lists = vocabularies_from(holding.vocabulary)
        return cls(connection, Contents(folder, notify), tree, folder, edition, holding, lists, Update())

    @classmethod
    def reading(cls, edition: Edition, folder: Path, tree: Tree) -> Self:
        """Open an edition that was seen to be whole, to read only: for another process at the same work."""
        opened = cls._open(tree, folder, edition, _nobody, must=True)
        if opened is None:
            raise Failure(f"{edition.file} has gone", "Try again.")
        return opened

    def keep(self, name: str, owner: Path) -> None:
        """Keep this edition under a name, until another is kept under it or its owner is no longer there."""
        self.editions.pin(name, self.edition, owner)

    def kept(self, name: str) -> Self | None:
        """Open the edition kept under a name; None where there is none that can be used."""
        edition = self.editions.pinned(name)
        return self._open(self.tree, self.folder, edition, _nobody, must=True) if edition else None

    def __enter__(self) -> Self:
        """Return the catalogue."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files."""
        self.close()

    def close(self) -> None:
        """Close the files."""
        self.connection.close()
        self.contents.close()

    @property
    def sight(self) -> Sight:
        """Return a look at its rows, for those who need no more."""
        return Sight(self.connection, self.holding)

    @property
    def editions(self) -> Editions:
        """Return the editions that this is one of."""
        return Editions(self.folder / FOLDER, _nobody)

    @property
    def commit(self) -> str | None:
        """Return the commit that the tree is at; None outside Git."""
        return self.holding.commit

    @property
    def when(self) -> dt.datetime:
        """Return the time of that commit."""
        return dt.datetime.fromisoformat(self.holding.moment)

    @property
    def name(self) -> str:
        """Return what to call the tree in a message."""
        return self.holding.name

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
        where = ["published"]
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
                where.append("number IN (SELECT number FROM facet WHERE facet = ? AND value = ?)")
                values += [facet, value]
        if wanted := list(kinds):
            where.append(f"kind IN ({', '.join('?' * len(wanted))})")
            values += [str(kind) for kind in wanted]
        return self._entries(f"{' AND '.join(where)} ORDER BY date DESC, id, source", values)

    def entry(self, identity: str) -> Entry | None:
        """Return the published contribution with an id, or None."""
        found = self._entries("id = ? AND published ORDER BY source", [identity])
        return found[0] if found else None

    def page(self, identity: str) -> tuple[Entry, Body] | None:
        """Return the published contribution with an id, and its body, in one reading; None where there is none."""
        query = "SELECT source, path, blob, councils, changes FROM placement WHERE id = ? AND published"
        row = self.connection.execute(query, (identity,)).fetchone()
        if row is None:
            return None
        source, path, blob, councils, changes = row
        typed, body = self.content(blob, path)
        entry = Entry(
            source, path, blob, codec.contribution_from(typed), self.changes(changes), tuple(councils.split())
        )
        return entry, body

    def body(self, entry: Entry) -> Body:
        """Return a published contribution's body."""
        return self.content(entry.blob, entry.path)[1]

    def content(self, blob: str, path: str) -> tuple[str, Body]:
        """Return the JSON and the body of a contribution, examined again where the cache has lost it."""
        found = self.contents.contribution(blob)
        if found is None:
            for _, data in self.tree.read([TreeEntry(REGULAR, blob, path)]):
                examined = replace(examine(data, self.vocabularies, advice=False), blob=blob)
                self.contents.keep([sealed(codec.row(examined))])
            found = self.contents.contribution(blob)
        if found is None:
            raise Failure(f"{path} has changed while it was read", "Try again.")
        return found

    def changes(self, numbers: str) -> tuple[Change, ...]:
        """Return commits by their numbers in the catalogue, as a placement gives them."""
        found = []
        for number in numbers.split():
            if number not in self._changes:
                query = 'SELECT "commit", moment, subject FROM commits WHERE number = ?'
                commit, moment, subject = self.connection.execute(query, (int(number),)).fetchone()
                self._changes[number] = Change(commit, dt.datetime.fromisoformat(moment), subject)
            found.append(self._changes[number])
        return tuple(found)

    def listed(self, where: str, values: Sequence[str | int] = (), order: str = "date DESC, id") -> list[Listed]:
        """Return what lists show of the published contributions that fit a condition of ours, in SQL on `placement`."""
        query = f"SELECT {Listed.COLUMNS} FROM placement WHERE {PUBLISHED} AND ({where}) ORDER BY {order}"  # noqa: S608
        return [Listed(row) for row in self.connection.execute(query, values)]

    def count(self, where: str, values: tuple[str | int, ...]) -> int:
        """Return how many placements fit a condition of ours; counted once, since an edition never changes."""
        key = (where, values)
        if key not in self._counts:
            if len(self._counts) >= COUNTS:
                self._counts.clear()
            query = f"SELECT count(*) FROM placement WHERE {where}"  # noqa: S608 - ours
            self._counts[key] = int(self.connection.execute(query, values).fetchone()[0])
        return self._counts[key]

    def order(self, where: str, values: tuple[str | int, ...]) -> array[int]:
        """Return the numbers of the placements that fit a condition of ours, newest first, then by id; kept a while."""
        key = (where, values)
        if key not in self._orders:
            if len(self._orders) >= ORDERS:
                del self._orders[next(iter(self._orders))]
            query = f"SELECT number FROM placement WHERE {where} ORDER BY date DESC, id"  # noqa: S608 - ours
            self._orders[key] = array("q", [row[0] for row in self.connection.execute(query, values)])
        return self._orders[key]

    def numbered(self, numbers: Iterable[int]) -> list[Listed]:
        """Return what lists show of placements, in the order of their numbers given."""
        query = f"SELECT {Listed.COLUMNS} FROM placement WHERE number = ?"  # noqa: S608 - our own columns
        return [Listed(self.connection.execute(query, (number,)).fetchone()) for number in numbers]

    def placed(self, where: str, value: str) -> Listed | None:
        """Return what has a page and fits a condition of ours: what was withdrawn keeps its address."""
        query = f"SELECT {Listed.COLUMNS} FROM placement WHERE published AND {where}"  # noqa: S608 - ours
        row = self.connection.execute(query, (value,)).fetchone()
        return Listed(row) if row else None

    def news(self, where: str, values: Sequence[str | int]) -> list[News]:
        """Return what feeds tell of the contributions that fit a condition of ours, in SQL on `placement`."""
        rows = self.connection.execute(f"SELECT blob, path, changed FROM placement WHERE {where}", values)  # noqa: S608 - ours
        return [News.of(self.content(blob, path)[0], changed) for blob, path, changed in rows.fetchall()]

    def counts(self, facet: str) -> dict[str, int]:
        """Return how many published contributions carry each value of a facet.

        A facet is `priority`, `council`, `tag`, `kind` or `community`.
        """
        if facet in {"kind", "community"}:
            query = f"SELECT {facet}, count(*) FROM placement WHERE published GROUP BY 1 ORDER BY 1"  # noqa: S608 - two words
            return dict(self.connection.execute(query))
        query = (
            "SELECT value, count(*) FROM facet JOIN placement USING (number) WHERE facet = ? AND published GROUP BY 1"
        )
        return dict(self.connection.execute(f"{query} ORDER BY 1", (facet,)))

    def problems(self, *paths: str) -> tuple[Problem, ...]:
        """Return every problem found in the tree, or at and below some paths, by path and line.

        Those of peers' contributions are not ours to mend, and told only to who asks for them.
        """
        rows = self._at(
            "SELECT path, line, column, rule, severity, message, hint FROM problem", paths, "true" if paths else OWN
        )
        return tuple([_problem(row) for row in sorted(set(rows))])

    def contributions(self, paths: Sequence[str] = ()) -> list[tuple[str, str | None, str]]:
        """Return where every contribution of our own lies, or those at and below some paths, in order.

        Each has its path, JSON of the path as it is (None where it is the same), and its blob.
        """
        condition = "contribution" if paths else f"contribution AND {OWN}"
        return sorted(set(self._at("SELECT path, raw, blob FROM file", paths, condition)))

    def holds(self, path: str) -> bool:
        """Say whether there is a file of the commons at a path or below it."""
        return bool(self._at("SELECT path FROM file", (path,)))

    def _at(self, query: str, paths: Sequence[str], condition: str = "true") -> list[tuple[Any, ...]]:
        """Return the rows of a query of ours whose path is among some paths or below; all where there are none."""
        if not paths or "" in paths:
            return self.connection.execute(f"{query} WHERE {condition}").fetchall()
        query = f"{query} WHERE {condition} AND (path = ? OR path > ? AND path < ?)"
        found: list[tuple[Any, ...]] = []
        for path in map(codec.storable, paths):
            found += self.connection.execute(query, (path, f"{path}/", f"{path}0"))  # 0 comes after /
        return found

    def left_out(self) -> dict[str, list[Problem]]:
        """Return what lies in a community and is not published, by path, with the errors that keep it out.

        A draft in the in-tray is not left out: it has not been let in.
        """
        rows = self.connection.execute(
            "SELECT DISTINCT path, line, column, rule, severity, message, hint FROM problem"
            " WHERE severity = 'error' AND path GLOB 'communities/*' ORDER BY 1, 2, 3, 4"
        )
        found: dict[str, list[Problem]] = {}
        for row in rows:
            found.setdefault(row[0], []).append(_problem(row))
        return found

    def whole(self, path: str, source: str) -> tuple[Entry, Body, dict[str, tuple[str, ...]]]:
        """Return what lies at a path, its body, and its priorities, councils and tags by name; nothing is kept."""
        query = "SELECT number, blob, councils, changes FROM placement WHERE path = ? AND source = ?"
        number, blob, councils, changes = self.connection.execute(query, (path, source)).fetchone()
        said, body = self.content(blob, path)
        entry = Entry(source, path, blob, codec.contribution_from(said), self.changes(changes), tuple(councils.split()))
        named: dict[str, tuple[str, ...]] = {}
        query = "SELECT facet, value FROM facet WHERE number = ? ORDER BY facet, value"
        for facet, value in self.connection.execute(query, (number,)):
            named[facet] = (*named.get(facet, ()), value)
        return entry, body, named

    def _entries(self, where: str, values: Sequence[str | int]) -> list[Entry]:
        query = f"SELECT number, source, path, blob, councils, changes FROM placement WHERE {where}"  # noqa: S608 - ours
        return [self._entry(*row) for row in self.connection.execute(query, values).fetchall()]

    def _entry(self, number: int, source: str, path: str, blob: str, councils: str, changes: str) -> Entry:
        found = self._kept.get(number)
        if found is None:
            typed = codec.contribution_from(self.content(blob, path)[0])
            found = Entry(source, path, blob, typed, self.changes(changes), tuple(councils.split()))
            if len(self._kept) >= REMEMBERED:
                self._kept.clear()
            self._kept[number] = found
        return found


def _made(
    tree: Tree,
    folder: Path,
    editions: Editions,
    before: Edition | None,
    notify: Callable[[str], None],
    progress: Callable[[int, int], None] | None,
) -> tuple[Edition, Update]:
    """Make the edition that holds a tree; the lock is held."""
    if before is not None:
        connection = sqlite3.connect(f"{before.file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        holding = Holding.of(connection)
        connection.close()
        if holding is None or holding.rules != rule_set_fingerprint():
            before = None  # by other rules: nothing of it can be relied on
    with Contents(folder, notify) as contents, editions.next(before) as (connection, made):
        update = Updating(connection, contents, tree, progress).run()
    return made[0], update


def _nobody(_: str) -> None:
    """Hear nothing: who opens an edition that is known to be whole has nothing to be told."""


def _problem(row: tuple[str, int, int, str, str, str, str]) -> Problem:
    path, line, column, rule, severity, message, hint = row
    return Problem(path, line, column, rule, Severity(severity), message, hint)
