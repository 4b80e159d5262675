"""From a query to what it finds: planned, looked up, put in order and counted, whatever holds the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Protocol

from practice_commons.catalogue.names import Names
from practice_commons.failure import Failure
from practice_commons.search import facets, fields, language, nearness, query, spelling
from practice_commons.search.facets import Unknown
from practice_commons.search.language import Expression
from practice_commons.search.lexicon import Lexicon
from practice_commons.search.nearness import Nearness
from practice_commons.search.plan import During, Holds, Plan, Planner, Test
from practice_commons.search.query import Query
from practice_commons.search.ranking import Match, Ranking
from practice_commons.search.results import Counts, Top
from practice_commons.search.synonyms import Synonyms

SOME = (
    "Nothing holds all of the words; these hold some of them.",
    "What holds all of the words comes first; after it, what holds some of them.",
)
"""What is said of results with some of the words: where nothing holds all of them, and where something does."""


class Held(Lexicon, Protocol):
    """What an index holds. It knows its documents by numbers."""

    def scores(self, plan: Plan) -> Mapping[int, float]:
        """Return the rounded scores of the documents that fulfil a plan."""

    def place(self, number: int) -> Any:
        """Return what puts documents in order that have one score: the newer year first."""

    def newest(self, numbers: Iterable[int], limit: int) -> list[int]:
        """Return the newest of some documents, the newest first."""

    def titled(self, numbers: Iterable[int], title: str) -> list[int]:
        """Return which of some documents have a title, given folded, and were not withdrawn."""

    def counts(self, facet: str, numbers: AbstractSet[int]) -> Mapping[str, int]:
        """Return how many of some documents have each of a facet's values that any of them has."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query finds: how much in all, and the best, with the plan of each tier."""

    total: int
    best: list[Match]
    plans: list[Plan]
    did_you_mean: str | None
    notes: tuple[str, ...]
    top: Top | None
    facets: Counts | None


class Inquiry:
    """Answers the queries put to one index."""

    def __init__(self, held: Held, names: Names) -> None:
        """Ask an index with the names in a commons' vocabularies."""
        self.held = held
        self.names = names
        self.synonyms = Synonyms(names)

    def answer(self, wanted: Query) -> Answer:
        """Return what a query finds. Raises Failure as `Index.search` does.

        There are three tiers at most: what was asked for; what is found when words near it will do as well; and where
        that is little, what holds some of the words. By date these would stand among the others, and are left out.
        """
        if len(wanted.text) > query.LONGEST:
            raise Failure(
                f"The query has {len(wanted.text)} characters; the limit is {query.LONGEST}",
                "Search for the few words that matter most.",
            )
        expression = language.parse(wanted.text)
        conditions = self._conditions(wanted)
        near = nearness.near(expression, self.held, complete=wanted.complete)
        plans = [self._plan(expression, conditions)]
        if near.words:
            plans.append(self._plan(expression, conditions, near))
        tiers = [self.held.scores(plan) for plan in plans]
        found = set().union(*tiers)
        if len(found) < (query.FEW if wanted.sort == "relevance" else 1):
            plans.append(self._plan(expression, conditions, near, loosely=True))
            tiers.append(self.held.scores(plans[-1]))
        ranking = Ranking(tiers)
        numbers, exact = ranking.matches.keys(), len(tiers[0])
        name = fields.folded(wanted.text)
        limit = max(wanted.limit, query.LOOKED)
        if wanted.sort == "date" or not plans[-1].stems:  # without words nothing is better than anything else
            best = [ranking.matches[number] for number in self.held.newest(numbers, limit)]
        else:
            best = ranking.best(limit, self.held.place)
        if name and wanted.sort == "relevance":
            best = self._titled(name, best)
        bearers = facets.bearers(name, self.names) if name else ()
        return Answer(
            len(numbers),
            best[: max(1, wanted.limit)],
            plans,
            self._suggestion(expression, conditions, exact),
            (
                *plans[0].notes,
                *((near.note,) if len(found) > exact else ()),
                *((SOME[bool(found)],) if len(numbers) > len(found) else ()),
            ),
            bearers[0] if len(bearers) == 1 else None,
            self._counts(numbers) if wanted.facets else None,
        )

    def _plan(
        self,
        expression: Expression,
        conditions: tuple[Test, ...],
        near: Nearness | None = None,
        *,
        loosely: bool = False,
    ) -> Plan:
        planner = Planner(self.held, self.names, self.synonyms, near)
        return planner.plan(expression, conditions, loosely=loosely)

    def _titled(self, title: str, best: list[Match]) -> list[Match]:
        """Return the results with the one first, of the best few, that alone has a title."""
        bearing = self.held.titled([one.number for one in best[: query.LOOKED]], title)
        titled = [one for one in best if one.number in bearing]
        return [*titled, *(one for one in best if one not in titled)] if len(titled) == 1 else best

    def _conditions(self, wanted: Query) -> tuple[Test, ...]:
        tests: list[Test] = []
        for name, value in wanted.conditions().items():
            values = facets.resolve(name, value, self.names)
            if isinstance(values, Unknown):
                raise Failure(values.message.rstrip("."), values.hint)
            tests.append(Holds(name, values))
        if wanted.since or wanted.until:
            tests.append(During(wanted.since, wanted.until))
        return tuple(tests)

    def _suggestion(self, expression: Expression, conditions: tuple[Test, ...], exact: int) -> str | None:
        """Return the query with its slips mended, where it finds little as it stands: near words do not count."""
        if exact >= spelling.FEW:
            return None

        def count(text: str) -> int:
            return len(self.held.scores(self._plan(language.parse(text), conditions)))

        return spelling.mended(expression, self.held, exact, count)

    def _counts(self, numbers: AbstractSet[int]) -> Counts:
        held = ((facet, self.held.counts(facet, numbers)) for facet in fields.counted(self.names))
        return {name: tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))) for name, counts in held}
