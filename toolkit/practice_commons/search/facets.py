"""Conditions as people give them, found in the commons' vocabularies: by id, label, other words, any council's name."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from practice_commons.catalogue.names import Concept, Names
from practice_commons.model.council import Council, Register
from practice_commons.model.place import HERE
from practice_commons.model.terms import Evidence, Kind, Outcome, Practice, Role
from practice_commons.search.results import Top

_CLOSED = {"kind": Kind, "practice": Practice, "outcome": Outcome, "role": Role, "evidence": Evidence}
_PERIOD = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
_YEAR = re.compile("(?!0000)[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that nothing is known by, said in a sentence; the hint is empty or another."""

    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return both sentences."""
        return f"{self.message} {self.hint}".strip()


def resolve(name: str, value: str, names: Names, *, hint: bool = True) -> tuple[str, ...] | Unknown:
    """Return the facet's exact values that `value` stands for: several where a council succeeded others.

    Looking for what an unknown value could have meant takes some hundredths of a second: `hint` says whether to.
    """
    if name == "council":
        return _council(value, names.register, hint=hint)
    if name == "year":
        year = value.strip()
        return (year,) if _YEAR.fullmatch(year) else Unknown(f"There is no year “{value}”.", "Give one like 2008.")
    every = dict(known(name, names))
    found = every.get(fold(value))
    if found is not None:
        return (found,)
    meant = _meant(fold(value), sorted({fold(one) for one in every.values()})) if hint else ""
    return Unknown(f"There is no {name} “{value}”.", meant)


def bearers(name: str, names: Names) -> tuple[Top, ...]:
    """Return the council, tag, priority and community that `council:NAME`, `tag:NAME` and so on stand for."""
    found = {facet: resolve(facet, name, names, hint=False) for facet in ("council", "tag", "priority", "community")}
    return tuple(
        Top(facet, values[0], _label(facet, values[0], names))
        for facet, values in found.items()
        if not isinstance(values, Unknown)
    )


def period(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a year, a month or a day (2008, 2008-03, 2008-03-31); None of anything else."""
    found = _PERIOD.fullmatch(text.strip())
    if not found:
        return None
    year = int(found[1])
    begin, end = (int(found[2]), int(found[2])) if found[2] else (1, 12)
    try:
        first = dt.date(year, begin, int(found[3] or 1))
        return first, dt.date(year, end, int(found[3] or calendar.monthrange(year, end)[1]))
    except ValueError:
        return None


def span(name: str, value: str) -> tuple[dt.date | None, dt.date | None] | Unknown:
    """Return the days that `since:`, `until:` or `date:` asks for, both included; None is without end."""
    first, dots, last = value.partition("..")
    ends = period(first) if first else None, period(last) if last else None
    if value in {"", ".."} or (first and not ends[0]) or (last and not ends[1]) or (dots and name != "date"):
        hint = "Give a year, a month or a day: 2008, 2008-03 or 2008-03-31."
        return Unknown(f"“{name}:{value}” is not a date.", hint)
    begin = ends[0][0] if ends[0] else None
    if name == "since":
        return begin, None
    end = (ends[1][1] if ends[1] else None) if dots else (ends[0][1] if ends[0] else None)
    return (None, end) if name == "until" else (begin, end)


def known(name: str, names: Names) -> Iterable[tuple[str, str]]:
    """Iterate over everything a facet's values are known by, the surest last, so that it wins."""
    if name in _CLOSED:
        return [(fold(one.value), one.value) for one in _CLOSED[name]]
    if name == "region":
        return [(fold(council.region), council.region) for council in names.register if council.region]
    if name in {"community", "source"}:
        titled = names.communities if name == "community" else names.sources
        every = [*((fold(one.title), slug) for slug, one in titled.items()), *((fold(slug), slug) for slug in titled)]
        return [("here", HERE), *every] if name == "source" else every
    concepts: Mapping[str, Concept] = names.tags if name == "tag" else names.priorities
    return [
        *((fold(other), slug) for slug, one in concepts.items() for other in one.alternatives),
        *((fold(one.label), slug) for slug, one in concepts.items()),
        *((fold(slug), slug) for slug in concepts),
    ]


def _label(facet: str, slug: str, names: Names) -> str:
    if facet == "council":
        council = names.register.find(slug)
        return council.name if council else slug
    if facet == "community":
        return names.communities[slug].title
    return (names.tags if facet == "tag" else names.priorities)[slug].label


def _council(value: str, register: Register, *, hint: bool) -> tuple[str, ...] | Unknown:
    """Return a council and all those that it succeeded: their practice is its inheritance.

    A former council stands for itself, not for its successors.
    """
    council = register.find(value)
    if council is None:
        meant = _meant(value.casefold(), register.names()) if hint else ""
        return Unknown(f"There is no council “{value}” in the register.", meant)
    forebears: dict[str, list[Council]] = {}
    for one in register:
        for slug in one.successors:
            forebears.setdefault(slug, []).append(one)
    found = {council.slug: None}
    waiting = [council.slug]
    while waiting:
        for one in forebears.get(waiting.pop(0), ()):
            if one.slug not in found:
                found[one.slug] = None
                waiting.append(one.slug)
    return tuple(found)


def _meant(value: str, known: Iterable[str]) -> str:
    from practice_commons.reading.validation import did_you_mean  # noqa: PLC0415 - dear to import, and seldom needed

    return did_you_mean(value, known)


def fold(value: str) -> str:
    """Return a name as names are compared: without case, and a hyphen for every space."""
    return "-".join(value.casefold().replace("-", " ").split())
