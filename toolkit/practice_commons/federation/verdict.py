"""What is thought of a commit of a peer: every ground on which it is refused, or all that is needed to take it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from practice_commons.federation.descent import descent
from practice_commons.federation.refusal import Ground, Refusal
from practice_commons.federation.signatures import signer
from practice_commons.federation.store import Store
from practice_commons.federation.trees import Holding, known
from practice_commons.model.federation import Peer, Pin


@dataclass(frozen=True, slots=True)
class Verdict:
    """A commit of a peer, looked at: when it was made, who signed it, what it holds, and what speaks against it."""

    commit: str
    when: dt.datetime
    signer: str
    holding: Holding | None
    refusals: tuple[Refusal, ...]
    warnings: tuple[str, ...] = ()

    @property
    def rewritten(self) -> bool:
        """Say whether nothing speaks against it but that history was rewritten: a person may accept that."""
        return bool(self.refusals) and all(one.ground is Ground.REWRITTEN for one in self.refusals)


def judged(store: Store, peer: Peer, pin: Pin | None, commit: str, now: dt.datetime) -> Verdict:
    """Return the verdict on a commit that is in a peer's store. Raises Failure where it cannot be looked at."""
    repository = store.repository
    _, when = repository.facts(commit)
    found = known(store, commit, peer)
    signed = signer(repository, commit, peer, now)
    refusals = [*descent(repository, pin, commit)]
    if isinstance(signed, Refusal):
        refusals.append(signed)
    if isinstance(found, list):
        refusals += found
    stale, warning = staleness(peer, when, now)
    if stale is not None:
        refusals.append(stale)
    return Verdict(
        commit,
        when,
        "" if isinstance(signed, Refusal) else signed,
        None if isinstance(found, list) else found,
        tuple(refusals),
        (warning,) if warning else (),
    )


def staleness(peer: Peer, when: dt.datetime, now: dt.datetime) -> tuple[Refusal | None, str]:
    """Return why a peer that was silent since a moment is refused, or the warning that it will be."""
    days = (now - when).days
    said = f"its last commit is {days} days old"
    if days > peer.limits.refuse_after:
        return Refusal(Ground.STALE, said, "Ask whether it is still looked after, or raise limits: refuse_after:."), ""
    if (when - now).days >= 1:
        return Refusal(Ground.STALE, f"its last commit is dated {when:%Y-%m-%d}, in the future", "Ask its people."), ""
    return None, said if days > peer.limits.warn_after else ""
