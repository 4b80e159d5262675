"""Progress on long work, on stderr when it is a terminal, and nothing otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def progress(label: str, *, quiet: bool = False) -> Callable[[int, int], None] | None:
    """Return what long work calls with how much is done, of how much; None where nobody is watching."""
    if quiet or not sys.stderr.isatty():
        return None
    begun = shown = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal shown
        present = time.monotonic()
        if present - shown < 0.1 and done < total:  # noqa: PLR2004 - ten times a second is enough for an eye
            return
        shown = present
        left = (present - begun) / done * (total - done) if done else 0.0
        rest = f", {left:.0f} s left" if done < total else ""
        sys.stderr.write(f"\r\033[K{label}: {done:,} of {total:,}{rest}" + ("\r\033[K" if done >= total else ""))
        sys.stderr.flush()

    return show
