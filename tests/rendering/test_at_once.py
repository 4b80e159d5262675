"""The short ways of rendering give what the careful ways give."""

from __future__ import annotations

import html
import re

import pytest
from hostile import TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT

from conftest import FIXTURES
from practice_commons.reading.document import Document, read_document
from practice_commons.rendering import markdown, policy
from practice_commons.rendering.markdown import Html, plain_text, render, retarget
from practice_commons.rendering.survey import links_at_once, survey, without_positions

PIECES = [
    *(
        "## Head\n",
        "# T\n",
        "Setext\n---\n",
        "text ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "7) ",
        "> ",
        "> [!NOTE]\n> x\n",
        "***\n",
    ),
    *(
        "- [ ] a\n",
        "- [x] ",
        "`c`",
        "```c++ x\n",
        '``` a"b\n',
        "```\n",
        "    code\n",
        "[a](b.md)",
        "[a\nb](c'd)",
        "[e]()",
    ),
    *("[a b](https://x.org/?a=1&b=2 't\"')", "![alt](i.png)", "![](i.png 'x')", "![a *b* [c](d)](q)", "www.x.com "),
    *("https://x.org/p?q=[1]&c=ü ", "a@b.org ", "[j](javascript:x)", "[p](//evil)", "![d](data:x)", "[x](&#x202e;)"),
    *("&amp;", "&lt;b&gt; ", "&#13;", "&nbsp;", "*e*", "**s**", "_", "~~d~~", "| a | b |\n|:--|--:|\n| c | [d](e) |\n"),
    *(
        "[r]: /url 'title'\n",
        "[r]",
        "[x[^1]](y)",
        "[^1]: foot\n",
        "[^1]",
        "\\",
        "é",
        '"',
        "'",
        "[t](tel:1)",
        "[w](HTTPS://X.o)",
    ),
    *(
        "[a [b](c) d](e)",
        "[a www.b.com c](d)",
        "![[a](b)](c)",
        "![e]()",
        "![n\nl](x.png)",
        "[l](#s-head)",
        "[m](mailto:a@b)",
    ),
    *(
        "![&quot;&lt;](x 'a&gt;&quot; src=&quot;b')",
        "[v](a&quot;b?c&amp;d)",
        "[c](a:b)",
        "\t",
        "  \n",
        "\x0b",
        "\u2028",
    ),
]
BY_HAND = [
    "<b>",
    "</b>",
    "<pre>\n",
    "</pre>",
    "<br>",
    "<!--",
    "<td>",
    "<h2>",
    "<table>",
    "<a href=' x.md'>",
    "<img src=x>",
    "</a>",
]
MARKDOWN = st.lists(st.sampled_from(PIECES) | st.text("ab [](){}!*_`:/.#&;\"'\n", max_size=8), max_size=25).map("".join)
ANY = st.lists(st.sampled_from(PIECES + BY_HAND), max_size=25).map("".join)


def written() -> list[str]:
    """Return every body that is in this repository, and the hostile ones."""
    files = (*FIXTURES.rglob("*.md"), *(ROOT / "communities").rglob("*.md"))
    documents = (read_document("", file.read_bytes()) for file in files)
    return [*(one.body for one in documents if isinstance(one, Document)), *(body for _, body, _ in TEXTS)]


def same_both_ways(body: str) -> bool:
    """Say whether the short way was taken, after seeing that it gives the same."""
    dressed, _ = markdown._dress(markdown._markup(body, markdown.Options.CMARK_OPT_UNSAFE))
    found = links_at_once(dressed, body)
    if found is None:
        return False
    assert (found, ()) == survey(dressed, body)
    assert markdown._cleaner().clean(without_positions(dressed)) == markdown._cleaner().clean(dressed)
    return True


def words_by_parser(markup: str) -> str:
    """Return the words of HTML as a parser of HTML finds them."""
    spaced = re.sub(r"</(p|li|h[2-6]|td|th|tr|pre|summary|div)>|<br>", "\n", markup)
    return re.sub(r"\n\s*\n+", "\n", html.unescape(markdown._words_only().clean(spaced))).strip()


@settings(max_examples=1500, deadline=None, database=None)
@given(MARKDOWN)
def test_links_and_html_of_markdown(body: str) -> None:
    same_both_ways(body)


def test_links_and_html_of_what_is_written_and_nearly_all_goes_the_short_way() -> None:
    bodies = [body for body in written() if "<" not in body]
    assert sum(map(same_both_ways, bodies)) > 0.8 * len(bodies) > 100


@pytest.mark.parametrize(
    "body", ["<b>x</b>", "[a](javascript:b)", "[a](//b)", "x[^1]\n\n[^1]: y", "```a(b\n```", "a\r\nb", "![a](data:b)"]
)
def test_the_careful_way_is_taken(body: str) -> None:
    assert not same_both_ways(body)


@settings(max_examples=1000, deadline=None, database=None)
@given(ANY)
def test_words(body: str) -> None:
    rendered = render(body)
    assert rendered.text == plain_text(rendered.html) == words_by_parser(rendered.html)
    assert rendered.is_empty == (not (rendered.text or rendered.links or rendered.removed or rendered.excess))


@settings(max_examples=1000, deadline=None, database=None)
@given(ANY)
def test_addresses_are_replaced_as_the_sanitiser_would(body: str) -> None:
    safe = render(body).html
    assert markdown._cleaner().clean(safe) == safe
    for target in (
        lambda address: address,
        lambda address: f"../a/{address}?é=\"<&>'\xa0",
        lambda address: None if address.endswith("png") else "x",
    ):
        assert retarget(safe, target) == markdown._cleaner(target).clean(safe)


def test_what_is_written_gives_the_same_words_and_addresses() -> None:
    for body in written():
        safe = render(body).html
        assert plain_text(safe) == words_by_parser(safe)
        assert retarget(safe, lambda address: f"../{address}") == markdown._cleaner(lambda one: f"../{one}").clean(safe)


def test_a_target_is_asked_for_the_address_itself() -> None:
    asked: list[str] = []
    retarget(Html('<p><a href="a&amp;b.md">x</a> <img src="c.png" alt="d"></p>'), lambda one: asked.append(one) or one)
    assert asked == ["a&b.md", "c.png"]


@given(st.text(max_size=40), st.sampled_from(["https://", "http://"]))
def test_web_addresses_are_allowed_whatever_follows(rest: str, scheme: str) -> None:
    assert policy.scheme_allowed(scheme + rest)
