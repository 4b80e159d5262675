"""A text's sketch: the 128 smallest hashes of its runs of five words, by which near-duplicates are told.

Andrei Broder's resemblance and containment (“On the resemblance and containment of documents”, 1997), from bottom-k
sketches. The same words give the same sketch on every machine and on every day.
"""

from __future__ import annotations

import heapq
import math
import re
import zlib
from dataclasses import dataclass

SHINGLE = 5
"""Words in one run: fewer are shared by chance, more are lost with every word that is changed."""
SIZE = 128
"""Hashes kept: an estimate from them is off by less than a tenth, nine times of ten."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The smallest hashes, ascending. `whole` says that there are no others: a short text is all in its sketch."""

    hashes: tuple[int, ...]
    whole: bool

    @classmethod
    def of(cls, text: str) -> Sketch:
        """Return a text's sketch. One of fewer than five words has an empty one, and resembles nothing."""
        words = [word.encode() for word in _WORD.findall(text.casefold())]
        runs = zip(*(words[at:] for at in range(SHINGLE)), strict=False)
        hashes = {zlib.crc32(b" ".join(run)) for run in runs}
        return cls(tuple(heapq.nsmallest(SIZE, hashes)), len(hashes) <= SIZE)

    @property
    def reach(self) -> float:
        """Return the largest hash up to which this sketch knows every run of its text."""
        return math.inf if self.whole else self.hashes[-1]

    def resemblance(self, other: Sketch) -> float:
        """Return how much two texts are alike: of the runs of either, the share that both have. 0 to 1."""
        mine, others = self._within(other)
        return len(mine & others) / len(mine | others) if mine | others else 0.0

    def contained(self, other: Sketch) -> float:
        """Return how much of this text stands in the other: the share of its runs that the other has. 0 to 1."""
        mine, others = self._within(other)
        return len(mine & others) / len(mine) if mine else 0.0

    def shared(self, other: Sketch) -> int:
        """Return how many hashes both have: what the two estimates rest on."""
        return len(set(self.hashes).intersection(other.hashes))

    def _within(self, other: Sketch) -> tuple[set[int], set[int]]:
        reach = min(self.reach, other.reach)
        return {one for one in self.hashes if one <= reach}, {one for one in other.hashes if one <= reach}
