"""One generation of the index for browsers: what one segment of Whoosh's index holds, as shards that are never changed.

Documents are numbered from 0, newest first and then by key, and added in that order. A shard holds neighbouring keys of
one space, and of each:

- `u`, a stem that many documents hold, and `t`, the others, in columns, since like beside like packs best: how many
  documents hold each; for each document, the gap from the one before, and which text fields hold it there, as bits;
  then for each field, how often, and the field's length, as Whoosh's byte.
- `p`, stems: for each document and field of `t` or `u`, the positions, as gaps. Only phrases ask for them.
- `w`, words as written: how many documents hold it. Prefixes are completed and slips mended from these.
- `f`, a field's name, a tab and an exact value: the numbers of its documents.

Besides, `c` are cards, what a list of results shows, some documents to a shard, and `k` what many of them say, which
their shards begin after, as after a preset dictionary (RFC 1950); `x` the documents' summaries and texts, of which
passages are cut; `d` the documents' days. `index` says which key each shard begins with, no
more exactly than it takes to tell it from the one before; `more` says it of `p` and `x`, which few ask for.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from practice_commons.search import encoding, fields
from practice_commons.search.sizes import CARDS, COMMON, DICTIONARY, LARGEST, MANY, POSITIONS, TEXTS
from practice_commons.search.words import stem, words

if TYPE_CHECKING:
    from practice_commons.search.document import Document


class _Posting:
    """Where one stem stands, as far as documents have been added."""

    __slots__ = ("counts", "documents", "gaps", "last", "lengths", "masks", "positions")

    def __init__(self) -> None:
        self.documents, self.last = 0, -1
        self.gaps, self.masks, self.positions = bytearray(), bytearray(), bytearray()
        self.counts: dict[int, bytearray] = {}
        self.lengths: dict[int, bytearray] = {}

    @property
    def size(self) -> int:
        each = (*self.counts.values(), *self.lengths.values())
        return len(self.gaps) + len(self.masks) + sum(map(len, each))


class Generation:
    """A generation that is being made."""

    def __init__(self, largest: int = LARGEST) -> None:
        """Begin without documents; `largest` is a shard's size in bytes before it is packed."""
        self.largest = largest
        self._stems: dict[str, _Posting] = {}
        self._words: dict[str, int] = {}
        self._values: dict[str, list[int]] = {}
        self._days: list[int] = []
        self._cards: list[Any] = []
        self._texts: list[tuple[bytes, bytes]] = []
        self._told: list[tuple[int, bytes]] = []
        """Shards of texts that are full: their first document, and they themselves, packed."""
        self._long = 0
        """Bytes of the texts of the shard that is not."""

    @property
    def documents(self) -> int:
        """Return how many documents have been added."""
        return len(self._days)

    def add(self, document: Document) -> None:
        """Take in the next document."""
        number = len(self._days)
        if self._days and document.day > self._days[-1]:
            raise ValueError("documents are added newest first")
        self._days.append(document.day)
        self._cards.append(document.card)
        self._texts.append((document.summary.encode(), document.texts.get("body", "").encode()))
        self._long += sum(map(len, self._texts[-1]))
        if self._long > TEXTS * self.largest:
            self._tell()
        written: set[str] = set()
        for bit, field in enumerate(fields.WEIGHTS):
            found = words(document.texts.get(field, ""))
            if found:
                written.update(found)
                self._text(number, bit, [stem(word) for word in found])
        for word in written:
            self._words[word] = self._words.get(word, 0) + 1
        for name in fields.FACETS:
            for value in dict.fromkeys(document.facets.get(name, ())):
                self._values.setdefault(f"{name}\t{value}", []).append(number)

    def _tell(self) -> None:
        each = [one for pair in self._texts for one in pair]
        data = encoding.number(len(each)) + encoding.numbers(map(len, each)) + b"".join(each)
        self._told.append((len(self._days) - len(self._texts), zlib.compress(data, 1)))
        self._texts, self._long = [], 0

    def _text(self, number: int, bit: int, stems: list[str]) -> None:
        length = fields.length_byte(len(stems))
        places: dict[str, list[int]] = {}
        for place, one in enumerate(stems):
            places.setdefault(one, []).append(place)
        for one, found in places.items():
            posting = self._stems.get(one)
            if posting is None:
                posting = self._stems[one] = _Posting()
            if posting.last == number:
                posting.masks[-1] |= 1 << bit
            else:
                posting.gaps += encoding.number(number - posting.last - 1)
                posting.masks.append(1 << bit)
                posting.documents, posting.last = posting.documents + 1, number
            posting.counts.setdefault(bit, bytearray()).extend(encoding.number(len(found)))
            posting.lengths.setdefault(bit, bytearray()).append(length)
            last = -1
            for place in found:
                posting.positions += encoding.number(place - last - 1)
                last = place

    def shards(self) -> Iterator[tuple[str, Sequence[bytes], bytes]]:
        """Iterate over every shard: its name, its bytes, not yet packed, in parts, and what its readers know before.

        The last is `index`.
        """
        dictionary = self._dictionary()
        for name, parts in self._shards(dictionary):
            yield name, parts, dictionary if name[0] == "c" else b""

    def _shards(self, dictionary: bytes) -> Iterator[tuple[str, Sequence[bytes]]]:
        first: dict[str, list[str]] = {}
        stems = sorted(self._stems)
        first["u"], before = [one for one in stems if self._stems[one].size * COMMON >= self.largest], ""
        for at, one in enumerate(first["u"]):
            yield f"u{at}", self._columns([one])
        common, first["t"] = set(first["u"]), []
        rest = ((one, self._stems[one].size) for one in stems if one not in common)
        for held in _parted(rest, self.largest):
            yield f"t{len(first['t'])}", self._columns(held)
            first["t"].append(_beginning(before, held[0]))
            before = held[-1]
        spaces: Mapping[str, Iterator[tuple[str, bytes]]] = {
            "p": ((one, bytes(self._stems[one].positions)) for one in stems),
            "w": ((one, encoding.number(self._words[one])) for one in sorted(self._words)),
            "f": ((one, encoding.rising(self._values[one])) for one in sorted(self._values)),
        }
        for space, blocks in spaces.items():
            first[space], before = [], ""
            every = dict(blocks)
            largest = self.largest * (POSITIONS if space == "p" else 1)
            for held in _parted(((key, len(block)) for key, block in every.items()), largest):
                yield f"{space}{len(first[space])}", _joined(held, every)
                first[space].append(_beginning(before, held[0]))
                before = held[-1]
        if dictionary:
            yield "k", [dictionary]
        for at in range(0, len(self._cards), CARDS):
            yield f"c{at // CARDS}", [_json(self._cards[at : at + CARDS])]
        self._tell()
        for at, (_, packed) in enumerate(self._told):
            yield f"x{at}", [zlib.decompress(packed)]
        gaps = (before - after for before, after in zip(self._days, self._days[1:], strict=False))
        yield "d", [encoding.numbers((*self._days[:1], *gaps))]
        more = {"p": first.pop("p"), "x": [one for one, _ in self._told]}
        facts = {"documents": self.documents, "cards": CARDS, "dictionary": bool(dictionary), "first": first}
        for name, about in (("more", more), ("index", facts)):
            yield name, [_json(about)]

    def _dictionary(self) -> bytes:
        """Return what many cards say, communities and councils: the commonest last, the nearest to what follows."""
        if len(self._cards) < MANY:
            return b""
        said: Counter[bytes] = Counter()
        for _, _, _, community, title, councils, *_ in self._cards:
            said[_json([community, title])[1:-1]] += 1
            said.update(_json(name) for name in councils)
        chosen, size = [], 0
        for one, _ in sorted(said.items(), key=lambda pair: (-pair[1], pair[0])):
            size += len(one) + 1
            if size > DICTIONARY:
                break
            chosen.append(one)
        return b",".join(reversed(chosen))

    def _columns(self, held: list[str]) -> list[bytes]:
        found = [self._stems[one] for one in held]
        columns = [
            encoding.numbers(one.documents for one in found),
            b"".join(one.gaps for one in found),
            b"".join(one.masks for one in found),
        ]
        for bit in range(len(fields.TEXT)):
            columns.append(b"".join(one.counts.get(bit, b"") for one in found))
            columns.append(b"".join(one.lengths.get(bit, b"") for one in found))
        return [encoding.keys(held), *(encoding.number(len(one)) + one for one in columns)]


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _beginning(before: str, key: str) -> str:
    """Return the shortest beginning of a key that comes after the key before it."""
    return next((key[: at + 1] for at in range(len(key)) if key[: at + 1] > before), key)


def _parted(sizes: Iterable[tuple[str, int]], largest: int) -> Iterator[list[str]]:
    """Part keys, given with the sizes of what belongs to them, into neighbours that are not too large together."""
    held: list[str] = []
    size = 0
    for key, own in sizes:
        if held and size + len(key) + own > largest:
            yield held
            held, size = [], 0
        held.append(key)
        size += len(key) + own
    if held:
        yield held


def _joined(held: list[str], blocks: Mapping[str, bytes]) -> list[bytes]:
    """Return neighbouring keys, the sizes of their blocks, and the blocks."""
    found = [blocks[key] for key in held]
    return [encoding.keys(held) + encoding.numbers(map(len, found)), b"".join(found)]
