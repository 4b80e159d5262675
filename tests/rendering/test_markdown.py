"""Markdown becomes safe HTML, and what the checks need to know of it."""

from __future__ import annotations

import re
import time
from collections import Counter

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hostile import TEXTS, pathological
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from practice_commons.rendering import markdown, policy
from practice_commons.rendering.markdown import Html, plain_text, render, retarget, slugify, text
from practice_commons.rendering.survey import elements

PIECES = [
    "<script>",
    "</script>",
    "<b>",
    "</b>",
    "<div class='note'>",
    "</div>",
    "<h2 id='x'>",
    "<h2>",
    "</h2>",
    "<p>",
    "<table>",
    "<tr><td>",
    "<a href='javascript:x'>",
    "<a href=x>",
    "</a>",
    "<img src=x onerror=y>",
    "<svg>",
    "<math>",
    "<style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<!x",
    "<input>",
    "<body onload=x>",
    "<html x=y>",
    "<details open>",
    "<summary>",
    "<br>",
    "<sub>",
    "</p>",
    "</td>",
    "<li>",
    "<ul>",
    "<select>",
    "<template>",
    "<noscript>",
    "<textarea>",
    "<title>",
    "<plaintext>",
    "<iframe>",
    "&lt;",
    "&#x202e;",
    "&",
    '"',
    "'",
    "`",
    "```",
    "\n",
    "\n\n",
    "# ",
    "## ",
    "> ",
    "- ",
    "- [x] ",
    "1. ",
    "|a|b|\n|-|-|\n|c|d|\n",
    "[x](y)",
    "![x](y)",
    "[^1]",
    "\n\n[^1]: z\n",
    "[!NOTE]\n",
    "**",
    "_",
    "~~",
    "<http://a.b>",
    "www.a.b",
    'data-sourcepos="9:1"',
    "words ",
    "    ",
]
BODY = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map(
    lambda pieces: "".join(pieces).replace("\r", "")
)


def unsafe(body: str) -> str:
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    made: str = cmarkgfm.cmark.markdown_to_html_with_extensions(
        body, options=options, extensions=("table", "strikethrough", "autolink", "tasklist")
    )
    return made


def inside_policy(markup: str) -> None:
    tree = LexborHTMLParser(f"<!doctype html><body>{markup}</body>")
    assert tree.root is not None
    for node in tree.root.traverse(include_text=False):
        name = node.tag or ""
        if name in {"html", "head", "body", "-doctype", "!doctype"}:
            assert not node.attributes
            continue
        assert name in policy.ATTRIBUTES, name
        for attribute, value in node.attributes.items():
            if (name, attribute, value) == ("a", "rel", "noopener noreferrer ugc"):
                continue
            assert policy.permitted(name, attribute, value or "") == (value or ""), (name, attribute, value)


@settings(max_examples=300, deadline=None, database=None)
@given(BODY)
def test_everything_published_is_inside_the_policy(body: str) -> None:
    rendered = render(body)
    inside_policy(rendered.html)
    again = markdown._cleaner().clean(rendered.html)
    assert again == rendered.html, "sanitising twice changes nothing"


@settings(max_examples=300, deadline=None, database=None)
@given(BODY)
def test_what_is_not_refused_is_published_as_it_is(body: str) -> None:
    rendered = render(body)
    if rendered.removed or rendered.excess or any(heading.level == 1 for heading in rendered.headings):
        return
    expected = elements(unsafe(body))
    published = elements(rendered.html)
    made = Counter(
        {
            "div": rendered.html.count('<div class="admonition '),
            "p": rendered.html.count("admonition-title"),
            "span": rendered.html.count('<span class="task" role="img"'),
            "input": 0,
        }
    )
    boxes = expected.pop("input", 0)
    assert boxes <= made["span"]
    assert published == expected + made


