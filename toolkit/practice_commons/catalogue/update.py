"""The catalogue brought up to date with a tree. What is known by its blob id is not read again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from practice_commons.catalogue import codec
from practice_commons.catalogue.entry import councils_of, priorities_of
from practice_commons.checks.examination import Examined
from practice_commons.checks.inspection import Whole, gather, inspect
from practice_commons.checks.registry import rule_set_fingerprint
from practice_commons.model.contribution import Contribution
from practice_commons.model.problem import Problem
from practice_commons.reading.tree import Tree
from practice_commons.reading.vocabularies import Vocabularies

HERE = ""
"""The source that is this commons itself; federated ones have their peer's name."""


@dataclass(frozen=True, slots=True)
class Update:
    """What an update found: contents examined now and known already, and placements that are gone."""

    examined: int
    known: int
    removed: int


def bring_up_to_date(
    connection: sqlite3.Connection,
    tree: Tree,
    vocabularies: Vocabularies,
    found: Sequence[Problem],
    progress: Callable[[int, int], None] | None,
) -> Update:
    """Write into the catalogue what a tree holds, in the transaction that the caller has begun.

    `found` are the problems of the vocabularies. Content is examined again when the rules or the vocabularies that it
    was examined by have changed.
    """
    fingerprint = f"{rule_set_fingerprint()}:{vocabularies.fingerprint}"
    before = connection.execute("SELECT fingerprint FROM holding WHERE source = ?", (HERE,)).fetchone()
    if before and before[0] != fingerprint:
        connection.execute("DELETE FROM content")
    examined_now: list[Examined] = []
    known = 0

    def recall(blob: str) -> Examined | None:
        nonlocal known
        row = connection.execute(codec.SELECT_ONE, (blob,)).fetchone()
        known += row is not None
        return codec.examined_from(row) if row else None

    whole = gather(tree, vocabularies, known=recall, examined_now=examined_now.append, progress=progress)
    problems = tuple(sorted({*found, *inspect(whole)}))
    connection.executemany(codec.INSERT, map(codec.row, examined_now))
    gone = _paths(connection)
    for statement in _FORGET:
        connection.execute(statement, (HERE,))
    _place(connection, whole, tree, {problem.path for problem in problems if problem.is_error})
    connection.executemany(
        "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (HERE, codec.storable(p.path), p.line, p.column, p.rule, p.severity.value, p.message, p.hint)
            for p in problems
        ],
    )
    connection.execute(
        "INSERT INTO holding VALUES (?, ?, ?, ?, ?)", (HERE, tree.commit, tree.when.isoformat(), tree.name, fingerprint)
    )
    return Update(len(examined_now), known, len(gone - _paths(connection)))


def holds(connection: sqlite3.Connection, tree: Tree) -> bool:
    """Say whether the catalogue holds just this tree: another command may have brought it to another one."""
    query = 'SELECT "commit", moment, name FROM holding WHERE source = ?'
    found: object = connection.execute(query, (HERE,)).fetchone()
    return found == (tree.commit, tree.when.isoformat(), tree.name)


_FORGET = (
    "DELETE FROM placement WHERE source = ?",
    "DELETE FROM facet WHERE source = ?",
    "DELETE FROM problem WHERE source = ?",
    "DELETE FROM holding WHERE source = ?",
)


def _place(connection: sqlite3.Connection, whole: Whole, tree: Tree, broken: set[str]) -> None:
    blobs = {entry.path: entry.blob for entry in whole.entries}
    committed, history = tree.committed(), tree.history()
    for path, one in whole.examined.items():
        typed = one.contribution
        if typed is None or typed.id is None or path in broken or not path.startswith("communities/"):
            continue
        changes = history.get(path, ()) if committed.get(path) == blobs[path] else ()
        dated = [[change.commit, change.when.isoformat(), change.subject] for change in changes]
        connection.execute(
            "INSERT INTO placement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                HERE,
                path,
                one.blob,
                typed.id,
                typed.kind.value,
                typed.community,
                typed.date.isoformat(),
                typed.responds_to,
                json.dumps(dated),
            ),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO facet VALUES (?, ?, ?, ?)",
            [
                (facet, value, HERE, path)
                for facet, values in _facets(typed, whole.vocabularies).items()
                for value in values
            ],
        )


def _facets(contribution: Contribution, vocabularies: Vocabularies) -> Mapping[str, tuple[str, ...]]:
    return {
        "priority": priorities_of(contribution),
        "council": councils_of(contribution, vocabularies.register),
        "tag": contribution.tags,
    }


def _paths(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT path FROM placement WHERE source = ?", (HERE,))}
