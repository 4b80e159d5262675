"""What a query may have meant: its words mended with the index's own. Only ever a suggestion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from practice_commons.search.language import Expression, Words
from practice_commons.search.words import Token, tokens

FEW = 3
"""Fewer results than these, and a better spelling is looked for."""
_MENDED = 4
"""Words of one query that are looked at: the rarest."""
_ONE_EDIT, _TWO_EDITS = 4, 8
"""Letters from which one slip is forgiven, and from which two."""
_COMMONER = 5
"""In how many times as many documents a spelling must stand, to be suggested for a word that the index does hold."""
_LONGEST = 30
"""Letters beyond which looking for neighbours costs more than it helps."""


class Spelling(Protocol):
    """The words of an index as written."""

    @property
    def documents(self) -> int:
        """Return the number of documents."""

    def frequency(self, word: str) -> int:
        """Return the number of documents that hold a word."""

    def resembling(self, word: str, edits: int) -> set[tuple[str, int]]:
        """Return the words within some edits of a word, each with its distance. Neighbours swapped are one edit."""


def mended(expression: Expression, words: Spelling, found: int, count: Callable[[str], int]) -> str | None:
    """Return the query with its likely slips mended, or None. `count` tells how many results a query has.

    Words are mended where they stand, so that the rest of the query stays as it was written. What would not find
    more than the `found` results is not suggested.
    """
    asked = [
        (words.frequency(token.word), leaf.start + token.start, token)
        for clause in expression.clauses
        if not clause.negated
        for leaf in clause.either
        if isinstance(leaf, Words)
        for token in tokens(leaf.text)
    ]
    rarest = sorted(asked, key=lambda one: one[:2])[:_MENDED]
    changes = [
        (start, start + len(token.word), better)
        for held, start, token in rarest
        if (better := _better(token, held, words)) is not None
    ]
    text = expression.text
    for start, end, better in sorted(changes, reverse=True):
        text = text[:start] + better + text[end:]
    return text if changes and count(text) > found else None


def _better(token: Token, held: int, words: Spelling) -> str | None:
    allowed = (len(token.word) >= _ONE_EDIT) + (len(token.word) >= _TWO_EDITS)
    if not allowed or len(token.word) > _LONGEST or held * _COMMONER > words.documents:
        return None
    candidates = sorted(
        (distance, -words.frequency(word), word)
        for word, distance in words.resembling(token.word, allowed)
        if 0 < distance <= allowed
    )
    for _, frequency, word in candidates:
        same = any(one.stem == token.stem for one in tokens(word))
        if not same and -frequency >= max(1, _COMMONER * held):
            return word
    return None
