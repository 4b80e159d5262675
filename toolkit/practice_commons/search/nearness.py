"""Words near those asked for, for results that come after the exact ones: slips mended, and beginnings completed.

Only a single word that stands by itself has neighbours: not one in quotation marks, with an asterisk, or negated.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from practice_commons.search import query
from practice_commons.search.language import Expression, Words
from practice_commons.search.lexicon import Lexicon
from practice_commons.search.words import Token, stem, tokens

_RARE = 5_000
"""A word whose stem no more than one of so many documents holds in any one field may be a slip."""
COMMONER = 5
"""In how many times as many documents another spelling must stand."""
_ONE_EDIT, _TWO_EDITS = 4, 8
"""Letters from which one slip is forgiven, and from which two."""
_LONGEST = 30
"""Letters beyond which looking for neighbours costs more than it helps."""
_SPELLINGS = 5
"""Other spellings of one word that are searched for."""
_MENDED = 4
"""Words of one query that other spellings are looked for: the first rare ones."""
_SAID = 10
"""Words that the note names; it counts the rest."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """For each leaf that has any, the words searched for besides: as written, and none with the leaf's own stem."""

    words: Mapping[Words, tuple[str, ...]]

    @property
    def note(self) -> str:
        """Return the sentence that says what else was searched for."""
        every = list(dict.fromkeys(word for words in self.words.values() for word in words))
        rest = f" and {len(every) - _SAID} more" if len(every) > _SAID else ""
        return f"Also searched for: {', '.join(every[:_SAID])}{rest}."


def near(expression: Expression, lexicon: Lexicon, *, complete: bool) -> Nearness:
    """Return the words near a query's; with `complete`, also those that its last word may become."""
    found: dict[Words, tuple[str, ...]] = {}
    mended = 0
    for leaf, token in _single(expression):
        words: list[str] = []
        edits = allowed(token.word)
        if edits and mended < _MENDED and lexicon.stemmed(token.stem) <= lexicon.documents // _RARE:
            mended += 1
            words += itertools.islice(spellings(token, lexicon.frequency(token.word), edits, lexicon), _SPELLINGS)
        if complete and leaf.start + token.end == len(expression.text):
            words += _completed(token, lexicon)
        if words:
            found[leaf] = tuple(dict.fromkeys(words))
    return Nearness(found)


def allowed(word: str) -> int:
    """Return how many slips a word is long enough to hide, and not too long to look for."""
    return 0 if len(word) > _LONGEST else (len(word) >= _ONE_EDIT) + (len(word) >= _TWO_EDITS)


def spellings(token: Token, held: int, edits: int, lexicon: Lexicon) -> Iterator[str]:
    """Iterate over what a word that `held` documents hold may be a slip of: the nearest first, then the most used."""
    words = (
        (distance, -lexicon.frequency(word), word)
        for word, distance in lexicon.resembling(token.word, edits)
        if distance and stem(word) != token.stem
    )
    return (word for _, used, word in sorted(words) if -used >= max(1, COMMONER * held))


def most_used(prefix: str, lexicon: Lexicon) -> list[str]:
    """Return the words that begin so, the most used first."""
    words = lexicon.beginning(prefix, query.LOOKED_AT)
    return [word for word, _ in sorted(words, key=lambda one: (-one[1], one[0]))]


def _single(expression: Expression) -> Iterator[tuple[Words, Token]]:
    """Iterate over the leaves that are one word, each with it."""
    for clause in expression.clauses:
        for leaf in clause.either if not clause.negated else ():
            if isinstance(leaf, Words) and not leaf.quoted:
                found = list(tokens(leaf.text))
                if len(found) == 1:
                    yield leaf, found[0]


def _completed(token: Token, lexicon: Lexicon) -> Iterable[str]:
    if len(token.word) < query.SHORTEST_PREFIX:
        return ()
    return [word for word in most_used(token.word, lexicon)[: query.EXPANSIONS] if stem(word) != token.stem]
