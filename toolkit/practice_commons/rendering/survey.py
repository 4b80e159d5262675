"""What the Markdown means, before sanitising: its links, and all that the policy will not let pass."""

from __future__ import annotations

import bisect
import html
import itertools
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from practice_commons.rendering import policy

LARGEST = 800_000
"""Characters of HTML: half as much again as the largest file. Text never comes near; only repeated markup does."""
RAW = 20_000
"""Characters of HTML that a contributor may write by hand, and still far more than anybody needs."""
DEPTH = 100
"""Elements inside elements. Parsers of HTML slow down with the square of it."""
NEAR = 4_000
"""Characters of a block in which the line of a link is looked for."""
OMITTED = "<!-- raw HTML omitted -->"
"""What cmark leaves where it took out HTML."""
_POSITION = ' data-sourcepos="'
_TELLING = re.compile(r'<(a|img|code) (href|src|class)="([^"]*)"(?: alt="([^"]*)")?')
_VOID = frozenset({"br", "hr", "img", "input"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_DOCUMENT = frozenset({"html", "head", "body"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image: its address, its line in the body, and an image's alternative text (None for a link)."""

    address: str
    line: int
    alternative: str | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that the sanitiser takes out: as the contributor wrote it, and its line in the body."""

    what: str
    line: int


def excess(marked: str, without_raw: str) -> str:
    """Say what there is too much of for a page to be made, given the HTML with and without what was written by hand.

    Empty where all is well. What passes takes the HTML parsers a time that grows with its length, and no faster.
    """
    if len(marked) > LARGEST:
        return f"makes more than {LARGEST:,} characters of HTML"
    raw = len(marked) - len(without_raw) + len(OMITTED) * without_raw.count(OMITTED)
    if raw > RAW:
        return f"holds more than {RAW:,} characters of HTML written by hand"
    if marked.count("</") <= DEPTH and not raw:  # what cmark opens it closes: too few to be too deep
        return ""
    depth = 0
    for tag in _TAG.finditer(marked):
        if tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
            if depth > DEPTH:
                return f"is nested more than {DEPTH} levels deep"
    return ""


def survey(marked: str, body: str) -> tuple[tuple[Link, ...], tuple[Removed, ...]]:
    """Return the links, and what the policy will not let pass, of HTML that cmark made from a body."""
    tree = LexborHTMLParser(f"<!doctype html><body>{marked}</body>")
    links: list[Link] = []
    removed: list[Removed] = []
    where = _Place(body)
    for node in tree.root.traverse(include_text=False) if tree.root else ():
        name = node.tag or ""
        attributes = node.attributes
        where.block(attributes.get("data-sourcepos"))
        if "comment" in name or not name:
            removed.append(Removed("an HTML comment", where.line("<!--")))
        elif name in _DOCUMENT or name == "h1" or name in policy.ATTRIBUTES:
            removed += [
                Removed(f'{attribute}="{value or ""}" on <{name}>', where.line(attribute if value is None else value))
                for attribute, value in _refused(name, attributes)
            ]
        elif name not in {"-doctype", "!doctype"}:
            removed.append(Removed(f"<{name}>", where.line(f"<{name}")))
        if name == "a" and attributes.get("href"):
            links.append(Link(attributes["href"] or "", where.line(attributes["href"] or "")))
        if name == "img":
            address = attributes.get("src") or ""
            links.append(Link(address, where.line(address), attributes.get("alt") or ""))
    return tuple(links), tuple(removed)


def links_at_once(marked: str, body: str) -> tuple[Link, ...] | None:
    """Return the links of HTML that cmark made from a body, where all of it may be published; None where unsure.

    The same as `survey`, without a tree: where nothing is written by hand, every "<" is a tag that cmark wrote.
    """
    if "<" in body or "[^" in body or "\r" in body or "\0" in body or "<input" in marked:
        return None  # HTML by hand, footnotes (which make links of their own), and what parsers of HTML change
    if ' href="' not in marked and ' src="' not in marked and ' class="' not in marked:
        return ()
    links: list[Link] = []
    where: _Place | None = None
    inside = 0
    for tag in _TELLING.finditer(marked):
        element, attribute = tag.group(1, 2)
        address = html.unescape(tag[3])
        if policy.permitted(element, attribute, address) is None:
            return None
        if element == "code":
            continue
        if element == "a":
            if marked.find("</a>", inside, tag.start()) < 0 and inside:
                return None  # a link in a link: parsers of HTML take it apart
            inside = tag.end()
            if not address:
                continue
        where = where or _Place(body)
        block = marked.rfind(_POSITION, 0, tag.start())
        where.block(marked[block + len(_POSITION) : block + len(_POSITION) + 11] if block >= 0 else None)
        words = html.unescape(tag[4] or "") if element == "img" else None
        links.append(Link(address, where.line(address), words))
    return tuple(links)


def without_positions(marked: str) -> str:
    """Return HTML that cmark made, nothing in it written by hand, without the positions that it gives."""
    first, *others = marked.split(_POSITION)
    return "".join((first, *(one[one.index('"') + 1 :] for one in others)))


class _Place:
    """Finds the line of something in a body: cmark tells where its block begins, and from there it is looked for."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.starts = [0, *itertools.accumulate([len(row) + 1 for row in body.split("\n")])][:-1]
        self.at = 0

    def block(self, position: str | None) -> None:
        """Move to a block, given cmark's `line:column-line:column`. HTML written by hand has none: stay there."""
        found = re.match(r"(\d{1,9}):", position or "")
        if found:
            self.at = self.starts[min(int(found[1]), len(self.starts)) - 1]

    def line(self, words: str) -> int:
        """Return the line on which words stand, near the current block, or where the block begins."""
        found = self.body.find(words, self.at, self.at + NEAR)
        if found >= 0:
            return bisect.bisect_right(self.starts, found)
        return bisect.bisect_right(self.starts, self.at)


def elements(markup: str) -> Counter[str]:
    """Return how often each element stands in HTML; `h1`, which is never published, apart."""
    tree = LexborHTMLParser(f"<!doctype html><body>{markup}</body>")
    names = (node.tag or "" for node in tree.root.traverse(include_text=False)) if tree.root else ()
    return Counter(name for name in names if name != "h1")


def _refused(name: str, attributes: Mapping[str, str | None]) -> list[tuple[str, str | None]]:
    return [
        (attribute, value)
        for attribute, value in attributes.items()
        if attribute != "data-sourcepos"
        and not (name == "h1" and attribute == "id")
        and policy.permitted(name, attribute, value or "") is None
    ]
