"""What a list of results shows of documents: cards, summaries and texts, kept until documents have their numbers."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from practice_commons.search import encoding
from practice_commons.search.sizes import CARDS, DICTIONARY, MANY

if TYPE_CHECKING:
    from practice_commons.search.document import Document

_IN_MEMORY = 1 << 24
"""Bytes that are kept in memory; more are put into a file."""


class Telling:
    """Cards, summaries and texts, in the order in which they come."""

    def __init__(self, folder: Path | None = None) -> None:
        """Begin without any; what is too much for memory goes into a nameless file in a folder."""
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=folder)
        self._sizes = array("Q")
        self._often: Counter[bytes] = Counter()

    def close(self) -> None:
        """Let go of what is kept."""
        self._file.close()

    def add(self, document: Document) -> None:
        """Take in what is told of the next document."""
        each = said(document.card), document.summary.encode(), document.texts.get("body", "").encode()
        self._file.write(b"".join(each))
        self._sizes.extend(map(len, each))
        _, _, _, community, title, councils, *_ = (*document.card, *[""] * 6)
        self._often[said([community, title])[1:-1]] += 1
        self._often.update(map(said, councils))

    def dictionary(self) -> bytes:
        """Return what many cards say, communities and councils: the commonest last, the nearest to what follows."""
        if len(self._sizes) < 3 * MANY:
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
            held = (self._read(begins[3 * one], begins[3 * one + 1]) for one in order[at : at + CARDS])
            yield b"[" + b",".join(held) + b"]"

    def texts(self, order: Sequence[int], largest: int) -> Iterator[tuple[int, bytes]]:
        """Iterate over shards of summaries and texts, of documents in an order, each with its first document."""
        begins = [0, *accumulate(self._sizes)]
        first, held, size = 0, [], 0
        for number, one in enumerate(order):
            begin, middle, end = begins[3 * one + 1 : 3 * one + 4]
            if held and size + end - begin > largest:
                yield first, _joined(held)
                first, held, size = number, [], 0
            held += [self._read(begin, middle), self._read(middle, end)]
            size += end - begin
        if held:
            yield first, _joined(held)

    def _read(self, begin: int, end: int) -> bytes:
        self._file.seek(begin)
        return self._file.read(end - begin)


def said(what: Any) -> bytes:
    """Return something as JSON says it."""
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()


def _joined(texts: Sequence[bytes]) -> bytes:
    return encoding.number(len(texts)) + encoding.numbers(map(len, texts)) + b"".join(texts)
