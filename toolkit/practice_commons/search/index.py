"""The search index of a catalogue: brought up to date with it, then asked."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.failure import Failure
from practice_commons.model.wording import dated
from practice_commons.search import engine, fields, generations, passages
from practice_commons.search.document import Document, Kept, prose
from practice_commons.search.generations import Made as Generation
from practice_commons.search.holdings import Holdings
from practice_commons.search.inquiry import Inquiry
from practice_commons.search.plan import Plan
from practice_commons.search.query import Query
from practice_commons.search.results import Hit, Results
from practice_commons.search.shelf import Made, Shelf, State

PATIENCE = 30.0
"""Seconds to wait for another command that is updating the index."""
_FEW = 50
"""Changes that never make it worth while to make the index anew."""


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
        )


def brought(
    catalogue: Catalogue,
    folder: Path,
    notify: Callable[[str], None],
    progress: Callable[[int, int], None] | None = None,
    patience: float = PATIENCE,
) -> State:
    """Bring the index in a folder up to date with a catalogue, as `Index.of` does, and return where it lies."""
    shelf = Shelf(folder)
    holdings = Holdings(catalogue)
    made = holdings.made(fields.fingerprint(engine.RELEASE))
    state = shelf.look(made.schema)
    if not isinstance(state, State) or state.made != made:
        with shelf.locked(patience, notify) as got:
            state = shelf.look(made.schema)
            if got:
                state = _up_to_date(shelf, state, made, holdings, notify, progress)
    if not isinstance(state, State):
        raise Failure(
            "Another command is updating the search index, and there is no earlier one to search",
            "Try again when it has finished.",
        )
    if state.made != made:
        notify("The search index is still being updated by another command; searching it as it was.")
    return state


def _up_to_date(
    shelf: Shelf,
    state: State | str | None,
    made: Made,
    holdings: Holdings,
    notify: Callable[[str], None],
    progress: Callable[[int, int], None] | None,
) -> State:
    """Return the index with every document that the catalogue has and no other; the lock is held."""
    if isinstance(state, State) and state.made == made:
        return state
    if isinstance(state, str):
        notify(f"The search index {state}; making it anew.")
    if isinstance(state, State):
        stale, missing, room = _differences(state, made, holdings, progress)
        if not stale and not missing:
            return shelf.keep(state.folder, made, state.generations, state)
        if room:
            generations = _write(state.folder, state.generations, stale, missing, holdings, progress)
            return shelf.keep(state.folder, made, generations, state)
    folder = shelf.fresh()
    engine.create(folder)
    return shelf.keep(folder, made, _write(folder, (), [], list(holdings.placed), holdings, progress))


def _differences(
    state: State, made: Made, holdings: Holdings, progress: Callable[[int, int], None] | None
) -> tuple[list[str], list[str], bool]:
    """Return the keys to take out and to take in, and whether that is cheaper than to make the index anew.

    It is not, when most of it changes, or when so many documents are gone but still counted that scores suffer.
    """
    reading = engine.Reading(state.folder, whole=False)
    try:
        touched = holdings.touched(state.made)
        if touched is None:
            stale, missing = _compared(dict(reading.kept()), state, made, holdings, progress)
        else:
            held = {key: reading.holds(key) for key in touched}
            differ = [key for key, one in touched.items() if one != _origin(held[key])]
            stale = [key for key in differ if held[key] is not None]
            missing = [key for key in differ if touched[key] != _NOWHERE]
        size, gone = reading.documents - len(stale) + len(missing), reading.deleted + len(stale)
    finally:
        reading.close()
    return stale, missing, len(stale) + len(missing) <= max(_FEW, size) and gone <= max(_FEW, size // 4)


def _compared(
    kept: Mapping[str, Kept],
    state: State,
    made: Made,
    holdings: Holdings,
    progress: Callable[[int, int], None] | None,
) -> tuple[list[str], list[str]]:
    """Compare everything: by blob where documents are still made in the same way, else by all that goes into them."""
    stamps = (state.made.lists, state.made.rules) != (made.lists, made.rules)
    stale = []
    for done, (key, one) in enumerate(kept.items(), start=1):
        if holdings.placed.get(key) != _origin(one) or (stamps and holdings.document(key).stamp != one.stamp):
            stale.append(key)
        if stamps and progress:
            progress(done, len(kept))
    away = set(stale)
    return stale, [key for key in holdings.placed if key not in kept or key in away]


_NOWHERE = ("", "")


def _origin(one: Kept | None) -> tuple[str, str]:
    return (one.id, one.blob) if one else _NOWHERE


def _write(
    folder: Path,
    before: tuple[Generation, ...],
    stale: list[str],
    missing: list[str],
    holdings: Holdings,
    progress: Callable[[int, int], None] | None,
) -> tuple[Generation, ...]:
    """Take documents out of an index and others into it, as one segment and one generation of its own.

    Whatever interrupts it leaves the index that it began with in the state that is kept, or none that agrees with it.
    """
    gone = set(stale)
    left = [generations.without(folder, one, gone) for one in before] if gone else list(before)
    staying = generations.staying(left, len(missing))
    again = [key for one in left[staying:] for key in generations.present(folder, one)]
    writing = engine.Writing(folder)
    try:
        for key in stale:
            writing.delete(key)
        new = set(missing)

        def documents() -> Iterator[Document]:
            for done, key in enumerate(holdings.newest_first([*again, *missing]), start=1):
                document = holdings.document(key)
                if key in new:
                    writing.add(document)
                yield document
                if progress:
                    progress(done, len(again) + len(missing))

        made = generations.make(folder, documents()) if again or missing else None
        writing.commit(staying)
    except BaseException:
        writing.cancel()
        raise
    reading = engine.Reading(folder, whole=False)
    try:
        held = (*left[:staying], *([made] if made else []))
        return tuple(replace(one, totals=totals) for one, totals in zip(held, reading.totals, strict=True))
    finally:
        reading.close()
