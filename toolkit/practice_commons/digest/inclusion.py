"""Which contributions a digest uses, and which it only counts, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from practice_commons.catalogue.entry import Entry
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.digest import Exclusion
from practice_commons.model.terms import Kind

_NO_EVIDENCE = frozenset({Kind.CALL, Kind.EVENT})
"""Kinds that ask or announce. No finding rests on them, and no council counts as heard through them."""
_REASONS = {
    "withdrawn": "withdrawn by the contributor",
    "superseded": "superseded by a later contribution",
    "period": "dated outside the period",
    "consent": "no consent for use in advocacy",
    "id": "cannot be cited without printing a name that its contributor asked us not to print",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a digest uses: newest first, then by id. `usable` also holds what is dated outside the period."""

    included: tuple[Entry, ...]
    usable: tuple[Entry, ...]
    exclusions: tuple[Exclusion, ...]

    @property
    def evidence(self) -> tuple[Entry, ...]:
        """Return the contributions that findings and counts may rest on."""
        return tuple(entry for entry in self.included if is_evidence(entry))


def select(
    entries: Iterable[Entry], attribution: Attribution, since: dt.date | None, until: dt.date | None
) -> Selection:
    """Sort contributions into those that the digest uses and those that it counts, each once, by the first reason."""
    ordered = sorted(entries, key=lambda entry: (-entry.contribution.date.toordinal(), entry.id, entry.source))
    included: list[Entry] = []
    usable: list[Entry] = []
    counts = dict.fromkeys(_REASONS, 0)
    for entry in ordered:
        barred = _barred(entry, attribution)
        outside = not _within(entry.contribution.date, since, until)
        if barred is None:
            usable.append(entry)
        if barred in {"withdrawn", "superseded"}:
            counts[barred] += 1
        elif outside:
            counts["period"] += 1
        elif barred is not None:
            counts[barred] += 1
        else:
            included.append(entry)
    exclusions = tuple(Exclusion(_REASONS[reason], number) for reason, number in counts.items() if number)
    return Selection(tuple(included), tuple(usable), exclusions)


def is_evidence(entry: Entry) -> bool:
    """Say whether findings and counts may rest on a contribution, which does not only ask or announce."""
    return entry.contribution.kind not in _NO_EVIDENCE


def _barred(entry: Entry, attribution: Attribution) -> str | None:
    contribution = entry.contribution
    if contribution.withdrawn is not None:
        return "withdrawn"
    if contribution.superseded_by is not None:
        return "superseded"
    if not contribution.consents_to_advocacy:
        return "consent"
    return None if attribution.may_cite(entry) else "id"


def _within(day: dt.date, since: dt.date | None, until: dt.date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)
