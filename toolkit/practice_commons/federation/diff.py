"""What accepting a commit of a peer would change here, contribution by contribution."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from practice_commons.catalogue import codec
from practice_commons.catalogue.contents import Contents, sealed
from practice_commons.checks.examination import Examined, examine
from practice_commons.checks.inspection import Placed, placed_problems
from practice_commons.checks.rules.patience import PATIENCE
from practice_commons.crew import Crew, Stopped
from practice_commons.federation.store import Store
from practice_commons.federation.translation import Crossing
from practice_commons.federation.trees import Holding
from practice_commons.federation.view import place, told
from practice_commons.model.federation import Peer
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.strict_yaml import Mark, Place
from practice_commons.reading.vocabularies import Vocabularies

_Item: TypeAlias = tuple[str, str, bytes]
"""A contribution's path there, the id of its text in our words, and its text in theirs."""
_BATCH = 256


class What(StrEnum):
    """What becomes of a contribution."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Look:
    """A contribution of a peer as it would be here: what it is called, and what the checks say of it."""

    identity: str
    title: str
    community: str
    withdrawn: bool
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Say whether it would be published."""
        return bool(self.identity) and not any(one.is_error for one in self.problems)


@dataclass(frozen=True, slots=True)
class Difference:
    """One contribution that differs: its path there, how it was and how it is to be, and both texts."""

    path: str
    what: What
    was: Look | None
    now: Look | None
    texts: tuple[str, str]

    @property
    def look(self) -> Look:
        """Return how it is to be, or was where it goes."""
        found = self.now or self.was
        if found is None:
            raise ValueError("a difference is of something")
        return found

    def lines(self) -> Iterator[str]:
        """Iterate over the difference of the two texts, as lines that begin with -, + or a space."""
        old, new = (text.splitlines() for text in self.texts)
        yield from (line for line in difflib.unified_diff(old, new, "pinned", "new", n=2, lineterm=""))


def differences(
    store: Store, name: str, peer: Peer, was: Holding | None, now: Holding, ours: Vocabularies, today: dt.date
) -> list[Difference]:
    """Return what differs between two commits of a peer, by community and path."""
    old = {one.path: one for one in was.contributions} if was else {}
    new = {one.path: one for one in now.contributions}
    paths = sorted(path for path in old.keys() | new.keys() if _blob(old, path) != _blob(new, path))
    wanted = [entries[path].blob for path in paths for entries in (old, new) if path in entries]
    data = _read(store, wanted)
    before = looks(store, name, peer, was, [old[path] for path in paths if path in old], ours, today, data)
    after = looks(store, name, peer, now, [new[path] for path in paths if path in new], ours, today, data)
    found = []
    for path in paths:
        one, other = before.get(path), after.get(path)
        texts = (_text(data, old.get(path)), _text(data, new.get(path)))
        found.append(Difference(path, _what(one, other), one, other, texts))
    return sorted(found, key=lambda one: (one.look.community, one.path))


def looks(
    store: Store,
    name: str,
    peer: Peer,
    holding: Holding | None,
    entries: list[TreeEntry],
    ours: Vocabularies,
    today: dt.date,
    data: Mapping[str, bytes],
) -> dict[str, Look]:
    """Return how some contributions of a peer would be here, by their path there, given their texts by blob.

    What was examined is kept with all that the catalogue keeps: a pin that moves there finds it known.
    """
    if holding is None or not entries:
        return {}
    wanted = {one.path for one in entries}
    _, when = store.repository.facts(holding.commit)
    theirs = [one for one in told(store, name, peer, holding, ours, when) if one.entry.path in wanted]
    crossing = theirs[0].crossing
    items = [(one.entry.path, one.entry_at("").blob, data[one.entry.blob]) for one in theirs]
    found: dict[str, Look] = {}
    with Contents(store.workshop, lambda _: None) as contents:
        seen = contents.known(identity for _, identity, _ in items)
        for path, identity, text in items:
            examined = contents.examined(identity, _marks(crossing, path, text)) if identity in seen else None
            if examined is not None:
                found[path] = _look(crossing, path, examined, ours, today)
        crew: Crew[_Item, tuple[Look, codec.Row]] = Crew(_begin, (crossing, ours, today), patience=PATIENCE)
        kept: list[codec.Row] = []
        for (path, _, _), result in crew.map(one for one in items if one[0] not in found):
            if isinstance(result, Stopped):
                problem = Problem(path, 1, 1, "too-slow", Severity.ERROR, f"could not be examined: {result.why}", "")
                found[path] = Look("", "", path.split("/")[1], withdrawn=False, problems=(problem,))
                continue
            found[path], row = result
            kept.append(row)
            if len(kept) >= _BATCH:
                contents.keep(kept)
                kept = []
        if kept:
            contents.keep(kept)
    return found


def _begin(crossing: Crossing, ours: Vocabularies, today: dt.date) -> Callable[[_Item], tuple[Look, codec.Row]]:
    def work(item: _Item) -> tuple[Look, codec.Row]:
        path, identity, data = item
        examined = replace(examine(crossing.translated(data, path), ours, advice=False), blob=identity)
        return _look(crossing, path, examined, ours, today), sealed(codec.row(examined))

    return work


def _look(crossing: Crossing, path: str, examined: Examined, ours: Vocabularies, today: dt.date) -> Look:
    problems = placed_problems(Placed(place(crossing.name, path), examined, ours, today))
    said = examined.contribution
    return Look(
        (said.id or "") if said else "",
        said.title if said else "",
        said.community if said else path.split("/")[1],
        withdrawn=bool(said and said.withdrawn),
        problems=tuple(one for one in problems if one.is_error),
    )


def _marks(crossing: Crossing, path: str, data: bytes) -> codec.Marks:
    def read() -> Mapping[Place, Mark]:
        document = read_document("", crossing.translated(data, path))
        return document.marks() if isinstance(document, Document) else {}

    return read


def _what(was: Look | None, now: Look | None) -> What:
    if now is None:
        return What.GONE
    if not now.sound:
        return What.FAILING if was is None or was.sound else What.CHANGED
    if was is None or not was.sound:
        return What.NEW
    return What.WITHDRAWN if now.withdrawn and not was.withdrawn else What.CHANGED


def _blob(entries: Mapping[str, TreeEntry], path: str) -> str:
    return entries[path].blob if path in entries else ""


def _read(store: Store, blobs: Iterable[str]) -> dict[str, bytes]:
    return dict(store.repository.blobs(dict.fromkeys(blobs)))


def _text(data: Mapping[str, bytes], entry: TreeEntry | None) -> str:
    return data[entry.blob].decode("utf-8", "replace") if entry else ""
