"""A stranger's text in Markdown stays text: judged by GitHub's own engine."""

from __future__ import annotations

import html
import re

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st

from practice_commons.digest.markdown_text import inline, quotation

PIECES = [
    "# ",
    "http://e.com",
    "www.e.com",
    "WWW.e.com",
    "a@b.c",
    "|",
    "\\",
    "`",
    "*",
    "_",
    "[x](y)",
    "![",
    "<b>",
    "&amp;",
    "~~",
    "- ",
    "+ ",
    "1. ",
    "1) ",
    " ",
    "a",
    "<!--",
    "-->",
    "https://x.y",
    "mailto:a@b.co",
    "xmpp:a@b.co/x",
    "ftp://e.com",
    "---",
    "===",
    "^",
    "$x$",
    "[^1]",
    "[ ]",
    "\n",
    "\n\n",
    "\t",
    "é",
    "{",
    "}",
    "!",
    "'",
    '"',
    ":",
    "@user",
    "#1",
    ";",
    "(",
    ")",
    "=",
    "<script>alert(1)</script>",
    "[a]: http://e.com",
]
TEXT = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=4), max_size=9
).map("".join)


def rendered(source: str) -> str:
    return cmarkgfm.cmark.markdown_to_html_with_extensions(
        source,
        options=Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES,
        extensions=("table", "strikethrough", "autolink", "tasklist"),
    )


def words(markup: str) -> str:
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", markup.replace("<br />", " ").replace("<br>", " "))).split())


def elements(markup: str) -> list[str]:
    return re.findall(r"<(\w+)", markup)


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_inline_makes_nothing(text) -> None:
    for source, made in (
        (f"x {inline(text)} y", ["p"]),
        (f"- {inline(text)} y", ["ul", "li"]),
        (f"## x {inline(text)}", ["h2"]),
    ):
        out = rendered(source)
        assert elements(out) == made
        assert "".join(text.split()) in words(out)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_cell_stays_in_its_cell(text) -> None:
    out = rendered(f"| a | b |\n| --- | --- |\n| {inline(text)} | z |\n")
    assert elements(out) == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert words(out) == "ab" + "".join(text.split()) + "z"


@settings(max_examples=200, deadline=None)
@given(TEXT.filter(str.strip))
def test_quotation_is_one_paragraph(text) -> None:
    out = rendered(quotation(text))
    assert [one for one in elements(out) if one != "br"] == ["blockquote", "p"]
    assert words(out) == "".join(text.split())


@pytest.mark.parametrize("text", ["2.2", "It cost 5.", "Well-being: yes", "A (short) aside, 10% off"])
def test_plain_text_is_left_as_it_is(text) -> None:
    assert inline(text).replace("\\", "") == text
