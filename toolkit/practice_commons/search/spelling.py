"""What a query may have meant: its words mended with the index's own. Only ever a suggestion."""

from __future__ import annotations

from collections.abc import Callable

from practice_commons.search.language import Expression, Words
from practice_commons.search.lexicon import Lexicon
from practice_commons.search.nearness import COMMONER, allowed, spellings
from practice_commons.search.words import Token, tokens

FEW = 3
"""Fewer results than these, and a better spelling is looked for."""
_MENDED = 4
"""Words of one query that are looked at: the rarest."""


def mended(expression: Expression, words: Lexicon, found: int, count: Callable[[str], int]) -> str | None:
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


def _better(token: Token, held: int, words: Lexicon) -> str | None:
    edits = allowed(token.word)
    if not edits or held * COMMONER > words.documents:
        return None
    return next(spellings(token, held, edits, words), None)
