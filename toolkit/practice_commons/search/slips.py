"""How many slips lie between two words: letters added, taken out or changed, or two neighbours swapped."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator


def resembling(word: str, words: Iterable[str], edits: int) -> Iterator[tuple[str, int]]:
    """Iterate over those words that lie within some edits of a word, each with its distance.

    An edit adds, takes out or changes a letter. Two neighbours swapped are one edit, but then the only one.
    """
    parts = _parts(word, edits + 1)
    least, most = len(word) - edits, len(word) + edits
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)} - {word}
    for other in words:
        if other in swapped:
            yield other, 1
        # of one part more than there are edits, an edited word still has one as it was
        elif least <= len(other) <= most and any(part in other for part in parts):
            found = _distance(word, other, edits)
            if found <= edits:
                yield other, found


def _parts(word: str, count: int) -> list[str]:
    ends = [len(word) * at // count for at in range(count + 1)]
    return [word[begin:end] for begin, end in itertools.pairwise(ends)]


def _distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be added, taken out or changed (Levenshtein 1966); past `most`, only that it is."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, row = row, [i]
        for j, theirs in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != theirs)))
        if min(row) > most:
            return most + 1
    return row[-1]
