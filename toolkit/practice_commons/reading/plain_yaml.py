"""The short way to read frontmatter that is as plain as nearly all of it is.

What nearly everybody writes needs no parser of YAML: `key: value`, lists, text in quotes without escapes, a folded or
literal block. Those are read here line by line. Anything else, and whatever might be refused, is left to `strict_yaml`,
which is ten times slower, tells lines and columns, and has the last word: where this answers, both give the same.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from practice_commons.reading.strict_yaml import Value

DEEPEST = 5
"""What may stand round a value here: far less than the limit, which is for `strict_yaml` to keep."""
_BEGINNINGS = "_(£“‘"
"""What text may begin with, besides letters and digits: signs that mean nothing to YAML."""
_LINE = re.compile(r"^( *)(- )?(?:([A-Za-z_][\w-]{0,99}):(?: |$))?(.*)\n", re.MULTILINE)
"""How far in a line is, whether it is an item, its key, and the rest. Every line is like this, and told apart later."""
_FLOW = re.compile(r"\[[\w ,./()-]*\]")
_BLOCKS = {">": (" ", "\n"), ">-": (" ", ""), "|": ("\n", "\n"), "|-": ("\n", "")}
"""For each sign of a block: what joins its lines, and what ends it."""

Container: TypeAlias = "dict[str, Value] | list[Value]"


class _Unsure(Exception):  # noqa: N818 - not an error: the long way is taken
    """The text is not plain enough to be sure of it."""


def read(text: str) -> dict[str, Value] | None:
    """Return the mapping that a text holds, or None where it is not plain enough to be sure."""
    if not text.endswith("\n") or " \n" in text or " #" in text or not text.replace("\n", "").isprintable():
        return None  # odd ends of lines, comments, tabs, and all that is odd in Unicode
    try:
        return _read(_LINE.findall(text))
    except _Unsure:
        return None


def _read(lines: list[tuple[str, str, str, str]]) -> dict[str, Value]:  # noqa: C901, PLR0912, PLR0915 - see below
    """One loop over the lines, with few calls: it must be quick."""
    top: dict[str, Value] = {}
    inside: Container = top  # what the current line belongs to, and how far in that is
    indent = 0
    outside: list[tuple[Container, int]] = []
    waiting = ""  # a key with nothing after it
    block: list[str] = []  # the lines of a block, how far in they are, and the mapping and the key that it is for
    deep = -1
    blocked: tuple[dict[str, Value], str, str] | None = None
    for spaces, dash, key, words in lines:
        here = len(spaces)
        if blocked is not None:
            if (here == deep or (not block and here > indent)) and (dash or key or words):
                deep = here
                block.append(_whole(dash, key, words))
                continue
            _close(blocked, block)
            blocked = None
        if waiting and isinstance(inside, dict) and (here > indent or (dash and here == indent)):
            child: Container = [] if dash else {}
            inside[waiting] = child
            outside.append((inside, indent))
            inside, indent = child, here
        waiting = ""
        while here < indent:
            inside, indent = outside.pop()
        if isinstance(inside, list) and not dash:
            inside, indent = outside.pop()  # a list may stand as far in as its key
        if here != indent or len(outside) > DEEPEST:
            raise _Unsure
        if dash:
            if not isinstance(inside, list):
                raise _Unsure
            if not key:
                inside.append(_value(words))
                continue
            item: dict[str, Value] = {}
            inside.append(item)
            outside.append((inside, indent))
            inside, indent = item, here + 2
        if not key or not isinstance(inside, dict) or key in inside:
            raise _Unsure
        if words[:1].isalnum() and ": " not in words and words[-1] != ":":  # what `_value` says first of all
            inside[key] = words
        elif words in _BLOCKS:
            blocked, block, deep = (inside, key, words), [], -1
            inside[key] = None
        elif words:
            inside[key] = _value(words)
        else:
            inside[key] = None
            waiting = key
    if blocked is not None:
        _close(blocked, block)
    return top


def _whole(dash: str, key: str, words: str) -> str:
    """Return a line of a block as it was, less the spaces before it."""
    if not key:
        return dash + words
    return f"{dash}{key}: {words}" if words else f"{dash}{key}:"


def _close(blocked: tuple[dict[str, Value], str, str], block: list[str]) -> None:
    if not block:
        raise _Unsure
    inside, key, sign = blocked
    glue, end = _BLOCKS[sign]
    inside[key] = glue.join(block) + end


def _value(words: str) -> Value:
    first = words[:1]
    if first.isalnum() or (first and first in _BEGINNINGS):
        if ": " in words or words[-1] == ":":
            raise _Unsure
        return words
    if first == "[" and _FLOW.fullmatch(words):
        found = words[1:-1].strip()
        items = [one.strip() for one in found.split(",")] if found else []
        if not all(one[:1].isalnum() for one in items):
            raise _Unsure
        return list(items)
    inner = words[1:-1]
    if len(words) > 1 and first == words[-1] and first in {'"', "'"} and first not in inner and "\\" not in inner:
        return inner
    raise _Unsure
