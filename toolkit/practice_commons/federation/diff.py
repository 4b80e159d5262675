"""What accepting a commit of a peer would change here, contribution by contribution."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from practice_commons.checks.examination import examine
from practice_commons.checks.inspection import Placed, placed_problems
from practice_commons.checks.layout import FEDERATED
from practice_commons.checks.rules.patience import PATIENCE
from practice_commons.crew import Crew, Stopped
from practice_commons.federation.store import Store
from practice_commons.federation.translation import Crossing
from practice_commons.federation.trees import Holding
from practice_commons.federation.view import commons_of
from practice_commons.model.federation import Peer
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.vocabularies import Vocabularies


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
    data: Mapping[str, bytes] | None = None,
) -> dict[str, Look]:
    """Return how some contributions of a peer would be here, by their path there."""
    if holding is None or not entries:
        return {}
    crossing = Crossing.of(name, peer, commons_of(store, holding), ours)
    known = _read(store, [one.blob for one in entries]) if data is None else data
    crew: Crew[tuple[str, bytes], Look] = Crew(_begin, (crossing, ours, today), patience=PATIENCE)
    found = {}
    for (path, _), result in crew.map((one.path, known[one.blob]) for one in entries):
        if isinstance(result, Stopped):
            problem = Problem(path, 1, 1, "too-slow", Severity.ERROR, f"could not be examined: {result.why}", "")
            found[path] = Look("", "", path.split("/")[1], withdrawn=False, problems=(problem,))
        else:
            found[path] = result
    return found


def _begin(crossing: Crossing, ours: Vocabularies, today: dt.date) -> Callable[[tuple[str, bytes]], Look]:
    def work(item: tuple[str, bytes]) -> Look:
        path, data = item
        made = crossing.translated(data, path)
        examined = examine(made, ours, advice=False)
        here = f"{FEDERATED}/{crossing.name}/{path.removeprefix('communities/')}"
        problems = placed_problems(Placed(here, examined, ours, today))
        said = examined.contribution
        return Look(
            (said.id or "") if said else "",
            said.title if said else "",
            said.community if said else path.split("/")[1],
            withdrawn=bool(said and said.withdrawn),
            problems=tuple(one for one in problems if one.is_error),
        )

    return work


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
