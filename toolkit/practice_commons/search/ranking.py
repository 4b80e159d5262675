"""Which result comes before which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from practice_commons.search.query import Sort


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

    def best(
        self,
        limit: int,
        sort: Sort,
        day: Callable[[int], int],
        key: Callable[[int], tuple[int, str]],
    ) -> list[Match]:
        """Return the best matches: by tier, score, newest, then key; or by date, newest, then key.

        A key begins with the number of a document's generation: browsers, which know no keys, order by that. Keys
        cost more than numbers: only those are looked up without which the list could not be cut.
        """
        places = sorted(
            (match.tier, -match.score, -day(number), number) if sort == "relevance" else (0, 0.0, -day(number), number)
            for number, match in self.matches.items()
        )
        if len(places) > limit:
            places = [one for one in places if one[:3] <= places[limit - 1][:3]]
        ordered = sorted((*place[:3], key(place[3]), place[3]) for place in places)[:limit]
        return [self.matches[one[4]] for one in ordered]
