"""What rules look at beyond one file's content, and how they are asked.

That is a contribution at its path, what it refers to, a picture, a record of advocacy, and the files of one part of
the tree.

Nobody needs the whole commons in memory for it: `Whole` is answered by whoever holds the commons (the catalogue).
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from practice_commons.checks import rules  # noqa: F401 - importing it registers every rule
from practice_commons.checks.examination import Examined
from practice_commons.checks.layout import folded
from practice_commons.checks.registry import MOST, RULES, Finding, Rule
from practice_commons.model.advocacy import AdvocacyRecord
from practice_commons.model.contribution import Contribution
from practice_commons.model.findings import SettledFindings
from practice_commons.model.problem import Problem
from practice_commons.model.terms import Kind
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.own_files import OwnFile
from practice_commons.reading.records import name_of
from practice_commons.reading.strict_yaml import Mark
from practice_commons.reading.vocabularies import Vocabularies

HEAD = 16
"""As many of a picture's first bytes as show its format."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A contribution's content at its path, with the lists that it refers to. `today` is the day it is judged by."""

    path: str
    examined: Examined
    vocabularies: Vocabularies
    today: dt.date

    @property
    def contribution(self) -> Contribution | None:
        """Return the typed contribution, or None where the content could not be typed."""
        return self.examined.contribution

    def mark(self, *place: str | int) -> Mark:
        """Return the line and column of a field, or of the nearest field that encloses it; the top when absent."""
        return self.examined.mark(*place)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its path, its first bytes, and its size in bytes (one over the limit stands for all that are over)."""

    path: str
    head: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one part of the tree that share no names with any other part, sorted by path."""

    entries: Sequence[TreeEntry]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record of advocacy: settled findings, or what became of what was raised. `today` is the day of judgement."""

    file: OwnFile[SettledFindings] | OwnFile[AdvocacyRecord]
    vocabularies: Vocabularies
    today: dt.date

    @property
    def said(self) -> SettledFindings | AdvocacyRecord:
        """Return what the record says."""
        return self.file.said

    @property
    def priority(self) -> str:
        """Return the priority that the record belongs to: the one it names, or the one its file is named after."""
        said = self.file.said
        return said.priority if isinstance(said, AdvocacyRecord) else name_of(self.file.path)

    def mark(self, *place: str | int) -> Mark:
        """Return the line and column of a field, or of the nearest field that encloses it; the top when absent."""
        return self.file.mark(*place)


class Whole(Protocol):
    """What a linked rule may ask of the commons as a whole."""

    def holder(self, identity: str) -> str | None:
        """Return the path of the first contribution, by path, whose frontmatter gives an id; None if there is none."""

    def kind(self, identity: str) -> Kind | None:
        """Return the kind of the contribution with an id; None where there is none or it could not be typed."""

    def anchors(self, path: str) -> frozenset[str] | None:
        """Return the headings by which a contribution can be linked into; None where no contribution lies there."""

    def holds(self, path: str) -> bool:
        """Say whether an ordinary file lies at a path."""

    def identities(self) -> Sequence[str]:
        """Return every id that there is, sorted; for finding the one that was meant."""

    def names(self, folder: str) -> Sequence[str]:
        """Return the names of the contributions that lie straight in a folder, sorted."""

    def named(self, name: str) -> str | None:
        """Return the path of the first contribution, by path, whose file has this name; None if there is none."""


class RecordedWhole(Whole, Protocol):
    """What a record rule may ask besides."""

    def said(self, identity: str) -> Contribution | None:
        """Return the contribution with an id; None where there is none or it could not be typed."""

    def findings(self, priority: str) -> Sequence[str]:
        """Return the ids of the findings that staff settled on under a priority."""


def placed_problems(placed: Placed) -> list[Problem]:
    """Return what the placed rules find, and what the content's own rules found, at the contribution's path."""
    found = [replace(one, path=placed.path) for one in placed.examined.problems]
    for rule in RULES.values():
        if rule.placed is not None:
            found += _found(rule, rule.placed(placed), placed.path)
    return found


def linked_problems(placed: Placed, whole: Whole) -> list[Problem]:
    """Return what the linked rules find of a contribution."""
    return [
        one for rule in RULES.values() if rule.linked for one in _found(rule, rule.linked(placed, whole), placed.path)
    ]


def picture_problems(picture: Picture) -> list[Problem]:
    """Return what the rules find of a picture."""
    return [one for rule in RULES.values() if rule.picture for one in _found(rule, rule.picture(picture), picture.path)]


def layout_problems(layout: Layout) -> list[Problem]:
    """Return what the layout rules find of one part of the tree."""
    return [one for rule in RULES.values() if rule.layout for one in _found(rule, rule.layout(layout), "")]


def commons_problems(vocabularies: Vocabularies) -> list[Problem]:
    """Return what the rules find of the commons' own lists."""
    return [one for rule in RULES.values() if rule.commons for one in _found(rule, rule.commons(vocabularies), "")]


def record_problems(recorded: Recorded, whole: RecordedWhole) -> list[Problem]:
    """Return what the rules find of a record of advocacy."""
    asked = ((rule, rule.record(recorded, whole)) for rule in RULES.values() if rule.record)
    return [one for rule, found in asked for one in _found(rule, found, recorded.file.path)]


def part_of(path: str) -> int:
    """Return the part of the tree that a path belongs to: names in two parts never collide, whatever their capitals."""
    return zlib.crc32(folded("/".join(path.split("/")[:2])).encode("utf-8", "surrogatepass"))


def _found(rule: Rule, findings: Iterable[Finding], path: str) -> Iterator[Problem]:
    """Yield a rule's problems. No rule says more of one file than MOST: nobody needs a fifty-first dead link."""
    said: Counter[str] = Counter()
    for one in findings:
        where = one.path or path
        said[where] += 1
        if said[where] <= MOST[rule.severity]:
            yield Problem(where, one.line, one.column, rule.id, rule.severity, one.message, one.hint)
