"""The short way to read frontmatter gives what the strict way gives, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT

from conftest import FIXTURES
from practice_commons.reading import limits, plain_yaml, strict_yaml
from practice_commons.reading.document import StrictHandler
from practice_commons.reading.strict_yaml import StrictYamlError, Value

PLAIN = [
    ("id: a\ntitle: What we learnt, and why\n", {"id": "a", "title": "What we learnt, and why"}),
    ("a: no\nb: 12:30\nc: 0123\nd: 1e3\ne: 1.50\n", {"a": "no", "b": "12:30", "c": "0123", "d": "1e3", "e": "1.50"}),
    ("a:\nb: £5 (net)\n", {"a": None, "b": "£5 (net)"}),
    ("a: [b, c d]\ne: []\n", {"a": ["b", "c d"], "e": []}),
    ("a: \"b: c\"\nd: 'e #f'\ng: ''\n", {"a": "b: c", "g": ""}),
    ("a: >-\n  b\n  c: d\ne: |\n  - f\n  g\n", {"a": "b c: d", "e": "- f\ng\n"}),
    ("a:\n- b\n- c\nd:\n  - e\n", {"a": ["b", "c"], "d": ["e"]}),
    ("a:\n  b: c\n  d:\n    e: f\ng: h\n", {"a": {"b": "c", "d": {"e": "f"}}, "g": "h"}),
    ("a:\n  - b: c\n    d: [e]\n  - b: f\n", {"a": [{"b": "c", "d": ["e"]}, {"b": "f"}]}),
    ("a: https://example.org/b?c=d#e\n", {"a": "https://example.org/b?c=d#e"}),
]
UNSURE = [
    "",
    "a: b",
    "a: b: c\n",
    "a: b \n",
    "a: b # c\n",
    "# a\nb: c\n",
    "a: b\n\nc: d\n",
    "a: b\n  c\n",
    "a: &b c\n",
    "a: *b\n",
    "a: !b c\n",
    "a: b\na: c\n",
    "a: >+\n  b\n",
    "a: >-\nb\n",
    "a: |2\n  b\n",
    "a: |\n  b\n    c\n",
    "a: |\n  b\n\n  c\n",
    'a: "b\\n"\n',
    "a: 'it''s'\n",
    'a: ["b"]\n',
    "a: [b,, c]\n",
    "a: [[b]]\n",
    "a: {b: c}\n",
    "a:\tb\n",
    "a: \u00a0b\n",
    "a: b\u2028c\n",
    "\ufeffa: b\n",
    "- a\n",
    "a\n",
    "--- a\n",
    "a: b\n---\nc: d\n",
    "? a\n",
    " a: b\n",
    "-a: b\n",
    "".join(f"{'  ' * depth}a:\n" for depth in range(limits.DEPTH)) + "  " * limits.DEPTH + "a: b\n",
]
PIECES = [
    *(
        "a: ",
        "b:",
        "key: ",
        "x-y: ",
        "k:\n",
        "A: ",
        "é: ",
        "-a: ",
        "key : ",
        "<<: ",
        "? ",
        "l:\n- x\n- y\n",
        "m:\n  n: v\n",
    ),
    *(
        "l:\n  - m: 1\n    n: 2\n",
        "z: >-\n  one\n  two\n",
        "- ",
        "-",
        "- - ",
        "  ",
        "    ",
        " ",
        "\t",
        "\n",
        "\n",
        "\n  ",
    ),
    *(
        "\n    ",
        "\n- ",
        "\n  - ",
        "word",
        "two words",
        "no",
        "12:30",
        "0123",
        "1e3",
        "-5",
        "~",
        "null",
        "x" * 1030,
        "(x)",
    ),
    *(
        "'q'",
        "'it''s'",
        '"d"',
        '"e\\n"',
        '"',
        "'",
        "\\",
        "[",
        "]",
        "[a, b]",
        "[a b,c.d]",
        "[]",
        "[a,,b]",
        "[-a]",
        "{a: b}",
    ),
    *(
        ">",
        "|",
        ">-\n",
        "|-\n",
        "|\n  ",
        ">\n  ",
        ">+\n",
        "|2\n",
        " #c",
        "#",
        "# c\n",
        ":",
        ": ",
        " : ",
        "a:b",
        "..",
        "…",
    ),
    *(
        "http://x.org/#y",
        "&a ",
        "*a",
        "!t ",
        "---",
        "...",
        "%",
        "@",
        "`",
        "é",
        "“q”",
        "£5",
        "½",
        "\u00a0",
        "\u2028",
        "\ufeff",
    ),
]
FEWER = [piece for piece in PIECES if piece.isascii() and not set(piece) & set("\t#&*!%@`\\{\"'?~")]


def strictly(text: str) -> dict[str, Value] | None:
    """Return what the strict way gives, or None where it refuses."""
    try:
        return strict_yaml.parse(text)[0]
    except StrictYamlError:
        return None


@pytest.mark.parametrize(("text", "fields"), PLAIN)
def test_what_is_plain_is_read_at_once(text: str, fields: dict[str, Value]) -> None:
    found = plain_yaml.read(text)
    if " #" in text:
        assert found is None  # it might be a comment
    else:
        assert found == fields == strictly(text)


@pytest.mark.parametrize("text", UNSURE)
def test_what_is_not_plain_is_left_to_the_strict_way(text: str) -> None:
    assert plain_yaml.read(text) is None


@settings(max_examples=2000, database=None)
@given(st.one_of(st.lists(st.sampled_from(pieces), max_size=14) for pieces in (PIECES, FEWER)))
def test_both_ways_give_the_same(pieces: list[str]) -> None:
    text = "".join(pieces) + "\n"
    found = plain_yaml.read(text)
    assert found is None or (found == strictly(text) and repr(found) == repr(strictly(text)))


@settings(max_examples=500, database=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1, max_size=4))
def test_any_text_as_a_value_is_the_same_both_ways(values: list[str]) -> None:
    for form in ("k{}: {}\n", 'k{}: "{}"\n', "k{}: '{}'\n", "k{}: [{}]\n", "k{}:\n  - {}\n", "k{}: >\n  {}\n"):
        text = "".join(form.format(at, value) for at, value in enumerate(values))
        found = plain_yaml.read(text)
        assert found is None or found == strictly(text)


def test_contributions_are_the_same_both_ways_and_nearly_all_are_plain() -> None:
    files = [*FIXTURES.rglob("*.md"), *(ROOT / "communities").rglob("*.md")]
    plain = 0
    heads = 0
    for file in files:
        text = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        try:
            head = StrictHandler().split(text)[0]
        except StrictYamlError:
            continue
        found = plain_yaml.read(head)
        heads += 1
        plain += found is not None
        assert found is None or found == strictly(head)
    assert heads > 100
    assert plain / heads > 0.8
