"""Spread: whether some councils mirror those they stand for, or chance alone would bring as odd a mix.

The distance is total variation: half the sum of the differences between two sets of shares, which is the share of
councils that would have to be elsewhere (Levin and Peres 2017, chapter 4). With few councils it is large even for a
fair draw: about 0.4 for ten councils over the regions. So it is set against random draws of as many councils from those
in scope, without putting any back (a permutation test: Good 2005), and only what nineteen in twenty draws stay within
is called chance. A chi-square test would not do: most groups hold fewer councils than it needs.

All of it is whole numbers. The draws come from SHAKE-256, because of Python's `random` only the bare stream of
numbers is promised to stay as it is, not `sample` or `shuffle`; and a digest must say the same in ten years.
"""

from __future__ import annotations

import functools
import hashlib
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

DRAWS = 499
_WITHIN = 475
"""The place, among the draws in order, of the distance that 95 % of them stay within: a rank of (499 + 1) × 0.95."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a mix of councils is from the mix of those in scope, in per cent, and how far chance goes."""

    councils: int
    distance: int
    chance: int
    """What 95 % of random draws of as many councils stay within."""
    within: bool
    missing: tuple[str, ...]
    """Groups in scope of which no council is among them."""


def spread(heard: Iterable[str], in_scope: Iterable[str]) -> Spread | None:
    """Compare the groups of some councils with the groups of all in scope, one entry a council.

    Returns:
        None where there is nothing to compare.

    Raises:
        ValueError: More councils of a group are heard than are in scope.
    """
    spoke, whole = Counter(heard), Counter(in_scope)
    if not spoke.total():
        return None
    if any(number > whole[group] for group, number in spoke.items()):
        raise ValueError("More councils of a group are heard than are in scope.")
    sizes = tuple(whole[group] for group in sorted(whole))
    far = distance(tuple(spoke[group] for group in sorted(whole)), sizes)
    chance = by_chance(tuple(sorted(sizes)), spoke.total())
    most = 2 * spoke.total() * whole.total()
    return Spread(
        spoke.total(),
        100 * far // most,
        -(-100 * chance // most),
        far <= chance,
        tuple(group for group in sorted(whole) if not spoke[group]),
    )


def distance(heard: tuple[int, ...], sizes: tuple[int, ...]) -> int:
    """Return the total variation distance between two mixes, times twice the product of their totals."""
    n, whole = sum(heard), sum(sizes)
    return sum(abs(number * whole - size * n) for number, size in zip(heard, sizes, strict=True))


@functools.lru_cache(maxsize=1024)
def by_chance(sizes: tuple[int, ...], n: int) -> int:
    """Return the distance, as `distance` gives it, that 95 % of random draws of n councils stay within.

    A draw of more than half is made by drawing those left out. A draw of 64 bits is turned into a place by a product,
    which favours no place by more than one part in 2**50.
    """
    groups = [group for group, size in enumerate(sizes) for _ in range(size)]
    whole = len(groups)
    few = min(n, whole - n)
    stream = hashlib.shake_256(f"spread {sizes} {n}".encode()).digest(8 * few * DRAWS)
    numbers = struct.unpack(f"<{few * DRAWS}Q", stream)
    found = []
    for start in range(0, few * DRAWS, few) if few else (0,):
        drawn = [0] * len(sizes)
        for at in range(few):
            place = at + (numbers[start + at] * (whole - at) >> 64)
            groups[at], groups[place] = groups[place], groups[at]
            drawn[groups[at]] += 1
        found.append(sum(abs(number * whole - size * few) for number, size in zip(drawn, sizes, strict=True)))
    found.sort()
    return found[_WITHIN - 1] if few else 0
