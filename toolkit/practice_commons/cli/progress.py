"""Progress on long work, on stderr when it is a terminal, and nothing otherwise."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable

SHOW_SECONDS = 0.1
"""Ten times a second is enough for an eye."""
QUIET_SECONDS = 0.5
"""The first moments say little about the time left."""
MEMORY_SECONDS = 5.0
"""How soon the pace of earlier work is forgotten."""

FINE_SECONDS = 20
"""Below so many seconds left, each counts."""


def progress(label: str, *, quiet: bool = False) -> Callable[[int, int], None] | None:
    """Return what long work calls with how much is done, of how much; None where nobody is watching."""
    if quiet or not sys.stderr.isatty():
        return None
    begun = shown = time.monotonic()
    pace = _Pace()

    def show(done: int, total: int) -> None:
        nonlocal shown
        present = time.monotonic()
        if done >= total:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
            return
        if present - shown < SHOW_SECONDS:
            return
        shown = present
        pace.note(present, done)
        left = pace.left(total - done) if present - begun >= QUIET_SECONDS else None
        sys.stderr.write(f"\r\033[K{_line(label, done, total, left)}")
        sys.stderr.flush()

    return show


class _Pace:
    """How fast work goes of late: older moments weigh less and less, so that the estimate is steady yet follows."""

    def __init__(self) -> None:
        self.last: tuple[float, int] | None = None
        self.seconds = self.amount = 0.0

    def note(self, present: float, done: int) -> None:
        """Take in how much is done at a moment."""
        if self.last is not None:
            passed = present - self.last[0]
            fading = math.exp(-passed / MEMORY_SECONDS)
            self.seconds = self.seconds * fading + passed
            self.amount = self.amount * fading + max(0, done - self.last[1])
        self.last = present, done

    def left(self, amount: int) -> float | None:
        """Return the seconds that so much more will take, if there is anything to judge by."""
        return amount * self.seconds / self.amount if self.amount > 0 else None


def _line(label: str, done: int, total: int, left: float | None) -> str:
    """Return what to show, no longer than the terminal is wide: the time left is dropped first."""
    import shutil

    room = shutil.get_terminal_size().columns - 1  # Some terminals go to the next line when the last column is filled.
    line = f"{label}: {done:,} of {total:,}"
    rest = f", about {_spoken(left)} left" if left is not None else ""
    return line + rest if len(line + rest) <= room else line[: max(0, room)]


def _spoken(seconds: float) -> str:
    """Return a time as one would say it: 12 s, 2 min, 3 h."""
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= 1.5 * size:
            return f"{seconds / size:.0f} {unit}"
    # Beyond twenty seconds, a figure that changes with every look says no more than one in fives.
    return f"{max(1, math.ceil(seconds) if seconds <= FINE_SECONDS else math.ceil(seconds / 5) * 5)} s"
