"""The squares of a register's councils, which stay where they are when a council comes or goes.

A layout is a function of the register and the day: no other state. It is made afresh for the councils of the last day
by which more than a handful had come or gone, and what came and went since is worked into it, in the order of time. So
a new council, an ended one or a merger moves next to nothing, and a reorganisation of half the country makes a good
new picture. Counties have no square: they are shown by their districts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import heapq
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from practice_commons.digest.cartogram import Place, Point, Square, middle, plane_of, square_apart
from practice_commons.digest.tiles import BESIDE, VERSION, Board, assign, nearest_free
from practice_commons.model.council import Council, Register
from practice_commons.model.terms import CouncilType

FEW = 10
"""How many councils may come or go before the layout is made afresh; a twentieth of them, where that is fewer."""
_FURTHEST = 5
"""How many squares may give way to a new council."""
_LIKE = 4
"""How many of its nearest say where a new council belongs."""
_ASTRAY = 4.0
"""What a council that lies apart from its region costs, in squares."""


@dataclass(frozen=True, slots=True)
class _Past:
    """What a layout depends on: the councils of one day, and who came and went since."""

    begun: tuple[Council, ...]
    since: tuple[tuple[tuple[Council, ...], tuple[Council, ...]], ...]
    """On each later day: who ended, and who started."""


def lay_out(register: Register, day: dt.date) -> dict[str, Square]:
    """Return the square of every council of a day that has one, by slug: column and row, from the top left."""
    past = _past(register, day)
    places = {council.slug: _place(council) for council in past.begun}
    squares = assign(places.values())
    for ended, started in past.since:
        freed = {one.slug: squares.pop(one.slug) for one in ended}
        for council in ended:
            del places[council.slug]
        for council in started:
            theirs = [freed[one.slug] for one in ended if council.slug in one.successors]
            _seat(_place(council), theirs, places, squares)
            places[council.slug] = _place(council)
        _mend(places, squares)
    left = min((column for column, _ in squares.values()), default=0)
    top = min((row for _, row in squares.values()), default=0)
    return {slug: (column - left, row - top) for slug, (column, row) in sorted(squares.items())}


def fingerprint(register: Register, day: dt.date) -> str:
    """Return what a layout can be kept under: it changes whenever the layout may."""
    past = _past(register, day)
    told = [VERSION, _told(past.begun), [[_told(ended), _told(started)] for ended, started in past.since]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _told(councils: Iterable[Council]) -> list[object]:
    return [[one.slug, one.region, one.latitude, one.longitude, *sorted(one.successors)] for one in councils]


def has_square(council: Council) -> bool:
    """Say whether a council has a square of its own: counties do not."""
    return council.type is not CouncilType.COUNTY


def _past(register: Register, day: dt.date) -> _Past:
    councils = sorted((one for one in register if has_square(one)), key=lambda one: one.slug)
    few = min(FEW, sum(one.existed_on(day) for one in councils) // 20)
    begun, changed = dt.date.min, 0
    days = sorted({at for one in councils for at in (one.started, one.ended) if at is not None and at <= day})
    for at in days:
        changed += sum((one.started == at) + (one.ended == at) for one in councils)
        if changed > few:
            begun, changed = at, 0
    since = tuple(
        (
            tuple(one for one in councils if one.ended == at and (one.started is None or one.started < at)),
            tuple(one for one in councils if one.started == at and (one.ended is None or at < one.ended)),
        )
        for at in days
        if at > begun
    )
    return _Past(tuple(one for one in councils if one.existed_on(begun)), since)


def _place(council: Council) -> Place:
    return Place(council.slug, council.region, council.latitude, council.longitude)


def _board(places: dict[str, Place], squares: dict[str, Square]) -> Board:
    return Board([places[slug].region for slug in squares], list(squares.values()))


def _mend(places: dict[str, Place], squares: dict[str, Square]) -> None:
    board = _board(places, squares)
    board.mend()
    squares.update(zip(squares, board.squares, strict=True))


def _seat(new: Place, left: Sequence[Square], places: dict[str, Place], squares: dict[str, Square]) -> None:
    """Give a new council a square: one that those before it left, or else one for which few give way."""
    wanted = _wanted(new, places, squares)
    if left:
        squares[new.slug] = min(left, key=lambda at: (_far(at, wanted), at))
        return
    before = len(_board(places, squares).astray())
    with_new = places | {new.slug: new}
    ways: list[tuple[float, dict[str, Square]]] = []
    for seat in _around(wanted):
        moved = _giving_way(seat, squares)
        if moved is not None:
            tried = squares | moved | {new.slug: seat}
            astray = max(0, len(_board(with_new, tried).astray()) - before)
            ways.append((_ASTRAY * astray + len(moved) + _far(seat, wanted) ** 0.5, tried))
    if ways:
        squares.update(min(ways, key=lambda way: way[0])[1])
    else:
        squares[new.slug] = nearest_free(wanted, set(squares.values()))


def _wanted(new: Place, places: dict[str, Place], squares: dict[str, Square]) -> Point:
    """Return where a new council belongs: amid the squares of those that are nearest to it on the ground."""
    if not places:
        return (0.0, 0.0)
    others = list(places.values())
    plane = plane_of([new, *others])
    nearest = heapq.nsmallest(_LIKE, range(len(others)), key=lambda at: (square_apart(plane, 0, at + 1), at))
    return middle([squares[others[at].slug] for at in nearest])


def _around(point: Point) -> list[Square]:
    column, row = round(point[0]), round(point[1])
    return [(column + dx, row + dy) for dx in range(-4, 5) for dy in range(-4, 5)]


def _giving_way(seat: Square, squares: dict[str, Square]) -> dict[str, Square] | None:
    """Return who moves, and where to, so that a square is free: each to the next, up to the nearest free one."""
    holder = {square: slug for slug, square in squares.items()}
    came: dict[Square, Square | None] = {seat: None}
    steps = [seat]
    for _ in range(_FURTHEST + 1):
        free = next((at for at in steps if at not in holder), None)
        if free is not None:
            moved = {}
            before = came[free]
            while before is not None:
                moved[holder[before]], free = free, before
                before = came[free]
            return moved
        beyond = []
        for column, row in steps:
            for dx, dy in BESIDE:
                at = (column + dx, row + dy)
                if at not in came:
                    came[at] = (column, row)
                    beyond.append(at)
        steps = beyond
    return None


def _far(square: Square, point: Point) -> float:
    return (square[0] - point[0]) * (square[0] - point[0]) + (square[1] - point[1]) * (square[1] - point[1])
