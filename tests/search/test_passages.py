"""The passage shown, and what is marked in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from practice_commons.search.passages import LENGTH, passage
from practice_commons.search.words import stem


def stems(*words: str) -> frozenset[str]:
    return frozenset(map(stem, words))


def test_the_summary_where_nothing_is_found() -> None:
    found = passage(["A summary.", "A body."], stems("else"))
    assert (found.text, found.matches) == ("A summary.", ())


def test_the_summary_where_it_holds_as_much_as_the_body() -> None:
    found = passage(["Calls fell.", "Calls, calls and calls."], stems("call"))
    assert (found.text, found.matches) == ("Calls fell.", ((0, 5),))


def test_the_words_found_are_shown_together() -> None:
    body = "contact " + "other " * 100 + "then avoidable contact came " + "other " * 100 + "avoidable"
    found = passage(["A summary.", body], stems("avoidable", "contact"))
    assert [found.text[start:end] for start, end in found.matches] == ["avoidable", "contact"]
    assert found.text.startswith("…other")
    assert found.text.endswith("other…")
    assert len(found.text) <= LENGTH + 2


def test_blanks_are_one_space() -> None:
    assert passage(["", "one\n\ntwo\tthree"], stems("two")).text == "one two three"


def test_pieces() -> None:
    found = passage(["We call and call"], stems("call"))
    assert list(found.pieces()) == [("We ", False), ("call", True), (" and ", False), ("call", True)]


@given(
    st.lists(st.text("ab xyz.\n" * 3 + "é…𝒳", max_size=600), min_size=1, max_size=3),
    st.frozensets(st.sampled_from(["ab", "xyz", "xy", "ba"])),
)
def test_matches_are_words_looked_for_in_order_and_inside(texts: list[str], wanted: frozenset[str]) -> None:
    found = passage(texts, wanted)
    assert len(found.text) <= LENGTH + 2
    here = 0
    for start, end in found.matches:
        assert here <= start < end <= len(found.text)
        assert stem(found.text[start:end].lower()) in wanted
        here = end
    assert "".join(piece for piece, _ in found.pieces()) == found.text
