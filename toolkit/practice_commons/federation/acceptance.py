"""A pin, moved: one commit on main that changes the lock, and nothing else.

The objects are made safe first and the branch moves last, in one step: a process that is killed at any moment leaves
the lock, and so what is published, as it was or as it was to be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from practice_commons.failure import Failure
from practice_commons.federation.diff import Difference, What, differences
from practice_commons.federation.files import lock_text, with_pin
from practice_commons.federation.refusal import Ground, Refusal
from practice_commons.federation.store import Store
from practice_commons.federation.trees import Holding, known
from practice_commons.federation.verdict import Verdict, judged
from practice_commons.model.federation import LOCK, Lock, Peer, Pin, Rewriting
from practice_commons.model.wording import count
from practice_commons.reading.federation import Federated, read_federation
from practice_commons.reading.ledger import MAIN, Ledger, MovedError
from practice_commons.reading.tree import CommitTree
from practice_commons.reading.vocabularies import Vocabularies, list_entries, read_vocabularies

CHAIN = 200
"""Earlier pins that are remembered, to know an old commit that comes back."""
_TURNS = 20


@dataclass(frozen=True, slots=True)
class Accepted:
    """A pin that was moved: our commit, theirs, and what differs by it."""

    peer: str
    commit: str
    pinned: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A commons as its main branch has it: the ledger, the commit, its tree, what is federated."""

    ledger: Ledger
    main: str
    tree: CommitTree
    federated: Federated

    @classmethod
    def of(cls, root: Path) -> Standing:
        """Return how the commons in a folder stands on main. Raises Failure."""
        ledger = Ledger.at(root)
        main = ledger.reference(MAIN)
        if not main:
            raise Failure(f"{root} has no branch called main with a commit", "Run: git branch -M main, and commit.")
        prefix = "" if Ledger.holding(root) is None else ledger.prefix_of(root)
        tree = CommitTree(ledger, main, prefix)
        federated = read_federation(tree)
        if federated.problems:
            raise Failure(str(federated.problems[0]), federated.problems[0].hint)
        return cls(ledger, main, tree, federated)

    def vocabularies(self) -> Vocabularies:
        """Return our own words, as they are on main."""
        return read_vocabularies(self.tree, list_entries(self.tree))[0]

    def peer(self, name: str) -> Peer:
        """Return a peer. Raises Failure where main has none of that name."""
        found = self.federated.federation.peers.get(name)
        if found is None:
            raise Failure(
                f"main has no peer {name!r}",
                "Add it with: commons federation add, and commit communities/federation.yml.",
            )
        return found


def accept(
    root: Path, workshop: Path, name: str, now: dt.datetime, *, seen: str = "", reason: str = ""
) -> Accepted | Verdict:
    """Pin a peer at what it published when it was last fetched, in one commit on main.

    `seen` is the commit that was looked at; `reason` says why a rewritten history is accepted. Returns the verdict
    where the commit is refused, and what is pinned is then as it was. Raises Failure.
    """
    for _ in range(_TURNS):
        standing = Standing.of(root)
        peer, pin = standing.peer(name), standing.federated.lock.pins.get(name)
        store = Store(workshop, name)
        tip = store.tip()
        if not tip:
            raise Failure(f"nothing was fetched of {name} yet", f"Run: commons federation sync {name}")
        if seen and not tip.startswith(seen):
            raise Failure(
                f"{name} has published {tip[:12]} since {seen[:12]}", f"Look at it: commons federation diff {name}"
            )
        if pin is not None and pin.commit == tip:
            raise Failure(f"{name} is pinned at {tip[:12]} already", "Ask for news with: commons federation sync")
        verdict = judged(store, peer, pin, tip, now)
        if verdict.holding is None or (verdict.refusals and not (verdict.rewritten and reason)):
            return verdict
        made, found = _pin(store, name, peer, pin, verdict, standing, now, reason if verdict.rewritten else "")
        with store.opened():
            store.keep(tip)
        try:
            commit = _written(standing, name, with_pin(standing.federated.lock, name, made), pin, made, found, now)
        except MovedError:
            continue
        return Accepted(name, commit, tip, tuple(found))
    raise Failure("others are publishing at this moment", "Try again.")


