"""Councils on the squares of a grid: one each, neighbours near one another, each region in one piece.

1. Each council takes the free square nearest to its place in the cartogram, those in the thick of it first.
2. Squares are exchanged while that brings the whole nearer to the cartogram and shortens the borders of regions. Worse
   exchanges are taken too at first, less and less so (threshold accepting: Dueck and Scheuer 1990).
3. Whatever still lies apart from its region is brought to it.

The same places give the same squares everywhere. The draws come from SHAKE-256: of Python's `random`, only the bare
stream of numbers is promised to stay as it is from version to version, not the choices made of it.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence

from practice_commons.digest.cartogram import Place, Point, Square, neighbours, plane_of, relaxed, square_apart

VERSION = 1
"""Raised when the same places would be given other squares: part of what a kept layout is known by."""
BESIDE = ((1, 0), (-1, 0), (0, 1), (0, -1))
_AROUND = (*BESIDE, (1, 1), (1, -1), (-1, 1), (-1, -1))
_EXCHANGES = 230
"""Exchanges tried, for every council."""
_BORDER = 0.9
"""What a border between squares of two regions costs, against the square of a square's distance from its place."""
_COAST = 0.65
"""What a side on nothing costs: few bays, and fewer lakes."""
_CROWD = 9.0
"""Who is nearer than three squares, squared, makes a crowd."""


def assign(places: Iterable[Place]) -> dict[str, Square]:
    """Return a square for every place, by slug. The order of the places does not matter."""
    ordered = sorted(places, key=lambda place: place.slug)
    plane = plane_of(ordered)
    edges = neighbours(plane)
    board = _Settling(relaxed(plane, edges, ordered), [place.region for place in ordered], edges)
    board.improve(_EXCHANGES * len(ordered))
    board.mend()
    return {place.slug: square for place, square in zip(ordered, board.squares, strict=True)}


class Board:
    """Who is on which square, and of which region."""

    def __init__(self, regions: Sequence[str], squares: Sequence[Square]) -> None:
        self.regions = list(regions)
        self.squares = list(squares)
        self.holder = {square: one for one, square in enumerate(squares)}

    def put(self, one: int, square: Square) -> None:
        """Put one on a free square."""
        self.squares[one] = square
        self.holder[square] = one

    def exchange(self, one: int, square: Square) -> None:
        """Move one to a square, and whoever is there to where it was."""
        left, other = self.squares[one], self.holder.pop(square, None)
        if left != square:
            del self.holder[left]
        if other is not None:
            self.put(other, left)
        self.put(one, square)

    def astray(self) -> list[int]:
        """Return who is not in the largest piece of its region; squares of a piece share sides."""
        pieces: dict[str, list[list[int]]] = {}
        seen: set[int] = set()
        for start in range(len(self.squares)):
            if start in seen:
                continue
            seen.add(start)
            piece = [start]
            for one in piece:
                column, row = self.squares[one]
                for dx, dy in BESIDE:
                    beside = self.holder.get((column + dx, row + dy))
                    if beside is not None and beside not in seen and self.regions[beside] == self.regions[start]:
                        seen.add(beside)
                        piece.append(beside)
            pieces.setdefault(self.regions[start], []).append(piece)
        return sorted(one for found in pieces.values() for piece in _but_largest(found) for one in piece)

    def mend(self) -> None:
        """Bring to its region whatever lies apart from it, by the exchanges that cost least, while any helps."""
        astray = self.astray()
        while astray:
            best = min(self._returns(astray), default=None)
            if best is None or best[0] >= len(astray):
                return
            self.exchange(best[2], best[3])
            astray = self.astray()

    def _returns(self, astray: Sequence[int]) -> Iterable[tuple[int, float, int, Square]]:
        """Yield exchanges that bring one back: how many are astray after it, its cost, and what to exchange."""
        lost = set(astray)
        for one in astray:
            left = self.squares[one]
            home = [self.squares[at] for at, region in enumerate(self.regions) if region == self.regions[one]]
            around = {(column + dx, row + dy) for column, row in home for dx, dy in BESIDE}
            free = {at for at in around if at not in self.holder or self.regions[self.holder[at]] != self.regions[one]}
            for square in sorted(free, key=lambda at: (_square_of(at, left), at))[:24]:
                change = self.change(one, square)
                now = self.astray()
                self.exchange(one, left)
                if len(now) < len(lost):
                    yield len(now), change, one, square

    def change(self, one: int, square: Square) -> float:
        """Exchange, and return what that added to the cost: here, how far it is."""
        left = self.squares[one]
        self.exchange(one, square)
        return float(_square_of(square, left))


