"""The piece of a contribution to show: around the words that were looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from practice_commons.search import fields
from practice_commons.search.results import Passage
from practice_commons.search.words import Token, bearing

LENGTH = 200
"""Characters of text in a passage, about two lines of a terminal."""
FARTHEST = 60_000
"""Characters of a contribution's text that are looked through for the best passage."""
_MARGIN = 40


def passage(texts: Iterable[str], stems: frozenset[str]) -> Passage:
    """Return the best passage: that with the most different words looked for, of the first text that has so many.

    The first text is the summary, which reads best, so it is shown when nothing is found anywhere. Inside a text, more
    words are better, then earlier ones.
    """
    best, place, score = "", 0, -1
    marks: list[Token] = []
    for raw in texts:
        text = re.sub(r"\s+", " ", fields.plain(raw[:FARTHEST])).strip()
        found = list(bearing(text, stems))
        start, count = _densest(found)
        if count > score:
            best, place, score, marks = text, start, count, found
    return _cut(best, place, marks)


def _densest(found: list[Token]) -> tuple[int, int]:
    """Return where the window with the most different words begins, and how many those are."""
    best, score = 0, (0, 0)
    last = 0
    inside: dict[str, int] = {}
    for first, token in enumerate(found):
        while last < len(found) and found[last].end - token.start <= LENGTH - _MARGIN:
            inside[found[last].stem] = inside.get(found[last].stem, 0) + 1
            last += 1
        if (len(inside), last - first) > score:
            best, score = token.start, (len(inside), last - first)
        inside[token.stem] = inside.get(token.stem, 1) - 1
        if inside[token.stem] <= 0:
            del inside[token.stem]
        last = max(last, first + 1)
    return best, score[0]


def _cut(text: str, place: int, marks: list[Token]) -> Passage:
    """Return the passage around a place, cut between words, with ellipses where text was left out."""
    start = max(0, min(place - _MARGIN, len(text) - LENGTH))
    if start and (gap := text.find(" ", start, place)) >= 0:
        start = gap + 1
    end = min(len(text), start + LENGTH)
    if end < len(text) and (gap := text.rfind(" ", start + 1, end)) > max(start, place):
        end = gap
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((one.start + shift, one.end + shift) for one in marks if one.start >= start and one.end <= end)
    return Passage(f"{before}{text[start:end]}{after}", inside)
