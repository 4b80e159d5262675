"""What an edition of the catalogue holds: the tree that it was made of, and by which rules and lists."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from practice_commons.checks.registry import rule_set_fingerprint
from practice_commons.reading.tree import Tree


@dataclass(frozen=True, slots=True)
class Holding:
    """What an edition holds: the tree it was made of, and by which rules and lists."""

    token: str
    edition: int
    since: int
    commit: str | None
    moment: str
    name: str
    day: str
    overlay: str
    rules: str
    lists: str
    vocabulary: str

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Holding | None:
        """Return what an edition holds; None for an empty one."""
        row = connection.execute("SELECT * FROM holding").fetchone()
        return cls(*row) if row else None

    def is_of(self, tree: Tree) -> bool:
        """Say whether this is what a tree holds now, by the rules that there are now."""
        overlay = overlay_json(tree)
        return overlay is not None and (self.commit, self.moment, self.name, self.day, self.overlay, self.rules) == (
            tree.commit,
            tree.when.isoformat(),
            tree.name,
            tree.present.date().isoformat(),
            overlay,
            rule_set_fingerprint(),
        )


def overlay_json(tree: Tree, unread: Collection[str] = ()) -> str | None:
    """Return as JSON what lies otherwise in a tree than in its commit; None where there is none.

    What could not be read is told apart, so that it is not taken for known.
    """
    overlay = tree.overlay()
    if overlay is None:
        return None
    lying = {path: one and [one.mode, one.blob] for path, one in overlay.items()} | {path: ["", ""] for path in unread}
    return json.dumps(sorted(lying.items()))
