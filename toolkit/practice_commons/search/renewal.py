"""The search index brought up to date with a catalogue: only what changed is indexed again."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from practice_commons.catalogue.holding import Holding
from practice_commons.failure import Failure
from practice_commons.search import fields, generations
from practice_commons.search.generations import Made as Generation
from practice_commons.search.holdings import Holdings
from practice_commons.search.shelf import Made, Shelf, State
from practice_commons.search.sizes import LARGEST
from practice_commons.search.words import RELEASE

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue
    from practice_commons.search.document import Document, Kept

PATIENCE = 30.0
"""Seconds to wait for another command that is updating the index."""
_FEW = 50
"""Changes that never make it worth while to make the index anew."""


def made_of(holding: Holding) -> Made:
    """Return what an index is made from, when it is made from what a catalogue holds."""
    return Made(fields.fingerprint(RELEASE), holding.lists, holding.rules, holding.token)


def at_hand(holding: Holding, folder: Path) -> State | None:
    """Return the index in a folder where it was made from what a catalogue holds; None where it was not."""
    made = made_of(holding)
    state = Shelf(folder).look(made.schema)
    return state if isinstance(state, State) and state.made == made else None


def brought(
    catalogue: Catalogue,
    folder: Path,
    notify: Callable[[str], None],
    progress: Callable[[int, int], None] | None = None,
    patience: float = PATIENCE,
    largest: int | None = None,
) -> State:
    """Bring the index in a folder up to date with a catalogue, as `Index.of` does, and return where it lies.

    `largest` is the size in bytes of a shard before it is packed; None leaves it as it was.
    """
    shelf = Shelf(folder)
    holdings = Holdings(catalogue)
    made = made_of(catalogue.holding)
    renewal = Renewal(shelf, holdings, made, notify, progress, largest)
    state = shelf.look(made.schema)
    if not renewal.fits(state):
        with shelf.locked(patience, notify) as got:
            state = shelf.look(made.schema)
            if got:
                state = _written(renewal, state)
    if not isinstance(state, State):
        raise Failure(
            "Another command is updating the search index, and there is no earlier one to search",
            "Try again when it has finished.",
        )
    if state.made != made:
        notify("The search index is still being updated by another command; searching it as it was.")
    return state


def _written(renewal: Renewal, state: State | str | None) -> State:
    try:
        return renewal.renewed(state)
    except OSError as error:
        where = renewal.shelf.folder
        raise Failure(f"cannot write {where}: {error.strerror or error}", "See whether the disk is full.") from error


@contextlib.contextmanager
def _unswept() -> Iterator[None]:
    """Look for no unreachable cycles meanwhile: among millions of postings that takes long, and few are left.

    Some eight small objects a contribution were, which are let go of afterwards.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Renewal:
    """One update of an index."""

    shelf: Shelf
    holdings: Holdings
    made: Made
    notify: Callable[[str], None]
    progress: Callable[[int, int], None] | None
    largest: int | None

    def fits(self, state: State | str | None) -> bool:
        """Say whether an index is the one wanted."""
        return isinstance(state, State) and state.made == self.made and self._sized(state)

    def renewed(self, state: State | str | None) -> State:
        """Return the index with every document that the catalogue has and no other; the lock is held."""
        if isinstance(state, State) and self.fits(state):
            return state
        if isinstance(state, str):
            self.notify(f"The search index {state}; making it anew.")
        if isinstance(state, State) and self._sized(state):
            stale, missing, room = self._differences(state)
            if not stale and not missing:
                return self.shelf.keep(state.folder, self.made, state.generations, state.largest, state)
            if room:
                made = self._write(state.folder, state.generations, stale, missing, state.largest)
                return self.shelf.keep(state.folder, self.made, made, state.largest, state)
        from practice_commons.search import engine  # noqa: PLC0415 - Whoosh is dear to import

        folder, largest = self.shelf.fresh(), self.largest or LARGEST
        engine.create(folder)
        made = self._write(folder, (), [], list(self.holdings.placed), largest)
        return self.shelf.keep(folder, self.made, made, largest)

    def _sized(self, state: State) -> bool:
        return self.largest in {None, state.largest}

    def _differences(self, state: State) -> tuple[list[str], list[str], bool]:
        """Return the keys to take out and to take in, and whether that is cheaper than to make the index anew.

        It is not, when most of it changes, or when so many documents are gone but still counted that scores suffer.
        """
        from practice_commons.search import engine  # noqa: PLC0415

        reading = engine.Reading(state.folder, whole=False)
        try:
            touched = self.holdings.touched(state.made)
            if touched is None:
                stale, missing = self._compared(dict(reading.kept()), state)
            else:
                held = {key: reading.holds(key) for key in touched}
                differ = [key for key, one in touched.items() if one != _origin(held[key])]
                stale = [key for key in differ if held[key] is not None]
                missing = [key for key in differ if touched[key] != _NOWHERE]
            size, gone = reading.documents - len(stale) + len(missing), reading.deleted + len(stale)
        finally:
            reading.close()
        return stale, missing, len(stale) + len(missing) <= max(_FEW, size) and gone <= max(_FEW, size // 4)

    def _compared(self, kept: Mapping[str, Kept], state: State) -> tuple[list[str], list[str]]:
        """Compare everything: by blob where documents are still made in the same way, else by all that is in them."""
        stamps = (state.made.lists, state.made.rules) != (self.made.lists, self.made.rules)
        stale = []
        for done, (key, one) in enumerate(kept.items(), start=1):
            if self.holdings.placed.get(key) != _origin(one) or (
                stamps and self.holdings.document(key).stamp != one.stamp
            ):
                stale.append(key)
            if stamps and self.progress:
                self.progress(done, len(kept))
        away = set(stale)
        return stale, [key for key in self.holdings.placed if key not in kept or key in away]

    @_unswept()
    def _write(
        self, folder: Path, before: tuple[Generation, ...], stale: list[str], missing: list[str], largest: int
    ) -> tuple[Generation, ...]:
        """Take documents out of an index and others into it, as one segment and one generation of its own.

        Whatever interrupts it leaves the index that it began with as it was, or none that agrees with the state.
        """
        from practice_commons.search import engine  # noqa: PLC0415

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
                for done, key in enumerate(self.holdings.newest_first([*again, *missing]), start=1):
                    document = self.holdings.document(key)
                    if key in new:
                        writing.add(document)
                    yield document
                    if self.progress:
                        self.progress(done, len(again) + len(missing))

            made = generations.make(folder, documents(), largest) if again or missing else None
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


_NOWHERE = ("", "")


def _origin(one: Kept | None) -> tuple[str, str]:
    return (one.id, one.blob) if one else _NOWHERE
