"""Which policy priorities a contribution informs, and what it asks under each."""

from __future__ import annotations

from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import Call


def priorities_of(contribution: Contribution) -> tuple[str, ...]:
    """Return the policy priorities that a contribution informs: those it names, codes a stance on, or calls for."""
    named = dict.fromkeys((*contribution.priorities, *contribution.stance))
    if isinstance(contribution, Call):
        named[contribution.priority] = None
    return tuple(named)


def asks_under(contribution: Contribution, priority: str) -> tuple[str, ...]:
    """Return what a contribution asks under a policy priority: an ask that names none serves all that it informs."""
    if priority not in priorities_of(contribution):
        return ()
    return tuple(one.ask for one in contribution.asks if one.priority in {None, priority})
