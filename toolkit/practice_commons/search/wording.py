"""How texts are written: as numbers of their words, of which the most used are short.

A text is words and what stands between them. One space between two words is not said. That a word begins with a capital
and goes on in small letters is said with what stands before it, so that it is the same word. Words that often stand
together are one. The numbers are those of `VOCABULARY` words and betweens, the most used first; every other stands in
full.

Of a number one byte says the class: 0 for what stands in full, up to 127 for itself, and then one class for each
doubling, of which further bits say which of the class it is (as Elias' gamma code has it, 1975, whose zeros are the
class here). So the bytes are left to deflate, and the bits, which are as good as random, are not.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from practice_commons.search.bits import spread
from practice_commons.search.encoding import Reader

SINGLE = 128
"""Numbers that are a class of their own."""
_WIDEST = 14
VOCABULARY = (2 << _WIDEST) - 1
CLASSES = SINGLE + _WIDEST - SINGLE.bit_length() + 2
WIDTHS = bytes(one - SINGLE + SINGLE.bit_length() - 1 if SINGLE <= one < CLASSES else 0 for one in range(256))
"""How many further bits each class has: a table for `bytes.translate`."""
CAPITAL = "\0"
"""What ends something between words where a capital follows."""

_LETTERS = "0-9A-Z_a-z\u00c0-\u024f"
"""What words are made of here: the same in every version of Unicode, and enough for English and Welsh."""
_LETTER = frozenset(one for one in map(chr, range(0x250)) if re.match(f"[{_LETTERS}]", one))
_STEP = re.compile(f"[^{_LETTERS}]*[{_LETTERS}]+|[^{_LETTERS}]+")
_PARTS = re.compile(f"([^{_LETTERS}]*)([{_LETTERS}]*)")
_CAPITAL = re.compile("[A-Z][^A-Z]*")


def pieces(text: str) -> Iterator[str]:
    """Iterate over a text's words and what stands between them, where that is not one space."""
    steps = iter(_STEP.findall(text.replace(CAPITAL, "\ufffd")))
    return chain.from_iterable(chain((_taken(step, "") for step in islice(steps, 1)), map(_taken, steps)))


@functools.lru_cache(maxsize=1 << 16)  # most words come again and again, with the same before them
def _taken(step: str, usual: str = " ") -> tuple[str, ...]:
    """Return the pieces of a word with what stands before it, where `usual` stands most often, and is not said."""
    before, word = _PARTS.findall(step)[0]
    if not word:
        return (before,)
    if _CAPITAL.fullmatch(word):
        return (before + CAPITAL, word[0].lower() + word[1:])
    return (word,) if before == usual else (before, word)


def joined(pieces: Iterable[str]) -> str:
    """Return the text, or the piece, that was taken into pieces."""
    found: list[str] = []
    before, capital = "", False
    for piece in pieces:
        if before in _LETTER and piece[0] in _LETTER:
            found.append(" ")
        found.append(piece[0].upper() + piece[1:] if capital else piece)
        before, capital = piece[-1], piece.endswith(CAPITAL)
        if capital:
            found[-1] = found[-1][:-1]
    return "".join([*found, CAPITAL] if capital else found)


class Texts:
    """A shard of texts read back, of which few are asked for."""

    def __init__(self, data: bytes, vocabulary: Callable[[], Sequence[str]]) -> None:
        """Take a shard; the words in the vocabulary are asked for when they are needed."""
        reader = Reader(data)
        self._counts = [reader.number() for _ in range(reader.number())]
        self._classes = reader.take(reader.number())
        self._rest = spread(reader.take(reader.number()))
        self._full, self._vocabulary = data[reader.at :], vocabulary

    def of(self, place: int, count: int = 1) -> list[str]:
        """Return texts that lie together."""
        first = sum(self._counts[:place])
        before, found = self._classes[:first], []
        at, skipped = sum(before.translate(WIDTHS)), before.count(0)
        for size in self._counts[place : place + count]:
            own = self._classes[first : first + size]
            found.append(joined(self._pieces(own, at, skipped)))
            first, at, skipped = first + size, at + sum(own.translate(WIDTHS)), skipped + own.count(0)
        return found

    def _pieces(self, classes: bytes, at: int, skipped: int) -> Iterator[str]:
        words, full = self._vocabulary(), Reader(self._full)
        for _ in range(skipped):
            full.take(full.number())
        for one in classes:
            width = WIDTHS[one]
            if one == 0:
                yield full.text()
            elif one < SINGLE:
                yield words[one - 1]
            else:
                yield words[(1 << width) + int(self._rest[at : at + width], 2) - 1]
            at += width
