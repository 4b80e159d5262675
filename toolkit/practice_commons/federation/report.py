"""How peers stand: what is published of each, what is kept out and why, and whether its pin still holds."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.checks.layout import FEDERATED
from practice_commons.federation import planting
from practice_commons.federation.refusal import Ground, Refusal
from practice_commons.federation.signatures import signer
from practice_commons.federation.store import Store
from practice_commons.federation.sync import looked_at
from practice_commons.federation.trees import Holding, held, known
from practice_commons.federation.verdict import staleness
from practice_commons.model.federation import Peer, Pin
from practice_commons.model.problem import Problem
from practice_commons.reading.federation import Federated


@dataclass(frozen=True, slots=True)
class Position:
    """How a peer stands: what is pinned, since when and signed by which key, and what is waiting."""

    peer: str
    url: str
    pinned: str
    accepted: str
    signer: str
    published: int
    kept_out: int
    tip: str
    news: bool
    warnings: tuple[str, ...]
    refusals: tuple[str, ...]


def kept_out(catalogue: Catalogue, said: Federated, name: str, workshop: Path) -> list[Problem]:
    """Return the errors that keep contributions of a peer out, at the paths and lines that they have there."""
    peer, pin = said.federation.peers[name], said.lock.pins.get(name)
    if pin is None:
        return []
    store = Store(workshop, name)
    found = known(store, pin.commit, peer)
    own = {one.path: one.blob for one in found.contributions} if isinstance(found, Holding) else {}
    errors = [one for one in catalogue.problems(f"{FEDERATED}/{name}") if one.is_error]
    theirs = [(one, f"communities/{one.path.split('/', 2)[2]}") for one in errors]
    wanted = dict.fromkeys(own[path] for _, path in theirs if path in own)
    lines = {blob: data.count(b"\n") + 1 for blob, data in store.repository.blobs(wanted)}
    return [
        replace(one, path=f"{peer.prefix}{path}", line=min(one.line, lines[own[path]]))
        for one, path in theirs
        if path in own
    ]


def standings(
    catalogue: Catalogue, said: Federated, names: Sequence[str], workshop: Path, now: dt.datetime
) -> list[Position]:
    """Return how each of some peers stands. Raises Failure."""
    rows = []
    for name in names:
        peer, pin, store = said.federation.peers[name], said.lock.pins.get(name), Store(workshop, name)
        query = "SELECT count(*) FROM placement WHERE source = ? AND published"
        published = int(catalogue.connection.execute(query, (name,)).fetchone()[0])
        looked = looked_at(store, peer, pin, now)
        rows.append(
            Position(
                name,
                peer.url,
                pin.commit if pin else "",
                pin.accepted if pin else "",
                (pin.signer or "") if pin else "",
                published,
                pin.contributions - published if pin else 0,
                looked.tip,
                looked.new,
                looked.verdict.warnings if looked.verdict else (),
                tuple(map(str, looked.refusals)),
            )
        )
    return rows


def doubts(said: Federated, name: str, workshop: Path, now: dt.datetime) -> list[Refusal]:
    """Return why a pin does not hold; nothing where it does. Raises Failure where it cannot be looked at."""
    peer, pin, store = said.federation.peers[name], said.lock.pins[name], Store(workshop, name)
    repository = store.repository
    found = _otherwise(store, peer, pin)
    if not store.holds(pin.commit):
        if found:
            return found
        hint = "Fetch it with: commons federation sync --pinned"
        return [Refusal(Ground.NOTHING, f"{pin.commit[:12]} is not here", hint)]
    tree_id, when = repository.facts(pin.commit)
    if tree_id != pin.tree:
        hint = "Look at who changed communities/federation.lock."
        found.append(Refusal(Ground.CHANGED, "its tree is not the one in the lock", hint))
    tree = held(repository, pin.commit, peer)
    if isinstance(tree, list):
        found += tree
    signed = signer(repository, pin.commit, peer, now)
    if isinstance(signed, Refusal):
        found.append(signed)
    elif signed != (pin.signer or ""):
        said_so = f"it is signed with {signed or 'no key'}, not with {pin.signer or 'no key'}"
        found.append(Refusal(Ground.CHANGED, said_so, "Look at who changed communities/federation.lock."))
    forgiven = {(one.old, one.new) for one in pin.rewritten}
    for old, new in itertools.pairwise((*pin.chain, pin.commit)):
        if (old, new) not in forgiven and not (store.holds(old) and repository.since(old, new)[0]):
            hint = "Look at who changed communities/federation.lock."
            found.append(Refusal(Ground.REWRITTEN, f"{new[:12]} does not descend from {old[:12]}", hint))
            break
    stale, _ = staleness(peer, when, now)
    if stale is not None:
        found.append(stale)
    return found


def _otherwise(store: Store, peer: Peer, pin: Pin) -> list[Refusal]:
    """Return that the folder of this commons in which a peer lies is not what is pinned; nothing where it is."""
    if not peer.inside:
        return []
    with store.opened():
        if planting.holds(store, pin, planting.lying(store.root, peer)):
            return []
    said = f"{planting.changed(peer)}, so no fresh clone can publish it"
    return [Refusal(Ground.CHANGED, said, planting.renewal(store.peer))]
