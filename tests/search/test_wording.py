"""Texts written as numbers of their words, and read again."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice_commons.search.encoding import Reader
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


def test_texts_with_more_words_than_have_numbers_are_the_same_again() -> None:
    chance = random.Random(1)
    words = [f"w{number}" for number in range(VOCABULARY + 3_000)]
    texts = [" ".join(chance.choices(words, k=chance.randrange(60))) for _ in range(60)] + [" ".join(words)] * 2
    numbered = {word: at for at, word in enumerate(words)}
    held = [np.array([numbered[one] for one in pieces(text)], np.uint32) for text in texts]
    used = np.bincount(np.concatenate(held), minlength=len(words))
    vocabulary = Vocabulary(words, used)
    assert len(vocabulary.words) == VOCABULARY
    read = Texts(b"".join(vocabulary.shard(held)), lambda: vocabulary.words)
    assert [read.of(at)[0] for at in range(len(texts))] == texts
    assert read.of(0, len(texts)) == texts


def test_what_is_used_once_has_no_number() -> None:
    vocabulary = Vocabulary(["once", "often"], np.array([1, 2]))
    assert vocabulary.words == ["often"]
    shard = b"".join(vocabulary.shard([np.array([1, 0, 1], np.uint32)]))
    assert Texts(shard, lambda: vocabulary.words).of(0) == ["often once often"]
    reader = Reader(shard)
    assert (reader.number(), reader.number()) == (1, 3)


def test_classes_fit_into_a_byte_and_hold_every_number() -> None:
    assert CLASSES <= 256
    assert sum(1 << width for width in WIDTHS) == VOCABULARY + 1
