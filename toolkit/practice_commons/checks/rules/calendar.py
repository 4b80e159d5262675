"""Dates: none from the future, none from before councils as we know them, and each in its order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, content_rule, placed_rule
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import Call, Challenge, Event, Offer, Question, Request
from practice_commons.reading.strict_yaml import Place
from practice_commons.reading.vocabularies import Vocabularies

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content
    from practice_commons.checks.inspection import Placed

EARLIEST = 1974
"""The year in which most councils of England and Wales began in the form that we know."""
LATEST = 2100


@placed_rule()
def future_date(placed: Placed) -> Iterator[Finding]:
    """The date of a contribution, of a withdrawal and of a source is not in the future.

    Why: The date says when something happened or was written. One from the future is a slip, and would stay at the top
    of every list until the day comes.

    Bad:

        date: 2062-04-30

    Good:

        date: 2026-04-30

    Fix: Correct the date. An event that is still to come says so in `starts`; its `date` is the day on which you write.
    """
    tomorrow = placed.today + dt.timedelta(days=1)  # it may be tomorrow already where the contributor is
    contribution = placed.contribution
    if contribution is None:
        return
    if contribution.date > tomorrow:
        hint = "Use the day on which it happened or was written."
        yield Finding(*placed.mark("date"), f"the date {contribution.date} is in the future", hint)
    if contribution.withdrawn and contribution.withdrawn.date > tomorrow:
        said = f"the date of withdrawal, {contribution.withdrawn.date}, is in the future"
        yield Finding(*placed.mark("withdrawn", "date"), said, "Use the day on which it was withdrawn.")
    if contribution.source and contribution.source.year > tomorrow.year:
        said = f"the source's year, {contribution.source.year}, is in the future"
        yield Finding(*placed.mark("source", "year"), said, "Use the year in which the source was published.")


@content_rule()
def implausible_date(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """Dates lie between 1974 and 2100.

    Why: Councils as we know them began in 1974. An earlier date is nearly always a slip of the keyboard.

    Bad:

        date: 0206-04-30

    Good:

        date: 2026-04-30

    Fix: Correct the year.
    """
    for place, day in _days(content.contribution):
        if not EARLIEST <= day.year <= LATEST:
            said = f"{day.isoformat()} lies outside {EARLIEST} to {LATEST}"
            yield Finding(*content.document.mark(*place), said, "Check the year.")
    source = content.contribution.source if content.contribution else None
    if source and source.year < 1000:  # noqa: PLR2004 - a source may well be older than councils are
        said = f"{source.year} is not a year of publication"
        yield Finding(*content.document.mark("source", "year"), said, "Check the year.")


@content_rule()
def date_order(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """Dates follow each other: nothing ends, is reviewed or is withdrawn before it began.

    Why: A call that closes before it is made never shows as open, and nobody answers it.

    Bad:

        date: 2026-04-30
        deadline: 2026-03-31

    Good:

        date: 2026-04-30
        deadline: 2026-06-30

    Fix: Correct the date named, or the contribution's own.
    """
    contribution = content.contribution
    if contribution is None:
        return
    for place, day in _later_days(contribution):
        if day < contribution.date:
            name = " ".join(str(part) for part in place).replace("_", " ")
            said = f"{name} ({day}) is before the contribution's own date ({contribution.date})"
            yield Finding(*content.document.mark(*place), said, "Correct one of the two dates.")
    if isinstance(contribution, Challenge):
        report, review = contribution.report_date, contribution.review_date
        if report and review and review < report:
            said = f"the review ({review}) is before the report ({report})"
            yield Finding(*content.document.mark("review_date"), said, "Correct one of the two dates.")


def _later_days(contribution: Contribution) -> Iterator[tuple[Place, dt.date]]:
    if contribution.review_by:
        yield ("review_by",), contribution.review_by
    if contribution.withdrawn:
        yield ("withdrawn", "date"), contribution.withdrawn.date
    if isinstance(contribution, Offer | Request) and contribution.until:
        yield ("until",), contribution.until
    if isinstance(contribution, Call) and contribution.deadline:
        yield ("deadline",), contribution.deadline
    if isinstance(contribution, Question) and contribution.wanted_by:
        yield ("wanted_by",), contribution.wanted_by


def _days(contribution: Contribution | None) -> Iterator[tuple[Place, dt.date]]:
    if contribution is None:
        return
    yield ("date",), contribution.date
    yield from _later_days(contribution)
    if isinstance(contribution, Event):
        yield ("starts",), contribution.starts.date()
        if contribution.ends:
            yield ("ends",), contribution.ends.date()
    if isinstance(contribution, Challenge):
        if contribution.report_date:
            yield ("report_date",), contribution.report_date
        if contribution.review_date:
            yield ("review_date",), contribution.review_date
