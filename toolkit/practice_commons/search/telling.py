"""What a list of results shows of documents: cards, summaries and texts, kept until documents have their numbers."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from practice_commons.search.collocations import END, Collocations
from practice_commons.search.gathering import Numbered
from practice_commons.search.sizes import CARDS, DICTIONARY, MANY
from practice_commons.search.vocabulary import Vocabulary
from practice_commons.search.wording import pieces

if TYPE_CHECKING:
    from practice_commons.search.document import Document

_IN_MEMORY = 1 << 24
"""Bytes that are kept in memory; more are put into a file."""

_AT_ONCE = 1_000
"""Documents whose words are counted together."""

_ENOUGH = 1 << 23
"""Bytes of texts, as numbers, in which to look for what often stands together."""


class Telling:
    """Cards, summaries and texts, in the order in which they come."""

    def __init__(self, folder: Path | None = None) -> None:
        """Begin without any; what is too much for memory goes into a nameless file in a folder."""
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder) if folder else None)  # noqa: SIM115
        self._sizes = array("Q")
        self._often: Counter[bytes] = Counter()
        self._numbered = Numbered({"": END})

    def close(self) -> None:
        """Let go of what is kept."""
        self._file.close()

    def add(self, document: Document) -> None:
        """Take in what is told of the next document."""
        each = [said(document.card), self._said(document.summary) + self._said(document.prose)]
        self._file.write(b"".join(each))
        self._sizes.extend(map(len, each))
        community, title, councils = [*document.card, *[""] * 6][3:6]
        self._often[said([community, title])[1:-1]] += 1
        self._often.update(map(said, councils))

    def dictionary(self) -> bytes:
        """Return what many cards say, communities and councils: the commonest last, the nearest to what follows."""
        if len(self._sizes) < 2 * MANY:
            return b""
        chosen, size = [], 0
        for one, _ in sorted(self._often.items(), key=lambda pair: (-pair[1], pair[0])):
            size += len(one) + 1
            if size > DICTIONARY:
                break
            chosen.append(one)
        return b",".join(reversed(chosen))

    def cards(self, order: Sequence[int]) -> Iterator[bytes]:
        """Iterate over shards of cards, of documents in an order."""
        begins = [0, *accumulate(self._sizes)]
        for at in range(0, len(order), CARDS):
            held = (self._read(begins[2 * one], begins[2 * one + 1]) for one in order[at : at + CARDS])
            yield b"[" + b",".join(held) + b"]"

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary of all summaries and texts."""
        begins = [0, *accumulate(self._sizes)]
        spans = list(zip(begins[1::2], begins[2::2], strict=True))
        size = sum(end - begin for begin, end in spans)
        some = spans[:: 1 + size // _ENOUGH]
        names = list(self._numbered)
        collocations = Collocations(names, self._every(some), size // 4)
        used = np.zeros(len(collocations.pieces), np.int64)
        for at in range(0, len(spans), _AT_ONCE):
            every = collocations.joined(self._every(spans[at : at + _AT_ONCE]))
            used += np.bincount(every, minlength=len(used))
        return Vocabulary(collocations, used)

    def texts(self, order: Sequence[int], vocabulary: Vocabulary, largest: int) -> Iterator[tuple[int, list[bytes]]]:
        """Iterate over shards of summaries and texts, of documents in an order, each with its first document."""
        begins = [0, *accumulate(self._sizes)]
        first, size = 0, 0
        held: list[NDArray[np.uint32]] = []
        for number, one in enumerate(order):
            begin, end = begins[2 * one + 1], begins[2 * one + 2]
            if held and size + end - begin > largest:
                yield first, vocabulary.shard(np.concatenate(held))
                first, held, size = number, [], 0
            held.append(self._numbers(begin, end))
            size += end - begin
        if held:
            yield first, vocabulary.shard(np.concatenate(held))

    def _said(self, text: str) -> bytes:
        return array("I", map(self._numbered.__getitem__, chain(pieces(text), ("",)))).tobytes()

    def _every(self, spans: Sequence[tuple[int, int]]) -> NDArray[np.uint32]:
        return np.concatenate([np.zeros(0, np.uint32), *(self._numbers(*span) for span in spans)])

    def _numbers(self, begin: int, end: int) -> NDArray[np.uint32]:
        return np.frombuffer(self._read(begin, end), np.uint32)

    def _read(self, begin: int, end: int) -> bytes:
        self._file.seek(begin)
        return self._file.read(end - begin)


def said(what: Any) -> bytes:
    """Return something as JSON says it."""
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()
