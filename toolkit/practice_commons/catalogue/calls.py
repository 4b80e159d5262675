"""Calls for examples: whom each asks, what came back, and from how many of the councils asked.

A council is counted where a response names it publicly, on its own page: as a council that it is about, else as its
author's. That is so whatever the response's consent, which rules advocacy and not the page; what a contributor kept off
the page is not counted, so that no count gives a pseudonym away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.entry import Entry, Listed
from practice_commons.model.audience import asked, region_key
from practice_commons.model.council import Council
from practice_commons.model.kinds import Call, stands
from practice_commons.model.terms import Kind
from practice_commons.model.wording import count

RESPONDS = "responds_to = ? AND superseded_by IS NULL"
"""The condition of a response that counts: what was replaced is counted with what replaced it."""


@dataclass(frozen=True)
class Calling:
    """A published call on the day of the tree."""

    entry: Entry
    call: Call
    catalogue: Catalogue

    @property
    def open(self) -> bool:
        """Say whether it stands: not closed, not withdrawn, not past its last day."""
        return stands(self.call, self.catalogue.today)

    @property
    def days_left(self) -> int | None:
        """Return the days until its last day; None where it has none, or does not stand."""
        if not self.open or self.call.deadline is None:
            return None
        return (self.call.deadline - self.catalogue.today).days

    @cached_property
    def responses(self) -> list[Listed]:
        """Return the published contributions that respond to it, oldest first."""
        return self.catalogue.listed(RESPONDS, (self.entry.id,), order="date, id")

    @cached_property
    def asked(self) -> tuple[Council, ...]:
        """Return the councils of today that it asks."""
        return whom(self.catalogue, self.call)

    @cached_property
    def heard(self) -> tuple[Council, ...]:
        """Return those of the councils asked that a response names, or whose predecessor one names."""
        named = self._named
        return tuple(council for council in self.asked if council.slug in named)

    @property
    def silent(self) -> tuple[Council, ...]:
        """Return those of the councils asked that no response names. That says nothing of what they think."""
        named = self._named
        return tuple(council for council in self.asked if council.slug not in named)

    @property
    def beyond(self) -> int:
        """Return how many councils were heard that were not asked."""
        return len(self._named) - len(self.heard)

    @property
    def answered(self) -> str:
        """Return what came back, in words: “9 responses from 7 of the 42 councils asked”."""
        all_asked = f"{count(len(self.asked), 'council')} asked"
        if not self.responses:
            return f"No response yet; {all_asked}"
        came = count(len(self.responses), "response")
        if not self._named:
            return f"{came}, which {'names' if len(self.responses) == 1 else 'name'} no council; {all_asked}"
        others = f", and {count(self.beyond, 'other council')}" if self.beyond else ""
        return f"{came} from {len(self.heard):,} of the {all_asked}{others}"

    @property
    def audience(self) -> str:
        """Return whom it asks, in words."""
        call, register = self.call, self.catalogue.vocabularies.register
        said = _and([one.plural for one in call.asked_types])
        kinds = f"{said[0].upper()}{said[1:]}" if said else "Councils"
        if call.asked_regions:
            known = {region_key(one.region): one.region for one in register}
            kinds += f" in {_and([known.get(region_key(one), one) for one in call.asked_regions])}"
        if not call.asked_councils:
            return kinds if said or call.asked_regions else ""
        found = [(register.find(one), one) for one in call.asked_councils]
        names = ", ".join(council.name if council else one for council, one in found)
        return f"{kinds}; {names}" if said or call.asked_regions else names

    @cached_property
    def _named(self) -> frozenset[str]:
        named = {slug for response in self.responses for slug in response.councils}
        register, today = self.catalogue.vocabularies.register, self.catalogue.today
        return frozenset(one.slug for one in register.present(sorted(named), today))


def _and(words: Sequence[str]) -> str:
    """Return words as a list in a sentence."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def whom(catalogue: Catalogue, call: Call) -> tuple[Council, ...]:
    """Return the councils of today that a call asks, published or not."""
    lists = catalogue.vocabularies
    priority = lists.priorities.get(call.priority)
    scopes = [lists.commons.scope, *([priority.scope] if priority and priority.scope else [])]
    return asked(call, lists.register, scopes, catalogue.today)


def calling(catalogue: Catalogue, identity: str) -> Calling | None:
    """Return the published call with an id; None where there is none."""
    entry = catalogue.entry(identity)
    if entry is None or not isinstance(entry.contribution, Call):
        return None
    return Calling(entry, entry.contribution, catalogue)


def calls(
    catalogue: Catalogue, *, priority: str | None = None, community: str | None = None, closed: bool = False
) -> list[Calling]:
    """Return the calls that stand, the next to end first; `closed` adds those that do not, the newest last day first.

    A call that was withdrawn or replaced is not among them.
    """
    found = [
        Calling(entry, entry.contribution, catalogue)
        for entry in catalogue.entries(kinds=[Kind.CALL], community=community)
        if isinstance(entry.contribution, Call)
        and entry.contribution.withdrawn is None
        and entry.contribution.superseded_by is None
        and priority in {None, entry.contribution.priority}
    ]
    standing = [one for one in found if one.open]
    standing.sort(key=lambda one: (one.call.deadline or dt.date.max, one.entry.id))
    ended = [one for one in found if not one.open] if closed else []
    ended.sort(key=lambda one: (one.call.deadline or one.call.date, one.entry.id), reverse=True)
    return [*standing, *ended]
