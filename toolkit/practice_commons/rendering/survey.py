"""What the Markdown means, before sanitising: its links, and all that the policy will not let pass."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from practice_commons.rendering import policy

LARGEST = 1_000_000
"""Characters of HTML: twice the largest file. Text never comes near; only repeated markup does."""
RAW = 20_000
"""Characters of HTML that a contributor may write by hand, and still far more than anybody needs."""
DEPTH = 100
"""Elements inside elements. Parsers of HTML slow down with the square of it."""
OMITTED = "<!-- raw HTML omitted -->"
"""What cmark leaves where it took out HTML."""
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
    depth = 0
    for tag in _TAG.finditer(marked):
        if tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
            if depth > DEPTH:
                return f"is nested more than {DEPTH} levels deep"
    return ""


def survey(marked: str) -> tuple[tuple[Link, ...], tuple[Removed, ...]]:
    """Return the links, and what the policy will not let pass, of HTML as cmark made it."""
    tree = LexborHTMLParser(f"<!doctype html><body>{marked}</body>")
    links: list[Link] = []
    removed: list[Removed] = []
    line = 1
    for node in tree.root.traverse(include_text=False) if tree.root else ():
        name = node.tag or ""
        line = _line(node) or line
        if "comment" in name or not name:
            removed.append(Removed("an HTML comment", line))
        elif name in _DOCUMENT or name == "h1" or name in policy.ATTRIBUTES:
            removed += _refused_attributes(node, name, line)
        elif name not in {"-doctype", "!doctype"}:
            removed.append(Removed(f"<{name}>", line))
        if name == "a" and node.attributes.get("href"):
            links.append(Link(node.attributes["href"] or "", line))
        if name == "img":
            links.append(Link(node.attributes.get("src") or "", line, node.attributes.get("alt") or ""))
    return tuple(links), tuple(removed)


def elements(markup: str) -> Counter[str]:
    """Return how often each element stands in HTML; `h1`, which is never published, apart."""
    tree = LexborHTMLParser(f"<!doctype html><body>{markup}</body>")
    names = (node.tag or "" for node in tree.root.traverse(include_text=False)) if tree.root else ()
    return Counter(name for name in names if name != "h1")


def _line(node: LexborNode) -> int:
    found = re.match(r"(\d{1,9}):", node.attributes.get("data-sourcepos") or "")
    return int(found[1]) if found else 0


def _refused_attributes(node: LexborNode, name: str, line: int) -> list[Removed]:
    return [
        Removed(f'{attribute}="{value or ""}" on <{name}>', line)
        for attribute, value in node.attributes.items()
        if attribute != "data-sourcepos"
        and not (name == "h1" and attribute == "id")
        and policy.permitted(name, attribute, value or "") is None
    ]
