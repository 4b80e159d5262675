"""The browser reads a query as `language.parse` does, whatever the query."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from practice_commons.search import fields
from practice_commons.search.language import Condition, Leaf, Prefix, parse
from practice_commons.search.query import CLAUSES

PARSED = "texts => JSON.stringify(JSON.parse(texts).map(PracticeCommons.parse))"
QUERIES = [
    "",
    "  \t ",
    "one two",
    '"one two"',
    "“one two” three",
    "«one» „two“ ”three”",
    '"no end',
    '"',
    '""',
    '"" one',
    "pre*",
    "p*re",
    "pre**",
    "*",
    "-*",
    '"pre*"',
    "-one",
    "--one",
    "+-one",
    "-+one",
    "- one",
    "one -",
    "one +",
    '-"one two"',
    "NOT one",
    "NOT -one",
    "NOT NOT one",
    "NOT OR one two",
    "OR NOT AND one",
    "+one",
    "a-b",
    "x OR y z",
    "x OR y OR z",
    "x OR (y z)",
    "x AND y",
    "x AND NOT y",
    "x OR",
    "OR x",
    "OR OR NOT",
    "x OR -y OR z",
    "x OR NOT y",
    "-x OR y",
    "or not and",
    "ORE NOTE ANDY OR.",
    '"a"OR b',
    '"a"OR"b"',
    "-OR x",
    "kind:news",
    "-KIND:news",
    "Kınd:news",
    "\u212aind:news",
    "ſince:2008",
    "date:2008..2010 since:2008-01 until:2009",
    'council:"Kent County" x',
    'council:"  Kent \x1c " x',
    'council:"\ufeff" x',
    "council:Kent*",
    "title:one",
    "TITLE:on*",
    'title:"one two*"',
    'title:""',
    "body:one title:two names:three",
    "kind: news",
    "kind:",
    'kind:""',
    'x OR kind:"" y',
    'NOT kind:"" y',
    'kind:" " -y',
    "kind:news OR kind:event OR x",
    "kind:kind:news",
    "xkind:news",
    "kind:-x",
    "kind:OR",
    "http://x 12:30 a:b :x ::",
    "constructor:x __proto__:y",
    "one\x1ctwo\x1dthree\x1efour\x1ffive\x85six\ufeffseven\u2028eight\u3000nine\u200bten\u180eeleven\u00a0twelve",
    "OR\x85x OR\ufeffy",
    "-\x1fx +\ufeffy",
    "Mo\u0302n e\u0301",
    "𝐀 OR 𝐁 kind:𝐂 title:𝐃* 🎉",
    "word " * CLAUSES,
    "word " * (CLAUSES + 1),
    "word " * CLAUSES + 'kind:"" NOT',
    "x OR " * (CLAUSES + 5),
    "a\nb\n",
    '"a\n',
    "OR\n",
    "\0 a\0b",
]


def as_json(leaf: Leaf, text: str) -> dict[str, Any]:
    """Return a leaf as the browser has it, its place counted in the units that a browser counts."""
    if isinstance(leaf, Condition):
        return {"type": "condition", "name": leaf.name, "value": leaf.value}
    start = len(text[: leaf.start].encode("utf-16-le")) // 2
    spelt = {"text": leaf.text, "start": start, "field": leaf.field}
    return spelt | ({"type": "prefix"} if isinstance(leaf, Prefix) else {"type": "words", "quoted": leaf.quoted})


def expected(text: str) -> dict[str, Any]:
    meant = parse(text)
    clauses = [
        {"either": [as_json(leaf, meant.text) for leaf in clause.either], "negated": clause.negated}
        for clause in meant.clauses
    ]
    return {"text": meant.text, "clauses": clauses, "cut": meant.cut}


def differing(client: Callable[[str, Any], Any], texts: list[str]) -> list[Any]:
    both = zip(texts, json.loads(client(PARSED, json.dumps(texts))), map(expected, texts), strict=True)
    return [(text, ours, theirs) for text, ours, theirs in both if ours != theirs]


def test_queries_of_every_form(client: Callable[[str, Any], Any]) -> None:
    assert differing(client, QUERIES) == []


def test_queries_made_of_the_languages_pieces(client: Callable[[str, Any], Any]) -> None:
    chance = random.Random("queries")
    names = [*fields.FACETS, *fields.WEIGHTS, "since", "until", "date", "Kind", "TITLE", "other"]
    pieces = [
        *(f"{name}:" for name in names),
        *['"', "“", "”", "„", "«", "»", "-", "+", "*", ":", "OR", "AND", "NOT", " OR ", " NOT ", " AND ", "or"],
        *[" ", " ", " ", " ", "\t", "\n", "\x1c", "\x85", "\u00a0", "\u200b", "\ufeff", "\u3000"],
        *["word", "Kent", "co-op", "x", "2008..2010", "e\u0301", "é", "𝐀", "🎉", "İ", "ſ", "\u212a", "(", ")", "."],
    ]
    texts = ["".join(chance.choice(pieces) for _ in range(chance.randint(1, 24))) for _ in range(8_000)]
    assert differing(client, texts) == []
