"""Grouping asks that say nearly the same in nearly the same words. It compares words and never meaning.

Two wordings are near-identical when
1. they have the same words that turn a meaning round (`not`, `stop`, `less`…) and the same numbers, and
2. of all their words and pairs of neighbouring words, counted once, at least THRESHOLD are in both (Jaccard's index).

A group is all wordings that are linked so, which does not depend on their order. Every wording of a group is printed,
so that a reader can see what was put together.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

THRESHOLD = 0.7
"""The least share of words and pairs of words in common. At 0.7, a sentence of ten words may differ in about one."""
_TURNING_WORDS = """
    abolish against allow ban before after without not no never nor none neither cannot stop end keep start begin
    less fewer more lower higher reduce increase cut raise scrap retain restore remove add drop decrease expand
    oppose support permit forbid prevent exclude include optional mandatory voluntary compulsory local national
    central one two three four five six seven eight nine ten twelve twenty fifty hundred thousand million billion
    half double don't doesn't shouldn't mustn't won't can't isn't aren't
"""
_TURNING = frozenset(_TURNING_WORDS.split())
"""Words that one alone can turn an ask into another."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def normalised(text: str) -> tuple[str, ...]:
    """Return a text's words: folded, without punctuation, hyphens or possessive endings."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return tuple(word.removesuffix("'s") for word in _WORD.findall(folded))


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Return the positions of texts, near-identical ones together, each group and the groups in the order given."""
    words = [normalised(text) for text in texts]
    first: dict[tuple[str, ...], int] = {}
    leader = [first.setdefault(one, at) for at, one in enumerate(words)]
    blocks: dict[frozenset[str], list[int]] = defaultdict(list)
    for same, at in first.items():
        blocks[_decisive(same)].append(at)
    joined = _Joined(len(texts))
    for block in blocks.values():
        for one, other in _near(block, {at: _shingles(words[at]) for at in block}):
            joined.join(one, other)
    found: dict[int, list[int]] = {}
    for at in range(len(texts)):
        found.setdefault(joined.root(leader[at]), []).append(at)
    return list(found.values())


def _near(block: Sequence[int], shingles: dict[int, frozenset[str]]) -> Iterable[tuple[int, int]]:
    """Yield the pairs that are near-identical. Two sets that share THRESHOLD share one of their rarest shingles."""
    frequency = Counter(shingle for at in block for shingle in shingles[at])
    seen: dict[str, list[int]] = defaultdict(list)
    for at in block:
        own = shingles[at]
        rarest = sorted(own, key=lambda shingle: (frequency[shingle], shingle))
        telling = rarest[: len(own) - math.ceil(THRESHOLD * len(own)) + 1]
        candidates = dict.fromkeys(other for shingle in telling for other in seen[shingle])
        for other in candidates:
            common = len(own & shingles[other])
            if common >= THRESHOLD * (len(own) + len(shingles[other]) - common):
                yield at, other
        for shingle in telling:
            seen[shingle].append(at)


def _decisive(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if word in _TURNING or any(letter.isdigit() for letter in word))


def _shingles(words: Sequence[str]) -> frozenset[str]:
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return frozenset((*words, *pairs))


class _Joined:
    """Sets that are joined as links are found; a set's root is its smallest member."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, one: int) -> int:
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low
