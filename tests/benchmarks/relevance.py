"""How well our ranking does on a public test collection: documents, questions, and people's judgements.

Run it with `.venv/bin/python tests/benchmarks/relevance.py FOLDER`. The folder holds a collection as SMART kept them:
one file of documents (`ADI.ALL`, `cran.all.1400`), one of questions (`ADI.QRY`, `cran.qry`) and one of judgements
(`ADI.REL`, `cranqrel`). Collections belong to others, and none is kept here.

Questions are sentences. In production every word of a query must hold, so here any may: the order is measured.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import re
import sys
import tempfile
from collections.abc import Collection as Some
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest import mock

from practice_commons.search import engine, fields
from practice_commons.search.document import Document
from practice_commons.search.plan import AnyOf, Plan
from practice_commons.search.ranking import Ranking
from practice_commons.search.words import tokens

_FILES = {"documents": r"\.all(\.1400)?$", "questions": r"(\.qry|query\.text)$", "judgements": r"rel(s\.text)?$"}
_ITEM = re.compile(r"^\.I\s+(\d+)\s*$", re.MULTILINE)
_FIELD = re.compile(r"^\.([A-Z])\s*$", re.MULTILINE)
"""A line before a part of an item: `.T` its title, `.A` its author, `.B` its source, `.W` its text."""
_GRADES = range(1, 5)
"""Cranfield's grades that mean relevant: from 1, the whole answer, to 4, of little interest; 5 is of none."""
MEASURES = ("MAP", "nDCG@10", "P@10", "Recall@100")
_SHORT, _LONG = 10, 100
Texts = Mapping[str, str]
"""What an item says in each of its fields, by their letters."""
Found = Mapping[int, Sequence[int]]
"""The documents found for each question, the best first."""


class CollectionError(Exception):
    """Raised for a folder that holds no collection that can be read."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A test collection. Questions are numbered from 1 in their order, as the judgements number them."""

    documents: Mapping[int, Texts]
    questions: Mapping[int, str]
    relevant: Mapping[int, frozenset[int]]
    """The documents that answer each question which has any."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the order. `flat`: every field weighs 1. `single`: title and text are one field."""

    name: str
    k1: float = fields.K1
    b: float = fields.B
    flat: bool = False
    single: bool = False


TRIED = (
    Settings("ours"),
    Settings("all weights 1", flat=True),
    Settings("title and text in one field", single=True),
    *(Settings(f"K1 {k1}", k1=k1) for k1 in (0.9, 1.2, 1.6, 2.0)),
    *(Settings(f"B {b}", b=b) for b in (0.3, 0.5, 0.75, 0.9)),
)


@dataclass(frozen=True, slots=True)
class Measures:
    """How well settings do: the mean of each of `MEASURES` over the questions."""

    means: Mapping[str, float]
    better: int
    """Questions with a higher average precision than with our settings."""
    worse: int


def items(text: str) -> Iterator[tuple[int, Texts]]:
    """Iterate over a file's items: each one's number, and its fields. A field that comes again goes on."""
    _, *parts = _ITEM.split(text)
    for number, part in zip(parts[::2], parts[1::2], strict=True):
        _, *named = _FIELD.split(part)
        said: dict[str, str] = {}
        for letter, words in zip(named[::2], named[1::2], strict=True):
            said[letter] = f"{said.get(letter, '')}\n{words.strip()}".strip()
        yield int(number), said


def judgements(text: str) -> dict[int, frozenset[int]]:
    """Return the documents that answer each question.

    A line is in TREC's form (question, 0, document, 1 where it is relevant), in Cranfield's (question, document,
    grade), or names a question and a document that is relevant, whatever follows. Raises ValueError.
    """
    found: dict[int, set[int]] = {}
    for line in text.splitlines():
        said = [float(word) for word in line.split()]
        match said:
            case []:
                continue
            case [question, 0.0, document, grade]:
                relevant = grade > 0
            case [question, document, grade]:
                relevant = grade in _GRADES
            case [question, document, *_]:
                relevant = True
            case _:
                raise ValueError(f"“{line}” is no judgement")
        if relevant:
            found.setdefault(int(question), set()).add(int(document))
    return {question: frozenset(documents) for question, documents in found.items()}


def read(folder: Path) -> Collection:
    """Return the collection in a folder. Raises CollectionError."""
    files = sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []
    texts = []
    for what, pattern in _FILES.items():
        named = [file for file in files if re.search(pattern, file.name, re.IGNORECASE)]
        if len(named) != 1:
            raise CollectionError(f"{folder} holds {len(named)} files named as SMART names {what}, and not one")
        texts.append(named[0].read_text("latin-1"))
    documents, questions = dict(items(texts[0])), [said.get("W", "") for _, said in items(texts[1])]
    try:
        relevant = judgements(texts[2])
    except ValueError as error:
        raise CollectionError(f"The judgements in {folder} cannot be read: {error}") from error
    unknown = {number for numbers in relevant.values() for number in numbers} - documents.keys()
    if not relevant or unknown or max(relevant) > len(questions):
        raise CollectionError(f"{folder}: the judgements are not those of its documents and questions")
    return Collection(documents, dict(enumerate(questions, 1)), relevant)


