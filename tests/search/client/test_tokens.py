"""The browser takes text apart as `words.tokens` does, whatever the text."""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from practice_commons.search import fields
from practice_commons.search.words import tokens

TAKEN_APART = "texts => JSON.stringify(JSON.parse(texts).map(([text, keep]) => PracticeCommons.tokens(text, keep)))"
EACH_CHARACTER = """() => {
    const found = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
        if (code >= 0xd800 && code < 0xe000) continue;
        const character = String.fromCodePoint(code);
        const [token] = PracticeCommons.tokens(character, true);
        if (token) found.push([code, token.word]);
    }
    return JSON.stringify(found);
}"""
HOSTILE = [
    "",
    " \t\n",
    "The Communities' co-production",
    "to a b or not",
    "a.b .c d. e..f g._h",
    "v1.0.3 3.14 1,000 ½ ² Ⅷ ⅷ ① 〇 二 ٣ _ __a__",
    "Σ ΣΑΣ ΑΣ.Α ΑΣ.Σ ΑΣ_ ΑΣ1 ΑΣ'Α ΣΣ ὈΔΥΣΣΕΎΣ ΑΣͅ ΑΣͺ Σʰ ΑΣʰ ΑΣʰΑ ΑΣ.ʰ",
    "İ İİ I ı Iİ İSTANBUL DİYARBAKIR",
    "ǅ ǄǆǅA ẞ ß ŒUVRE ŉ",
    "\u212a\u212b\u2126 Å K",
    "e\u0301 x\u0301y \u0301 a\u200db\u200cc\u00add\ufeffe",
    "हिन्दी ไทย 日本語 한국어 עִבְרִית العَرَبِية",
    "𝐀𝐁s 𝟘𝟙 𐐀𐐁 𐐨ies 🎉a🎉 a𝐀.𝐀b",
    "constructor __proto__ toString hasOwnProperty valueOf",
    "x" * fields.LONGEST_WORD + " " + "y" * (fields.LONGEST_WORD + 1),
    "𝐀" * fields.LONGEST_WORD + " " + "𝐁" * (fields.LONGEST_WORD + 1),
    "𝐀 𝐀𝐁 𝐀y ay y𝐀",
    "İ" * (fields.LONGEST_WORD // 2) + " " + "İ" * (fields.LONGEST_WORD // 2 + 1),
    "a\0b a\x1cb a\x85b a\u2028b a\ufffeb a\U0010ffffb",
    "<script>alert('x')</script> &amp; %41 \\w [a-z]+ $& $1",
]


@pytest.fixture(scope="module")
def assigned() -> list[str]:
    """Return every character that this Python's Unicode knows."""
    every = map(chr, range(sys.maxunicode + 1))
    return [character for character in every if unicodedata.category(character) not in {"Cn", "Cs"}]


def expected(text: str, *, keep: bool) -> list[dict[str, object]]:
    """Return Python's tokens, their places counted in the units that a browser counts."""

    def units(place: int) -> int:
        return len(text[:place].encode("utf-16-le")) // 2

    return [
        {"word": one.word, "stem": one.stem, "start": units(one.start), "end": units(one.end)}
        for one in tokens(text, keep=keep)
    ]


def differing(client: Callable[[str, Any], Any], texts: list[str]) -> list[Any]:
    asked = [(text, keep) for text in texts for keep in (False, True)]
    ours = json.loads(client(TAKEN_APART, json.dumps(asked)))
    theirs = [expected(text, keep=keep) for text, keep in asked]
    return [(one, mine, his) for one, mine, his in zip(asked, ours, theirs, strict=True) if mine != his]


def test_hostile_texts(client: Callable[[str, Any], Any]) -> None:
    assert differing(client, HOSTILE) == []


def test_random_texts(client: Callable[[str, Any], Any], assigned: list[str]) -> None:
    chance = random.Random("tokens")
    cased = [character for character in assigned if character.lower() != character]
    pools = ["aeiouyst", "AEIOUYST", ".. _'-12", "ΣΑ.Σα\u0345ʰ", "İIıß", " \t\x1c\x85\ufeff", cased, assigned, assigned]
    texts = ["".join(chance.choice(chance.choice(pools)) for _ in range(chance.randint(1, 60))) for _ in range(1_000)]
    assert differing(client, [fields.plain(text) for text in texts]) == []


def test_each_character_is_of_a_word_or_not_and_has_the_same_lower_case(
    client: Callable[[str, Any], Any], assigned: list[str]
) -> None:
    ours = {chr(code): word for code, word in json.loads(client(EACH_CHARACTER, None))}
    theirs = {one: found[0].word for one in assigned if (found := list(tokens(one, keep=True)))}
    different = {one for one in {*ours, *theirs} if ours.get(one) != theirs.get(one)}
    # A browser with a later Unicode knows more characters; of those that both know, none may differ.
    assert {one for one in different if unicodedata.category(one) != "Cn"} == set()
    assert len(theirs) > 130_000
