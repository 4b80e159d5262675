"""What the client in the browser has to know of a commons' vocabularies: names, what they stand for, and labels."""

from __future__ import annotations

import re
from typing import Any

from practice_commons.catalogue.names import Names
from practice_commons.model.terms import Evidence, Kind, Outcome, Practice, Role
from practice_commons.search import facets

_CODE = re.compile("[a-z][0-9]{8}")
"""A council's code of the Government Statistical Service, in small letters."""
_CLOSED = {"kind": Kind, "practice": Practice, "outcome": Outcome, "role": Role, "evidence": Evidence}


BUCKETS = 32
"""Parts that the names of facets' values lie in: a query asks for one of them, the one that its text falls to."""


def bucket(name: str) -> int:
    """Return the part that a folded name lies in: the sum of its code points says, in every language the same."""
    return sum(map(ord, name)) % BUCKETS


def known(names: Names) -> list[dict[str, dict[str, Any]]]:
    """Return, in parts and by facet, every name that values are known by, folded, with the values it stands for.

    Councils' codes are in `labels`: few ask by them.
    """
    councils = {one: values for one, values in _councils(names).items() if not _CODE.fullmatch(one)}
    found: dict[str, dict[str, Any]] = {"council": councils}
    for facet in ("tag", "priority", "community", "source", "region", *_CLOSED):
        found[facet] = {name: [value] for name, value in facets.known(facet, names)}
    parts: list[dict[str, dict[str, Any]]] = [{} for _ in range(BUCKETS)]
    for facet, every in found.items():
        for name, values in every.items():
            parts[bucket(name)].setdefault(facet, {})[name] = values
    return parts


def concepts(names: Names) -> list[list[str]]:
    """Return the names of each tag and priority, by which queries are planned."""
    tags = [[one.label, *one.alternatives] for one in names.tags.values()]
    priorities = [[one.label, *one.alternatives] for one in names.priorities.values()]
    return tags + priorities


def labels(names: Names) -> dict[str, dict[str, Any]]:
    """Return what readers see for a facet's values, by facet and value; and `codes`, what councils' codes stand for."""
    return {
        "codes": {one: values for one, values in _councils(names).items() if _CODE.fullmatch(one)},
        "community": {slug: one.title for slug, one in names.communities.items()},
        "source": {slug: one.title for slug, one in names.sources.items()},
        "tag": {slug: one.label for slug, one in names.tags.items()},
        "priority": {slug: one.label for slug, one in names.priorities.items()},
        "council": {one.slug: one.name for one in names.register},
        **{name: {one.value: one.label for one in values} for name, values in _CLOSED.items()},
    }


def _councils(names: Names) -> dict[str, Any]:
    return {facets.fold(name): facets.resolve("council", name, names) for name in names.register.names()}
