"""What this commons says of federation: its peers, and the commits at which they are pinned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from practice_commons.model.federation import FEDERATION, LOCK, Federation, Lock, Peer, Pin
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.own_files import said_in
from practice_commons.reading.tree import REGULAR, Tree, named
from practice_commons.reading.vocabularies import Vocabularies

FILES = (FEDERATION, LOCK)


@dataclass(frozen=True, slots=True)
class Federated:
    """The peers of a commons, and their pins."""

    federation: Federation = field(default_factory=Federation)
    lock: Lock = field(default_factory=Lock)
    problems: tuple[Problem, ...] = ()

    @property
    def pinned(self) -> dict[str, tuple[Peer, Pin]]:
        """Return each peer that has a pin, by name, in order. A pin without a peer counts for nothing."""
        peers, pins = self.federation.peers, self.lock.pins
        return {name: (peers[name], pins[name]) for name in sorted(peers.keys() & pins.keys())}


def read_federation(tree: Tree, entries: Iterable[TreeEntry] | None = None) -> Federated:
    """Read both files from a tree, with every problem found in them; nothing is raised.

    Where either has a problem nothing is federated: half of what was agreed is not what was agreed. Whoever knows
    which files there are gives their `entries`.
    """
    known = named(tree, FILES) if entries is None else entries
    wanted = [entry for entry in known if entry.mode == REGULAR and entry.path in FILES]
    files = {entry.path: data for entry, data in tree.read(wanted) if data.strip()}
    found: list[Problem] = []
    federation = said_in(Federation, FEDERATION, files, found)
    lock = said_in(Lock, LOCK, files, found)
    if found:
        return Federated(problems=tuple(found))
    return Federated(federation or Federation(), lock or Lock())


def crosswalk_problems(federated: Federated, vocabularies: Vocabularies) -> list[Problem]:
    """Return what is wrong with the words of ours that crosswalks name, and with pins that have no peer."""
    found: list[Problem] = []

    def say(path: str, message: str, hint: str) -> None:
        found.append(Problem(path, 0, 0, "federation-words", Severity.ERROR, message, hint))

    for name, peer in federated.federation.peers.items():
        for kind, words, ours in (
            ("tag", peer.tags.named, vocabularies.tags),
            ("policy priority", peer.priorities.named, vocabularies.priorities),
            ("community", peer.into, vocabularies.communities),
        ):
            for theirs, word in words.items():
                if word not in ours:
                    said = f"peer {name}: {theirs} is to be {word}, which is no {kind} of this commons"
                    say(FEDERATION, said, f"Name a {kind} that there is.")
    for name in federated.lock.pins.keys() - federated.federation.peers.keys():
        say(LOCK, f"pins {name}, which is no peer", f"Run: commons federation remove {name}")
    return sorted(found)
