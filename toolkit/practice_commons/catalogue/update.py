"""The catalogue brought up to date with a tree: only what differs is looked at, and what that reaches."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from practice_commons.catalogue import codec
from practice_commons.catalogue.codec import storable
from practice_commons.catalogue.contents import Contents, sealed
from practice_commons.catalogue.editions import indexes
from practice_commons.catalogue.facts import CLOSELY, Facts, facts_of
from practice_commons.catalogue.histories import Histories
from practice_commons.catalogue.holding import Holding, overlay_json
from practice_commons.catalogue.lists import vocabularies_from, vocabularies_json
from practice_commons.catalogue.records import Recording
from practice_commons.catalogue.whole import CataloguedWhole
from practice_commons.checks.examination import Examined, examine
from practice_commons.checks.inspection import (
    HEAD,
    Layout,
    Picture,
    Placed,
    commons_problems,
    layout_problems,
    linked_problems,
    part_of,
    picture_problems,
)
from practice_commons.checks.layout import is_contribution, is_picture, source_of
from practice_commons.checks.registry import rule_set_fingerprint
from practice_commons.checks.rules.patience import PATIENCE
from practice_commons.crew import Crew, Stopped
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.federation import FILES, crosswalk_problems, read_federation
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.records import is_record
from practice_commons.reading.tree import REGULAR, Tree
from practice_commons.reading.vocabularies import Vocabularies, is_list, read_vocabularies

_BATCH = 256
_FILE = "SELECT path, raw, mode, blob FROM file"
_PLACEMENT = (
    "source, path, published, blob, id, kind, community, date, withdrawn, responds_to, superseded_by, outcome, until,"
    " review_by, person, role, asks, councils, headline, changes, changed"
)


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did: contents examined, and placements taken out."""

    examined: int = 0
    removed: int = 0


