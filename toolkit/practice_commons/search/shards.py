"""One generation of the index read back: its shards, each when it is first asked for. As `client/shards.js` does."""

from __future__ import annotations

import bisect
import functools
import itertools
import json
import operator
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from practice_commons.failure import Failure
from practice_commons.search import fields
from practice_commons.search.bits import fixed, spread, unary
from practice_commons.search.encoding import Reader
from practice_commons.search.generations import Made
from practice_commons.search.numbering import CIRCLE, LENGTHY, last_day
from practice_commons.search.wording import Texts

Apart = TypeVar("Apart")
_HOLDING = tuple(bytes(mask >> bit & 1 for mask in range(256)) for bit in range(len(fields.TEXT)))
"""For each field, whether each mask names it."""
Blocks: TypeAlias = Mapping[str, bytes]
"""Keys of a shard, each with its block."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a stem stands: its documents, the fields of each as bits, and by field, how often and in what length."""

    documents: list[int]
    masks: bytes
    counts: tuple[list[int], ...]
    lengths: tuple[bytes, ...]

    def within(self, bit: int) -> Iterator[int]:
        """Iterate over the documents that hold it in a field."""
        return itertools.compress(self.documents, self.masks.translate(_HOLDING[bit]))


class Shards:
    """A generation that was made, opened for reading. A shard that cannot be read raises Failure."""

    def __init__(self, folder: Path, made: Made) -> None:
        """Open the generation that lies in an index's folder."""
        self.folder = folder / f"g-{made.name}"
        self.gone = frozenset(made.gone)
        self.totals = made.totals
        self._held: dict[str, Any] = {}
        facts = self._shard("index", _json)
        self.documents: int = facts["documents"]
        self.years: list[tuple[int, int]] = [(year, first) for year, first in facts["years"]]
        """The years of its documents, the newest first, each with its first document."""
        self._lengths = _run(facts["lengths"])
        self._cards: int = facts["cards"]
        self._known: bytes = self._shard("k", bytes) if facts["dictionary"] else b""
        self._first: dict[str, list[str]] = facts["first"]

    def postings(self, stem: str) -> Postings | None:
        """Return where a stem stands, or None where it does not."""
        common = self._first["u"]
        at = bisect.bisect_left(common, stem)
        if common[at : at + 1] == [stem]:
            return self._shard(f"u{at}", _Columns).of(stem, self._lengths)
        columns = self._look("t", stem, _Columns)
        return columns.of(stem, self._lengths) if columns else None

    def positions(self, stem: str) -> bytes:
        """Return a stem's positions in each of its documents and fields, for `bits.places` to read."""
        self._first["p"] = self._more["p"]
        return self._block("p", stem) or b""

    def holding(self, field: str, value: str) -> list[int]:
        """Return the documents with a field's exact value."""
        block = self._block("f", f"{field}\t{value}")
        return Reader(block).rising() if block else []

    def values(self, field: str) -> dict[str, list[int]]:
        """Return a field's exact values, each with its documents."""
        found = self._beginning("f", f"{field}\t")
        return {key[len(field) + 1 :]: Reader(block).rising() for key, block in found.items()}

    def words(self, prefix: str) -> dict[str, int]:
        """Return the words as written that begin so, each with how many documents hold it."""
        return {word: Reader(block).number() for word, block in self._beginning("w", prefix).items()}

    def frequency(self, word: str) -> int:
        """Return how many documents hold a word as written."""
        block = self._block("w", word)
        return Reader(block).number() if block else 0

    def days(self, at: int) -> list[int]:
        """Return the days of the documents of a year, given by its place among the years."""
        gaps = Reader(self._shard(f"d{at}", bytes)).numbers()
        last = last_day(self.years[at][0])
        return [last - ago % CIRCLE for ago in itertools.accumulate(gaps)]

    def card(self, document: int) -> list[Any]:
        """Return what a list shows of a document."""
        held = self._shard(f"c{document // self._cards}", _json, self._known)
        found: list[Any] = held[document % self._cards]
        return found

    def texts(self, document: int) -> tuple[str, str]:
        """Return a document's summary, and its text, a block to a line."""
        first = self._more["x"]
        at = bisect.bisect_right(first, document) - 1
        texts = self._shard(f"x{at}", lambda data: Texts(data, self._vocabulary))
        summary, text = texts.of(2 * (document - first[at]), 2)
        return summary, text

    def _vocabulary(self) -> list[str]:
        return self._shard("v", _json)

    @functools.cached_property
    def _more(self) -> Any:
        return self._shard("more", _json)

    def _block(self, space: str, key: str) -> bytes | None:
        found = self._look(space, key, _blocks)
        return found.get(key) if found else None

    def _look(self, space: str, key: str, apart: Callable[[bytes], Apart]) -> Apart | None:
        """Return the shard of a space that holds a key if any does."""
        at = bisect.bisect_right(self._first[space], key) - 1
        return self._shard(f"{space}{at}", apart) if at >= 0 else None

    def _beginning(self, space: str, prefix: str) -> dict[str, bytes]:
        first = self._first[space]
        found: dict[str, bytes] = {}
        begin = max(0, bisect.bisect_right(first, prefix) - 1)
        for at in range(begin, len(first)):
            if at > begin and not first[at].startswith(prefix):
                break
            shard = self._shard(f"{space}{at}", _blocks)
            found |= {key: block for key, block in shard.items() if key.startswith(prefix)}
        return found

    def _shard(self, name: str, apart: Callable[[bytes], Apart], known: bytes = b"") -> Apart:
        if name not in self._held:
            path = self.folder / f"{name}.js"
            try:
                self._held[name] = apart(Reader.of(path.read_bytes(), known).data)
            except (OSError, ValueError, LookupError, zlib.error) as error:
                where = self.folder.parent.parent
                hint = f"Try again. If that does not help, delete {where} first: it is made anew."
                raise Failure(f"{path} is damaged", hint) from error
        found: Apart = self._held[name]
        return found


