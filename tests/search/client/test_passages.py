"""The browser shows the passage that `commons search` shows."""

from __future__ import annotations

import random

import pytest

from practice_commons.search.passages import passage
from practice_commons.search.settings import settings
from practice_commons.search.words import stem
from search.client.conftest import opened_with

WORDS = ["housing", "repairs", "council", "of", "the", "naïve", "housing-led", "repaired,", "families.", "cost", "e.g."]


def text(chance):
    return " ".join(chance.choice(WORDS) + chance.choice(["", "", "\n", "  "]) for _ in range(chance.randrange(120)))


@pytest.fixture(scope="module")
def evaluate(published):
    with opened_with(published, settings()) as found:
        yield found


def test_passages_are_the_same(evaluate):
    chance = random.Random(3)
    asked = [
        ([text(chance), text(chance)], sorted({stem(one) for one in chance.sample(WORDS, chance.randrange(4))}))
        for _ in range(400)
    ]
    code = "(asked) => asked.map(([texts, stems]) => PracticeCommons.passage(texts, new Set(stems)))"
    for (texts, stems), pieces in zip(asked, evaluate(code, asked), strict=True):
        wanted = passage(texts, frozenset(stems))
        assert "".join(one for one, _ in pieces) == wanted.text, (texts, stems)
        assert [one for one, found in pieces if found] == [one for one, found in wanted.pieces() if found], (
            texts,
            stems,
        )
