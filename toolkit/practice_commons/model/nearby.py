"""Which council is nearest, as the crow flies."""

from __future__ import annotations

import math
from collections.abc import Iterable

from practice_commons.model.council import Council

_EARTH = 6371.0
"""Mean radius of the Earth in kilometres (IUGG)."""

_Point = tuple[float, float, float]


class Neighbours:
    """Some councils, to find the nearest of: those of which the register does not say where they lie are left out."""

    def __init__(self, councils: Iterable[Council]) -> None:
        """Take the councils; of equally near ones the first will be taken."""
        self._placed = [(point, one) for one in councils if (point := _point(one)) is not None]

    def nearest(self, council: Council) -> tuple[Council, float] | None:
        """Return the nearest of the councils but itself, and how far its centre is in kilometres; None for none.

        On a sphere, by the chord between two points of it: the shorter it is, the nearer they are on the ground too.
        """
        here = _point(council)
        if here is None:
            return None
        x, y, z = here
        least, found = math.inf, None
        for (a, b, c), one in self._placed:
            chord = (a - x) * (a - x) + (b - y) * (b - y) + (c - z) * (c - z)
            if chord < least and one.slug != council.slug:
                least, found = chord, one
        return None if found is None else (found, 2 * _EARTH * math.asin(min(1.0, math.sqrt(least) / 2)))


def _point(council: Council) -> _Point | None:
    """Return the point of a sphere of radius one at which a council's centre lies."""
    if council.latitude is None or council.longitude is None:
        return None
    north, east = math.radians(council.latitude), math.radians(council.longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)
