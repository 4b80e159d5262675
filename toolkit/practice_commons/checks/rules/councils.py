"""Councils: that they are known, and that they existed at the time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, placed_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.audience import region_key
from practice_commons.model.contribution import Contribution
from practice_commons.model.council import Council, Register
from practice_commons.model.kinds import Call, Challenge
from practice_commons.model.problem import Severity
from practice_commons.reading.strict_yaml import Place
from practice_commons.reading.validation import did_you_mean
from practice_commons.reading.vocabularies import COUNCILS

if TYPE_CHECKING:
    from practice_commons.checks.inspection import Placed


@placed_rule()
def unknown_council(placed: Placed) -> Iterator[Finding]:
    """Councils are those of the register, by slug, by code or by name.

    Why: Coverage counts councils: who was heard and who is silent. A council that cannot be found cannot be counted.

    Bad:

        councils: [kentt]

    Good:

        councils: [kent]

    Fix: Use a slug, a GSS code or a name from `communities/councils.csv`. Former councils are in it too. This goes for
    `councils`, the author's council, the councils that a call asks, the host of a peer challenge and the members of
    its team.
    """
    vocabularies = placed.vocabularies
    if COUNCILS in vocabularies.unread:
        return
    for place, reference in _references(placed.contribution):
        if vocabularies.register.find(reference) is None:
            near = did_you_mean(reference.casefold().replace("-", " "), vocabularies.register.names())
            hint = near or f"Look it up in {COUNCILS}."
            yield Finding(*placed.mark(*place), f"{quoted(reference)} is not a council in the register", hint)


@placed_rule()
def unknown_region(placed: Placed) -> Iterator[Finding]:
    """The regions that a call asks are those of the register.

    Why: A call that asks a region which nobody lies in asks nobody, and counts its silence out of none.

    Bad:

        asked_regions: [Home Counties]

    Good:

        asked_regions: [South East]

    Fix: Use a region as `communities/councils.csv` has it.
    """
    call, vocabularies = placed.contribution, placed.vocabularies
    if not isinstance(call, Call) or COUNCILS in vocabularies.unread:
        return
    known = {region_key(one.region): one.region for one in vocabularies.register if one.region}
    for at, region in enumerate(call.asked_regions):
        if region_key(region) not in known:
            hint = did_you_mean(region, known.values()) or f"There are: {', '.join(sorted(known.values()))}."
            yield Finding(*placed.mark("asked_regions", at), f"{quoted(region)} is not a region of the register", hint)


@placed_rule(Severity.WARNING)
def council_at_the_time(placed: Placed) -> Iterator[Finding]:
    """A council that is named existed on the contribution's date.

    Why: A contribution keeps the council that it was made under. Reports follow the successors by themselves.

    Bad:

        date: 2010-05-01
        councils: [buckinghamshire]     # the unitary council, which began in 2020

    Good:

        date: 2010-05-01
        councils: [buckinghamshire-county-council]

    Fix: Name the council that existed then, as the hint says. If you do mean the other one, leave it: this is advice.
    """
    contribution, vocabularies = placed.contribution, placed.vocabularies
    if contribution is None:
        return
    day = contribution.date
    for place, reference in _references(contribution):
        council = vocabularies.register.find(reference)
        if council is None:
            continue
        instead = _then(council, vocabularies.register, contribution)
        if instead:
            said = f"{council.official_name or council.name} did not exist on {day}"
            yield Finding(*placed.mark(*place), said, "That day there was: " + ", ".join(instead[:6]))


def _references(contribution: Contribution | None) -> Iterator[tuple[Place, str]]:
    if contribution is None:
        return
    for at, reference in enumerate(contribution.councils):
        yield ("councils", at), reference
    if contribution.author.council:
        yield ("author", "council"), contribution.author.council
    if isinstance(contribution, Call):
        for at, reference in enumerate(contribution.asked_councils):
            yield ("asked_councils", at), reference
    if isinstance(contribution, Challenge):
        yield ("host",), contribution.host
        for at, member in enumerate(contribution.team):
            if member.council:
                yield ("team", at, "council"), member.council


def _then(council: Council, register: Register, contribution: Contribution) -> list[str]:
    """Return the slugs of the councils that stood in a council's place that day, if it did not exist.

    Many starts in the register are dates of records, so a start counts only where another council ended with it.
    """
    day = contribution.date
    if council.ended is not None and day >= council.ended:
        return [one.slug for one in register.successors(council, day)]
    if council.started is None or day >= council.started:
        return []
    return [one.slug for one in register if council.slug in one.successors and one.existed_on(day)]