class _Columns:
    """A shard of stems, of which one is asked for at a time."""

    def __init__(self, data: bytes) -> None:
        reader = Reader(data)
        self._places = {key: at for at, key in enumerate(reader.keys())}
        held, self._ks, high, low, self._masks = (reader.take(reader.number()) for _ in range(5))
        self._held = Reader(held).numbers()
        self._starts = [0, *itertools.accumulate(self._held)]
        self._high, self._low = unary(high), spread(low)
        self._fields = []
        for name in fields.WEIGHTS:
            counts = Reader(reader.take(reader.number())).numbers()
            self._fields.append((counts, b"" if name == LENGTHY else reader.take(reader.number())))

    def of(self, stem: str, lengthy: bytes) -> Postings | None:
        place = self._places.get(stem)
        if place is None:
            return None
        start, end = self._starts[place], self._starts[place + 1]
        before, masks, k = self._masks[:start], self._masks[start:end], self._ks[place]
        lows = fixed(self._low, sum(map(operator.mul, self._ks[:place], self._held)), k, end - start)
        high = self._high[start:end]
        gaps = map(operator.add, map((1 << k).__mul__, high), lows) if k else high
        documents = list(map(operator.add, itertools.accumulate(gaps), itertools.count()))
        counts, lengths = [], []
        for holding, (often, long), name in zip(_HOLDING, self._fields, fields.WEIGHTS, strict=True):
            first, own = before.translate(holding).count(1), masks.translate(holding)
            last = first + own.count(1)
            counts.append(often[first:last])
            own_long = (
                map(lengthy.__getitem__, itertools.compress(documents, own)) if name == LENGTHY else long[first:last]
            )
            lengths.append(bytes(own_long))
        return Postings(documents, masks, tuple(counts), tuple(lengths))


def _run(lengths: Sequence[int]) -> bytes:
    """Return the length byte of each document, from how much each is more than the last, and how many have it."""
    found, byte = bytearray(), 0
    for more, count in zip(lengths[::2], lengths[1::2], strict=True):
        byte = (byte + more) % 256
        found += bytes([byte]) * count
    return bytes(found)


def _blocks(data: bytes) -> Blocks:
    reader = Reader(data)
    keys = reader.keys()
    sizes = [reader.number() for _ in keys]
    return {key: reader.take(size) for key, size in zip(keys, sizes, strict=True)}


def _json(data: bytes) -> Any:
    return json.loads(data)
