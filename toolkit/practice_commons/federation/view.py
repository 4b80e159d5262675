"""A commons with what its peers have published, at the commits where they are pinned: one tree for the catalogue.

The pins come from the lock, as it lies in the same tree; so what is federated is as much a matter of record as the
rest. Peers' contributions lie at `federation/<peer>/<community there>/<file>`, where no file of our own can lie.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from practice_commons.checks.layout import FEDERATED, source_of
from practice_commons.failure import Failure
from practice_commons.federation import planting
from practice_commons.federation.store import Store
from practice_commons.federation.translation import Crossing
from practice_commons.federation.trees import Holding, held
from practice_commons.model.community import Commons
from practice_commons.model.federation import Peer, Pin
from practice_commons.reading.federation import FILES, read_federation
from practice_commons.reading.git import Change, TreeEntry
from practice_commons.reading.tree import REGULAR, History, Tree
from practice_commons.reading.vocabularies import COMMONS, Vocabularies, is_list, read_file, read_vocabularies

SUBJECT = "As it was published there"
"""What stands for the message of a peer's commit: nobody here has checked its words."""


@dataclass(frozen=True, slots=True)
class _Theirs:
    """A contribution of a peer: its file there, and the commit that gave it its text."""

    crossing: Crossing
    entry: TreeEntry
    change: Change


@dataclass
class FederatedTree:
    """A tree with its peers' contributions. `workshop` is the ignored folder, where their objects are."""

    inner: Tree
    workshop: Path
    commit: str | None = field(init=False)
    when: dt.datetime = field(init=False)
    name: str = field(init=False)
    _theirs: dict[str, _Theirs] | None = field(default=None, init=False)
    _changes: dict[str, Sequence[Change]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Take over what the tree is called."""
        self.commit, self.when, self.name = self.inner.commit, self.inner.when, self.inner.name

    @property
    def present(self) -> dt.datetime:
        """Return the moment by which a date lies in the future."""
        return self.inner.present

    def entries(self) -> Sequence[TreeEntry]:
        """Return every file of our own, then every contribution of peers. Raises Failure where objects are missing."""
        own = self.inner.entries()
        theirs = self._listed(own)
        made = [
            TreeEntry(REGULAR, one.crossing.blob(one.entry.blob, one.entry.path, one.change.commit), path)
            for path, one in sorted(theirs.items())
        ]
        return [*own, *made]

    def below(self, folders: Sequence[str]) -> Sequence[TreeEntry]:
        """Return the files of our own below some folders: no peer has any there."""
        return self.inner.below(folders)

    def overlay(self) -> Mapping[str, TreeEntry | None] | None:
        """Return what lies otherwise than in the commit: peers' contributions follow from it."""
        return self.inner.overlay()

    def since(self, commit: str, paths: Collection[str]) -> Mapping[str, TreeEntry | None] | None:
        """Return what may differ; None where peers' contributions may, since only a comparison can tell which."""
        if any(source_of(path) for path in paths):
            return None
        found = self.inner.since(commit, paths)
        if found is None or any(path in FILES or is_list(path) for path in found):
            return None
        return found

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """Iterate over entries with their bytes; peers' contributions in our words."""
        wanted = list(entries)
        own = [entry for entry in wanted if not source_of(entry.path)]
        yield from self.inner.read(own)
        by_peer: dict[str, list[TreeEntry]] = {}
        for entry in wanted:
            if source := source_of(entry.path):
                by_peer.setdefault(source, []).append(entry)
        known = self._listed() if by_peer else {}
        for source, some in by_peer.items():
            repository = Store(self.workshop, source).repository
            for at in range(0, len(some), 200):
                batch = [(entry, known[entry.path]) for entry in some[at : at + 200] if entry.path in known]
                data = dict(repository.blobs(dict.fromkeys(one.entry.blob for _, one in batch)))
                for entry, one in batch:
                    yield entry, one.crossing.translated(data[one.entry.blob], one.entry.path)

    def history(self, known: str | None = None) -> History:
        """Return the commits that changed each file of our own, and for peers' the one that gave it its text."""
        found = self.inner.history(known)
        if found.after is None:
            self._listed()
        return History(found.changes, found.after, found.straight, self._changes)

    def texts(self, other: Tree) -> set[str]:
        """Return the ids of peers' contributions as another tree of the same commons has them. Raises Failure."""
        found = FederatedTree(other, self.workshop)
        return {entry.blob for entry in found.entries() if source_of(entry.path)}

    def _listed(self, own: Sequence[TreeEntry] | None = None) -> Mapping[str, _Theirs]:
        """Return peers' contributions by path, looked for once."""
        if self._theirs is None:
            entries = self.inner.entries() if own is None else own
            said = read_federation(self.inner, entries)
            found: dict[str, _Theirs] = {}
            if said.pinned:
                ours, _ = read_vocabularies(self.inner, entries)
                for name, (peer, pin) in said.pinned.items():
                    store = Store(self.workshop, name)
                    if peer.inside and not store.holds(pin.commit):
                        with store.opened():
                            planting.restore(store, peer, pin, planting.lying_in(self.inner, peer, store.root))
                    found.update(pinned(store, name, peer, pin, ours))
            self._theirs = found
            self._changes = {path: (one.change,) for path, one in found.items()}
        return self._theirs


def own_tree(tree: Tree) -> Tree:
    """Return the tree of a commons without what its peers have published."""
    return tree.inner if isinstance(tree, FederatedTree) else tree


def pinned(store: Store, name: str, peer: Peer, pin: Pin, ours: Vocabularies) -> Iterator[tuple[str, _Theirs]]:
    """Iterate over (path here, contribution) of a peer at its pin. Raises Failure."""
    if not store.holds(pin.commit):
        raise Failure(
            f"what {name} published at {pin.commit[:12]} is not here", "Fetch it with: commons federation sync"
        )
    found = held(store.repository, pin.commit, peer)
    if store.repository.tree_of(pin.commit) != pin.tree or not isinstance(found, Holding):
        why = f": {found[0].message}" if isinstance(found, list) else ": its tree is not the one in the lock"
        raise Failure(f"{name} cannot be published at {pin.commit[:12]}{why}", "See: commons federation verify")
    crossing = Crossing.of(name, peer, commons_of(store, found), ours)
    changes = store.changes(pin.commit, f"{peer.prefix}communities/")
    plain = Change(pin.commit, dt.datetime.fromisoformat(pin.when), SUBJECT)
    for entry in found.contributions:
        _, community, file = entry.path.split("/")
        known = changes.get(f"{peer.prefix}{entry.path}", plain)
        change = Change(known.commit, known.when, SUBJECT)
        yield f"{FEDERATED}/{name}/{community}/{file}", _Theirs(crossing, entry, change)


def commons_of(store: Store, holding: Holding) -> Commons | None:
    """Return what a peer says of itself; None where that cannot be read."""
    entry = next((one for one in holding.lists if one.path == COMMONS), None)
    if entry is None:
        return None
    return read_file(Commons, COMMONS, dict(store.repository.blobs([entry.blob]))[entry.blob])
