"""The query language: words, "phrases", prefix*, -not or NOT, OR, and field:value. Any text is a query; nothing raises.

All clauses must hold. OR joins its two neighbours and binds tighter than the space: `a OR b c` asks for c and one of a
and b. A field's value may be quoted. Text that means nothing in the language (brackets, a lone minus, an unknown field)
is read as plain words. A quotation that does not end, ends with the query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from practice_commons.search import fields, query

SPANS = ("since", "until", "date")
"""Fields that take a year, a month or a day, and `date` also a range: 2008..2010."""
_FIELD = re.compile(r"([a-z]+):(?=\S)", re.IGNORECASE)
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)')
_BARE = re.compile(r'[^\s"“”„«»]+')
_OPERATOR = re.compile(r"(OR|AND|NOT)(?=\s|$)")
_NAMES = {*fields.FACETS, *SPANS, "title"}


@dataclass(frozen=True, slots=True)
class Words:
    """A word or a phrase, in every text field or in one. `start` is where its text stands in the query."""

    text: str
    start: int
    field: str | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so."""

    text: str
    start: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A facet or a span of time that must hold."""

    name: str
    value: str


Leaf: TypeAlias = Words | Prefix | Condition


@dataclass(frozen=True, slots=True)
class Clause:
    """One of `either` must hold; none of them, where it is `negated`."""

    either: tuple[Leaf, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """A query understood: its text as read, its clauses, and whether some had to be left out."""

    text: str
    clauses: tuple[Clause, ...]
    cut: bool = False


def parse(text: str) -> Expression:
    """Return what a query's text means."""
    text = fields.plain(text)
    clauses: list[Clause] = []
    negated = joined = False
    here = count = 0
    while here < len(text):
        if text[here].isspace():
            here += 1
            continue
        if word := _OPERATOR.match(text, here):
            joined = word[1] == "OR" or (joined and word[1] == "NOT")
            negated = word[1] == "NOT"
            here = word.end()
            continue
        if text[here] in "-+" and here + 1 < len(text) and not text[here + 1].isspace():
            negated = negated or text[here] == "-"
            here += 1
        leaf, here = _leaf(text, here)
        if leaf is None:
            continue
        count += 1
        if count > query.CLAUSES:
            return Expression(text, tuple(clauses), cut=True)
        if joined and clauses and not negated and not clauses[-1].negated:
            clauses[-1] = Clause((*clauses[-1].either, leaf))
        else:
            clauses.append(Clause((leaf,), negated))
        negated = joined = False
    return Expression(text, tuple(clauses))


def _leaf(text: str, here: int) -> tuple[Leaf | None, int]:
    """Return the word, phrase, prefix or condition that begins at a place, and the place after it."""
    name = _FIELD.match(text, here)
    field = name[1].lower() if name and name[1].lower() in _NAMES else None
    if name and field:
        here = name.end()
    quoted = _QUOTED.match(text, here)
    bare = None if quoted else _BARE.match(text, here)
    found = quoted or bare
    if not found:
        return None, here + 1
    value, start = (found[1], found.start(1)) if quoted else (found[0], here)
    if field and field not in fields.WEIGHTS:
        return (Condition(field, value.strip()) if value.strip() else None), found.end()
    if bare and value.endswith("*"):
        return Prefix(value.rstrip("*"), start, field), found.end()
    return Words(value, start, field, quoted is not None), found.end()
