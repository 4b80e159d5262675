"""All words of a generation's documents, and where each stem of them stands."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from practice_commons.search import fields
from practice_commons.search.packing import Numbers, parameters, starts
from practice_commons.search.words import stem, words

_AT_ONCE = 1 << 21
"""Words that are put in order at once: what is more would need much memory."""
_TEXTS = len(fields.TEXT)


class _Numbered(dict[str, int]):
    """Numbers things in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        found = self[key] = len(self)
        return found


@dataclass(frozen=True, slots=True)
class Postings:
    """Where neighbouring stems stand, in columns: a row for each stem; document of it; field of that; place in it."""

    stems: Sequence[str]
    held: Numbers
    ks: Numbers
    bits: Numbers
    """Of each stem, in how many documents it stands, the Rice parameter of its gaps, and the bits that these take."""
    gaps: Numbers
    masks: Numbers
    """Of each document, how many without the stem come before it, and which fields hold it there, as bits."""
    fields: Numbers
    counts: Numbers
    lengths: Numbers
    """Of each field, which it is, how often the stem stands in it, and its length, as Whoosh's byte."""
    places: Numbers
    before: Numbers
    """Of each place, where it is in its field, and where the one before it in the field is, or -1."""
    left: Numbers
    """How many more come after it in the field."""
    rows: tuple[Numbers, ...]
    """Where each stem's documents, fields and places begin, and the last one's end."""

    def part(self, first: int, last: int) -> Postings:
        """Return some neighbours."""
        (a, b), (c, d), (e, f) = ((rows[first], rows[last]) for rows in self.rows)
        return Postings(
            self.stems[first:last],
            *(each[first:last] for each in (self.held, self.ks, self.bits)),
            *(each[a:b] for each in (self.gaps, self.masks)),
            *(each[c:d] for each in (self.fields, self.counts, self.lengths)),
            *(each[e:f] for each in (self.places, self.before, self.left)),
            rows=tuple(rows[first : last + 1] - rows[first] for rows in self.rows),
        )

    def chosen(self, stems: NDArray[np.bool_]) -> Postings:
        """Return some of the stems."""
        of_documents, of_fields, of_places = (np.repeat(stems, np.diff(rows)) for rows in self.rows)
        return Postings(
            [name for name, chosen in zip(self.stems, stems.tolist(), strict=True) if chosen],
            *(each[stems] for each in (self.held, self.ks, self.bits)),
            *(each[of_documents] for each in (self.gaps, self.masks)),
            *(each[of_fields] for each in (self.fields, self.counts, self.lengths)),
            *(each[of_places] for each in (self.places, self.before, self.left)),
            rows=tuple(starts(np.diff(rows)[stems]) for rows in self.rows),
        )


class Gathering:
    """The words of documents, as they come."""

    def __init__(self) -> None:
        """Begin without documents."""
        self._numbered = _Numbered()
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

    def postings(self, numbers: NDArray[np.int64]) -> Iterator[Postings]:
        """Iterate over where all stems stand, some neighbours at a time. `numbers` are the documents', as they came."""
        stemmed = _Numbered()
        stem_of = np.fromiter((stemmed[stem(word)] for word in self._numbered), np.uint32, len(self._numbered))
        names = sorted(stemmed)
        ranks = np.empty(len(names), np.uint32)
        ranks[[stemmed[name] for name in names]] = np.arange(len(names), dtype=np.uint32)
        said = ranks[stem_of[np.frombuffer(self._said, np.uint32)]] if names else np.empty(0, np.uint32)
        lengths = np.frombuffer(self._lengths, np.uint32).astype(np.int64)
        begins = starts(lengths)
        bytes_of = np.searchsorted(fields.LENGTHS, lengths).clip(max=len(fields.LENGTHS) - 1)
        ends = np.cumsum(np.bincount(said, minlength=len(names)))
        first = 0
        while first < len(names):
            before = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(ends, before + _AT_ONCE, side="right")))
            chosen = np.flatnonzero((said >= first) & (said < last))
            segments = np.searchsorted(begins, chosen, side="right") - 1
            document, field = numbers[segments // _TEXTS], segments % _TEXTS
            place, of = chosen - begins[segments], said[chosen].astype(np.int64) - first
            by_number = np.empty((len(numbers), _TEXTS), np.int64)
            by_number[numbers] = bytes_of.reshape(-1, _TEXTS)
            yield _in_order(names[first:last], of, document, field, place, by_number)
            first = last


def _in_order(
    names: Sequence[str], of: Numbers, document: Numbers, field: Numbers, place: Numbers, lengths: Numbers
) -> Postings:
    """Put in order which stem stands where: by stem, document, field and place."""
    most = [len(names), len(lengths), _TEXTS, int(place.max()) + 1]
    widths = [one.bit_length() for one in most]
    if sum(widths) > 63:  # noqa: PLR2004 - bits of a number with a sign
        order = np.lexsort((place, field, document, of))
        of, document, field, place = of[order], document[order], field[order], place[order]
    else:
        key = of
        for column, width in zip((document, field, place), widths[1:], strict=True):
            key = key << width | column
        key.sort()
        parts = []
        for width in reversed(widths[1:]):
            parts.append(key & (1 << width) - 1)
            key = key >> width
        of, (place, field, document) = key, parts
    new_stem = np.diff(of, prepend=-1) != 0
    new_document = new_stem | (np.diff(document, prepend=-1) != 0)
    new_field = new_document | (np.diff(field, prepend=-1) != 0)
    d, p = np.flatnonzero(new_document), np.flatnonzero(new_field)
    counts = np.diff(p, append=len(of))
    held = np.bincount(of[d], minlength=len(names))
    documents = document[d]
    before = np.concatenate(([-1], documents[:-1]))
    before[new_stem[d]] = -1
    in_document = np.cumsum(new_document)[p] - 1
    masks = np.bitwise_or.reduceat(1 << field[p], np.flatnonzero(np.diff(in_document, prepend=-1)))
    last = np.where(new_field, -1, np.concatenate(([-1], place[:-1])))
    left = np.repeat(np.cumsum(counts), counts) - np.arange(1, len(of) + 1)
    rows = (starts(held), starts(np.bincount(of[p], minlength=len(names))), starts(np.bincount(of, minlength=len(names))))
    gaps, fields_of = documents - before - 1, field[p]
    return Postings(
        names,
        held,
        *parameters(gaps, rows[0]),
        gaps,
        masks,
        fields_of,
        counts,
        lengths[document[p], fields_of],
        place,
        last,
        left,
        rows,
    )
