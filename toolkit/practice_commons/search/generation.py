"""One generation of the index for browsers: what one segment of Whoosh's index holds, as shards that are never changed.

Documents are numbered from 0 as `numbering.py` says. A shard holds neighbouring keys of one space, and of each:

- `u`, a stem that many documents hold, and `t`, the others, in columns, as `columns.py` lays them out.
- `p`, stems: the positions in each document and field of `t` or `u`. Only phrases ask for them.
- `w`, words as written: how many documents hold it. Prefixes are completed and slips mended from these.
- `f`, a field's name, a tab and an exact value: the numbers of its documents.

Besides, `c` are cards, what a list of results shows, some documents to a shard, and `k` what many of them say, which
their shards begin after, as after a preset dictionary (RFC 1950); `x` the documents' summaries and texts, of which
passages are cut, in numbers of the words in `v`, as `wording.py` says; `d` the days of one year's documents, each as
how long before the one before it, in a circle of 366. `index` says with which document each year begins, how many
documents in a row have the same length, and which key each shard begins with, no more exactly than it takes to tell it
from the one before; `more` says it of `p` and `x`, which few ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from practice_commons.search import columns, encoding, fields, numbering
from practice_commons.search.gathering import Gathering
from practice_commons.search.packing import Numbers
from practice_commons.search.sizes import CARDS, COMMON, LARGEST, POSITIONS, TEXTS
from practice_commons.search.telling import Telling, said

if TYPE_CHECKING:
    from practice_commons.search.document import Document

_LENGTHY = list(fields.WEIGHTS).index(numbering.LENGTHY)


class Generation:
    """A generation that is being made."""

    def __init__(self, largest: int = LARGEST, folder: Path | None = None) -> None:
        """Begin without documents; `largest` is a shard's size in bytes before it is packed.

        What is too much for memory goes into a nameless file in a folder.
        """
        self.largest = largest
        self._order: list[tuple[numbering.Order, int]] = []
        self._gathering, self._telling = Gathering(), Telling(folder)
        self._values: dict[str, list[int]] = {}

    def close(self) -> None:
        """Let go of what is kept."""
        self._telling.close()

    def add(self, document: Document) -> None:
        """Take in a document. They may come in any order."""
        place = len(self._order)
        length = fields.length_byte(self._gathering.add(document.texts)[_LENGTHY])
        self._order.append((numbering.order(document.day, length, document.key), place))
        self._telling.add(document)
        for name in fields.FACETS:
            for value in dict.fromkeys(document.facets.get(name, ())):
                self._values.setdefault(f"{name}\t{value}", []).append(place)

    def keys(self) -> list[str]:
        """Return the documents' keys, by their numbers."""
        return [order.key for order, _ in sorted(self._order)]

    def shards(self) -> Iterator[tuple[str, Sequence[bytes], bytes]]:
        """Iterate over every shard: its name, its bytes, not yet packed, in parts, and what its readers know before.

        The last is `index`.
        """
        dictionary = self._telling.dictionary()
        for name, parts in self._shards(dictionary):
            yield name, parts, dictionary if name[0] == "c" else b""

    def _shards(self, dictionary: bytes) -> Iterator[tuple[str, Sequence[bytes]]]:
        numbered = sorted(self._order)
        order = [place for _, place in numbered]
        numbers = np.empty(len(order), np.int64)
        numbers[order] = np.arange(len(order))
        spaces = {name: _Space(name, self.largest) for name in "utwf"}
        spaces["p"] = _Space("p", POSITIONS * self.largest)
        yield from self._stems(numbers, spaces)
        written = self._gathering.written()
        yield from spaces["w"].blocks({word: encoding.number(written[word]) for word in sorted(written)})
        held = {value: sorted(numbers[places].tolist()) for value, places in sorted(self._values.items())}
        yield from spaces["f"].blocks({value: encoding.rising(documents) for value, documents in held.items()})
        if dictionary:
            yield "k", [dictionary]
        for at, cards in enumerate(self._telling.cards(order)):
            yield f"c{at}", [cards]
        texts = []
        vocabulary = self._telling.vocabulary()
        yield "v", [said(vocabulary.words)]
        for at, (number, told) in enumerate(self._telling.texts(order, vocabulary, TEXTS * self.largest)):
            yield f"x{at}", told
            texts.append(number)
        days = numbering.Days([one for one, _ in numbered])
        for at, gaps in enumerate(days.gaps()):
            yield f"d{at}", [encoding.numbers(gaps)]
        first = {name: space.first for name, space in spaces.items() if name != "p"}
        facts = {"documents": len(order), "cards": CARDS, "dictionary": bool(dictionary), "first": first}
        more = {"p": spaces["p"].first, "x": texts}
        for name, about in (("more", more), ("index", facts | {"years": days.years, "lengths": days.lengths})):
            yield name, [said(about)]

    def _stems(self, numbers: Numbers, spaces: Mapping[str, _Space]) -> Iterator[tuple[str, Sequence[bytes]]]:
        for postings in self._gathering.postings(numbers):
            common = np.array(columns.sizes(postings)) * COMMON >= self.largest
            for at in np.flatnonzero(common).tolist():
                spaces["u"].first.append(postings.stems[at])
                yield f"u{len(spaces['u'].first) - 1}", columns.stems(postings.part(at, at + 1))
            rest, at = postings.chosen(~common), 0
            for name, held in spaces["t"].parted(zip(rest.stems, columns.sizes(rest), strict=True)):
                yield name, columns.stems(rest.part(at, at + len(held)))
                at += len(held)
            yield from spaces["p"].blocks(dict(zip(postings.stems, columns.positions(postings), strict=True)))


class _Space:
    """The shards of a space, in the order of their keys."""

    def __init__(self, name: str, largest: int) -> None:
        self._name, self._largest, self._last = name, largest, ""
        self.first: list[str] = []
        """Which key each shard begins with, no more exactly than tells it from the one before."""

    def parted(self, sizes: Iterable[tuple[str, int]]) -> Iterator[tuple[str, list[str]]]:
        """Part keys, given with the sizes of what belongs to them, into shards that are not too large; name these."""
        held: list[str] = []
        size = 0
        for key, own in sizes:
            if held and size + len(key) + own > self._largest:
                yield self._begun(held), held
                held, size = [], 0
            held.append(key)
            size += len(key) + own
        if held:
            yield self._begun(held), held

    def blocks(self, blocks: Mapping[str, bytes]) -> Iterator[tuple[str, Sequence[bytes]]]:
        """Iterate over shards of neighbouring keys, the sizes of their blocks, and the blocks."""
        for name, held in self.parted((key, len(block)) for key, block in blocks.items()):
            found = [blocks[key] for key in held]
            yield name, [encoding.keys(held) + encoding.numbers(map(len, found)), b"".join(found)]

    def _begun(self, held: Sequence[str]) -> str:
        key, before, self._last = held[0], self._last, held[-1]
        self.first.append(next((key[: at + 1] for at in range(len(key)) if key[: at + 1] > before), key))
        return f"{self._name}{len(self.first) - 1}"
