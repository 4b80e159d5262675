"""Readability: hints, and nothing for texts in other languages or too short to judge."""

from __future__ import annotations

import pytest
from hostile import contribution

from practice_commons.checks.review.concern import Concern
from practice_commons.checks.review.manuscript import read_manuscript
from practice_commons.checks.review.readability import readability, reading_ease, syllables

HARD = (
    "Organisational transformation necessitates multidisciplinary collaboration notwithstanding institutional "
    "fragmentation, jurisdictional complexity and accountability considerations. "
) * 10
PLAIN = "We asked people what they want. They told us. So we put up a new bench in the park. " * 10


def hints(data: bytes) -> list[str]:
    remarks = list(readability(read_manuscript(data), data))
    assert {one.concern for one in remarks} <= {Concern.READABILITY}
    return [one.message for one in remarks]


def test_hard_text_is_hinted_at():
    assert "Flesch" in hints(contribution(HARD))[0]


def test_plain_text_is_not():
    assert hints(contribution(PLAIN)) == []


def test_other_languages_are_not_judged():
    assert hints(contribution(HARD, "language: cy\n")) == []


def test_advice_of_the_rules_is_given_with_its_place():
    data = contribution("Prior to this we met. See [here](https://a.org). The MASH met.")
    remarks = list(readability(read_manuscript(data), data))
    assert [(one.line, one.column) for one in remarks] == [(12, 1), (12, 27)]
    assert "Plainer: before." in remarks[0].message


def test_ease_is_of_prose_and_of_enough_of_it():
    assert reading_ease("A few words.") is None
    assert reading_ease("") is None
    assert reading_ease("1 2 3. " * 200) is None
    assert (reading_ease(PLAIN) or 0) > 90
    assert (reading_ease(HARD) or 0) < 0


SYLLABLES = {
    "the": 1, "saved": 1, "asked": 1, "changed": 1, "made": 1, "wanted": 2, "changes": 2, "places": 2, "table": 2,
    "little": 2, "council": 2, "many": 2, "paper": 2, "people": 2, "services": 3, "residents": 3, "area": 3, "idea": 3,
    "experience": 4, "community": 4, "authority": 4, "evaluation": 5, "organisation": 5, "x": 1, "society": 4,
}  # fmt: skip


def test_syllables_are_about_right():
    wrong = {word: (syllables(word), right) for word, right in SYLLABLES.items() if syllables(word) != right}
    assert sum(abs(told - right) for told, right in wrong.values()) <= 3, wrong


@pytest.mark.parametrize("data", [b"", b"\xff", b"---\nkind: news\nlanguage: [en]\n---\nWords.\n"])
def test_nothing_is_said_of_what_cannot_be_read(data):
    assert hints(data) == []
