"""The index's fields, and the one place for all that decides what ranks before what.

A document's score is the sum, over the words asked for and the text fields that hold them, of the field's weight times
BM25 as Whoosh computes it for that field (`idf = ln(N/(df+1)) + 1`, lengths as bytes, deleted documents counted until
the index is made anew). Weights are linear, given at query time, so that changing one needs no new index.

What adds up fields one by one counts a word the more, the more fields hold it, and the most in short ones, where words
are rare: the fault that Robertson, Zaragoza and Taylor tell of (Simple BM25 Extension to Multiple Weighted Fields,
2004). So one field holds all that is read, as if there were no others. A title lifts what it holds by half; a tag,
chosen by hand and read nowhere else, counts as if it were read; a name mentioned is the weakest sign that a page is
about its bearer. `docs/find.md` has the measurements.
"""

from __future__ import annotations

import bisect
import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from practice_commons.catalogue.names import Names

VERSION = 13
"""Raise it when the meaning of a field changes without its name or options changing."""

K1 = 1.2
"""How soon a word repeated stops counting: the value of the literature (Robertson and Zaragoza 2009)."""
B = 0.75
"""How much a long field is held against its words: the same source."""
DECIMALS = 6
"""Scores are rounded before they are compared: the order of additions differs between segments, and in a browser."""

LENGTHS = tuple(round((1.033**byte - 1) * 27) for byte in range(256))
"""The length, in words, that each byte stands for in which Whoosh keeps a field's length: short ones nearly exactly."""

LONGEST_WORD = 64
"""Characters. What is longer is not a word, is not indexed, and cannot break the index's format."""
SHORTEST_WORD = 2
_QUOTES = "\"'“”‘’„«»"


@dataclass(frozen=True, slots=True)
class TextField:
    """A field of words, stemmed, with positions. `weight` multiplies its share of the score."""

    name: str
    weight: float


TEXT = (
    TextField("title", 0.5),
    TextField("body", 1.0),
    TextField("tags", 1.0),
    TextField("names", 0.5),
)
"""`body`: all that a visitor reads, so the title and the summary too; `tags`: labels and other words of the tags and
priorities it carries; `names`: people, and councils by both names."""
WEIGHTS = {field.name: field.weight for field in TEXT}

FACETS = (
    "community",
    "kind",
    "council",
    "priority",
    "tag",
    "practice",
    "outcome",
    "role",
    "evidence",
    "region",
    "year",
    "source",
)
"""Fields of exact values, which select and never score. `region`: of its councils, as the register calls it.
`source`: the peer that it came from, or `HERE`."""
COUNTED = ("community", "kind", "priority", "council", "region", "practice", "outcome", "evidence", "year", "source")
"""The facets whose values are counted among the results, in the order in which they are shown.
`source` only where there are peers."""
EXACT = "exact"
"""The folded title of what was not withdrawn, one value: whoever asks for a page by its title is given it first."""
VALUES = (*FACETS, EXACT)
"""All fields of exact values."""

KEY = "key"
"""`source:path`, one document each."""
DAY = "day"
"""The contribution's date as a day number (`date.toordinal`)."""
KEPT = "kept"
"""What is handed back: the contribution's id, its blob, and the stamp of all else that went into the document."""


def counted(names: Names) -> tuple[str, ...]:
    """Return the facets whose values are counted: one that all have alike tells nothing."""
    return COUNTED if len(names.sources) > 1 else tuple(name for name in COUNTED if name != "source")


def fingerprint(engine: str) -> str:
    """Return what changes when an index made before can no longer be used. `engine` names its maker and release."""
    sizes = (SHORTEST_WORD, LONGEST_WORD)
    parts = (engine, VERSION, [field.name for field in TEXT], VALUES, sizes, unicodedata.unidata_version)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def length_byte(length: int) -> int:
    """Return the byte in which Whoosh keeps a field's length, in words; it stands for no fewer."""
    return min(255, bisect.bisect_left(LENGTHS, length))


def plain(text: str) -> str:
    """Return text in Unicode's composed form, so that a letter has one spelling in pages and in queries."""
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Return what is left of a title or a name when case, white space and quotation marks around it do not count."""
    return " ".join(plain(text).casefold().split()).strip(_QUOTES).strip()
