"""The words of a generation's texts by how often they are used, and texts written with their numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from practice_commons.search import encoding
from practice_commons.search.collocations import END, Collocations
from practice_commons.search.packing import Numbers, packed
from practice_commons.search.wording import SINGLE, VOCABULARY, WIDTHS

_TWICE = 2
_WIDTHS = np.frombuffer(WIDTHS, np.uint8).astype(np.int64)


class Vocabulary:
    """The most used of what texts are made of: words, what stands between them, and words that often stand together."""

    def __init__(self, collocations: Collocations, used: Numbers) -> None:
        """Take all pieces and pairs, and how often each is used: what is used once is not worth a number."""
        self._collocations, pieces = collocations, collocations.pieces
        used[END] = 0
        chosen = sorted(np.flatnonzero(used >= _TWICE).tolist(), key=lambda one: (-int(used[one]), pieces[one]))
        classes = _classes(np.arange(1, min(len(chosen), VOCABULARY) + 1))
        # within a class the order is free, and neighbours in the alphabet begin alike
        ranked = sorted(zip(classes.tolist(), (pieces[one] for one in chosen), chosen, strict=False))
        self.words = [word for _, word, _ in ranked]
        self._numbers = np.zeros(len(pieces), np.int64)
        self._numbers[[one for _, _, one in ranked]] = np.arange(1, len(ranked) + 1)

    def shard(self, texts: NDArray[np.uint32]) -> list[bytes]:
        """Return a shard of texts, given as their pieces' places among all, each text with an `END`."""
        found = self._collocations.joined(texts)
        ends = np.flatnonzero(found == END)
        every, held = np.delete(found, ends), np.diff(ends, prepend=-1) - 1
        numbers = self._numbers[every]
        classes = _classes(numbers)
        widths = _WIDTHS[classes]
        full = b"".join(encoding.text(self._collocations.pieces[one]) for one in every[numbers == 0].tolist())
        said, rest = classes.astype(np.uint8).tobytes(), packed(numbers & (1 << widths) - 1, widths)
        counts = encoding.number(len(held)) + encoding.numbers(held.tolist())
        return [counts + encoding.number(len(said)), said, encoding.number(len(rest)), rest, full]


def _classes(numbers: Numbers) -> Numbers:
    """Return the classes of numbers."""
    doublings = np.frexp(np.maximum(numbers, SINGLE) // SINGLE)[1].astype(np.int64) - 1
    return np.where(numbers < SINGLE, numbers, SINGLE + doublings)
