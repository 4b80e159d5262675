"""A query worked out: stems, exact values and days to look for, whatever engine then does the looking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from practice_commons.catalogue.names import Names
from practice_commons.search import facets, query
from practice_commons.search.facets import Unknown
from practice_commons.search.language import SPANS, Condition, Expression, Leaf, Prefix, Words
from practice_commons.search.lexicon import Lexicon
from practice_commons.search.nearness import Nearness, most_used
from practice_commons.search.synonyms import Name, Synonyms, joined
from practice_commons.search.words import stem, tokens

_HINTS = 3
"""Unknown values in one query for which something is suggested."""


@dataclass(frozen=True, slots=True)
class Adjacent:
    """Stems that follow each other, in one field or in any."""

    stems: tuple[str, ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of some stems, in one field or in any."""

    stems: tuple[str, ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Holds:
    """One of a facet's exact values."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class During:
    """A date between two days, both included; None is without end."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Both:
    """All of some tests."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The words of a name, or else another name of the same thing.

    The other names score only where the words do not hold: a page that carries a tag holds all of the tag's names,
    and is not for that a better answer to one of them.
    """

    words: Test
    others: tuple[Adjacent, ...]


Test: TypeAlias = "Adjacent | AnyOf | Holds | During | Both | Named"


@dataclass(frozen=True, slots=True)
class Plan:
    """What every result fulfils: one test of each of `required`, none of `excluded`.

    `stems` are the words looked for, to be shown in passages. A `hopeless` plan finds nothing; `notes` say why.
    """

    required: tuple[tuple[Test, ...], ...]
    excluded: tuple[Test, ...]
    stems: frozenset[str]
    notes: tuple[str, ...] = ()
    hopeless: bool = False
    loose: bool = False
    """Whether some of the words are enough."""


class Planner:
    """Works one query out. Holds what was noticed on the way."""

    def __init__(self, lexicon: Lexicon, names: Names, synonyms: Synonyms, nearness: Nearness | None = None) -> None:
        """Plan with an index's words and a commons' names; with `nearness`, for those near words too."""
        self.lexicon = lexicon
        self.names = names
        self.synonyms = synonyms
        self.near = nearness.words if nearness else {}
        self.notes: dict[str, None] = {}
        self.expansions = query.EXPANSIONS
        self.dropped: list[str] = []

    def plan(self, expression: Expression, conditions: tuple[Test, ...] = (), *, loosely: bool = False) -> Plan:
        """Return the plan for an expression, with conditions that every result must fulfil besides.

        `loosely`, one of the words that stand by themselves is enough; phrases and conditions stay.
        """
        loose: list[Test] = []
        required: list[tuple[Test, ...]] = [(condition,) for condition in conditions]
        excluded: list[Test] = []
        stems: set[str] = set()
        hopeless = False
        prefixes = sum(isinstance(leaf, Prefix) for clause in expression.clauses for leaf in clause.either)
        self.expansions = min(query.EXPANSIONS, query.ALL_EXPANSIONS // max(1, prefixes))
        if expression.cut:
            self.notes[f"Only the first {query.CLAUSES} words and conditions of the query were used."] = None
        for clause in joined(expression.clauses, self.synonyms):
            if isinstance(clause, Name):
                words = tuple(test for leaf in clause.leaves if (test := self._words(leaf)) is not None)
                others = tuple(Adjacent(other) for other in clause.others)
                named = Named(words[0] if len(words) == 1 else Both(words), others)
                stems.update(_stems(named))
                if loosely:
                    loose.append(named)
                else:
                    required.append((named,))
                continue
            tests = tuple(test for leaf in clause.either if (test := self._test(leaf)) is not None)
            unknown = any(isinstance(leaf, Condition) for leaf in clause.either) and not tests
            hopeless = hopeless or (unknown and not clause.negated)
            if clause.negated:
                excluded += tests
            elif tests:
                stems.update(*map(_stems, tests))
                if loosely and all(map(_alone, clause.either)):
                    loose += tests
                else:
                    required.append(tests)
        if loose:
            required.append(tuple(dict.fromkeys(loose)))
        asked = bool(expression.text.strip())
        hopeless = hopeless or (asked and len(required) == len(conditions) and not excluded)
        if hopeless and asked and not self.notes:
            dropped = f"“{' '.join(self.dropped)}” is too common, or too short, to search for."
            self.notes[dropped if self.dropped else "There is no word to search for in the query."] = None
        once = tuple(dict.fromkeys(required))
        return Plan(once, tuple(dict.fromkeys(excluded)), frozenset(stems), tuple(self.notes), hopeless, loosely)

    def _test(self, leaf: Leaf) -> Test | None:
        if isinstance(leaf, Condition):
            return self._condition(leaf)
        if isinstance(leaf, Prefix):
            return self._prefix(leaf)
        return self._words(leaf)

    def _words(self, leaf: Words) -> Test | None:
        found = self._adjacent(leaf.text, leaf.field)
        if found is None or leaf not in self.near:
            return found
        return AnyOf(tuple(dict.fromkeys((*found.stems, *map(stem, self.near[leaf])))), leaf.field)

    def _adjacent(self, text: str, field: str | None) -> Adjacent | None:
        found = tuple(token.stem for token in tokens(text))
        if found:
            return Adjacent(found, field)
        self.dropped += [token.word for token in tokens(text, keep=True)]
        return None

    def _prefix(self, leaf: Prefix) -> Test | None:
        every = list(tokens(leaf.text, keep=True))
        if not every:
            return None
        last = every[-1]
        before = self._adjacent(leaf.text[: last.start], leaf.field) if len(every) > 1 else None
        if len(last.word) < query.SHORTEST_PREFIX:
            self.notes[f"“{last.word}*” is too short: give at least {query.SHORTEST_PREFIX} letters."] = None
            return before
        words = most_used(last.word, self.lexicon)
        if len(words) > self.expansions:
            count = f"{len(words)}" if len(words) < query.LOOKED_AT else f"More than {query.LOOKED_AT}"
            used = f"the {self.expansions} most used were searched for."
            self.notes[f"{count} words begin with “{last.word}”; {used}"] = None
        stems = dict.fromkeys(token.stem for word in words[: self.expansions] for token in tokens(word))
        found = AnyOf(tuple(stems), leaf.field)
        return Both((before, found)) if before else found

    def _condition(self, leaf: Condition) -> Test | None:
        if leaf.name in SPANS:
            days = facets.span(leaf.name, leaf.value)
            if not isinstance(days, Unknown):
                return During(*days)
            self.notes[str(days)] = None
            return None
        values = facets.resolve(leaf.name, leaf.value, self.names, hint=len(self.notes) < _HINTS)
        if not isinstance(values, Unknown):
            return Holds(leaf.name, values)
        self.notes[str(values)] = None
        return None


def _alone(leaf: Leaf) -> bool:
    """Say whether a leaf is a word that stands by itself: no phrase, no field's, no condition."""
    return isinstance(leaf, Words | Prefix) and leaf.field is None and not (isinstance(leaf, Words) and leaf.quoted)


def _stems(test: Test) -> Iterator[str]:
    if isinstance(test, Adjacent | AnyOf):
        yield from test.stems
    elif isinstance(test, Both | Named):
        for one in test.tests if isinstance(test, Both) else (test.words, *test.others):
            yield from _stems(one)
