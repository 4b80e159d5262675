"""How far councils are from one another, as the crow flies."""

from __future__ import annotations

import math
from collections.abc import Iterable

from practice_commons.model.council import Council

_EARTH = 6371.0
"""Mean radius of the Earth in kilometres (IUGG)."""


def nearest(council: Council, others: Iterable[Council]) -> tuple[Council, float] | None:
    """Return the nearest other council, and its distance in kilometres; of equally near ones, the first.

    None where the register does not say where the council is, or where any of the others are.
    """
    found = ((one, far) for one in others if one.slug != council.slug and (far := kilometres(council, one)) is not None)
    return min(found, key=lambda pair: pair[1], default=None)


def kilometres(one: Council, other: Council) -> float | None:
    """Return the kilometres between two councils' centres on a sphere; None where the register lacks one of them.

    By the haversine formula (R. W. Sinnott, “Virtues of the Haversine”, Sky and Telescope 68, 1984).
    """
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    part = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, part)))