class _Settling(Board):
    """A board on which squares cost something, by the cartogram that they stand for."""

    def __init__(self, plane: Sequence[Point], regions: Sequence[str], edges: Sequence[tuple[int, int]]) -> None:
        super().__init__(regions, ())
        self.squares = [(0, 0)] * len(plane)
        self.plane = plane
        self.friends: list[list[int]] = [[] for _ in plane]
        for one, other in edges:
            self.friends[one].append(other)
            self.friends[other].append(one)
        everybody = range(len(plane))
        crowd = [sum(square_apart(plane, one, other) < _CROWD for other in everybody) for one in everybody]
        for one in sorted(everybody, key=lambda at: (-crowd[at], at)):
            self.put(one, nearest_free(plane[one], self.holder))

    def improve(self, tries: int) -> None:
        """Exchange squares while it helps, and at first also where it does no great harm."""
        for at, (who, where) in enumerate(draws(f"tiles {VERSION}", tries)):
            one = who * len(self.squares) >> 32
            column, row = self.squares[one]
            dx, dy = _AROUND[where * len(_AROUND) >> 32]
            left = 1.0 - at / tries
            if self.change(one, (column + dx, row + dy)) > 1.5 * left * left:
                self.exchange(one, (column, row))

    def change(self, one: int, square: Square) -> float:
        """Exchange, and return what that added to the cost."""
        other = self.holder.get(square)
        before = self._cost(one) + (self._cost(other) if other is not None else 0.0)
        self.exchange(one, square)
        return self._cost(one) + (self._cost(other) if other is not None else 0.0) - before

    def _cost(self, one: int) -> float:
        """Return how far one is from its place, and from where its neighbours expect it, and what its borders cost."""
        (column, row), (x, y) = self.squares[one], self.plane[one]
        cost = (column - x) * (column - x) + (row - y) * (row - y)
        for friend in self.friends[one]:
            (c, r), (fx, fy) = self.squares[friend], self.plane[friend]
            dx, dy = (column - c) - (x - fx), (row - r) - (y - fy)
            cost += 0.25 * (dx * dx + dy * dy)
        region = self.regions[one]
        for dx, dy in BESIDE:
            beside = self.holder.get((column + dx, row + dy))
            if beside is None:
                cost += _COAST
            elif self.regions[beside] != region:
                cost += _BORDER
        return cost


def nearest_free(point: Point, taken: Iterable[Square]) -> Square:
    """Return the free square whose middle is nearest to a point."""
    x, y = point
    column, row = round(x), round(y)
    held = taken if isinstance(taken, dict) else set(taken)
    reach = 0
    while True:
        span = range(-reach, reach + 1)
        free = [(column + dx, row + dy) for dx in span for dy in span if (column + dx, row + dy) not in held]
        near = [(((c - x) ** 2 + (r - y) ** 2), (c, r)) for c, r in free]
        if near and min(near)[0] <= (reach + 0.5) ** 2:
            return min(near)[1]
        reach += 1


def draws(seed: str, number: int) -> Iterable[tuple[int, int]]:
    """Return pairs of numbers below 2**32: the same for the same seed, anywhere."""
    return struct.iter_unpack("<II", hashlib.shake_256(seed.encode()).digest(8 * number))


def _square_of(one: Square, other: Square) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _but_largest(pieces: list[list[int]]) -> list[list[int]]:
    return sorted(pieces, key=lambda piece: (-len(piece), piece[0]))[1:]