def accept_waiting(
    root: Path, workshop: Path, now: dt.datetime
) -> Iterator[tuple[str, Accepted | tuple[Refusal, ...]]]:
    """Accept from every peer that may move by itself and has news; iterate over what became of each. Raises Failure.

    A peer of which what was fetched cannot be read keeps no other from being accepted.
    """
    for name in waiting(Standing.of(root).federated, workshop):
        try:
            done = accept(root, workshop, name, now)
        except Failure as failure:
            yield name, (Refusal(Ground.UNREADABLE, failure.message, failure.hint),)
        else:
            yield name, done if isinstance(done, Accepted) else done.refusals


def waiting(said: Federated, workshop: Path) -> list[str]:
    """Return the peers that have news and whose pins may move by themselves."""
    pins = said.lock.pins
    tips = {name: Store(workshop, name).tip() for name, one in said.federation.peers.items() if one.automatic}
    return sorted(name for name, tip in tips.items() if tip and (name not in pins or pins[name].commit != tip))


def compared(
    store: Store, name: str, peer: Peer, pin: Pin | None, now: Holding, ours: Vocabularies, today: dt.date
) -> list[Difference]:
    """Return what differs between what is pinned and another commit. Raises Failure."""
    before = known(store, pin.commit, peer) if pin is not None and store.holds(pin.commit) else None
    return differences(store, name, peer, before if isinstance(before, Holding) else None, now, ours, today)


def summary(found: list[Difference] | tuple[Difference, ...]) -> str:
    """Return how many contributions differ and how, in a few words."""
    counts = {what: sum(one.what is what for one in found) for what in What}
    return ", ".join(f"{number:,} {what}" for what, number in counts.items() if number) or "nothing differs"


def _pin(
    store: Store,
    name: str,
    peer: Peer,
    pin: Pin | None,
    verdict: Verdict,
    standing: Standing,
    now: dt.datetime,
    reason: str,
) -> tuple[Pin, list[Difference]]:
    holding = verdict.holding
    if holding is None:
        raise ValueError("what is refused is not pinned")
    found = compared(store, name, peer, pin, holding, standing.vocabularies(), now.date())
    gained = sum(bool(one.now and one.now.sound) - bool(one.was and one.was.sound) for one in found)
    chain = (*pin.chain, pin.commit)[-CHAIN:] if pin else ()
    rewritten = pin.rewritten if pin else ()
    if pin is not None and reason:
        said = " ".join(reason.split())[:200]
        rewritten = (*rewritten, Rewriting(old=pin.commit, new=verdict.commit, when=_moment(now), reason=said))
    made = Pin(
        commit=verdict.commit,
        tree=store.repository.facts(verdict.commit)[0],
        signer=verdict.signer or None,
        when=_moment(verdict.when),
        accepted=_moment(now),
        contributions=len(holding.contributions),
        published=(pin.published if pin else 0) + gained,
        bytes=holding.bytes,
        chain=chain,
        rewritten=rewritten,
    )
    return made, found


def _written(
    standing: Standing, name: str, lock: Lock, was: Pin | None, pin: Pin, found: list[Difference], now: dt.datetime
) -> str:
    """Commit a lock to main, and let the folder follow. Raises MovedError."""
    ledger = standing.ledger
    blob = ledger.write_blob(lock_text(lock).encode())
    tree = ledger.write_tree(standing.main, {f"{standing.tree.prefix}{LOCK}": blob})
    message = (
        f"Federation: {name} at {pin.commit[:12]}\n\n{count(pin.contributions, 'contribution')}: {summary(found)}.\n\n"
        f"Federation-Peer: {name}\nFederation-Commit: {pin.commit}\n"
        f"Federation-Before: {was.commit if was else 'none'}\nFederation-Signer: {pin.signer or 'nobody'}\n"
    )
    if len(pin.rewritten) > len(was.rewritten if was else ()):
        message += f"Federation-Rewritten: {pin.rewritten[-1].reason}\n"
    commit = ledger.write_commit(tree, [standing.main], message, now, signed=True)
    with ledger.followed():
        ledger.move((MAIN, standing.main, commit))
    return commit


def _moment(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).isoformat(timespec="seconds")
