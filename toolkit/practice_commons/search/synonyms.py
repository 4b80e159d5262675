"""The names of tags and priorities, by which one is found under another."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from practice_commons.catalogue.names import Concept, Names
from practice_commons.search.language import Clause, Words
from practice_commons.search.words import tokens

Stems: TypeAlias = tuple[str, ...]


class Synonyms:
    """Every name of a tag or a priority as its stems, with the other names of whatever bears it."""

    def __init__(self, names: Names) -> None:
        """Take the names of a commons' vocabularies. A name without a word that is indexed is none."""
        self._others: dict[Stems, dict[Stems, None]] = {}
        for every in _concepts(names):
            for one in every:
                others = self._others.setdefault(one, {})
                others |= {other: None for other in every if other != one}
        self.longest = max(map(len, self._others), default=0)
        """Stems of the longest name."""

    def others(self, stems: Stems) -> tuple[Stems, ...] | None:
        """Return the other names of what bears a name, or None where nothing does."""
        found = self._others.get(stems)
        return None if found is None else tuple(found)


@dataclass(frozen=True, slots=True)
class Name:
    """Neighbouring clauses that are a name together, each of one leaf, and the other names of its bearers."""

    leaves: tuple[Words, ...]
    others: tuple[Stems, ...]


def joined(clauses: tuple[Clause, ...], synonyms: Synonyms) -> Iterator[Clause | Name]:
    """Iterate over a query's clauses, those put together that are a name: the longest from each place, from the left.

    Words too common to be indexed do not count. A phrase in quotation marks is a name by itself or not at all.
    """
    here = 0
    while here < len(clauses):
        end, others = _name(clauses[here:], synonyms)
        if others:
            yield Name(
                tuple(leaf for one in clauses[here : here + end] if isinstance(leaf := one.either[0], Words)), others
            )
        else:
            yield from clauses[here : here + end]
        here += end


def _name(clauses: tuple[Clause, ...], synonyms: Synonyms) -> tuple[int, tuple[Stems, ...]]:
    """Return how many clauses the longest name takes that begins with the first, and its bearers' other names."""
    found: tuple[int, tuple[Stems, ...]] = 1, ()
    stems: Stems = ()
    for count, clause in enumerate(clauses, start=1):
        leaf = clause.either[0]
        plain = isinstance(leaf, Words) and leaf.field is None and len(clause.either) == 1 and not clause.negated
        if not isinstance(leaf, Words) or not plain or (leaf.quoted and count > 1):
            break
        own = tuple(token.stem for token in tokens(leaf.text))
        stems += own
        others = synonyms.others(stems) if own else None
        if others is not None:
            found = count, others
        if leaf.quoted or not stems or len(stems) >= synonyms.longest:
            break
    return found


def _concepts(names: Names) -> Iterator[tuple[Stems, ...]]:
    concepts: Iterable[Concept] = itertools.chain(names.tags.values(), names.priorities.values())
    for concept in concepts:
        every = (tuple(token.stem for token in tokens(name)) for name in (concept.label, *concept.alternatives))
        yield tuple(dict.fromkeys(filter(None, every)))