@settings(max_examples=200, deadline=None, database=None)
@given(BODY)
def test_lines_lie_in_the_body_and_anchors_are_unique(body: str) -> None:
    rendered = render(body)
    lines = body.count("\n") + 1
    for one in (*rendered.headings, *rendered.links, *rendered.removed):
        assert 1 <= one.line <= lines
    anchors = [heading.anchor for heading in rendered.headings]
    assert len(anchors) == len(set(anchors))
    assert all(policy.IDENTIFIER.fullmatch(anchor) for anchor in anchors)


@pytest.mark.parametrize(("name", "body", "rule"), TEXTS, ids=[name for name, _, _ in TEXTS])
def test_hostile_text_is_inert(name: str, body: str, rule: str | None) -> None:
    rendered = render(body)
    inside_policy(rendered.html)
    assert bool(rendered.removed) == (rule == "unsafe-html")
    if rule is None:
        assert elements(rendered.html).keys() >= elements(unsafe(body)).keys() - {"input"}


@pytest.mark.parametrize("words", ["{{ 7 * 7 }}", "{% raw %}", '--8<-- "x"', "<![ more", "{: onclick=x }", "[[x]]"])
def test_other_engines_syntax_is_published_as_text(words: str) -> None:
    assert plain_text(render(words).html) == words


@pytest.mark.parametrize(("name", "body"), list(pathological()), ids=lambda one: one if len(str(one)) < 30 else "")
def test_pathological_bodies_take_linear_time(name: str, body: str) -> None:
    started = time.process_time()
    render(body[: 512 * 1024])
    assert time.process_time() - started < 4


def test_headings_have_anchors_of_their_own() -> None:
    headings = render("## A\n\n## A\n\n## A 1\n\n### `b` & *c*\n\n## !!!\n\n## É\n").headings
    assert [one.anchor for one in headings] == ["s-a", "s-a-1", "s-a-1-1", "s-b--c", "s-section", "s-é"]
    assert [(one.level, one.text, one.line) for one in headings][3:5] == [(3, "b & c", 7), (2, "!!!", 9)]


def test_alerts_and_task_boxes_have_words() -> None:
    html = render("> [!WARNING]\n> Mind the gap.\n\n- [x] a\n- [ ] b\n").html
    assert '<div class="admonition warning"><p class="admonition-title">Warning</p>' in html
    assert html.count('role="img"') == 2
    assert 'aria-label="Done"' in html
    assert "<input" not in html


def test_lines_of_links_and_of_what_is_removed() -> None:
    rendered = render("a\n[b](c.md)\n\n![d](e.png)\n\nx <i onclick=y>z</i>\n\n<!-- f -->\n")
    assert [(link.address, link.line, link.alternative) for link in rendered.links] == [
        ("c.md", 2, None),
        ("e.png", 4, "d"),
    ]
    assert [(one.what, one.line) for one in rendered.removed] == [('onclick="y" on <i>', 6), ("an HTML comment", 8)]


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://a.b", True),
        ("HTTP://a.b", True),
        ("mailto:a@b.c", True),
        ("a.md#x", True),
        ("a/b:c.md", True),
        ("#x", True),
        ("javascript:x", False),
        (" java\tscript:x", False),
        ("\x01javascript:x", False),
        ("//a.b", False),
        ("/\\a.b", False),
        ("\\\\a.b", False),
        ("data:x", False),
        ("tel:1", False),
        ("file:///x", False),
        ("java\u200bscript:x", False),
        ("", True),
    ],
)
def test_addresses(address: str, allowed: bool) -> None:  # noqa: FBT001 - a table's column
    assert policy.scheme_allowed(address) is allowed


def test_text_is_escaped() -> None:
    assert text("<b>\"'&") == "&lt;b&gt;&quot;&#x27;&amp;"


def test_retarget_replaces_relative_addresses_only() -> None:
    html = Html('<p><a href="a.md">x</a> <a href="https://a.b">y</a> <a href="gone.md">z</a></p>')
    found = retarget(html, lambda address: None if address == "gone.md" else f"/{address}")
    assert re.findall(r'href="([^"]*)"', found) == ["/a.md", "https://a.b"]


@given(st.text(max_size=80))
def test_slugs_are_plain(words: str) -> None:
    assert re.fullmatch(r"[\w-]{1,100}", slugify(words))
