"""The tree as a whole, inspected: every commons rule asked, and each problem placed at its path."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from practice_commons.checks.examination import Examined, examine
from practice_commons.checks.layout import is_contribution, is_picture
from practice_commons.checks.registry import MOST, RULES, Finding, Rule
from practice_commons.model.problem import Problem
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.tree import REGULAR, FolderTree, Tree
from practice_commons.reading.vocabularies import Vocabularies

HEAD = 16
"""As many of a picture's first bytes as show its format."""


@dataclass(frozen=True)
class Whole:
    """What the commons rules look at. `examined` holds the contributions, by path; `today` is the tree's own day."""

    entries: Sequence[TreeEntry]
    examined: Mapping[str, Examined]
    vocabularies: Vocabularies
    today: dt.date
    images: Mapping[str, bytes]
    """The first bytes of each picture, by path: enough to tell what it really is."""
    sizes: Mapping[str, int]
    """The size of each picture in bytes, by path. One that is over the limit counts as one byte over it."""


def gather(
    tree: Tree,
    vocabularies: Vocabularies,
    *,
    known: Callable[[str], Examined | None] | None = None,
    known_picture: Callable[[str], tuple[bytes, int] | None] | None = None,
    examined_now: Callable[[Examined], object] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Whole:
    """Examine a tree's contributions and look at its pictures. What is known by its blob id is not read again.

    `examined_now` is given each content that was not known; `progress`, how many are done and of how many. Only
    ordinary files are read. A folder's day is today; a commit's is the day on which it was made.
    """
    entries = tree.entries()
    regular = [entry for entry in entries if entry.mode == REGULAR]
    contributions = [entry for entry in regular if is_contribution(entry.path)]
    pictures = [entry for entry in regular if is_picture(entry.path)]
    by_blob: dict[str, Examined] = {}
    unread: dict[str, TreeEntry] = {}
    for entry in contributions:
        if entry.blob in by_blob or entry.blob in unread:
            continue
        one = known(entry.blob) if known else None
        if one is None:
            unread[entry.blob] = entry
        else:
            by_blob[entry.blob] = one
    done = len(by_blob)
    for entry, data in tree.read(unread.values()):
        one = examine(data, vocabularies)
        by_blob[entry.blob] = one = replace(one, blob=entry.blob)
        done += 1
        if examined_now:
            examined_now(one)
        if progress:
            progress(done, len(by_blob) + len(unread))
    heads, sizes = _look_at(tree, pictures, known_picture)
    now = tree.now if isinstance(tree, FolderTree) else tree.when
    examined = {entry.path: by_blob[entry.blob] for entry in contributions if entry.blob in by_blob}
    return Whole(entries, examined, vocabularies, now.date(), heads, sizes)


def inspect(whole: Whole) -> tuple[Problem, ...]:
    """Return every problem of a commons: each content's own, placed, and those of the tree as a whole.

    No rule says more of one file than MOST: who has fifty dead links needs no fifty-first to begin with.
    """
    found = [replace(problem, path=path) for path, one in whole.examined.items() for problem in one.problems]
    for rule in RULES.values():
        if rule.commons is not None:
            said: Counter[str] = Counter()
            for one in rule.commons(whole):
                said[one.path] += 1
                if said[one.path] <= MOST[rule.severity]:
                    found.append(_placed(rule, one))
    return tuple(sorted(dict.fromkeys(found)))


def _placed(rule: Rule, one: Finding) -> Problem:
    return Problem(one.path, one.line, one.column, rule.id, rule.severity, one.message, one.hint)


def _look_at(
    tree: Tree, pictures: Sequence[TreeEntry], known: Callable[[str], tuple[bytes, int] | None] | None
) -> tuple[dict[str, bytes], dict[str, int]]:
    seen = {entry.blob: facts for entry in pictures if known and (facts := known(entry.blob)) is not None}
    for entry, data in tree.read([entry for entry in pictures if entry.blob not in seen]):
        seen[entry.blob] = (data[:HEAD], len(data))
    held = [entry for entry in pictures if entry.blob in seen]
    return {entry.path: seen[entry.blob][0] for entry in held}, {entry.path: seen[entry.blob][1] for entry in held}
