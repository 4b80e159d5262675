"""Dates and counts in words, the same wherever people read them. The locale has no say."""

from __future__ import annotations

import datetime as dt

from practice_commons.model.contribution import Contribution
from practice_commons.model.terms import Precision

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(value: dt.date) -> str:
    """Return a date as GOV.UK writes it: 4 July 2008."""
    return f"{value.day} {month(value)}"


def month(value: dt.date) -> str:
    """Return a date's month: July 2008."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def known(value: dt.date, precision: Precision) -> str:
    """Return a date in words, no more exactly than it is known: 4 July 2008, July 2008, or 2008."""
    if precision is Precision.YEAR:
        return str(value.year)
    return month(value) if precision is Precision.MONTH else day(value)


def dated(contribution: Contribution) -> str:
    """Return a contribution's date as ISO 8601, no more exactly than it is known: 2008-07-04, 2008-07, or 2008."""
    length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[contribution.date_known_to]
    return contribution.date.isoformat()[:length]


def count(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun: 1 council, 2 councils."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
