"""The search index of a catalogue: brought up to date with it, then asked."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from practice_commons.catalogue.sight import Sight
from practice_commons.search import passages
from practice_commons.search.inquiry import Inquiry
from practice_commons.search.plan import Plan
from practice_commons.search.query import Query
from practice_commons.search.reading import STATE, Reading
from practice_commons.search.renewal import PATIENCE, at_hand, brought
from practice_commons.search.results import Hit, Results

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue


@dataclass
class Index:
    """A search index, open for reading."""

    sight: Sight
    reading: Reading

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        folder: Path,
        notify: Callable[[str], None],
        progress: Callable[[int, int], None] | None = None,
        patience: float = PATIENCE,
    ) -> Self:
        """Open the index in a folder and bring it up to date with a catalogue: only what changed is indexed again.

        `notify` hears, in a line, of an index that had to be made anew, and of waiting for another command;
        `progress` of contributions indexed, of how many. While another command holds on to the index beyond
        `patience` seconds, it is searched as it was. Raises Failure when then there is none.
        """
        return cls(catalogue.sight, Reading(brought(catalogue, folder, notify, progress, patience)))

    @classmethod
    def at_hand(cls, sight: Sight, folder: Path) -> Self | None:
        """Open the index in a folder, where it is up to date with a catalogue; None where it is not."""
        state = at_hand(sight.holding, folder)
        return cls(sight, Reading(state)) if state else None

    def search(self, wanted: Query) -> Results:
        """Return what the index holds for a query.

        Raises Failure when the text is too long, or a condition given apart from the text names nothing known. Text
        itself is never an error: what could not be followed is said in the results' notes.
        """
        found = self._inquiry.answer(wanted)
        hits = (self._hit(one.number, one.score, found.plans[one.tier]) for one in found.best)
        return Results(
            wanted.text,
            found.total,
            tuple(filter(None, hits)),
            found.did_you_mean,
            found.notes,
            found.top,
            found.facets,
        )

    @functools.cached_property
    def _inquiry(self) -> Inquiry:
        return Inquiry(self.reading, self.sight.names)

    def _hit(self, number: int, score: float, plan: Plan) -> Hit | None:
        """Return what to show of a contribution; None where the catalogue has gone on without it."""
        card = self.reading.card(number)
        seen = self.sight.seen(card[0])
        if seen is None:
            return None
        # An index that could not be brought up to date may have the words of what was withdrawn since.
        texts = self.reading.texts(number) if seen.withdrawn == (card[STATE] == "withdrawn") else ()
        return Hit(
            seen.id,
            seen.title,
            seen.kind,
            seen.community,
            seen.councils,
            seen.date,
            seen.dated,
            passages.passage(texts, plan.stems),
            seen.citation,
            seen.path,
            seen.source,
            seen.withdrawn,
            seen.superseded_by,
            score,
            plan.loose,
        )
