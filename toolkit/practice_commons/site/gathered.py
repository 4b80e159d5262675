"""Published contributions gathered by what they share: counted, sliced and walked through without holding them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import overload

from practice_commons.catalogue.catalogue import PUBLISHED, Catalogue
from practice_commons.catalogue.entry import Listed, News
from practice_commons.model.terms import Kind


class Gathered:
    """What fits a condition of ours, newest first, then by id. Behaves as a sequence; reads what is asked for."""

    def __init__(self, catalogue: Catalogue, where: str = "1", values: tuple[str | int, ...] = ()) -> None:
        """Gather by a condition in SQL on `placement`; its words are ours, its values bound."""
        self._catalogue, self._where, self._values = catalogue, where, values
        self._length: int | None = None

    def __len__(self) -> int:
        """Return how many there are."""
        if self._length is None:
            self._length = self._count(self._condition, self._values)
        return self._length

    def __iter__(self) -> Iterator[Listed]:
        """Iterate over all of them."""
        return iter(self._catalogue.listed(self._where, self._values))

    @overload
    def __getitem__(self, at: int) -> Listed: ...
    @overload
    def __getitem__(self, at: slice) -> list[Listed]: ...
    def __getitem__(self, at: int | slice) -> Listed | list[Listed]:
        """Return one, or some that follow each other."""
        if isinstance(at, int):
            return self[at : at + 1][0]
        start = at.start or 0
        most = -1 if at.stop is None else max(at.stop - start, 0)
        return self._catalogue.listed(self._where, (*self._values, most, start), order="date DESC, id LIMIT ? OFFSET ?")

    def part(self, start: int, stop: int) -> list[Listed]:
        """Return some of a long list that others follow: its order is found out once for all its parts."""
        return self._catalogue.numbered(self._catalogue.order(self._condition, self._values)[start:stop])

    def also(self, where: str, *values: str | int) -> Gathered:
        """Return those that fit another condition as well."""
        return Gathered(self._catalogue, f"({self._where}) AND ({where})", (*self._values, *values))

    def of_kind(self, kind: Kind) -> Gathered:
        """Return those of a kind."""
        return self.also("kind = ?", kind.value)

    def kinds(self) -> dict[str, int]:
        """Return how many there are of each kind."""
        query = f"SELECT kind, count(*) FROM placement WHERE {self._condition} GROUP BY 1"  # noqa: S608 - ours
        return dict(self._catalogue.connection.execute(query, self._values))

    def values(self, facet: str) -> dict[str, int]:
        """Return how many carry each value of a facet."""
        query = (
            "SELECT value, count(*) FROM"  # noqa: S608 - ours
            f" (SELECT number AS one FROM placement WHERE {self._condition})"
            " CROSS JOIN facet ON facet.number = one AND facet = ? GROUP BY 1 ORDER BY 1"
        )
        return dict(self._catalogue.connection.execute(query, (*self._values, facet)))

    def latest(self, most: int) -> list[News]:
        """Return those that changed last, as feeds tell of them."""
        return self._catalogue.news(f"{self._condition} ORDER BY changed DESC, id DESC LIMIT ?", (*self._values, most))

    def older(self, date: str, identity: str) -> int:
        """Return how many come after a place in the order: those of earlier days, and of that day with a later id."""
        condition = f"{self._condition} AND (date < ? OR (date = ? AND id > ?))"
        return self._count(condition, (*self._values, date, date, identity))

    @property
    def _condition(self) -> str:
        return f"{PUBLISHED} AND ({self._where})"

    def _count(self, condition: str, values: tuple[str | int, ...]) -> int:
        return self._catalogue.count(condition, values)


def carrying(catalogue: Catalogue, facet: str, *values: str) -> Gathered:
    """Return what carries any of some values of a facet: tags, councils, priorities, or stances on them."""
    marks = ", ".join("?" * len(values))
    return Gathered(catalogue, CARRYING.replace("= ?)", f"IN ({marks}))"), (facet, *values))


CARRYING = "number IN (SELECT number FROM facet WHERE facet = ? AND value = ?)"
"""The condition of carrying one value of a facet."""
