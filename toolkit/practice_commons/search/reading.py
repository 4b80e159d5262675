"""All generations read as one index: its words, and which documents fulfil a plan, and how well.

Documents are numbered through the generations in their order. BM25 as Whoosh computes it for each field (`fields` says
how, and why these weights): Whoosh writes the index and tests compare with it, but asking it would mean to open all
that it holds. `client/ranking.js` does the same.
"""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import itertools
import math
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias

from practice_commons.search import fields, slips
from practice_commons.search.bits import places
from practice_commons.search.plan import Adjacent, AnyOf, Both, During, Holds, Named, Plan, Test
from practice_commons.search.shards import Postings, Shards
from practice_commons.search.shelf import State

Scores: TypeAlias = dict[int, float]
"""Documents by their numbers, each with its score."""

TITLE, STATE = 1, 8
"""Where in a card these stand."""
_BITS = tuple(tuple(bit for bit in range(len(fields.TEXT)) if mask >> bit & 1) for mask in range(1 << len(fields.TEXT)))
"""The fields that each mask names."""


class Reading:
    """An index open for reading. What cannot be read of it raises Failure, whatever is asked."""

    def __init__(self, state: State) -> None:
        """Open an index where it lies."""
        self._generations = [Shards(state.folder, made) for made in state.generations]
        sizes = [one.documents for one in self._generations]
        self._starts = [0, *itertools.accumulate(sizes)][:-1]
        self._counted = sum(sizes)
        """Documents with those that are gone: these count in scores, as Whoosh counts them."""
        totals = [one.totals for one in self._generations]
        self._averages = [sum(every) / self._counted or 1 for every in zip(*totals, strict=True)]
        self._stems: dict[str, tuple[list[Postings | None], list[int]]] = {}

    @property
    def documents(self) -> int:
        """Return the number of documents."""
        return self._counted - sum(len(one.gone) for one in self._generations)

    def scores(self, plan: Plan) -> Scores:
        """Return the rounded scores of the documents that fulfil a plan, by their numbers."""
        if plan.hopeless or not self.documents:
            return {}
        wanted = [_either(map(self._test, tests)) for tests in plan.required]
        found = _both(wanted) if wanted else dict.fromkeys(range(self._counted), 0.0)
        out = self._gone.union(*map(self._test, plan.excluded))
        return {number: round(score, fields.DECIMALS) for number, score in found.items() if number not in out}

    def place(self, number: int) -> tuple[int, int, int]:
        """Return what puts documents in order that nothing else does: the newer year, then the newer generation."""
        at, document = self._at(number)
        years = self._generations[at].years
        return -years[_year(years, document)][0], -at, document

    def newest(self, numbers: Iterable[int], limit: int) -> list[int]:
        """Return the newest of some documents: by day, then by generation and number."""
        every: dict[int, list[tuple[int, int, int]]] = {}
        for number in numbers:
            at, document = self._at(number)
            years = self._generations[at].years
            place = _year(years, document)
            every.setdefault(years[place][0], []).append((at, place, document))
        found: list[tuple[int, int, int]] = []
        for year in sorted(every, reverse=True):
            if len(found) >= limit:
                break
            days = {pair: self._generations[pair[0]].days(pair[1]) for pair in {one[:2] for one in every[year]}}
            begins = {(at, place): self._generations[at].years[place][1] for at, place in days}
            found += sorted(
                (-days[at, place][document - begins[at, place]], -at, document) for at, place, document in every[year]
            )
        return [self._starts[-at] + document for _, at, document in found[:limit]]

    def card(self, number: int) -> list[Any]:
        """Return what a list shows of a document, as `card_of` gives it."""
        at, document = self._at(number)
        return self._generations[at].card(document)

    def identity(self, number: int) -> str:
        """Return the id of a document's contribution."""
        return str(self.card(number)[0])

    def texts(self, number: int) -> tuple[str, str]:
        """Return a document's summary, and its text, which is empty where it was withdrawn."""
        at, document = self._at(number)
        return self._generations[at].texts(document)

    def titled(self, numbers: Iterable[int], title: str) -> list[int]:
        """Return which of some documents have a title, given folded, and were not withdrawn."""
        return [
            one
            for one in numbers
            if (card := self.card(one))[STATE] != "withdrawn" and fields.folded(card[TITLE]) == title
        ]

    def holding(self, facet: str, value: str) -> frozenset[int]:
        """Return the numbers of the documents with an exact value."""
        return frozenset(self._holding(facet, value)) - self._gone

    def counts(self, facet: str, numbers: AbstractSet[int]) -> dict[str, int]:
        """Return how many of some documents have each of a facet's values that any of them has."""
        found: dict[str, int] = {}
        for generation, start in zip(self._generations, self._starts, strict=True):
            own = bytearray(generation.documents)
            for number in numbers:
                if 0 <= number - start < generation.documents:
                    own[number - start] = 1
            for value, documents in generation.values(facet).items():
                if count := sum(map(own.__getitem__, documents)):
                    found[value] = found.get(value, 0) + count
        return found

    def beginning(self, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return indexed words that begin so, `most` at most, each with the number of documents that hold it."""
        found: dict[str, int] = {}
        for generation in self._generations:
            for word, documents in generation.words(prefix).items():
                found[word] = found.get(word, 0) + documents
        return sorted(found.items())[:most]

    def frequency(self, word: str) -> int:
        """Return the number of documents that hold a word as written."""
        return sum(one.frequency(word) for one in self._generations)

    def stemmed(self, stem: str) -> int:
        """Return the number of documents that hold a stem in the field in which most of them do, gone ones counted."""
        return max(self._stem(stem)[1])

    def resembling(self, word: str, edits: int) -> set[tuple[str, int]]:
        """Return the words with the same first letter within some edits of a word, each with its distance.

        An edit adds, takes out or changes a letter. Two neighbours swapped are one edit, but then the only one.
        """
        words = {one for generation in self._generations for one in generation.words(word[0])}
        return set(slips.resembling(word, words, edits))

    @functools.cached_property
    def _gone(self) -> frozenset[int]:
        each = zip(self._generations, self._starts, strict=True)
        return frozenset(start + document for generation, start in each for document in generation.gone)

    def _at(self, number: int) -> tuple[int, int]:
        """Return which generation a document is in, and its number there."""
        place = bisect.bisect_right(self._starts, number) - 1
        while number - self._starts[place] >= self._generations[place].documents:
            place -= 1  # an empty generation begins where the next one does
        return place, number - self._starts[place]

    def _holding(self, facet: str, value: str) -> Iterator[int]:
        for generation, start in zip(self._generations, self._starts, strict=True):
            yield from (start + document for document in generation.holding(facet, value))

    def _stem(self, stem: str) -> tuple[list[Postings | None], list[int]]:
        """Return where a stem stands in each generation, and how many documents hold it in each field."""
        if stem not in self._stems:
            every = [one.postings(stem) for one in self._generations]
            held = [0] * len(fields.TEXT)
            for one in filter(None, every):
                held = [count + len(own) for count, own in zip(held, one.lengths, strict=True)]
            self._stems[stem] = every, held
        return self._stems[stem]

    def _test(self, test: Test) -> Scores:
        """Return what fulfils a test."""
        if isinstance(test, Adjacent):
            return self._adjacent(test.stems, test.field)
        if isinstance(test, AnyOf):
            return _either(self._adjacent((stem,), test.field) for stem in test.stems)
        if isinstance(test, Both):
            return _both(list(map(self._test, test.tests)))
        if isinstance(test, Named):
            return _either(map(self._test, test.others)) | self._test(
                test.words
            )  # others score where these do not hold
        if isinstance(test, Holds):
            return dict.fromkeys(itertools.chain(*(self._holding(test.facet, value) for value in test.values)), 0.0)
        return dict.fromkeys(self._during(test), 0.0)

    def _during(self, test: During) -> Iterator[int]:
        first, last = test.first or dt.date.min, test.last or dt.date.max
        for generation, start in zip(self._generations, self._starts, strict=True):
            ends = [*(begin for _, begin in generation.years[1:]), generation.documents]
            for at, ((year, begin), end) in enumerate(zip(generation.years, ends, strict=True)):
                if dt.date(year, 1, 1) >= first and dt.date(year, 12, 31) <= last:
                    yield from range(start + begin, start + end)
                elif first.year <= year <= last.year:
                    span = range(first.toordinal(), last.toordinal() + 1)
                    yield from (start + begin + i for i, day in enumerate(generation.days(at)) if day in span)

    def _adjacent(self, stems: tuple[str, ...], field: str | None) -> Scores:
        """Return what holds stems one after the other, in a field or in any."""
        found: Scores = {}
        for at, start in enumerate(self._starts):
            held = {stem: postings for stem in stems if (postings := self._stem(stem)[0][at])}
            if len(held) < len(set(stems)):
                continue
            bits = [at for at, name in enumerate(fields.WEIGHTS) if field in {None, name}]
            if len(stems) == 1:
                found |= self._scored(stems[0], held[stems[0]], bits, start)
            else:
                found |= self._phrased(self._generations[at], stems, held, bits, start)
        return found

    def _phrased(
        self,
        generation: Shards,
        stems: tuple[str, ...],
        held: Mapping[str, Postings],
        bits: Collection[int],
        start: int,
    ) -> Scores:
        both = frozenset.intersection(*(frozenset(postings.documents) for postings in held.values()))
        if not both:
            return {}
        placed = {stem: _placed(postings, generation.positions(stem), both) for stem, postings in held.items()}
        every: list[Scores] = []
        for bit in bits:
            fitting = {start + document for document in _together([placed[stem][bit] for stem in stems])}
            if fitting:
                scores = _both([self._scored(stem, held[stem], [bit], start) for stem in stems])
                every.append({number: score for number, score in scores.items() if number in fitting})
        return _either(every)

    def _scored(self, stem: str, postings: Postings, bits: Collection[int], start: int) -> Scores:
        """Score a stem's documents in some fields; the first document of its generation has the number `start`."""
        weights = list(fields.WEIGHTS.values())
        every: list[Scores] = []
        for bit in bits:
            rarity = math.log(self._counted / (self._stem(stem)[1][bit] + 1)) + 1
            worth = _Worth(weights[bit] * rarity, self._averages[bit])
            scores = map(worth.__getitem__, zip(postings.counts[bit], postings.lengths[bit], strict=True))
            numbers = map(start.__add__, postings.within(bit)) if start else postings.within(bit)
            every.append(dict(zip(numbers, scores, strict=True)))
        return _either(sorted(every, key=len, reverse=True))


class _Worth(dict[tuple[int, int], float]):
    """What a stem in a field adds to a document's score, by how often it stands there, and the byte of its length."""

    def __init__(self, weight: float, average: float) -> None:
        super().__init__()
        self._weight, self._average = weight, average

    def __missing__(self, key: tuple[int, int]) -> float:
        often, length = key
        norm = fields.K1 * (1 - fields.B + fields.B * fields.LENGTHS[length] / self._average)
        found = self[key] = self._weight * (often * (fields.K1 + 1)) / (often + norm)
        return found


def _year(years: Sequence[tuple[int, int]], document: int) -> int:
    """Return the place of a document's year."""
    return bisect.bisect_right(years, document, key=operator.itemgetter(1)) - 1


def _both(parts: list[Scores]) -> Scores:
    """Return what is in all of some parts, scores added."""
    first, *others = parts
    for other in others:
        one, more = (first, other) if len(first) < len(other) else (other, first)
        first = {number: score + more[number] for number, score in one.items() if number in more}
    return first


def _either(parts: Iterable[Scores]) -> Scores:
    """Return what is in any of some parts, scores added."""
    found: Scores = {}
    for part in parts:
        if not found:
            found = dict(part)
        elif part:
            scores = map(operator.add, map(found.get, part, itertools.repeat(0.0)), part.values())
            found.update(zip(part, scores, strict=True))
    return found


_Placed: TypeAlias = Mapping[int, Sequence[int]]
"""Documents, each with where a stem stands in a field of it."""


def _placed(postings: Postings, positions: bytes, wanted: AbstractSet[int]) -> list[_Placed]:
    """Return for each field where a stem stands in the documents that are wanted."""
    found: list[dict[int, Sequence[int]]] = [{} for _ in fields.TEXT]
    each = [zip(*pair, strict=True) for pair in zip(postings.counts, postings.lengths, strict=True)]
    entries = [
        (document, bit)
        for document, mask in zip(postings.documents, postings.masks, strict=True)
        for bit in _BITS[mask]
    ]
    texts = (next(each[bit]) for _, bit in entries)
    for (document, bit), own in zip(entries, places(positions, texts), strict=True):
        if document in wanted:
            found[bit][document] = own
    return list(found)


def _together(stems: Sequence[_Placed]) -> Iterator[int]:
    """Iterate over the documents in which stems stand one after the other."""
    for document in functools.reduce(operator.and_, (one.keys() for one in stems)):
        begins = set(stems[0][document])
        for step, one in enumerate(stems[1:], start=1):
            begins &= {place - step for place in one[document]}
        if begins:
            yield document
