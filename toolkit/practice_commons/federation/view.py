"""A commons with what its peers have published, at the commits where they are pinned: one tree for the catalogue.

The pins come from the lock, as it lies in the same tree; so what is federated is as much a matter of record as the
rest. Peers' contributions lie at `federation/<peer>/<community there>/<file>`, where no file of our own can lie.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from practice_commons.checks.layout import FEDERATED, source_of
from practice_commons.failure import Failure
from practice_commons.federation import planting
from practice_commons.federation.store import Store
from practice_commons.federation.translation import Crossing
from practice_commons.federation.trees import Holding, known
from practice_commons.model.community import Commons
from practice_commons.model.federation import FEDERATION, Federation, Peer, Pin
from practice_commons.reading.federation import FILES, Federated, read_federation
from practice_commons.reading.git import Change, TreeEntry
from practice_commons.reading.tree import REGULAR, CommitTree, FolderTree, History, Tree, named
from practice_commons.reading.vocabularies import (
    COMMONS,
    COUNCILS,
    PRIORITIES,
    TAGS,
    Vocabularies,
    read_file,
    read_vocabularies,
)

WORDS = (COMMONS, PRIORITIES, TAGS, COUNCILS)
"""The lists whose words peers' contributions are told in."""
Model = TypeVar("Model", bound=BaseModel)
SUBJECT = "As it was published there"
"""What stands for the message of a peer's commit: nobody here has checked its words."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """A contribution of a peer: its file there, and the commit that gave it its text."""

    crossing: Crossing
    entry: TreeEntry
    change: Change

    def entry_at(self, path: str) -> TreeEntry:
        """Return what stands for it in our tree, at its path here."""
        return TreeEntry(REGULAR, self.crossing.blob(self.entry.blob, self.entry.path, self.change.commit), path)


@dataclass
class FederatedTree:
    """A tree with its peers' contributions. `workshop` is the ignored folder, where their objects are."""

    inner: Tree
    workshop: Path
    commit: str | None = field(init=False)
    when: dt.datetime = field(init=False)
    name: str = field(init=False)
    _theirs: dict[str, Mapping[str, Theirs]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Take over what the tree is called."""
        self.commit, self.when, self.name = self.inner.commit, self.inner.when, self.inner.name

    @property
    def present(self) -> dt.datetime:
        """Return the moment by which a date lies in the future."""
        return self.inner.present

    def entries(self) -> Sequence[TreeEntry]:
        """Return every file of our own, then every contribution of peers. Raises Failure where objects are missing."""
        return [*self.inner.entries(), *(one.entry_at(path) for path, one in sorted(self.all_theirs().items()))]

    def below(self, folders: Sequence[str]) -> Sequence[TreeEntry]:
        """Return the files of our own below some folders: no peer has any there."""
        return self.inner.below(folders)

    def overlay(self) -> Mapping[str, TreeEntry | None] | None:
        """Return what lies otherwise than in the commit: peers' contributions follow from it."""
        return self.inner.overlay()

    def since(self, commit: str, paths: Collection[str]) -> Mapping[str, TreeEntry | None] | None:
        """Return what may differ: of peers' contributions those of the peers that say, or are pinned, otherwise.

        None where only a comparison of everything can tell: where our own words may differ, or peers lay otherwise than
        in that commit.
        """
        found = self.inner.since(commit, [path for path in paths if not source_of(path)])
        if found is None or any(path in WORDS for path in found) or any(path in FILES for path in paths):
            return None
        theirs: dict[str, TreeEntry | None] = {}
        for source in {source_of(path) for path in paths} - {""}:
            now = self.of_peer(source)
            for path in (one for one in paths if source_of(one) == source):
                theirs[path] = now[path].entry_at(path) if path in now else None
        if any(path in FILES for path in found):
            before = self._at(commit)
            if before is None:
                return None
            if _places(before.said.federation) != _places(self.said.federation):
                return None  # whom a peer means by what it says of others may differ
            was, pins = before.said.pinned, self.said.pinned
            for source in sorted(was.keys() | pins.keys()):
                if was.get(source) != pins.get(source):
                    try:
                        theirs |= _differing(before.of_peer(source), self.of_peer(source))
                    except Failure:  # what was pinned then is not here any more
                        return None
        return {**found, **theirs}

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """Iterate over entries with their bytes; peers' contributions in our words."""
        wanted = list(entries)
        own = [entry for entry in wanted if not source_of(entry.path)]
        yield from self.inner.read(own)
        by_peer: dict[str, list[TreeEntry]] = {}
        for entry in wanted:
            if source := source_of(entry.path):
                by_peer.setdefault(source, []).append(entry)
        for source, some in by_peer.items():
            repository, known = Store(self.workshop, source).repository, self.of_peer(source)
            for at in range(0, len(some), 200):
                batch = [(entry, known[entry.path]) for entry in some[at : at + 200] if entry.path in known]
                data = dict(repository.blobs(dict.fromkeys(one.entry.blob for _, one in batch)))
                for entry, one in batch:
                    yield entry, one.crossing.translated(data[one.entry.blob], one.entry.path)

    def history(self, known: str | None = None) -> History:
        """Return the commits that changed each file of our own, and for peers' the one that gave it its text."""
        found = self.inner.history(known)
        if found.after is None:
            self.all_theirs()
        looked = (each for one in self._theirs.values() for each in one.items())
        return History(found.changes, found.after, found.straight, {path: (one.change,) for path, one in looked})

    def texts(self, other: Tree) -> set[str]:
        """Return the ids of peers' contributions as another tree of the same commons has them. Raises Failure."""
        found = FederatedTree(other, self.workshop)
        return {one.entry_at(path).blob for path, one in found.all_theirs().items()}

    @functools.cached_property
    def said(self) -> Federated:
        """Return the peers and their pins, as the tree has them."""
        return read_federation(self.inner)

    @functools.cached_property
    def _words(self) -> Vocabularies:
        """Return our own words, but for our communities: nothing of a peer is called otherwise for them."""
        return read_vocabularies(self.inner, named(self.inner, WORDS))[0]

    def all_theirs(self) -> Mapping[str, Theirs]:
        """Return the contributions of all peers, by path."""
        return {path: one for source in self.said.pinned for path, one in self.of_peer(source).items()}

    def of_peer(self, source: str) -> Mapping[str, Theirs]:
        """Return a peer's contributions by path, looked for once; none where nothing of it is pinned."""
        if source not in self._theirs:
            found: dict[str, Theirs] = {}
            if source in self.said.pinned:
                peer, pin = self.said.pinned[source]
                store = Store(self.workshop, source)
                if peer.inside and not store.holds(pin.commit):
                    with store.opened():
                        planting.restore(store, peer, pin, planting.lying_in(self.inner, peer, store.root))
                found.update(pinned(store, source, peer, pin, self._words, self.said.federation))
            self._theirs[source] = found
        return self._theirs[source]

    def _at(self, commit: str) -> FederatedTree | None:
        """Return the same commons as a commit has it; None where that is not here."""
        inner = self.inner
        if not isinstance(inner, (CommitTree, FolderTree)) or inner.repository is None:
            return None
        try:
            found = FederatedTree(CommitTree(inner.repository, commit, inner.prefix), self.workshop)
        except Failure:
            return None
        found._words = self._words  # who asks has seen that they are the same
        return found


def _differing(was: Mapping[str, Theirs], now: Mapping[str, Theirs]) -> Iterator[tuple[str, TreeEntry | None]]:
    """Iterate over (path, entry) of what differs of a peer; None for what is gone."""
    for path in was.keys() | now.keys():
        old, new = (one[path].entry_at(path) if path in one else None for one in (was, now))
        if old != new:
            yield path, new


def own_tree(tree: Tree) -> Tree:
    """Return the tree of a commons without what its peers have published."""
    return tree.inner if isinstance(tree, FederatedTree) else tree


def pinned(
    store: Store, name: str, peer: Peer, pin: Pin, ours: Vocabularies, federation: Federation
) -> Iterator[tuple[str, Theirs]]:
    """Iterate over (path here, contribution) of a peer at its pin. Raises Failure."""
    if not store.holds(pin.commit):
        raise Failure(
            f"what {name} published at {pin.commit[:12]} is not here", "Fetch it with: commons federation sync"
        )
    found = known(store, pin.commit, peer)
    if store.repository.facts(pin.commit)[0] != pin.tree or not isinstance(found, Holding):
        why = f": {found[0].message}" if isinstance(found, list) else ": its tree is not the one in the lock"
        raise Failure(f"{name} cannot be published at {pin.commit[:12]}{why}", "See: commons federation verify")
    for one in told(store, name, peer, found, ours, dt.datetime.fromisoformat(pin.when), federation):
        yield place(name, one.entry.path), one


def told(
    store: Store,
    name: str,
    peer: Peer,
    holding: Holding,
    ours: Vocabularies,
    when: dt.datetime,
    federation: Federation | None = None,
) -> Iterator[Theirs]:
    """Iterate over the contributions that a commit of a peer holds, which was made at a moment. Raises Failure.

    Whoever gives our `federation` has what they say of other commons that we know led there.
    """
    near = neighbours(store, holding, ours, federation) if federation else {}
    crossing = Crossing.of(name, peer, commons_of(store, holding), ours, near)
    changes = store.changes(holding.commit, f"{peer.prefix}communities/")
    plain = Change(holding.commit, when, SUBJECT)
    for entry in holding.contributions:
        change = changes.get(f"{peer.prefix}{entry.path}", plain)
        yield Theirs(crossing, entry, Change(change.commit, change.when, SUBJECT))


def place(name: str, path: str) -> str:
    """Return where a contribution of a peer lies here, from its path there."""
    return f"{FEDERATED}/{name}/{path.removeprefix('communities/')}"


def commons_of(store: Store, holding: Holding) -> Commons | None:
    """Return what a peer says of itself; None where that cannot be read."""
    return _own_file(store, holding, Commons, COMMONS)


def neighbours(store: Store, holding: Holding, ours: Vocabularies, federation: Federation) -> dict[str, str]:
    """Return our name for each commons that a peer and we both know, by the name that it has there; empty for ours.

    Where it lies tells which it is. What a peer says of others is believed in this only: what answers what.
    """
    at = _places(federation)
    theirs = _own_file(store, holding, Federation, FEDERATION)
    found = {}
    for name, one in theirs.peers.items() if theirs else ():
        if not one.inside and _plain(one.url) == _plain(ours.commons.repository_url or ""):
            found[name] = ""
        elif not one.inside and (_plain(one.url), one.folder) in at:
            found[name] = at[_plain(one.url), one.folder]
    return found


def _places(federation: Federation) -> dict[tuple[str, str | None], str]:
    return {(_plain(one.url), one.folder): name for name, one in federation.peers.items() if not one.inside}


def _plain(url: str) -> str:
    return url.rstrip("/").removesuffix(".git").rstrip("/").casefold()


def _own_file(store: Store, holding: Holding, model: type[Model], path: str) -> Model | None:
    entry = next((one for one in holding.lists if one.path == path), None)
    if entry is None:
        return None
    return read_file(model, path, dict(store.repository.blobs([entry.blob]))[entry.blob])
