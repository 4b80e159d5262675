"""The words of a generation's texts by how often they are used, and texts written with their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from practice_commons.search import encoding
from practice_commons.search.packing import Numbers, packed
from practice_commons.search.wording import SINGLE, VOCABULARY, WIDTHS

_PARTS = 4
_TWICE = 2
_WIDTHS = np.frombuffer(WIDTHS, np.uint8).astype(np.int64)


class Vocabulary:
    """The most used of some pieces of texts."""

    def __init__(self, pieces: Sequence[str], used: Numbers) -> None:
        """Take all pieces, and how often each is used: what is used once is not worth a number."""
        self._pieces = pieces
        chosen = sorted(np.flatnonzero(used >= _TWICE).tolist(), key=lambda one: (-int(used[one]), pieces[one]))
        classes = _classes(np.arange(1, min(len(chosen), VOCABULARY) + 1))
        # within a class the order is free, and neighbours in the alphabet begin alike
        ranked = sorted(zip(classes.tolist(), (pieces[one] for one in chosen), chosen, strict=False))
        self.words = [word for _, word, _ in ranked]
        self._numbers = np.zeros(len(pieces), np.int64)
        self._numbers[[one for _, _, one in ranked]] = np.arange(1, len(ranked) + 1)

    def shard(self, texts: Sequence[NDArray[np.uint32]]) -> list[bytes]:
        """Return a shard of texts, each given as its pieces' places among all."""
        every = np.concatenate(texts)
        numbers = self._numbers[every]
        classes = _classes(numbers)
        widths = _WIDTHS[classes]
        full = b"".join(encoding.text(self._pieces[one]) for one in every[numbers == 0].tolist())
        said, rest = classes.astype(np.uint8).tobytes(), packed(numbers & (1 << widths) - 1, widths)
        counts = encoding.number(len(texts)) + encoding.numbers(map(len, texts))
        return [counts + encoding.number(len(said)), said, encoding.number(len(rest)), rest, full]


def _classes(numbers: Numbers) -> Numbers:
    """Return the classes of numbers."""
    doublings = np.frexp(np.maximum(numbers, SINGLE) // SINGLE)[1].astype(np.int64) - 1
    parts = (numbers - (SINGLE << doublings)) >> (3 + doublings)
    return np.where(numbers < SINGLE, numbers, SINGLE + (doublings << _PARTS) + parts)
