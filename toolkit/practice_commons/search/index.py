"""The search index of a catalogue: brought up to date with it, then asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.failure import Failure
from practice_commons.model.wording import dated
from practice_commons.search import engine, facets, fields, language, passages, query, spelling
from practice_commons.search.document import Kept, prose
from practice_commons.search.facets import Unknown
from practice_commons.search.holdings import Holdings
from practice_commons.search.plan import During, Holds, Plan, Planner, Test
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
        return cls(catalogue, engine.Reading(state.folder))

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
        if len(wanted.text) > query.LONGEST:
            raise Failure(
                f"The query has {len(wanted.text)} characters; the limit is {query.LONGEST}",
                "Search for the few words that matter most.",
            )
        expression = language.parse(wanted.text)
        conditions = self._conditions(wanted)
        plan = self._plan(expression, conditions)
        total, found = self.reading.run(plan, max(1, wanted.limit))
        hits = tuple(hit for score, identity in found if (hit := self._hit(identity, score, plan)))
        suggestion = None
        if total < spelling.FEW:
            suggestion = spelling.mended(
                expression,
                self.reading,
                total,
                lambda text: self.reading.run(self._plan(language.parse(text), conditions), 1)[0],
            )
        return Results(wanted.text, total, hits, suggestion, plan.notes)

    def _plan(self, expression: language.Expression, conditions: tuple[Test, ...]) -> Plan:
        return Planner(self.reading, self.catalogue.vocabularies).plan(expression, conditions)

    def _conditions(self, wanted: Query) -> tuple[Test, ...]:
        tests: list[Test] = []
        for name, value in wanted.conditions().items():
            values = facets.resolve(name, value, self.catalogue.vocabularies)
            if isinstance(values, Unknown):
                raise Failure(values.message.rstrip("."), values.hint)
            tests.append(Holds(name, values))
        if wanted.since or wanted.until:
            tests.append(During(wanted.since, wanted.until))
        return tuple(tests)

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
            return shelf.keep(state.folder, made, state)
        if room:
            return shelf.keep(_write(state.folder, stale, missing, holdings, progress), made, state)
    folder = shelf.fresh()
    engine.create(folder)
    return shelf.keep(_write(folder, [], list(holdings.placed), holdings, progress), made)


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
    folder: Path, stale: list[str], missing: list[str], holdings: Holdings, progress: Callable[[int, int], None] | None
) -> Path:
    writing = engine.Writing(folder)
    try:
        for key in stale:
            writing.delete(key)
        for done, key in enumerate(missing, start=1):
            writing.add(holdings.document(key))
            if progress:
                progress(done, len(missing))
        writing.commit()
    except BaseException:
        writing.cancel()
        raise
    return folder
