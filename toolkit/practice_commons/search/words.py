"""How text is taken apart: letters and digits, lower case, without stop words, stemmed for English with Porter2.

This is what Whoosh's `StemmingAnalyzer(stemfn=porter2.stem)` does, token for token (a test holds the two together),
at a fifth of its cost, and with the word as written beside its stem.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import whoosh
from whoosh.lang.porter2 import stem as porter2

from practice_commons.search import fields

RELEASE = f"whoosh {whoosh.versionstring()}"
TOO_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "for",
        "from",
        "have",
        "if",
        "in",
        "is",
        "it",
        "may",
        "not",
        "of",
        "on",
        "or",
        "tbd",
        "that",
        "the",
        "this",
        "to",
        "us",
        "we",
        "when",
        "will",
        "with",
        "yet",
        "you",
        "your",
    ]
)
"""Words that are not indexed: Whoosh's, whose own list is dear to import."""
_WORD = re.compile(r"\w+(?:\.?\w+)*")
_OTHERWISE = re.compile("[\u0130\u03a3]")
"""What is made small otherwise in a word than in a text, or becomes no part of a word: a test asks every character."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: as written but in lower case, its stem, and where it stands."""

    word: str
    stem: str
    start: int
    end: int


def tokens(text: str, *, keep: bool = False) -> Iterator[Token]:
    """Iterate over a text's words that are indexed; with `keep`, also over those too common or too short."""
    for found in _WORD.finditer(text):
        word = found[0].lower()
        if keep or _indexed(word):
            yield Token(word, stem(word), found.start(), found.end())


def bearing(text: str, stems: frozenset[str]) -> Iterator[Token]:
    """Iterate over a text's words that have one of some stems. Stemming, which is dear, leaves the first letter."""
    letters = {one[0] for one in stems}
    for found in _WORD.finditer(text):
        word = found[0].lower()
        if word[0] in letters and _indexed(word) and stem(word) in stems:
            yield Token(word, stem(word), found.start(), found.end())


def words(text: str) -> list[str]:
    """Return a text's words that are indexed, as written but in lower case, in their order."""
    return list(_words(text))


@functools.lru_cache(maxsize=16)  # Whoosh's index and the shards take the words of the same texts, one after the other
def _words(text: str) -> tuple[str, ...]:
    least, most = fields.SHORTEST_WORD, fields.LONGEST_WORD
    found = map(str.lower, _WORD.findall(text)) if _OTHERWISE.search(text) else _WORD.findall(text.lower())
    return tuple(word for word in found if least <= len(word) <= most and word not in TOO_COMMON)


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word's stem."""
    return str(porter2(word))


def _indexed(word: str) -> bool:
    return fields.SHORTEST_WORD <= len(word) <= fields.LONGEST_WORD and word not in TOO_COMMON
