"""Columns of numbers packed into bits, many at a time. `bits.py` says what the codes are, and reads them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
_WIDEST = 40
"""Bits of the largest gap between documents."""


def starts(sizes: Numbers) -> Numbers:
    """Return where each of some neighbours begins, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(sizes)))


def within(values: Numbers, bounds: Numbers) -> Numbers:
    """Return the sums of values between bounds, each of which begins where the one before ends."""
    return np.diff(np.concatenate(([0], np.cumsum(values)))[bounds])


def parameters(gaps: Numbers, bounds: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each list of gaps the Rice parameter by which it is shortest, and how many bits it then has."""
    held = np.diff(bounds)
    best, bits = np.zeros(len(held), np.int64), within(gaps + 1, bounds)
    left = gaps
    for k in range(1, _WIDEST):
        left = left >> 1
        size = within(left, bounds) + held * (k + 1)
        better = size < bits
        best[better], bits[better] = k, size[better]
        if not left.any():
            break
    return best, bits


def rice(gaps: Numbers, ks: Numbers) -> tuple[bytes, bytes]:
    """Return gaps in Rice codes, each with its parameter: first all that stands in zeros and a one, then the rest."""
    high = gaps >> ks
    digits = np.zeros(int(high.sum()) + len(high), np.uint8)
    digits[np.cumsum(high + 1) - 1] = 1
    return np.packbits(digits).tobytes(), packed(gaps & ((1 << ks) - 1), ks)


def packed(values: Numbers, widths: Numbers, begins: Numbers | None = None, size: int | None = None) -> bytes:
    """Return values of so many bits each, one after the other, or where each begins, in `size` bits in all."""
    ends = np.cumsum(widths)
    total = int(ends[-1]) if len(ends) else 0
    shift = np.repeat(ends, widths) - np.arange(1, total + 1)
    digits = (np.repeat(values, widths) >> shift & 1).astype(np.uint8)
    if begins is not None and size is not None:
        spread = np.zeros(size, np.uint8)
        spread[np.repeat(begins + widths, widths) - 1 - shift] = digits
        digits = spread
    return np.packbits(digits).tobytes()


def truncated(values: Numbers, bounds: Numbers) -> tuple[Numbers, Numbers]:
    """Return the codes in truncated binary of values below bounds, and how many bits each has."""
    widths = np.frexp(bounds)[1].astype(np.int64) - 1
    short = (2 << widths) - bounds
    longer = values >= short
    return values + short * longer, widths + longer
