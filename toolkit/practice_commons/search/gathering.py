"""All words of a generation's documents, and where each stem of them stands."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from practice_commons.search import fields
from practice_commons.search.packing import Numbers, starts
from practice_commons.search.postings import Postings
from practice_commons.search.words import stem, words

_AT_ONCE = 1 << 20
"""Words that are put in order at once: what is more would need much memory."""
_TEXTS = len(fields.TEXT)


class Numbered(dict[str, int]):
    """Numbers things in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        """Give the next number."""
        found = self[key] = len(self)
        return found


class Gathering:
    """The words of documents, as they come."""

    def __init__(self) -> None:
        """Begin without documents."""
        self._numbered = Numbered()
        self._said = array("I")
        self._lengths = array("I")
        self._holding: Counter[int] = Counter()

    def add(self, texts: Mapping[str, str]) -> list[int]:
        """Take in the texts of the next document; return how many words each field has."""
        begin, lengths = len(self._said), []
        for name in fields.WEIGHTS:
            found = words(texts.get(name, ""))
            lengths.append(len(found))
            self._said.extend(map(self._numbered.__getitem__, found))
        self._lengths.extend(lengths)
        self._holding.update(set(self._said[begin:]))
        return lengths

    def written(self) -> dict[str, int]:
        """Return every word as written, in order, with how many documents hold it."""
        return {word: self._holding[self._numbered[word]] for word in sorted(self._numbered)}

    def postings(self, numbers: Numbers) -> Iterator[Postings]:
        """Iterate over where all stems stand, some neighbours at a time. `numbers` are the documents', as they came.

        What was gathered is gone with it: all words of a large commons are kept once only.
        """
        names, said, ends = self._stemmed()
        lengths = np.frombuffer(self._lengths, np.uint32).astype(np.int64)
        begins = starts(lengths)
        by_number = np.empty((len(numbers), _TEXTS), np.int64)
        by_number[numbers] = np.searchsorted(fields.LENGTHS, lengths).clip(max=255).reshape(-1, _TEXTS)
        first = 0
        while first < len(names):
            before = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(ends, before + _AT_ONCE, side="right")))
            chosen = np.flatnonzero((said >= first) & (said < last))
            texts = np.searchsorted(begins, chosen, side="right") - 1
            document, field = numbers[texts // _TEXTS], texts % _TEXTS
            stems = said[chosen].astype(np.int64) - first
            yield Postings.of(names[first:last], stems, document, field, chosen - begins[texts], by_number)
            first = last

    def _stemmed(self) -> tuple[list[str], NDArray[np.uint32], Numbers]:
        """Return all stems in order; the words, as numbers of these; and how many are of each stem and those before."""
        stemmed = Numbered()
        stem_of = [stemmed[stem(word)] for word in self._numbered]
        names = sorted(stemmed)
        ranks = np.empty(len(names), np.uint32)
        ranks[[stemmed[name] for name in names]] = np.arange(len(names), dtype=np.uint32)
        of_word = ranks[stem_of]
        said, counts = np.frombuffer(self._said, np.uint32), np.zeros(len(names), np.int64)
        for at in range(0, len(said), _AT_ONCE):
            part = said[at : at + _AT_ONCE]
            part[:] = of_word[part]
            counts += np.bincount(part, minlength=len(names))
        return names, said, np.cumsum(counts)
