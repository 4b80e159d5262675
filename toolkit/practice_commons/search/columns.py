"""How where stems stand is laid out in a shard: in columns, since like beside like packs best.

Of stems: in how many documents each stands; the Rice parameter of its gaps; of each document the gap from the one
before, without its last bits, and these bits; and which text fields hold the stem there, as bits. Then for each field
how often, and the field's length, as Whoosh's byte: but not of the field by whose length documents are in order.

Of positions, for each stem by itself: of each document and field the places, as the gaps between them, each as a number
that is smaller than the words of the field that are left.
"""

from __future__ import annotations

import numpy as np

from practice_commons.search import encoding, fields
from practice_commons.search.bits import REACH
from practice_commons.search.numbering import LENGTHY
from practice_commons.search.packing import Numbers, packed, rice, truncated, within
from practice_commons.search.postings import Postings

_REACH = np.array(REACH, np.int64)


def sizes(postings: Postings) -> list[int]:
    """Return how many bytes each stem takes among stems, before a shard is packed."""
    fields_held = np.diff(postings.rows[1])
    return [*map(int, ((postings.bits + 7) >> 3) + postings.held + 2 * fields_held)]


def stems(postings: Postings) -> list[bytes]:
    """Return the columns of stems."""
    found = [encoding.numbers(postings.held.tolist()), postings.ks.astype(np.uint8).tobytes()]
    found += rice(postings.gaps, np.repeat(postings.ks, postings.held))
    found.append(postings.masks.astype(np.uint8).tobytes())
    for bit, name in enumerate(fields.WEIGHTS):
        own = postings.fields == bit
        found.append(encoding.numbers(postings.counts[own].tolist()))
        if name != LENGTHY:
            found.append(postings.lengths[own].astype(np.uint8).tobytes())
    return [encoding.keys(postings.stems), *(encoding.number(len(one)) + one for one in found)]


def positions(postings: Postings) -> list[bytes]:
    """Return the positions of each stem."""
    room = np.repeat(_REACH[postings.lengths], postings.counts)
    codes, widths = truncated(postings.places - postings.before - 1, room - postings.before - 1 - postings.left)
    bounds = (within(widths, postings.rows[2]) + 7) >> 3
    ends = np.cumsum(bounds)
    of = np.repeat(ends - bounds, np.diff(postings.rows[2])) * 8
    begun = np.cumsum(widths) - widths
    data = packed(codes, widths, of + begun - _first(begun, postings.rows[2]), int(ends[-1]) * 8)
    return [data[end - size : end] for size, end in zip(bounds.tolist(), ends.tolist(), strict=True)]


def _first(values: Numbers, rows: Numbers) -> Numbers:
    """Return for each of some values the first in its row."""
    return np.repeat(values[rows[:-1]], np.diff(rows))