class Updating:
    """One update of an edition, in a transaction that the caller has begun."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        contents: Contents,
        tree: Tree,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        """Prepare to bring an edition up to date with a tree."""
        self.connection, self.contents, self.tree, self.progress = connection, contents, tree, progress
        self.before = Holding.of(connection)
        self.day = tree.present.date()
        self.lists: Vocabularies
        self.touched: set[str] = set()
        self.unread: set[str] = set()
        """What has gone or changed since it was listed, or took a worker with it: to be looked at again next time."""
        self.records = Recording(connection, tree)
        self.doubtful: set[str] = set()
        """Paths of which an error may have come or gone."""
        self.renamed = False
        """Whether a file came or went, or an id did: who refers to what is not there may find it now."""
        self.examined = self.placed = 0

    def run(self) -> Update:
        """Bring the edition up to date."""
        delta = self._delta()
        listed = self._read_lists(delta)
        before = self._aims(delta)
        removed = self._remove([path for path, entry in delta.items() if entry is None])
        changed = {path: entry for path, entry in delta.items() if entry is not None}
        self._enter(changed)
        again = self._contributions(delta, changed, listed=listed)
        if self.before is not None:
            for path in changed.keys() - again.keys():  # a contribution may have become a program or a link
                self._displace(path)
        self._place(again)
        self._record(delta)
        self._pictures(changed)
        self._layout(delta)
        self._federation(delta, listed=listed)
        self.touched.update(path for path in {*delta, *self.doubtful} if is_picture(path))
        dated = self.before is None or self.before.day != self.day.isoformat()
        self._link(changed, before, self._aims(delta), self.records.paths() if listed or dated else set())
        self.touched |= Histories(self.connection, self.tree, self.before).write(delta)
        self._settle()
        self._hold()
        return Update(self.examined, removed)

    # what differs

    def _delta(self) -> dict[str, TreeEntry | None]:
        """Return, by path as stored, what differs from what the edition holds: the file, or None where it is gone."""
        before = self.before
        since = None
        if before is not None and before.commit is not None:
            since = self.tree.since(before.commit, [path for path, _ in json.loads(before.overlay)])
        if since is None:
            held = {row[0]: row[1:] for row in self.connection.execute("SELECT path, mode, blob FROM file")}
            found: dict[str, TreeEntry | None] = {}
            for entry in self.tree.entries():
                key = storable(entry.path)
                if held.pop(key, None) != (entry.mode, entry.blob):
                    found[key] = entry
            return found | dict.fromkeys(held)
        query = "SELECT mode, blob FROM file WHERE path = ?"
        found = {}
        for path, one in since.items():
            row = self.connection.execute(query, (storable(path),)).fetchone()
            if row != ((one.mode, one.blob) if one else None):
                found[storable(path)] = one
        return found

    def _read_lists(self, delta: Mapping[str, TreeEntry | None]) -> bool:
        """Read the commons' own lists where any of them differs. Returns whether they say anything else than before."""
        before = self.before
        if before is not None and not any(map(is_list, delta)):
            self.lists = vocabularies_from(before.vocabulary)
            return False
        rows = self.connection.execute(_FILE) if before else ()
        held = {row[0]: _entry(row) for row in rows if is_list(row[0])}
        held |= {path: entry for path, entry in delta.items() if entry is not None and is_list(path)}
        gone = {path for path, entry in delta.items() if entry is None}
        self.lists, found = read_vocabularies(self.tree, [held[path] for path in sorted(held) if path not in gone])
        self.connection.execute("DELETE FROM problem WHERE layer = 'lists'")
        self._problems([*found, *commons_problems(self.lists)], "lists")
        return before is None or before.lists != self.lists.fingerprint

    # files

    def _remove(self, paths: Sequence[str]) -> int:
        self.renamed = bool(paths)
        placed = sum(self._unplace(path) for path in paths)
        for statement in _FORGET:
            self.connection.executemany(statement, [(path,) for path in paths])
        return placed

    def _aims(self, delta: Collection[str]) -> set[str]:
        """Return what others may refer to in files that differ, as they stand in the edition now."""
        found = {f"path:{path}" for path in delta}
        if self.before is None:
            return found
        for some in _batches(delta):
            marks = ", ".join("?" * len(some))
            query = f"SELECT identity FROM file WHERE identity != '' AND path IN ({marks})"  # noqa: S608 - marks only
            found.update(f"id:{row[0]}" for row in self.connection.execute(query, some))
        return found

    def _enter(self, changed: Mapping[str, TreeEntry]) -> None:
        rows = [
            (path, None if one.path == path else json.dumps(one.path), one.mode, one.blob, part_of(path), "", "", "", 0)
            for path, one in changed.items()
        ]
        if self.before is not None and not self.renamed:
            query = "SELECT 1 FROM file WHERE path = ?"
            self.renamed = any(self.connection.execute(query, (path,)).fetchone() is None for path in changed)
        self.connection.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _unplace(self, path: str) -> bool:
        """Take a placement out, with its facets. Returns whether there was one."""
        row = self.connection.execute("SELECT number FROM placement WHERE path = ?", (path,)).fetchone()
        if row is None:
            return False
        self.touched.add(path)
        self.connection.execute("DELETE FROM facet WHERE number = ?", row)
        self.connection.execute("DELETE FROM placement WHERE number = ?", row)
        return True

    def _displace(self, path: str) -> None:
        """Forget what followed from a contribution that lay at a path and is none any more, or cannot be read."""
        self._unplace(path)
        self.connection.execute("DELETE FROM reference WHERE path = ?", (path,))
        self.connection.execute("DELETE FROM problem WHERE path = ? AND layer IN ('placed', 'linked')", (path,))

    # contributions

    def _contributions(
        self, delta: Mapping[str, TreeEntry | None], changed: Mapping[str, TreeEntry], *, listed: bool
    ) -> dict[str, TreeEntry]:
        """Return the contributions to place: those that differ, or all where the lists do, or whom the day concerns."""
        again = {path: one for path, one in changed.items() if one.mode == REGULAR and is_contribution(path)}
        if self.before is None:
            return again
        query = f"{_FILE} WHERE contribution"
        values: tuple[str, ...] = ()
        if not listed:
            if self.before.day == self.day.isoformat():
                return again
            first = min(dt.date.fromisoformat(self.before.day), self.day)
            query, values = f"{query} AND latest > ?", ((first + dt.timedelta(days=1)).isoformat(),)
        for row in self.connection.execute(query, values).fetchall():
            if row[0] not in delta:
                again[row[0]] = _entry(row)
        return again

    def _place(self, entries: Mapping[str, TreeEntry]) -> None:
        """Examine what is not known, and write what follows from each contribution at its path."""
        by_blob: dict[str, list[str]] = {}
        for path, entry in entries.items():
            by_blob.setdefault(entry.blob, []).append(path)
        known = self.contents.known(by_blob)
        unread = {blob: entries[paths[0]] for blob, paths in by_blob.items() if blob not in known}
        for blob in sorted(known, key=lambda one: by_blob[one][0]):
            one = self.contents.examined(blob, self._marks(entries[by_blob[blob][0]]))
            if one is None:
                unread[blob] = entries[by_blob[blob][0]]
            else:
                self._write([facts_of(Placed(path, one, self.lists, self.day)) for path in by_blob[blob]])
        self._examine(unread, by_blob)
        if self.before is None:
            for statement in indexes():
                self.connection.execute(statement)
        self.doubtful.update(entries)
        query = "SELECT 1 FROM file WHERE path = ? AND contribution"
        for path in entries:  # what has gone since it was listed, and so could not be read
            if self.connection.execute(query, (path,)).fetchone() is None:
                self._displace(path)
                self._forget([path])

    def _examine(self, unread: Mapping[str, TreeEntry], by_blob: Mapping[str, Sequence[str]]) -> None:
        crew: Crew[_Item, _Done] = Crew(_begin, (self.lists, self.day), patience=PATIENCE)
        items = ((entry.blob, data, by_blob[entry.blob]) for entry, data in self.tree.read(unread.values()))
        kept: list[codec.Row] = []
        facts: list[Facts] = []
        for item, result in crew.map(items):
            self.examined += 1
            if isinstance(result, Stopped):
                row, found = _result(_too_slow(item[0], result.why), item[2], self.lists, self.day)
            else:
                row, found = result
            if isinstance(result, Stopped) and not result.late:
                self._write(found)
                self._forget(item[2])  # whatever killed its worker: it may do better next time
                continue
            kept.append(row)
            facts += found
            if len(kept) >= _BATCH:
                self._keep(kept, facts)
                kept, facts = [], []
            if self.progress:
                self.progress(self.examined, len(unread))
        self._keep(kept, facts)

    def _forget(self, paths: Sequence[str]) -> None:
        """Have some paths looked at again by the next update."""
        self.unread.update(paths)
        self.connection.executemany("UPDATE file SET blob = '' WHERE path = ?", [(path,) for path in paths])

    def _keep(self, kept: Sequence[codec.Row], facts: Sequence[Facts]) -> None:
        if kept:
            self.contents.keep(kept)
            self._write(facts)

    def _write(self, facts: Sequence[Facts]) -> None:
        run = self.connection.executemany
        run(
            "UPDATE file SET identity = ?, kind = ?, latest = ?, contribution = 1 WHERE path = ?",
            [(*one.file, one.path) for one in facts],
        )
        if self.before is not None:
            run("DELETE FROM reference WHERE path = ?", [(one.path,) for one in facts])
            run("DELETE FROM problem WHERE path = ? AND layer = 'placed'", [(one.path,) for one in facts])
        run("INSERT INTO reference VALUES (?, ?)", [(aim, one.path) for one in facts for aim in one.aims])
        self._problems((problem for one in facts for problem in one.problems), "placed")
        if self.before is None:
            self._write_placements(facts)
        else:
            for one in facts:
                self._write_placement(one)

    def _write_placements(self, facts: Sequence[Facts]) -> None:
        """Write the placements of an edition that had none."""
        placed = [(number, one) for number, one in enumerate(facts, self.placed + 1) if one.placement is not None]
        self.placed += len(facts)
        marks = ", ".join("?" * 22)
        self.connection.executemany(
            f"INSERT INTO placement (number, {_PLACEMENT}) VALUES ({marks})",  # noqa: S608 - our columns
            [
                (number, source_of(one.path), one.path, 0, *one.placement, "", "")
                for number, one in placed
                if one.placement
            ],
        )
        rows = [(*facet, number) for number, one in placed for facet in one.facets]
        self.connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", rows)

    def _write_placement(self, facts: Facts) -> None:
        """Write a placement of an edition that may have had it before, keeping its number and its commits."""
        if facts.placement is None:
            self._unplace(facts.path)
            return
        execute = self.connection.execute
        query = f"SELECT number, {_PLACEMENT} FROM placement WHERE path = ?"  # noqa: S608 - our own columns
        row = execute(query, (facts.path,)).fetchone()
        kept = (source_of(facts.path), facts.path, 0), ("", "")
        if row is not None:
            kept = row[1:4], row[-2:]
        said = (*kept[0], *facts.placement, *kept[1])
        if row is None or row[1:] != said:
            self.touched.add(facts.path)
        number = row[0] if row else None
        marks = ", ".join("?" * len(said))
        cursor = execute(
            f"INSERT OR REPLACE INTO placement (number, {_PLACEMENT}) VALUES (?, {marks})",  # noqa: S608 - our columns
            (number, *said),
        )
        if row is not None:
            execute("DELETE FROM facet WHERE number = ?", (number,))
        number = number or cursor.lastrowid
        self.connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(*one, number) for one in facts.facets])

    def _marks(self, entry: TreeEntry) -> codec.Marks:
        def read() -> Mapping[tuple[str | int, ...], tuple[int, int]]:
            for _, data in self.tree.read([entry]):
                document = read_document("", data)
                return document.marks() if isinstance(document, Document) else {}
            return {}

        return read

    # records of advocacy, pictures, names and places

    def _record(self, delta: Mapping[str, TreeEntry | None]) -> None:
        found, unread, paths = self.records.take(delta)
        self._problems(found, "record")
        self._forget(sorted(unread))
        self.touched |= paths

    def _pictures(self, changed: Mapping[str, TreeEntry]) -> None:
        wanted = [one for path, one in changed.items() if one.mode == REGULAR and is_picture(path)]
        seen = {one.blob: facts for one in wanted if (facts := self.contents.picture(one.blob)) is not None}
        now: dict[str, tuple[bytes, int]] = {}
        for entry, data in self.tree.read([one for one in wanted if one.blob not in seen]):
            now[entry.blob] = (data[:HEAD], len(data))
        self._forget([path for path, one in changed.items() if one in wanted and one.blob not in seen | now])
        self.contents.keep_pictures((blob, *facts) for blob, facts in now.items())
        seen |= now
        for path in changed:
            self.connection.execute("DELETE FROM problem WHERE path = ? AND layer = 'picture'", (path,))
        self._problems(
            [
                problem
                for one in wanted
                if one.blob in seen
                for problem in picture_problems(Picture(one.path, *seen[one.blob]))
            ],
            "picture",
        )

    def _layout(self, delta: Mapping[str, TreeEntry | None]) -> None:
        """Ask the layout rules of every part of the tree in which files came, went or changed their mode."""
        for part in sorted({part_of(path) for path in delta}):
            rows = self.connection.execute(f"{_FILE} WHERE part = ?", (part,))
            entries = sorted(map(_entry, rows), key=lambda entry: entry.path)
            was = "SELECT path FROM problem WHERE part = ? AND layer = 'layout'"
            self.doubtful.update(row[0] for row in self.connection.execute(was, (part,)))
            self.connection.execute("DELETE FROM problem WHERE part = ? AND layer = 'layout'", (part,))
            found = layout_problems(Layout(entries))
            self.doubtful.update(storable(one.path) for one in found)
            self._problems(found, "layout", part)

    def _federation(self, delta: Mapping[str, TreeEntry | None], *, listed: bool) -> None:
        """Read what is said of peers, where that differs or the words that it speaks of do."""
        if not listed and not any(path in delta for path in FILES):
            return
        marks = ", ".join("?" * len(FILES))
        rows = self.connection.execute(f"{_FILE} WHERE path IN ({marks})", FILES)
        said = read_federation(self.tree, [_entry(row) for row in rows])
        self.connection.execute("DELETE FROM problem WHERE layer = 'federation'")
        self._problems([*said.problems, *crosswalk_problems(said, self.lists)], "federation")

    # what refers to what

    def _link(self, changed: Mapping[str, TreeEntry], before: set[str], after: set[str], also: set[str]) -> None:
        """Ask the linked rules of what differs, of what refers to anything that differs, and of what is broken.

        `before` and `after` are what others may refer to in the files that differ; `also` is to be asked of as well.
        """
        if self.before is None:
            wanted = self._referring()
        else:
            wanted = set(changed)
            for some in _batches(before | after):
                marks = ", ".join("?" * len(some))
                query = f"SELECT path FROM reference WHERE aim IN ({marks})"  # noqa: S608 - marks only
                wanted.update(row[0] for row in self.connection.execute(query, some))
                query = f"SELECT path FROM file WHERE identity != '' AND identity IN ({marks})"  # noqa: S608
                identities = [one.removeprefix("id:") for one in some]
                wanted.update(row[0] for row in self.connection.execute(query, identities))
            if self.renamed or before != after:
                broken = self.connection.execute("SELECT DISTINCT path FROM problem WHERE layer = 'linked'")
                wanted.update(row[0] for row in broken)
        wanted |= also
        whole = CataloguedWhole(self.connection, self._anchors)
        found = self.records.problems(list(filter(is_record, wanted)), self._known, self.lists, self.day)
        for path in sorted(wanted):
            row = self.connection.execute(f"{_FILE} WHERE path = ? AND contribution", (path,)).fetchone()
            if row is not None:
                entry = _entry(row)
                found += linked_problems(Placed(path, self._known(entry), self.lists, self.day), whole)
        if self.before is not None:
            forget = "DELETE FROM problem WHERE path = ? AND layer = 'linked'"
            self.connection.executemany(forget, [(path,) for path in wanted])
        self._problems(found, "linked")
        self.doubtful |= wanted

    def _referring(self) -> set[str]:
        """Return what refers to something that is not there, wants a closer look, or shares its id with another.

        With the rest all is well. Without this, every contribution of a new catalogue would be read again.
        """
        return {row[0] for query in _SUSPECT for row in self.connection.execute(query)}

    def _anchors(self, path: str, blob: str) -> frozenset[str]:
        found = self.contents.anchors(blob)
        if found is None:
            rendered = self._known(TreeEntry(REGULAR, blob, path)).rendered
            found = frozenset(one.anchor.removeprefix("s-") for one in rendered.headings) if rendered else frozenset()
        return found

    def _known(self, entry: TreeEntry) -> Examined:
        """Return examined content, examined again where the cache has lost it."""
        one = self.contents.examined(entry.blob, self._marks(entry))
        if one is not None:
            return one
        for _, data in self.tree.read([entry]):
            one = replace(examine(data, self.lists, advice=False), blob=entry.blob)
            self.contents.keep([sealed(codec.row(one))])
            return one
        return replace(examine(b"", self.lists, advice=False), blob=entry.blob)

    # history, and what is published

    def _settle(self) -> None:
        """Say of each placement and each record whether it is published: whether no error keeps it out."""
        for table in ("placement", "record"):
            sound = f"NOT EXISTS ({_ERROR} AND problem.path = {table}.path)"
            if self.before is None:
                self.connection.execute(f"UPDATE {table} SET published = {sound}")  # noqa: S608 - our own words
                continue
            query = f"SELECT published, {sound} FROM {table} WHERE path = ?"  # noqa: S608 - our own words
            for path in sorted(self.doubtful):
                row = self.connection.execute(query, (path,)).fetchone()
                if row is not None and row[0] != row[1]:
                    self.touched.add(path)
                    change = f"UPDATE {table} SET published = ? WHERE path = ?"  # noqa: S608 - our own words
                    self.connection.execute(change, (row[1], path))

    def _problems(self, problems: Iterable[Problem], layer: str, part: int | None = None) -> None:
        self.connection.executemany(
            "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (storable(p.path), p.line, p.column, p.rule, p.severity.value, p.message, p.hint, layer, part)
                for p in dict.fromkeys(problems)
            ],
        )

    def _hold(self) -> None:
        before, tree = self.before, self.tree
        edition = before.edition + 1 if before else 1
        paths = [(edition, path) for path in sorted(self.touched)]
        self.connection.executemany("INSERT OR REPLACE INTO touched VALUES (?, ?)", paths)
        since = max(before.since, edition - 200) if before else edition
        self.connection.execute("DELETE FROM touched WHERE edition <= ?", (since,))
        overlay = overlay_json(tree, self.unread)
        moment = tree.when if tree.commit else tree.when.date()  # without a commit it is but the time of looking
        state = [tree.commit, moment.isoformat(), self.day.isoformat(), overlay, self.lists.fingerprint]
        if overlay is None:  # outside Git, what lies there is all that there is to tell it by
            state += self.connection.execute("SELECT path, mode, blob FROM file ORDER BY path").fetchall()
        token = hashlib.sha256(json.dumps([*state, rule_set_fingerprint()]).encode()).hexdigest()
        self.connection.execute("INSERT INTO ancestry VALUES (?, ?)", (edition, token))
        self.connection.execute("DELETE FROM ancestry WHERE edition < ?", (since,))
        self.connection.execute("DELETE FROM holding")
        self.connection.execute(
            "INSERT INTO holding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                token,
                edition,
                since,
                tree.commit,
                tree.when.isoformat(),
                tree.name,
                self.day.isoformat(),
                overlay or "[]",
                rule_set_fingerprint(),
                self.lists.fingerprint,
                vocabularies_json(self.lists),
            ),
        )


