"""Words that often stand together in texts, such as “adult social care”: each such run is written as one.

Two neighbours are one where they are found together so much more often than each by itself would have it that the
bits saved (their pointwise mutual information: Church and Hanks 1990) are more than what one more entry of the
vocabulary costs. They may be two words, or a word and what stands beside it; and what was joined may be a neighbour
again. They are looked for in some of the texts, and hold for all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from practice_commons.search.packing import Numbers
from practice_commons.search.wording import joined

END = 0
"""The number that stands after every text."""
_ROUNDS = 5
"""How often what was joined may be joined again."""
_ENTRY = 400
"""Bits that an entry of the vocabulary costs, roughly."""
_FEWEST = 4
_LEAST = 2
"""Bits that joining two must save each time: without such a bound chance would join the commonest of all."""
_MOST = 4_096
"""Pairs that are joined in a round at most."""


class Collocations:
    """The pairs of neighbours that are one."""

    def __init__(self, pieces: Sequence[str], texts: NDArray[np.uint32], all_texts: int) -> None:
        """Find them in some texts, given as numbers of pieces, each text with an `END`.

        `all_texts` says how many numbers all texts have. The pieces are those of all texts.
        """
        self.pieces = list(pieces)
        """The pieces, and after them the pairs, which the rounds below number."""
        self._rounds: list[tuple[int, Numbers, NDArray[np.bool_]]] = []
        more = all_texts / max(1, len(texts))
        for _ in range(_ROUNDS):
            pairs = self._pairs(texts, more)
            if not len(pairs):
                break
            beginning = np.zeros(len(self.pieces), np.bool_)
            beginning[pairs >> 32] = True
            self._rounds.append((len(self.pieces), pairs, beginning))
            self.pieces += [
                joined((self.pieces[pair >> 32], self.pieces[pair & 0xFFFFFFFF])) for pair in pairs.tolist()
            ]
            texts = _joined(texts, *self._rounds[-1])

    def joined(self, texts: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return texts, given as numbers of pieces, with each pair as one number."""
        for found in self._rounds:
            texts = _joined(texts, *found)
        return texts

    def _pairs(self, texts: NDArray[np.uint32], more: float) -> Numbers:
        """Return the pairs to join, in order: the number of the first in the upper 32 bits, the second below."""
        if len(texts) < _FEWEST:
            return np.zeros(0, np.int64)
        beside = (texts[:-1] != END) & (texts[1:] != END)
        every = texts[:-1][beside].astype(np.int64) << 32 | texts[1:][beside]
        pairs, counts = np.unique(every, return_counts=True)
        used = np.bincount(texts, minlength=len(self.pieces)).astype(np.float64)
        saved = np.log2(counts * float(len(texts)) / (used[pairs >> 32] * used[pairs & 0xFFFFFFFF]))
        worth = np.flatnonzero((counts >= _FEWEST) & (saved >= _LEAST) & (counts * saved * more > _ENTRY))
        best = worth[np.argsort(-(counts * saved)[worth], kind="stable")][:_MOST]
        return np.sort(pairs[best])


def _joined(texts: NDArray[np.uint32], first: int, pairs: Numbers, beginning: NDArray[np.bool_]) -> NDArray[np.uint32]:
    at = np.flatnonzero(beginning[texts[:-1]])
    every = texts[at].astype(np.int64) << 32 | texts[at + 1]
    which = np.searchsorted(pairs, every).clip(max=len(pairs) - 1)
    hit = pairs[which] == every
    at, which = at[hit], which[hit]
    # of hits that overlap, every second is left
    order = np.arange(len(at))
    begun = np.maximum.accumulate(np.where(np.diff(at, prepend=-2) > 1, order, 0))
    kept = (order - begun) % 2 == 0
    found = texts.copy()
    found[at[kept]] = first + which[kept]
    return np.delete(found, at[kept] + 1)
