"""What peers publish, fetched: objects only, several peers at once. Nothing that is published here changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from practice_commons.failure import Failure
from practice_commons.federation import planting
from practice_commons.federation.refusal import Ground, Refusal
from practice_commons.federation.store import PIN, TIP, Store
from practice_commons.federation.verdict import Verdict, judged
from practice_commons.model.federation import Peer, Pin
from practice_commons.reading.federation import Federated
from practice_commons.reading.ledger import NONE
from practice_commons.reading.remote import Remote

AT_ONCE = 4
SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of one peer: what it publishes now, and the verdict on it; or why it could not be asked."""

    name: str
    tip: str
    new: bool
    """Whether it publishes something else than what is pinned."""
    verdict: Verdict | None
    refusals: tuple[Refusal, ...]


def synced(
    federated: Federated,
    names: list[str],
    workshop: Path,
    now: dt.datetime,
    progress: Callable[[int, int], None] | None = None,
    *,
    only_pinned: bool = False,
) -> Iterator[Synced]:
    """Fetch from some peers, and iterate over what became of each, in the order of their names.

    Whoever is interrupted begins again with those that are missing: what was fetched stays. With `only_pinned` nothing
    is asked for but the commits in the lock that are not here.
    """
    peers, pins = federated.federation.peers, federated.lock.pins
    found: dict[str, Synced] = {}
    crew = ThreadPoolExecutor(max_workers=AT_ONCE)
    try:
        waiting = {
            crew.submit(_one, name, peers[name], pins.get(name), workshop, now, only_pinned=only_pinned): name
            for name in names
        }
        for done, future in enumerate(as_completed(waiting), start=1):
            found[waiting[future]] = future.result()
            if progress is not None:
                progress(done, len(waiting))
    finally:
        crew.shutdown(wait=True, cancel_futures=True)
    yield from (found[name] for name in sorted(found))


def _one(name: str, peer: Peer, pin: Pin | None, workshop: Path, now: dt.datetime, *, only_pinned: bool) -> Synced:
    store = Store(workshop, name)
    try:
        with store.opened():
            fetch(store, peer, pin, now, only_pinned=only_pinned)
            if pin is not None:
                store.keep(pin.commit)
        if only_pinned and pin is not None:
            return Synced(name, pin.commit, False, None, ())  # noqa: FBT003
        return looked_at(store, peer, pin, now)
    except Failure as failure:
        hint = failure.hint or "Try again later."
        return Synced(name, store.tip(), False, None, (Refusal(Ground.UNREACHABLE, failure.message, hint),))  # noqa: FBT003


def fetch(store: Store, peer: Peer, pin: Pin | None, now: dt.datetime, *, only_pinned: bool = False) -> None:
    """Fetch what a peer publishes, and the commit at which it is pinned where that is not here. Raises Failure.

    The right to write is held. No tags, no other branches, no submodules, and only over the protocol of its address.
    """
    if peer.inside:
        _planted(store, peer, pin, now, only_pinned=only_pinned)
        return
    remote = Remote(
        store.repository, peer.url, protocols=(peer.scheme,), seconds=SECONDS, most=peer.limits.bytes + 1_000_000
    )
    with store.reverting() as before:
        if not only_pinned:
            remote.fetch([f"+{peer.reference}:{TIP}"])
        if pin is not None and pin.commit not in before.values() and not store.holds(pin.commit):
            remote.fetch([f"+{pin.commit}:{PIN}"])


def _planted(store: Store, peer: Peer, pin: Pin | None, now: dt.datetime, *, only_pinned: bool) -> None:
    files = planting.lying(store.root, peer)
    if not only_pinned:
        planting.publish(store, pin, files, now)
    elif pin is not None and not store.holds(pin.commit):
        planting.restore(store, peer, pin, files)


def looked_at(store: Store, peer: Peer, pin: Pin | None, now: dt.datetime) -> Synced:
    """Return what is thought of what a peer published when it was last asked. Raises Failure."""
    tip = store.tip()
    if tip == NONE:
        return _nothing(store.peer, peer)
    verdict = judged(store, peer, pin, tip, now)
    return Synced(store.peer, tip, pin is None or tip != pin.commit, verdict, verdict.refusals)


def chosen(federated: Federated, names: tuple[str, ...]) -> list[str]:
    """Return the names of peers that were asked for, or of all. Raises Failure for one that there is none of."""
    known: Mapping[str, Peer] = federated.federation.peers
    if federated.problems:
        raise Failure(str(federated.problems[0]), federated.problems[0].hint)
    for name in names:
        if name not in known:
            raise Failure(
                f"there is no peer {name!r}",
                f"Peers stand in communities/federation.yml: {', '.join(known) or 'none'}.",
            )
    return sorted(names or known)


def _nothing(name: str, peer: Peer) -> Synced:
    said = f"nothing was fetched of its branch {peer.ref}"
    return Synced(name, NONE, False, None, (Refusal(Ground.NOTHING, said, "Run: commons federation sync"),))  # noqa: FBT003
