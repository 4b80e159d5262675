"""The search index of a catalogue: brought up to date with it, then asked."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.model.wording import dated
from practice_commons.search import engine, passages
from practice_commons.search.document import prose
from practice_commons.search.inquiry import Inquiry
from practice_commons.search.plan import Plan
from practice_commons.search.query import Query
from practice_commons.search.renewal import PATIENCE, brought
from practice_commons.search.results import Hit, Results


@dataclass
class Index:
    """A search index, open for reading. A context manager."""

    catalogue: Catalogue
    reading: engine.Reading

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
        return cls(catalogue, engine.Reading(brought(catalogue, folder, notify, progress, patience).folder))

    def __enter__(self) -> Self:
        """Return the index."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files."""
        self.reading.close()

    def search(self, wanted: Query) -> Results:
        """Return what the index holds for a query.

        Raises Failure when the text is too long, or a condition given apart from the text names nothing known. Text
        itself is never an error: what could not be followed is said in the results' notes.
        """
        found = self._inquiry.answer(wanted)
        hits = (self._hit(self.reading.identity(one.number), one.score, found.plans[one.tier]) for one in found.best)
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
        return Inquiry(self.reading, self.catalogue.vocabularies)

    def _hit(self, identity: str, score: float, plan: Plan) -> Hit | None:
        """Return what to show of a contribution; None where the catalogue has gone on without it."""
        entry = self.catalogue.entry(identity)
        if entry is None:
            return None
        said = entry.contribution
        if said.withdrawn:
            texts = [f"Withdrawn on {said.withdrawn.date.isoformat()}: {said.withdrawn.reason}"]
        else:
            texts = [said.summary, prose(said, self.catalogue.body(entry))]
        return Hit(
            entry.id,
            said.title,
            said.kind.value,
            said.community,
            entry.councils,
            said.date,
            dated(said),
            passages.passage(texts, plan.stems),
            entry.citation,
            entry.path,
            entry.source,
            said.withdrawn is not None,
            said.superseded_by,
            score,
            plan.loose,
        )
