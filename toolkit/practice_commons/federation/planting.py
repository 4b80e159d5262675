"""A peer that lies in a folder of this commons, made into a commit: for a demonstration, or to try federation out.

Only `federation.yml` of this commons can name such a folder, and nothing that a peer publishes can. Nothing is fetched,
no protocol is spoken, and no link is followed out of the folder. The same files and the same time give the same commit
on every machine, so a pin that was accepted on one holds in a fresh clone on another.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from practice_commons.failure import Failure
from practice_commons.federation.store import TIP, Store
from practice_commons.model.federation import Peer, Pin
from practice_commons.reading.ledger import NONE
from practice_commons.reading.tree import LARGEST, REGULAR, FolderTree, Tree

MESSAGE = "What lies in this folder"
Files = Mapping[str, bytes]
"""What lies in a peer's folder, by path inside it: its communities, and nothing else."""


def lying(root: Path, peer: Peer) -> Files:
    """Return what lies in a peer's folder now, below the top of this commons. Raises Failure."""

    def read() -> Iterator[tuple[str, bytes]]:
        for path in _walk(root, peer):
            with (root / peer.inside / path).open("rb") as stream:
                yield path, stream.read(LARGEST + 1)

    return _within(peer, read())


def lying_in(tree: Tree, peer: Peer, root: Path) -> Files:
    """Return what lies in a peer's folder where a tree of this commons is: at its commit, or now. Raises Failure."""
    if isinstance(tree, FolderTree):
        return lying(root, peer)
    top = f"{peer.inside}/"
    listed = tree.below([f"{top}{peer.prefix}communities/"])
    held = [entry for entry in listed if entry.mode == REGULAR and not _left_out(entry.path)]
    return _within(peer, ((entry.path.removeprefix(top), data) for entry, data in tree.read(held)))


def publish(store: Store, pin: Pin | None, files: Files, now: dt.datetime) -> None:
    """Make what lies in the folder the newest that the peer has published. The right to write is held."""
    repository, tip = store.repository, store.tip()
    tree = _tree(store, files)
    new = repository.write_commit(tree, [], MESSAGE, _moment(pin)) if pin else ""
    if pin is None or new != pin.commit:
        if tip and repository.facts(tip)[0] == tree:
            return
        new = repository.write_commit(tree, [], MESSAGE, now)
    if new != tip:
        repository.move((TIP, tip, new))


def restore(store: Store, peer: Peer, pin: Pin, files: Files) -> None:
    """Make the commit that is pinned, where it is not here. The right to write is held. Raises Failure."""
    if store.repository.write_commit(_tree(store, files), [], MESSAGE, _moment(pin)) != pin.commit:
        raise Failure(f"{changed(peer)}, {pin.commit[:12]}", renewal(store.peer))
    store.keep(pin.commit)
    if not store.tip():
        store.repository.move((TIP, NONE, pin.commit))


def holds(store: Store, pin: Pin, files: Files) -> bool:
    """Say whether what lies in the folder is what is pinned."""
    return store.repository.write_commit(_tree(store, files), [], MESSAGE, _moment(pin)) == pin.commit


def changed(peer: Peer) -> str:
    """Return that a folder is not what is pinned, as the beginning of a sentence."""
    return f"{peer.url} does not hold what is pinned in communities/federation.lock"


def renewal(name: str) -> str:
    """Return what to do where a folder was changed on purpose."""
    return (
        f"If it was changed on purpose, renew the lock: commons federation sync {name}, look at it with: "
        f"commons federation diff {name}, then: commons federation accept {name} --rewritten --reason “…”"
    )


def _within(peer: Peer, read: Iterable[tuple[str, bytes]]) -> Files:
    found: dict[str, bytes] = {}
    size = 0
    for path, data in read:
        found[path] = data
        size += len(data)
        if len(found) > peer.limits.entries or size > peer.limits.bytes:
            raise Failure(f"{peer.url} holds more than its limits say", "If that is right, raise limits: for it.")
    return found


def _tree(store: Store, files: Files) -> str:
    blobs = {path: store.repository.write_blob(data) for path, data in sorted(files.items())}
    return store.repository.write_tree(NONE, blobs)


def _moment(pin: Pin) -> dt.datetime:
    return dt.datetime.fromisoformat(pin.when)


def _walk(root: Path, peer: Peer) -> Iterator[str]:
    """Iterate over the files of a peer's communities, by path; what editors leave behind is not among them."""
    place, communities = Path(peer.inside), f"{peer.prefix}communities"
    steps = [root / step for step in (place / communities, *(place / communities).parents) if step.parts]
    if not all(step.is_dir() and not step.is_symlink() for step in steps):
        raise Failure(f"there is no folder {peer.inside}/{communities} here", "Look at url: in federation.yml.")
    waiting = [communities]
    while waiting:
        here = waiting.pop()
        with os.scandir(root / place / here) as listing:
            for item in sorted(listing, key=lambda one: one.name):
                path = f"{here}/{item.name}"
                if _left_out(path):
                    continue
                if item.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif item.is_file(follow_symlinks=False):
                    yield path
                else:
                    raise Failure(f"{peer.inside}/{path} is not an ordinary file", "Put the file itself there.")


def _left_out(path: str) -> bool:
    return any(part.startswith(".") or part.endswith("~") for part in path.split("/"))
