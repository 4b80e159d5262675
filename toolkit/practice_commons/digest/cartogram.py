"""Coordinates as a plane in which every council has about a square's room, and near ones are still near.

Councils lie densely in London and thinly in the Highlands. The plane is relaxed as in a cartogram of equal shapes
(Dorling 1996): what overlaps is pushed apart, neighbours are drawn together. Neighbours are those with nobody in the
circle between them (Gabriel and Sokal 1969).

Only `+ - * /` and square roots are used, which IEEE 754 rounds in one way: the same plane on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Square = tuple[int, int]
"""Column and row, from the top left."""
Point = tuple[float, float]

_DEGREE = 4.3
"""Squares to a degree of latitude: about what the land of the United Kingdom gives each of its councils."""
_NARROWER = 0.58
"""How much narrower a degree of longitude is than one of latitude, at 54.5 degrees north."""
_AT_MOST = 3.0
"""How far apart neighbours may be left, in squares: an island stays an island, and no further off."""
_TOUCHING = 2.0
"""How far apart neighbours of two regions may be and still touch, in squares."""
_NEAREST = 14
"""How many of the nearest are looked at for neighbours."""
_ROUNDS = 140
_WITHIN, _ACROSS = 0.12, 0.05
"""How much of a gap between neighbours closes in a round, within a region and across a border."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is to have a square: a council, its region, and where it is, if that is known."""

    slug: str
    region: str
    latitude: float | None
    longitude: float | None


def plane_of(places: Sequence[Place]) -> list[Point]:
    """Return places as points, in squares. Unknown ones lie amid their region; an unknown region, off the coast."""
    given = [_point(place) for place in places]
    known: dict[str, list[Point]] = {}
    for place, point in zip(places, given, strict=True):
        if point:
            known.setdefault(place.region, []).append(point)
    every = [point for points in known.values() for point in points]
    west = min((x for x, _ in every), default=0.0)
    south = max((y for _, y in every), default=0.0)
    lost = sorted({place.region for place in places} - known.keys())
    for at, region in enumerate(lost):
        known[region] = [(west, south + _AT_MOST * (1 + at))]
    found = []
    for at, (place, point) in enumerate(zip(places, given, strict=True)):
        x, y = point or middle(known[place.region])
        found.append((x + (at * 37 % 101) / 10_000, y + (at * 61 % 103) / 10_000))  # no two in the same point
    return found


def neighbours(plane: Sequence[Point]) -> list[tuple[int, int]]:
    """Return the pairs with nobody in the circle between them (Gabriel graph), of those that are near at all."""
    near = []
    for one in range(len(plane)):
        others = sorted((square_apart(plane, one, other), other) for other in range(len(plane)) if other != one)
        near.append([other for _, other in others[:_NEAREST]])
    return sorted(
        {
            (min(one, other), max(one, other))
            for one in range(len(plane))
            for other in near[one]
            if not any(
                square_apart(plane, one, third) + square_apart(plane, third, other) < square_apart(plane, one, other)
                for third in near[one]
                if third != other
            )
        }
    )


def relaxed(plane: Sequence[Point], edges: Sequence[tuple[int, int]], places: Sequence[Place]) -> list[Point]:
    """Return the plane with a square's room for everybody, neighbours drawn together, and no wide gaps."""
    xs, ys = [x for x, _ in plane], [y for _, y in plane]
    springs = []
    for one, other in edges:
        apart = math.sqrt(square_apart(plane, one, other))
        same = places[one].region == places[other].region
        rest = 1.0 if same or apart < _TOUCHING else min(apart, _AT_MOST)
        springs.append((one, other, rest, _WITHIN if same else _ACROSS))
    for at in range(_ROUNDS):
        for one, other, rest, pull in springs:
            dx, dy = xs[other] - xs[one], ys[other] - ys[one]
            apart = math.sqrt(dx * dx + dy * dy)
            if apart > rest:
                by = pull * (apart - rest) / apart
                xs[one], ys[one] = xs[one] + by * dx, ys[one] + by * dy
                xs[other], ys[other] = xs[other] - by * dx, ys[other] - by * dy
        for _ in range(2):
            _pushsquare_apart(xs, ys, min(1.0, 0.15 + 1.1 * at / _ROUNDS))
    return list(zip(xs, ys, strict=True))


def _pushsquare_apart(xs: list[float], ys: list[float], size: float) -> None:
    cells: dict[Square, list[int]] = {}
    for one in range(len(xs)):
        column, row = math.floor(xs[one]), math.floor(ys[one])
        for at in ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            for other in cells.get(at, ()):
                dx, dy = xs[other] - xs[one], ys[other] - ys[one]
                square = dx * dx + dy * dy
                if square < size * size:
                    apart = math.sqrt(square) or 1e-9
                    by = 0.5 * (size - apart) / apart
                    xs[one], ys[one] = xs[one] - by * dx, ys[one] - by * dy
                    xs[other], ys[other] = xs[other] + by * dx, ys[other] + by * dy
        cells.setdefault((column, row), []).append(one)


def _point(place: Place) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    return (place.longitude * _NARROWER * _DEGREE, -place.latitude * _DEGREE)


def middle(points: Sequence[Point] | Sequence[Square]) -> Point:
    """Return the mean of some points."""
    return (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))


def square_apart(plane: Sequence[Point], one: int, other: int) -> float:
    """Return the square of a distance."""
    dx, dy = plane[one][0] - plane[other][0], plane[one][1] - plane[other][1]
    return dx * dx + dy * dy
