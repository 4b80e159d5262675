"""The order in which a generation's documents are numbered, and what that order says of them.

By year, the newest first; within a year by the length of their text, as the byte in which Whoosh keeps it; then the
newest first, and by key. So of equal scores the newer year comes first, a year is a run of numbers, and the lengths of
all texts, which every score needs, are a few runs instead of a byte for every word of every document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

LENGTHY = "body"
"""The field by whose length documents are put in order."""
CIRCLE = 366
"""Days that a year has at most."""


class Order(NamedTuple):
    """What puts documents in order."""

    before: int
    """The year, the newest first: less than 0."""
    length: int
    """A byte."""
    ago: int
    """The day (`date.toordinal`), the newest first: less than 0."""
    key: str


def order(day: int, length: int, key: str) -> Order:
    """Return what puts a document of a day, with a length byte and a key, in its place."""
    return Order(-dt.date.fromordinal(day).year, length, -day, key)


def last_day(year: int) -> int:
    """Return the last day of a year."""
    return dt.date(year, 12, 31).toordinal()


class Days:
    """What the order of some documents says of them all: their years, their days and their lengths."""

    def __init__(self, orders: Sequence[Order]) -> None:
        """Take documents in their order."""
        found = [(year, [number for number, _ in each]) for year, each in groupby(enumerate(orders), _year)]
        self._orders = orders
        self._runs = [numbers for _, numbers in found]
        self.years = [[-year, numbers[0]] for year, numbers in found]
        """Each year, with the number of its first document."""

    def gaps(self) -> Iterator[list[int]]:
        """Iterate over the years: how long each document's day is before the one before it, in a circle of 366."""
        for (year, _), numbers in zip(self.years, self._runs, strict=True):
            days = [last_day(year), *(-self._orders[number].ago for number in numbers)]
            yield [(before - day) % CIRCLE for before, day in pairwise(days)]

    @property
    def lengths(self) -> list[int]:
        """Return how many more each length byte is than the one before it, in a circle, and how many have it."""
        found, before = [], 0
        for length, each in groupby(one.length for one in self._orders):
            found += [(length - before) % 256, len(list(each))]
            before = length
        return found


def _year(pair: tuple[int, Order]) -> int:
    return pair[1].before
