"""Which contributions a digest uses, and which it only counts, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from practice_commons.digest.account import Account
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.digest import Exclusion
from practice_commons.model.terms import Kind, Nation

_NO_EVIDENCE = frozenset({Kind.CALL, Kind.EVENT})
"""Kinds that ask or announce. No finding rests on them, and no council counts as heard through them."""
_REASONS = {
    "withdrawn": "withdrawn by the contributor",
    "superseded": "superseded by a later contribution",
    "community": "shared in another community of practice",
    "period": "dated outside the period",
    "nation": "of no council of the nation, as far as councils may be named",
    "unchanged": "the same as when the last digest was published",
    "consent": "no consent for use in advocacy",
    "id": "cannot be cited without printing a name that its contributor asked us not to print",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a digest keeps to: a period, a community of practice, a nation, what is new after a commit. None is all."""

    since: dt.date | None = None
    until: dt.date | None = None
    community: str | None = None
    nation: Nation | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What a digest uses: newest first, then by id. `usable` also holds what is dated outside the period."""

    included: tuple[Account, ...]
    usable: tuple[Account, ...]
    exclusions: tuple[Exclusion, ...]

    @property
    def evidence(self) -> tuple[Account, ...]:
        """Return the contributions that findings and counts may rest on."""
        return tuple(account for account in self.included if is_evidence(account))


def select(
    accounts: Iterable[Account], attribution: Attribution, bounds: Bounds, fresh: Collection[Account] | None = None
) -> Selection:
    """Sort contributions into those that the digest uses and those that it counts, each once, by the first reason.

    `fresh` are those that are new or changed after the commit of the bounds; None where no commit bounds it.
    """
    ordered = sorted(accounts, key=lambda account: (account.id, account.source))
    ordered.sort(key=lambda account: account.day, reverse=True)
    included: list[Account] = []
    usable: list[Account] = []
    counts = dict.fromkeys(_REASONS, 0)
    for account in ordered:
        barred = _barred(account, attribution)
        outside = _outside(account, attribution, bounds, fresh)
        if barred is None and outside != "community":
            usable.append(account)
        if barred in {"withdrawn", "superseded"}:
            counts[barred] += 1
        elif outside is not None:
            counts[outside] += 1
        elif barred is not None:
            counts[barred] += 1
        else:
            included.append(account)
    exclusions = tuple(Exclusion(_REASONS[reason], number) for reason, number in counts.items() if number)
    return Selection(tuple(included), tuple(usable), exclusions)


def is_evidence(account: Account) -> bool:
    """Say whether findings and counts may rest on a contribution, which does not only ask or announce."""
    return account.kind not in _NO_EVIDENCE


def _barred(account: Account, attribution: Attribution) -> str | None:
    if account.withdrawn:
        return "withdrawn"
    if account.superseded_by is not None:
        return "superseded"
    if not account.consents_to_advocacy:
        return "consent"
    return None if attribution.may_cite(account) else "id"


def _outside(
    account: Account, attribution: Attribution, bounds: Bounds, fresh: Collection[Account] | None
) -> str | None:
    """Return which bound a contribution is outside of. A council that may not be named is of no nation."""
    if bounds.community is not None and account.community != bounds.community:
        return "community"
    if (bounds.since or bounds.until) and not _within(account.date, bounds.since, bounds.until):
        return "period"
    if bounds.nation is not None and all(one.nation is not bounds.nation for one in attribution.councils(account)):
        return "nation"
    return "unchanged" if fresh is not None and account not in fresh else None


def _within(day: dt.date, since: dt.date | None, until: dt.date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)
