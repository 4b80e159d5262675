"""Which result comes before which."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Match(NamedTuple):
    """A document found, by its number: in which tier, counted from 0, and with which rounded score."""

    number: int
    tier: int
    score: float


class Ranking:
    """All that was found, each in the first of the tiers that hold it."""

    def __init__(self, tiers: Sequence[Mapping[int, float]]) -> None:
        """Take the scores of the documents of each tier, by number."""
        self.matches: dict[int, Match] = {}
        for tier, scores in enumerate(tiers):
            for number, score in scores.items():
                if number not in self.matches:
                    self.matches[number] = Match(number, tier, score)

    def best(self, limit: int, place: Callable[[int], Any]) -> list[Match]:
        """Return the best matches: by tier, score and place. `place` puts documents in order."""
        # most have another score than the last of the best, and need not be put in order among themselves
        scored = heapq.nsmallest(limit, ((match.tier, -match.score) for match in self.matches.values()))
        near = [match for match in self.matches.values() if (match.tier, -match.score) <= scored[-1]] if scored else []
        return sorted(near, key=lambda match: (match.tier, -match.score, place(match.number)))[:limit]
