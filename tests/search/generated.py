"""Documents and plans of every form made by chance, and an index of several generations, as Whoosh and as shards."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from whoosh import fields as kinds
from whoosh import index as whoosh_index
from whoosh.support.levenshtein import distance
from whoosh.writing import NO_MERGE

from practice_commons.search import engine, fields, generations
from practice_commons.search.document import Document
from practice_commons.search.plan import Adjacent, AnyOf, Both, During, Holds, Named, Plan, Test
from practice_commons.search.shelf import Made, State
from practice_commons.search.words import stem, words

VOCABULARY = [f"word{number}" for number in range(60)] + ["housing", "houses", "naïve", "日本", "𝒳yz", "e.g", "a1"]


def document(chance: random.Random, number: int) -> Document:
    """Return a document made by chance."""

    def some(most: int) -> str:
        return " ".join(
            VOCABULARY[min(int(chance.expovariate(0.08)), len(VOCABULARY) - 1)] for _ in range(chance.randrange(most))
        )

    texts = {field.name: some(40 if field.name == "body" else 8) for field in fields.TEXT}
    values = {
        "kind": (chance.choice(["news", "event", "case-study"]),),
        "tag": tuple(chance.sample(["a", "b", "c", "d e"], chance.randrange(4))),
    }
    title = fields.folded(texts["title"])
    card = [f"id-{number}", texts["title"], *[""] * 7]
    exact = {fields.EXACT: (title,)} if title else {}
    day = chance.randrange(730000, 731100)
    return Document(f":{number:05}", f"id-{number}", "blob", day, texts, values | exact, card, some(8), texts["body"])


class Lexicon:
    """The words of documents as written, in an index of Whoosh's own making: what it answers, the shards must answer.

    Those of documents that are gone count on, as in the shards.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._index = whoosh_index.create_in(folder, kinds.Schema(key=kinds.ID(unique=True), words=kinds.KEYWORD()))

    def write(self, gone: set[str], documents: list[Document]) -> None:
        writer = self._index.writer()
        for key in gone:
            writer.delete_by_term("key", key)
        for one in documents:
            written: set[str] = set().union(*map(words, one.texts.values()))
            writer.add_document(key=one.key, words=sorted(written))
        writer.commit(mergetype=NO_MERGE)

    @contextlib.contextmanager
    def _read(self) -> Iterator[Any]:
        with contextlib.closing(self._index.reader()) as reader:
            yield reader

    def beginning(self, prefix: str, most: int) -> list[tuple[str, int]]:
        with self._read() as reader:
            found = itertools.islice(reader.expand_prefix("words", prefix), most)
            return [(word.decode(), reader.doc_frequency("words", word)) for word in found]

    def frequency(self, word: str) -> int:
        with self._read() as reader:
            return int(reader.doc_frequency("words", word))

    def resembling(self, word: str, edits: int) -> set[tuple[str, int]]:
        """Return words of the same first letter. Two neighbours swapped are one edit, but then the only one."""
        with self._read() as reader:
            leaves = [leaf for leaf, _ in reader.leaf_readers()]
            near = {one for leaf in leaves for one in leaf.terms_within("words", word, edits, prefix=1)}
        swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}
        near |= {one for one in swapped if self.frequency(one)}
        return {(one, int(distance(one, word))) for one in near}


@contextlib.contextmanager
def index_of(
    folder: Path, sizes: tuple[int, ...], chance: random.Random, largest: int, lexicon: Lexicon | None = None
) -> Iterator[tuple[State, engine.Reading]]:
    """Make an index of so many documents in each generation, some gone; return where it lies, and Whoosh's reading."""
    engine.create(folder)
    made: list[generations.Made] = []
    number = 0
    for size in sizes:
        documents = [document(chance, number + i) for i in range(size)]
        number += size
        gone = {f":{chance.randrange(number - size):05}" for _ in range(5)} if made else set()
        writing = engine.Writing(folder)
        for key in gone:
            writing.delete(key)
        for one in documents:
            writing.add(one)
        writing.commit(len(made))
        if lexicon:
            lexicon.write(gone, documents)
        made = [generations.without(folder, one, gone) for one in made]
        made.append(generations.make(folder, documents, largest))
    with contextlib.closing(engine.Reading(folder)) as reading:
        assert sum(len(one.gone) for one in made) == reading.deleted
        held = tuple(replace(one, totals=totals) for one, totals in zip(made, reading.totals, strict=True))
        yield State(folder, Made("", "", "", ""), {}, held, largest), reading


def some_test(chance: random.Random, *, deep: bool = True) -> Test:
    """Return a test of any form."""
    field = chance.choice([None, None, None, "title", "body"])
    words = [stem(VOCABULARY[min(int(chance.expovariate(0.1)), len(VOCABULARY) - 1)]) for _ in range(5)]
    kind = chance.choice(["one", "one", "phrase", "any", "holds", "during", "both", "named"])
    if kind in {"one", "phrase"}:
        return Adjacent(tuple(words[: chance.randrange(2, 4) if kind == "phrase" else 1]), field)
    if kind == "any":
        return AnyOf(tuple(dict.fromkeys(words)), field)
    if kind == "holds":
        return Holds("tag", tuple(chance.sample(["a", "b", "d e", "no such"], 2)))
    if kind == "named" and deep:
        others = (Adjacent((words[3],)), Adjacent(tuple(words[3:5])))
        return Named(
            chance.choice([Adjacent(tuple(words[:2])), Both((Adjacent((words[0],)), Adjacent((words[1],))))]), others
        )
    if kind == "during" or not deep:
        first = 730000 + chance.randrange(1100)
        return During(dt.date.fromordinal(first), dt.date.fromordinal(first + chance.randrange(500)))
    return Both((some_test(chance, deep=False), some_test(chance, deep=False)))


def some_plan(chance: random.Random) -> Plan:
    """Return a plan of some tests."""
    required = tuple(
        tuple(some_test(chance) for _ in range(chance.choice([1, 1, 1, 2]))) for _ in range(chance.randrange(3))
    )
    excluded = tuple(some_test(chance) for _ in range(chance.choice([0, 0, 1])))
    return Plan(tuple(dict.fromkeys(required)), excluded, frozenset())
