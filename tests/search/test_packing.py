"""Columns of numbers in bits: what is written is read again, and takes no more than it has to."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from practice_commons.search import fields
from practice_commons.search.bits import REACH, fixed, places, spread, unary
from practice_commons.search.packing import packed, parameters, rice, starts, truncated


@given(st.lists(st.lists(st.integers(0, 1 << 38) | st.integers(0, 50), max_size=30), min_size=1, max_size=8))
def test_gaps(lists: list[list[int]]) -> None:
    gaps = np.array([gap for one in lists for gap in one], np.int64)
    bounds = starts(np.array(list(map(len, lists))))
    ks, bits = parameters(gaps, bounds)
    held = np.diff(bounds)
    if int(bits.sum()) > 1 << 16:
        return  # a list that no generation has: a few gaps that are next to nothing, and one beyond all documents
    high, low = rice(gaps, np.repeat(ks, held))
    assert len(high) + len(low) <= int(bits.sum()) // 8 + 2
    ones, digits, at, begin = unary(high), spread(low), 0, 0
    for one, k, count in zip(lists, ks.tolist(), held.tolist(), strict=True):
        lows = fixed(digits, begin, k, count)
        assert [high << k | low for high, low in zip(ones[at : at + count], lows, strict=True)] == one
        at, begin = at + count, begin + k * count


def test_gaps_by_chance_take_little_more_than_they_must() -> None:
    chance = random.Random(1)
    for held in (30, 1_000, 20_000):
        documents = sorted(chance.sample(range(55_000), held))
        gaps = np.diff(documents, prepend=-1) - 1
        _, bits = parameters(gaps, np.array([0, held]))
        least = (math.lgamma(55_001) - math.lgamma(held + 1) - math.lgamma(55_001 - held)) / math.log(2)
        assert int(bits[0]) < 1.06 * least


@given(st.integers(0, 1_000_000))
def test_places(seed: int) -> None:
    chance = random.Random(seed)
    asked: list[tuple[int, int, list[int]]] = []
    values: list[int] = []
    bounds: list[int] = []
    for _ in range(chance.randrange(1, 9)):
        words = chance.choice([1, 2, 3, 40, 400, 5_000, 200_000])
        length = fields.length_byte(words)
        held = sorted(chance.sample(range(words), chance.randrange(1, min(words, 6) + 1)))
        for at, (before, place) in enumerate(pairwise([-1, *held])):
            values.append(place - before - 1)
            bounds.append(REACH[length] - before - 1 - (len(held) - at - 1))
        asked.append((len(held), length, held))
    codes, widths = truncated(np.array(values), np.array(bounds))
    read = places(packed(codes, widths), [(count, length) for count, length, _ in asked])
    assert list(read) == [found for _, _, found in asked]


def test_a_length_stands_for_no_fewer_words_than_there_are() -> None:
    assert all(REACH[fields.length_byte(words)] >= words for words in range(0, 200_000, 7))


def test_numbers_where_each_begins() -> None:
    data = packed(np.array([1, 2, 3]), np.array([1, 2, 2]), np.array([0, 8, 10]), 16)
    assert data == bytes([0b10000000, 0b10110000])
