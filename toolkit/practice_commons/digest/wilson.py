"""Wilson's lower bound of a share, in whole numbers."""

from __future__ import annotations

import math

_Z2 = 38416
"""1.96 squared, times 10,000: 95 %."""


def lower_bound(part: int, whole: int) -> int:
    """Return the lower end of the 95 % score interval of a share, in per cent rounded down (Wilson 1927).

    With z = 1.96, k of n: (2k + z² − z √(z² + 4k(n − k)/n)) / (2(n + z²)). Multiplied out, so that nothing is rounded
    but the square root, upwards, and the end. Nought of nought is nought.
    """
    if not 0 <= part <= whole:
        raise ValueError("A part is between nought and the whole.")
    if not whole:
        return 0
    under = _Z2 * whole * (_Z2 * whole + 40_000 * part * (whole - part))
    root = math.isqrt(10_000 * under - 1) + 1
    return (100 * whole * (20_000 * part + _Z2) - root) // (2 * whole * (10_000 * whole + _Z2))
