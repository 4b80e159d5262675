"""How text is taken apart."""

from __future__ import annotations

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from practice_commons.search import engine
from practice_commons.search.words import Token, tokens, words


@given(st.text() | st.text("ab.'_-é İßǅ1\u0301", max_size=200))
def test_the_same_as_whooshs_own_analyser(text: str) -> None:
    theirs = [(one.text, one.startchar, one.endchar) for one in engine.analyser()(text, chars=True)]
    ours = list(tokens(text))
    assert [(one.stem, one.start, one.end) for one in ours] == theirs
    assert [one.word for one in ours] == words(text)


def test_every_character_is_made_small_in_a_text_as_in_a_word() -> None:
    """But two, of which `words` knows: so a text may be made small before it is taken apart."""
    others = {"\u0130", "\u03a3"}
    for one in map(chr, range(sys.maxunicode + 1)):
        if one not in others:
            assert all((a + one + b).lower() == a + one.lower() + b for a in "a ." for b in "a ."), ascii(one)
            assert bool(re.match(r"\w", one)) == all(re.match(r"\w", small) for small in one.lower()), ascii(one)
    assert words("ΑΣ'Β İa") == ["ας", "i\u0307a"]


def test_words_and_stems() -> None:
    assert list(tokens("The Communities' co-production")) == [
        Token("communities", "communiti", 4, 15),
        Token("co", "co", 17, 19),
        Token("production", "product", 20, 30),
    ]


def test_what_is_too_common_or_too_short_is_kept_on_request() -> None:
    assert [one.word for one in tokens("to a b", keep=True)] == ["to", "a", "b"]
    assert not list(tokens("to a b"))


def test_what_is_too_long_is_no_word() -> None:
    assert words("x" * 65 + " " + "y" * 64) == ["y" * 64]