def index(collection: Collection, folder: Path, *, single: bool = False) -> None:
    """Index the documents' titles as `title` and their texts as `body`; or, `single`, both as `body`."""
    engine.create(folder)
    writing = engine.Writing(folder)
    for number, said in collection.documents.items():
        title, body = said.get("T", ""), said.get("W", "")
        texts = {"body": f"{title}\n{body}"} if single else {"title": title, "body": body}
        writing.add(Document(f"{number:06}", str(number), "", 1, texts, {}))
    writing.commit(0)


def stems(question: str) -> tuple[str, ...]:
    """Return the stems of a question's words, once each."""
    return tuple(dict.fromkeys(token.stem for token in tokens(question)))


def ranked(reading: engine.Reading, question: str) -> list[int]:
    """Return the numbers of the documents that hold any word of a question, the best first."""
    sought = stems(question)
    scores = reading.scores(Plan(((AnyOf(sought),),), (), frozenset(sought)))
    best = Ranking([scores]).best(max(1, len(scores)), reading.place)
    return [int(reading.identity(one.number)) for one in best]


def answered(reading: engine.Reading, questions: Some[str]) -> int:
    """Return how many questions find anything as they stand, when every word must hold."""
    plans = (Plan(tuple((AnyOf((stem,)),) for stem in stems(text)), (), frozenset()) for text in questions)
    return sum(bool(reading.scores(plan)) for plan in plans)


def average_precision(found: Sequence[int], relevant: Some[int]) -> float:
    """Return the mean, over the relevant documents, of the precision where each is found; 0 for one that is not."""
    places = [place for place, number in enumerate(found, 1) if number in relevant]
    return sum(count / place for count, place in enumerate(places, 1)) / len(relevant)


def ndcg(found: Sequence[int], relevant: Some[int], depth: int) -> float:
    """Return the discounted gain of the first results, as a share of the greatest there could be."""
    gains = [1 / math.log2(place + 1) for place in range(1, depth + 1)]
    best = sum(gains[: len(relevant)])
    return sum(gain for gain, number in zip(gains, found, strict=False) if number in relevant) / best


def measured(relevant: Mapping[int, frozenset[int]], found: Found, ours: Found) -> Measures:
    """Return how well settings do, and in how many questions they differ from ours."""
    shares, gains = [], []
    for question, wanted in relevant.items():
        places = [place for place, number in enumerate(found[question], 1) if number in wanted]
        first, all_of_them = sum(place <= _SHORT for place in places), sum(place <= _LONG for place in places)
        mean = average_precision(found[question], wanted)
        shares.append((mean, ndcg(found[question], wanted, _SHORT), first / _SHORT, all_of_them / len(wanted)))
        gains.append(mean - average_precision(ours[question], wanted))
    means = (sum(column) / len(relevant) for column in zip(*shares, strict=True))
    named = dict(zip(MEASURES, means, strict=True))
    return Measures(named, sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains))


def run(collection: Collection, folder: Path, settings: Settings) -> Found:
    """Return the documents found for each question that was judged."""
    weights = dict.fromkeys(fields.WEIGHTS, 1.0) if settings.flat else fields.WEIGHTS
    with (
        mock.patch.multiple(fields, K1=settings.k1, B=settings.b),
        mock.patch.dict(fields.WEIGHTS, weights),
        contextlib.closing(engine.Reading(folder)) as reading,
    ):
        return {one: ranked(reading, collection.questions[one]) for one in collection.relevant}


def tried(collection: Collection, scratch: Path) -> tuple[dict[str, Measures], int]:
    """Return what each of the settings comes to, and how many questions find anything when every word must hold."""
    folders = {single: scratch / str(single) for single in (False, True)}
    for single, folder in folders.items():
        folder.mkdir()
        index(collection, folder, single=single)
    found = {one.name: run(collection, folders[one.single], one) for one in TRIED}
    ours = found[TRIED[0].name]
    with contextlib.closing(engine.Reading(folders[False])) as reading:
        whole = answered(reading, [collection.questions[one] for one in collection.relevant])
    return {name: measured(collection.relevant, each, ours) for name, each in found.items()}, whole


def main() -> None:
    """Read the command line, index, ask, and print the table."""
    parser = argparse.ArgumentParser(description="Measure the relevance of our ranking on a test collection.")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="a collection in the format of SMART")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    try:
        collection = read(asked.folder)
    except CollectionError as error:
        sys.exit(f"{error}.")
    with tempfile.TemporaryDirectory() as scrap:
        found, whole = tried(collection, Path(scrap))
    size = {"documents": len(collection.documents), "questions": len(collection.relevant), "answered_whole": whole}
    if asked.json:
        print(json.dumps({**size, "settings": {name: asdict(one) for name, one in found.items()}}, indent=2))
        return
    print("{documents:,} documents, {questions} questions; whole, {answered_whole} find anything.\n".format(**size))
    print(f"| settings | {' | '.join(MEASURES)} | better, worse |\n|---|{'--:|' * (len(MEASURES) + 1)}")
    for name, one in found.items():
        print(f"| {name} | {' | '.join(f'{mean:.3f}' for mean in one.means.values())} | {one.better}, {one.worse} |")


if __name__ == "__main__":
    main()
