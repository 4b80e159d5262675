"""Councils, past and present, and the register that finds them whatever they are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from practice_commons.model.terms import CouncilType, Nation

if TYPE_CHECKING:
    from practice_commons.model.community import Scope


@dataclass(frozen=True, slots=True)
class Council:
    """One council. A contribution keeps the council it was made under; reports follow the successors."""

    slug: str
    name: str
    official_name: str
    gss: str
    former_gss: tuple[str, ...]
    type: CouncilType
    nation: Nation
    region: str
    county: str
    started: dt.date | None
    ended: dt.date | None
    successors: tuple[str, ...]
    latitude: float | None
    longitude: float | None

    def existed_on(self, day: dt.date) -> bool:
        """Say whether the council existed on a day."""
        return (self.started is None or self.started <= day) and (self.ended is None or day < self.ended)


@dataclass(frozen=True)
class Register:
    """Every council, found by slug, GSS code, former GSS code, name or official name."""

    councils: tuple[Council, ...]
    _by_key: dict[str, Council] = field(init=False, repr=False, compare=False)
    _by_slug: dict[str, Council] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the councils. Where a name is shared, the council that still exists has it."""
        index: dict[str, Council] = {}
        for council in sorted(self.councils, key=lambda one: one.ended is None):
            for key in (*council.former_gss, council.official_name, council.name, council.gss, council.slug):
                if key:
                    index[_fold(key)] = council
        for council in self.councils:
            index[_fold(council.slug)] = council
        object.__setattr__(self, "_by_key", index)
        object.__setattr__(self, "_by_slug", {council.slug: council for council in self.councils})

    def __iter__(self) -> Iterator[Council]:
        """Iterate over the councils in the register's order."""
        return iter(self.councils)

    def __len__(self) -> int:
        """Return the number of councils, former ones included."""
        return len(self.councils)

    def find(self, reference: str) -> Council | None:
        """Return the council that a slug, a GSS code (former ones too) or a name stands for, or None."""
        return self._by_slug.get(reference) or self._by_key.get(_fold(reference))

    def names(self) -> Iterator[str]:
        """Iterate over everything that `find` knows, for suggestions."""
        return iter(self._by_key)

    def successors(self, council: Council, day: dt.date) -> tuple[Council, ...]:
        """Return the councils that stand for `council` on a day: itself while it exists, then its successors."""
        seen: set[str] = set()
        found: dict[str, Council] = {}
        waiting = [council]
        while waiting:
            one = waiting.pop(0)
            if one.slug in seen:
                continue
            seen.add(one.slug)
            if one.ended is None or day < one.ended:
                found[one.slug] = one
            else:
                waiting += [self._by_slug[slug] for slug in one.successors if slug in self._by_slug]
        return tuple(found.values())

    def present(self, references: Iterable[str], day: dt.date) -> list[Council]:
        """Return the councils that on a day stand for others, each once; what `find` does not know is left out."""
        found = {
            one.slug: one
            for reference in references
            if (council := self.find(reference))
            for one in self.successors(council, day)
        }
        return list(found.values())

    def in_scope(self, scopes: Iterable[Scope], day: dt.date) -> tuple[Council, ...]:
        """Return the councils that exist on a day and lie in every one of the scopes."""
        wanted = tuple(scopes)
        return tuple(
            council
            for council in self.councils
            if council.existed_on(day)
            and all(not scope.nations or council.nation in scope.nations for scope in wanted)
            and all(not scope.types or council.type in scope.types for scope in wanted)
        )


def _fold(key: str) -> str:
    return " ".join(key.replace("-", " ").casefold().split())
