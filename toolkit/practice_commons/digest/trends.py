"""When experience is from: councils by quarter. Never contributions, of which a busy platform brings more anyway."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from practice_commons.digest.account import Account
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.counting import tally
from practice_commons.digest.digest import Period, Trends
from practice_commons.model.quarter import quarter_name, quarter_of
from practice_commons.model.terms import Precision

MOST = 80
"""Quarters that are told one by one, the last ones."""


def trends(accounts: Iterable[Account], priority: str, attribution: Attribution) -> Trends:
    """Return the councils heard in every quarter from the first to the last, each once in a quarter, by stance.

    A council of today stands for those that it succeeded. What is known to the year only is in no quarter.
    """
    told: dict[int, list[Account]] = defaultdict(list)
    undated: set[str] = set()
    for account in accounts:
        present = _present(account, attribution)
        if not present:
            continue
        if account.precision is Precision.YEAR:
            undated |= present
        else:
            told[quarter_of(account.date.year, account.date.month)].append(account)
    last = max(told, default=-1)
    first = max(min(told, default=0), last - MOST + 1)
    known = {slug for at in told if at < first for account in told[at] for slug in _present(account, attribution)}
    earlier = len(known)
    quarters: list[Period] = []
    for at in range(first, last + 1):
        heard = tally(told.get(at, ()), priority, attribution)
        now = {slug for account in told.get(at, ()) for slug in _present(account, attribution)}
        quarters.append(Period(quarter_name(at), heard.councils, len(now - known)))
        known |= now
    return Trends(tuple(quarters), earlier, len(undated - known))


def _present(account: Account, attribution: Attribution) -> set[str]:
    """Return the slugs of the councils of today that a contribution speaks for; of those ended for good, their own."""
    return {one.slug for council in attribution.councils(account) for one in attribution.present(council) or (council,)}