_ERROR = "SELECT 1 FROM problem WHERE severity = 'error'"
_SUSPECT = (
    f"SELECT path FROM reference WHERE aim = '{CLOSELY}'",  # noqa: S608 - our own word
    """SELECT path FROM reference WHERE aim GLOB 'id:*'
       AND substr(aim, 4) NOT IN (SELECT identity FROM file WHERE identity != '')""",
    """SELECT path FROM reference WHERE aim GLOB 'path:*'
       AND NOT EXISTS (SELECT 1 FROM file WHERE file.path = substr(aim, 6) AND contribution)""",
    """SELECT path FROM file WHERE identity IN
       (SELECT identity FROM file WHERE identity != '' GROUP BY identity HAVING count(*) > 1)""",
)
_FORGET = (
    "DELETE FROM file WHERE path = ?",
    "DELETE FROM reference WHERE path = ?",
    "DELETE FROM problem WHERE path = ? AND layer IN ('placed', 'linked', 'picture', 'record')",
)


def _entry(row: tuple[str, str | None, str, str]) -> TreeEntry:
    path, raw, mode, blob = row
    return TreeEntry(mode, blob, path if raw is None else json.loads(raw))


def _batches(values: Collection[str]) -> Iterator[list[str]]:
    held = sorted(values)
    for at in range(0, len(held), 500):
        yield held[at : at + 500]


_Item: TypeAlias = tuple[str, bytes, Sequence[str]]
_Done: TypeAlias = tuple[codec.Row, list[Facts]]


def _begin(lists: Vocabularies, day: dt.date) -> Callable[[_Item], _Done]:
    """Return what a worker does with a content: examine it, and say what follows at each of its paths."""

    def work(item: _Item) -> _Done:
        blob, data, paths = item
        return _result(replace(examine(data, lists, advice=False), blob=blob), paths, lists, day)

    return work


def _too_slow(blob: str, why: str) -> Examined:
    hint = "Make it shorter, or divide it."
    problem = Problem("", 1, 1, "too-slow", Severity.ERROR, f"could not be examined: {why}", hint)
    return Examined(blob, None, None, dict, 1, (problem,))


def _result(one: Examined, paths: Sequence[str], lists: Vocabularies, day: dt.date) -> _Done:
    return sealed(codec.row(one)), [facts_of(Placed(path, one, lists, day)) for path in paths]
