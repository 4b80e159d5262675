"""Texts written as numbers of their words, and read again."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice_commons.search.collocations import END, Collocations
from practice_commons.search.encoding import Reader
from practice_commons.search.gathering import Numbered
from practice_commons.search.vocabulary import Vocabulary
from practice_commons.search.wording import CLASSES, VOCABULARY, WIDTHS, Texts, joined, pieces


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", []),
        ("the council", ["the", "council"]),
        ("The council", ["\0", "the", "council"]),
        ("Kent. Ask Kent", ["\0", "kent", ". \0", "ask", " \0", "kent"]),
        ("LGA and McDonald", ["LGA", "and", "McDonald"]),
        (" two  spaces ", [" ", "two", "  ", "spaces", " "]),
        ("£31,292", ["£", "31", ",", "292"]),
        ("Llŷr 日本", ["\0", "llŷr", " 日本"]),
    ],
)
def test_a_text_in_pieces(text: str, said: list[str]) -> None:
    assert list(pieces(text)) == said
    assert joined(said) == text


@given(st.text() | st.text("aAbB .,\n£é日", max_size=60))
def test_any_text_is_the_same_again(text: str) -> None:
    assert joined(pieces(text)) == text.replace("\0", "\ufffd")


def vocabulary_of(names: list[str], texts: list[list[int]]) -> tuple[Vocabulary, np.ndarray]:
    """Return the vocabulary of texts, given as numbers of pieces, and these texts one after the other."""
    every = np.array([number for text in texts for number in (*text, END)], np.uint32)
    found = Collocations(names, every, len(every))
    return Vocabulary(found, np.bincount(found.joined(every), minlength=len(found.pieces))), every


def test_texts_with_more_words_than_have_numbers_are_the_same_again() -> None:
    chance = random.Random(1)
    words = [f"w{number}" for number in range(VOCABULARY + 3_000)]
    texts = [" ".join(chance.choices(words, k=chance.randrange(60))) for _ in range(60)] + [" ".join(words)] * 2
    numbered = Numbered({"": END})
    held = [[numbered[one] for one in pieces(text)] for text in texts]
    vocabulary, every = vocabulary_of(list(numbered), held)
    assert len(vocabulary.words) == VOCABULARY
    read = Texts(b"".join(vocabulary.shard(every)), lambda: vocabulary.words)
    assert [read.of(at)[0] for at in range(len(texts))] == texts
    assert read.of(0, len(texts)) == texts


def test_what_is_used_once_has_no_number() -> None:
    vocabulary, every = vocabulary_of(["", "once", "often"], [[2, 1, 2]])
    assert vocabulary.words == ["often"]
    shard = b"".join(vocabulary.shard(every))
    assert Texts(shard, lambda: vocabulary.words).of(0) == ["often once often"]
    reader = Reader(shard)
    assert (reader.number(), reader.number()) == (1, 3)


TERMS = ["adult social care", "Adult social care", "free school meals", "e-mail", "council’s.\nThe"]


def test_words_that_often_stand_together_are_one() -> None:
    chance, numbered = random.Random(2), Numbered({"": END})
    words = [f"w{number}" for number in range(90)] + TERMS * 3
    texts = [" ".join(chance.choices(words, k=40)) for _ in range(200)] + ["", "social", "care adult social"]
    held = [[numbered[one] for one in pieces(text)] for text in texts]
    vocabulary, every = vocabulary_of(list(numbered), held)
    assert {"adult social care", "free school meals", "e-mail"} <= set(vocabulary.words)
    assert not [word for word in vocabulary.words if re.search(r"w\d+ w\d", word)], "chance joins nothing"
    read = Texts(b"".join(vocabulary.shard(every)), lambda: vocabulary.words)
    assert read.of(0, len(texts)) == texts


@given(st.lists(st.lists(st.integers(1, 4), max_size=30), max_size=30), st.integers(0, 3))
def test_whatever_is_joined_is_the_same_again(texts: list[list[int]], often: int) -> None:
    names = ["", "a", "b", "c", ". \0"]
    vocabulary, every = vocabulary_of(names, texts * 4**often)
    read = Texts(b"".join(vocabulary.shard(every)), lambda: vocabulary.words)
    assert read.of(0, len(texts)) == [joined(names[one] for one in text) for text in texts]


def test_classes_fit_into_a_byte_and_hold_every_number() -> None:
    assert CLASSES <= 256
    assert sum(1 << width for width in WIDTHS[:CLASSES]) == VOCABULARY + 1
