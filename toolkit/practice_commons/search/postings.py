"""Where neighbouring stems stand, in columns: all that a generation says of words, before it is packed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from practice_commons.search.packing import Numbers, parameters, starts


@dataclass(frozen=True, slots=True)
class Postings:
    """Where stems stand: a row for each stem, for each document of it, each field of that, and each place in it."""

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
    left: Numbers
    """Of each place, where it is in its field, where the one before it there is, or -1, and how many come after it."""
    rows: tuple[Numbers, Numbers, Numbers]
    """Where each stem's documents, fields and places begin, and the last one's end."""

    @classmethod
    def of(
        cls, stems: Sequence[str], of: Numbers, document: Numbers, field: Numbers, place: Numbers, lengths: Numbers
    ) -> Self:
        """Put in order which stem stands where; `lengths` are bytes, by document and field."""
        of, document, field, place = _sorted(of, document, field, place)
        new_stem = np.diff(of, prepend=-1) != 0
        new_document = new_stem | (np.diff(document, prepend=-1) != 0)
        new_field = new_document | (np.diff(field, prepend=-1) != 0)
        at_document, at_field = np.flatnonzero(new_document), np.flatnonzero(new_field)
        each = (of[at_document], of[at_field], of)
        documents, fields, places = (starts(np.bincount(one, minlength=len(stems))) for one in each)
        before = np.concatenate(([-1], document[at_document][:-1]))
        before[new_stem[at_document]] = -1
        gaps = document[at_document] - before - 1
        first_field = np.flatnonzero(new_document[at_field])
        counts = np.diff(at_field, append=len(of))
        return cls(
            stems,
            np.diff(documents),
            *parameters(gaps, documents),
            gaps,
            np.bitwise_or.reduceat(1 << field[at_field], first_field),
            field[at_field],
            counts,
            lengths[document[at_field], field[at_field]],
            place,
            np.where(new_field, -1, np.concatenate(([-1], place[:-1]))),
            np.repeat(np.cumsum(counts), counts) - np.arange(1, len(of) + 1),
            (documents, fields, places),
        )

    def part(self, first: int, last: int) -> Postings:
        """Return neighbours."""
        return self._picked(
            self.stems[first:last],
            [slice(first, last), *(slice(rows[first], rows[last]) for rows in self.rows)],
            tuple(rows[first : last + 1] - rows[first] for rows in self.rows),
        )

    def chosen(self, stems: NDArray[np.bool_]) -> Postings:
        """Return some of the stems."""
        return self._picked(
            [name for name, chosen in zip(self.stems, stems.tolist(), strict=True) if chosen],
            [stems, *(np.repeat(stems, np.diff(rows)) for rows in self.rows)],
            tuple(starts(np.diff(rows)[stems]) for rows in self.rows),
        )

    def _picked(self, stems: Sequence[str], rows: Sequence[Any], begins: Any) -> Postings:
        stem, document, field, place = rows
        return Postings(
            stems,
            self.held[stem],
            self.ks[stem],
            self.bits[stem],
            self.gaps[document],
            self.masks[document],
            self.fields[field],
            self.counts[field],
            self.lengths[field],
            self.places[place],
            self.before[place],
            self.left[place],
            begins,
        )


def _sorted(of: Numbers, document: Numbers, field: Numbers, place: Numbers) -> tuple[Numbers, ...]:
    """Return four columns in the order of the first, then of the second, and so on."""
    columns = (of, document, field, place)
    widths = [int(column.max()).bit_length() for column in columns]
    if sum(widths) > np.iinfo(np.int64).bits - 1:
        order = np.lexsort(columns[::-1])
        return tuple(column[order] for column in columns)
    # as one number they are sorted in a third of the time
    key = np.zeros(len(of), np.int64)
    for column, width in zip(columns, widths, strict=True):
        key = key << width | column
    key.sort()
    found = []
    for width in reversed(widths):
        found.append(key & (1 << width) - 1)
        key >>= width
    return tuple(reversed(found))
