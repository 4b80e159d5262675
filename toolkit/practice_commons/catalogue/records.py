"""Records of advocacy in an edition: kept as they were read, and put to their rules when what they rest on changes."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping

from practice_commons.catalogue.codec import storable
from practice_commons.catalogue.whole import CataloguedWhole
from practice_commons.checks.examination import Examined
from practice_commons.checks.inspection import Recorded, record_problems
from practice_commons.model.advocacy import AdvocacyRecord
from practice_commons.model.contribution import Contribution
from practice_commons.model.findings import SettledFindings
from practice_commons.model.problem import Problem
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.own_files import DIGESTS, FINDINGS
from practice_commons.reading.records import cited_in, is_record, read_record
from practice_commons.reading.tree import REGULAR, Tree
from practice_commons.reading.vocabularies import Vocabularies


class CataloguedRecords(CataloguedWhole):
    """Answers for `checks.inspection.RecordedWhole`. `known` gives the content of a file that a catalogue holds."""

    def __init__(self, connection: sqlite3.Connection, known: Callable[[TreeEntry], Examined]) -> None:
        """Answer from a connection to an edition."""
        super().__init__(connection, lambda _path, _blob: frozenset())
        self._known = known

    def said(self, identity: str) -> Contribution | None:
        """Return the contribution with an id; None where there is none or it could not be typed."""
        query = "SELECT mode, blob, path FROM file WHERE identity = ? AND identity != '' ORDER BY path LIMIT 1"
        row = self._connection.execute(query, (identity,)).fetchone()
        return self._known(TreeEntry(*row)).contribution if row else None

    def findings(self, priority: str) -> tuple[str, ...]:
        """Return the ids of the findings that staff settled on under a priority."""
        said = self._one("SELECT said FROM record WHERE path = ?", f"{FINDINGS}{priority}.yml")
        return tuple(one["id"] for one in json.loads(said).get("findings", ())) if said else ()


class Recording:
    """The records of an edition that is being brought up to date with a tree."""

    def __init__(self, connection: sqlite3.Connection, tree: Tree) -> None:
        """Look after the records in an edition."""
        self._connection, self._tree = connection, tree

    def take(self, delta: Mapping[str, TreeEntry | None]) -> tuple[list[Problem], set[str], set[str]]:
        """Read the records that differ, keep what they say, and forget those that are gone.

        Returns the problems in their form, the paths of those that have changed since they were listed, and all paths
        that were looked at.
        """
        wanted = {path: entry for path, entry in delta.items() if is_record(path)}
        for path in delta:
            if path.startswith(DIGESTS):
                wanted |= self._resting_on(path)
        paths = [(path,) for path in wanted]
        for table in ("record", "reference"):
            self._connection.executemany(f"DELETE FROM {table} WHERE path = ?", paths)  # noqa: S608 - our own words
        self._connection.executemany("DELETE FROM problem WHERE path = ? AND layer = 'record'", paths)
        entries = [one for one in wanted.values() if one is not None and one.mode == REGULAR]
        unread = {storable(one.path) for one in entries}
        problems: list[Problem] = []
        for entry, data in self._tree.read(entries):
            unread.discard(storable(entry.path))
            record = read_record(entry.path, data)
            if isinstance(record, tuple):
                problems += record
            else:
                self._keep(storable(entry.path), record.said)
        return problems, unread, set(wanted)

    def _keep(self, path: str, said: SettledFindings | AdvocacyRecord) -> None:
        priority = ""
        aims = set(_aims(said))
        if isinstance(said, AdvocacyRecord):
            priority = said.priority
            said = said.model_copy(update={"used": said.used or self._cited(said)})
            aims.update(f"id:{one}" for one in said.used)
        row = (path, priority, said.model_dump_json(exclude_unset=True))
        self._connection.execute("INSERT INTO record VALUES (?, ?, 0, ?)", row)
        self._connection.executemany("INSERT INTO reference VALUES (?, ?)", [(aim, path) for aim in sorted(aims)])

    def _cited(self, said: AdvocacyRecord) -> tuple[str, ...]:
        """Return the contributions that the published digests cite with which something was raised."""
        query = "SELECT mode, blob, path FROM file WHERE path = ? AND mode = ?"
        paths = dict.fromkeys(f"{DIGESTS}{one.digest}.json" for one in said.raised if one.digest)
        rows = [self._connection.execute(query, (path, REGULAR)).fetchone() for path in paths]
        read = self._tree.read([TreeEntry(*row) for row in rows if row])
        return tuple(dict.fromkeys(identity for _, data in read for identity in cited_in(data)))

    def _resting_on(self, digest: str) -> dict[str, TreeEntry | None]:
        """Return the records that name a published digest, as they lie now."""
        query = "SELECT mode, blob, path FROM file JOIN reference USING (path) WHERE aim = ?"
        rows = self._connection.execute(query, (f"path:{digest}",)).fetchall()
        return {row[2]: TreeEntry(*row) for row in rows if is_record(row[2])}

    def paths(self) -> set[str]:
        """Return where every record lies that could be read."""
        return {row[0] for row in self._connection.execute("SELECT path FROM record")}

    def problems(
        self, paths: Collection[str], known: Callable[[TreeEntry], Examined], lists: Vocabularies, day: dt.date
    ) -> list[Problem]:
        """Return what the rules find of the records at some paths: read again, for the lines."""
        query = "SELECT mode, blob, path FROM file JOIN record USING (path) WHERE path = ?"
        rows = [self._connection.execute(query, (path,)).fetchone() for path in sorted(paths)]
        whole = CataloguedRecords(self._connection, known)
        found: list[Problem] = []
        for entry, data in self._tree.read([TreeEntry(*row) for row in rows if row]):
            record = read_record(entry.path, data)
            if not isinstance(record, tuple):
                found += record_problems(Recorded(record, lists, day), whole)
        return found


def _aims(said: SettledFindings | AdvocacyRecord) -> Iterator[str]:
    """Yield what a record refers to, as the catalogue writes it."""
    if isinstance(said, AdvocacyRecord):
        yield from (f"id:{one}" for one in said.used)
        yield from (f"path:{DIGESTS}{one.digest}.json" for one in said.raised if one.digest)
        if said.findings:
            yield f"path:{FINDINGS}{said.priority}.yml"
        return
    for finding in said.findings:
        yield from (f"id:{one.id}" for one in finding.asks)
    yield from (f"id:{one.id}" for one in said.left_out)
