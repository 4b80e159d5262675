"""Which asks are put together: by words, never by meaning, and never across a word that turns the meaning round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice_commons.digest.wording import groups

SAME = [
    ("Fund invest-to-save for three years.", "fund invest to save, for three years"),
    ("Fund invest-to-save schemes for three years.", "Fund invest-to-save for three years."),
]
DIFFERENT = [
    ("Fund invest-to-save for three years.", "Fund invest-to-save for five years."),
    ("Keep the national indicator for every council.", "Scrap the national indicator for every council."),
    ("Tell councils what is done with their examples.", "Do not tell councils what is done with their examples."),
    ("Pay 10 pounds for each visit made.", "Pay 20 pounds for each visit made."),
    ("Train officers.", "Train councillors."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_nearly_the_same(one, other) -> None:
    assert groups([one, other]) == [[0, 1]]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_not_the_same(one, other) -> None:
    assert groups([one, other]) == [[0], [1]]


@given(
    st.lists(
        st.lists(st.sampled_from(["fund", "save", "for", "years", "not", "three", "homes", "visits"]), max_size=8),
        max_size=12,
    ),
    st.randoms(),
)
def test_order_never_matters(wordings, random) -> None:
    texts = [" ".join(words) for words in wordings]
    shuffled = texts.copy()
    random.shuffle(shuffled)

    def as_sets(given_texts: list[str]) -> set[frozenset[str]]:
        return {frozenset(given_texts[at] for at in group) for group in groups(given_texts)}

    assert as_sets(texts) == as_sets(shuffled)
    assert sorted(at for group in groups(texts) for at in group) == list(range(len(texts)))


def test_five_thousand_asks_in_a_blink() -> None:
    texts = [f"Ask number {at} for councils that mend homes in good time, {at % 50}" for at in range(5000)]
    assert len(groups(texts)) == 5000
