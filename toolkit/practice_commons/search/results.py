"""What the index answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from practice_commons.model.place import place_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a contribution's plain text around what was asked for.

    `matches` are the (start, end) offsets of the words found, in characters (Unicode code points) of `text`.
    """

    text: str
    matches: tuple[tuple[int, int], ...]

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Iterate over the text in pieces, each with whether it is a word found."""
        here = 0
        for start, end in self.matches:
            if here < start:
                yield self.text[here:start], False
            yield self.text[start:end], True
            here = end
        if here < len(self.text):
            yield self.text[here:], False


@dataclass(frozen=True, slots=True)
class Hit:
    """One contribution found. `score` is rounded, and 0 where nothing was asked that could be ranked."""

    id: str
    title: str
    kind: str
    community: str
    councils: tuple[str, ...]
    """Slugs."""
    date: dt.date
    dated: str
    """The date as ISO 8601, no more exactly than it is known."""
    passage: Passage
    citation: str
    """`id@commit`."""
    path: str
    source: str
    withdrawn: bool
    superseded_by: str | None
    score: float
    partial: bool = False
    """Whether it holds only some of the words."""

    @property
    def permalink(self) -> str:
        """Return the path of its permanent address on the site."""
        return f"/{place_of(self.id)}"


@dataclass(frozen=True, slots=True)
class Top:
    """What a query is the name of: a `council`, a `tag`, a `priority` or a `community`, which has a page of its own."""

    kind: str
    slug: str
    label: str


Counts: TypeAlias = Mapping[str, tuple[tuple[str, int], ...]]
"""For each facet, the values among the results with how many of these have each: the most frequent first."""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer: the best `limit` hits in order, how many there are in all, and what must be said of the query."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    did_you_mean: str | None = None
    """The query with its spelling mended, when that finds more. Only ever a suggestion."""
    notes: tuple[str, ...] = ()
    """Sentences about parts of the query that could not be followed, or only in part, and about words added to it."""
    top: Top | None = None
    """What the query is the name of, where that is one thing only."""
    facets: Counts | None = None
    """Counted among all results, not only those shown. None where that was not asked for."""
