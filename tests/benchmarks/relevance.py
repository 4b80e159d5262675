"""How well our ranking does on a public test collection: documents, questions, and people's judgements.

Run it with `.venv/bin/python tests/benchmarks/relevance.py FOLDER`. The folder holds a collection in a form that
`collection` reads. Those of SMART have one file of documents (`ADI.ALL`, `cran.all.1400`), one of questions (`ADI.QRY`,
`cran.qry`) and one of judgements (`ADI.REL`, `cranqrel`); Semanlink's bookmarks are `docs.json` and `tags.json`, as in
the sources of cherche on PyPI; Debian's programs are `Packages`, `Translation-en`, and `vocabulary` of its `debtags`.

A question may be a sentence, of which no document holds every word, so any may: the order is measured. One of the
settings is the order in which a reader gets them: what holds every word first.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import sys
import tempfile
from collections.abc import Collection as Some
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest import mock

from practice_commons.search import engine, fields
from practice_commons.search.document import Document
from practice_commons.search.plan import AnyOf, Plan
from practice_commons.search.query import FEW
from practice_commons.search.ranking import Ranking
from practice_commons.search.words import tokens

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT / "tests") not in sys.path:  # run as a program, only this file's own folder is on it
    sys.path.insert(0, str(ROOT / "tests"))

from benchmarks.collection import Collection, CollectionError, read  # noqa: E402

MEASURES = ("MAP", "nDCG@10", "P@10", "Recall@100")
_SHORT, _LONG = 10, 100
Found = Mapping[int, Sequence[int]]
"""The documents found for each question, the best first."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the order. `whole`: what holds every word comes first. `apart`: the text does not hold the title."""

    name: str
    k1: float = fields.K1
    b: float = fields.B
    title: float = fields.WEIGHTS["title"]
    apart: bool = False
    whole: bool = False


TRIED = (
    Settings("ours"),
    Settings("all of the words first", whole=True),
    *(Settings(f"title {weight}", title=weight) for weight in (0, 0.25, 1, 2, 4)),
    *(Settings(f"title {weight}, not in the text", title=weight, apart=True) for weight in (1, 2, 4)),
    *(Settings(f"K1 {k1}", k1=k1) for k1 in (0.9, 1.6, 2.0)),
    *(Settings(f"B {b}", b=b) for b in (0.3, 0.5, 0.9)),
)


@dataclass(frozen=True, slots=True)
class Measures:
    """How well settings do: the mean of each of `MEASURES` over the questions."""

    means: Mapping[str, float]
    better: int
    """Questions with a higher average precision than with our settings."""
    worse: int


def index(collection: Collection, folder: Path, *, apart: bool = False) -> None:
    """Index the documents as contributions are: the title by itself, and the text, which holds it but for `apart`."""
    engine.create(folder)
    writing = engine.Writing(folder)
    for number, said in collection.documents.items():
        title, text = said.get("T", ""), said.get("W", "")
        texts = {"title": title, "body": text if apart else f"{title}\n{text}"}
        writing.add(Document(f"{number:06}", str(number), "", 1, texts, {}))
    writing.commit(0)


def stems(question: str) -> tuple[str, ...]:
    """Return the stems of a question's words, once each."""
    return tuple(dict.fromkeys(token.stem for token in tokens(question)))


def ranked(reading: engine.Reading, question: str, *, whole: bool = False) -> list[int]:
    """Return the numbers of the documents that hold any word of a question, the best first.

    `whole`: those that hold every word come first, and where they are enough there are no others.
    """
    sought = stems(question)
    tiers = [reading.scores(_every(sought))] if whole else []
    if not tiers or len(tiers[0]) < FEW:
        tiers.append(reading.scores(Plan(((AnyOf(sought),),), (), frozenset(sought))))
    ranking = Ranking(tiers)
    return [int(reading.identity(one.number)) for one in ranking.best(max(1, len(ranking.matches)), reading.place)]


def _every(sought: Sequence[str]) -> Plan:
    return Plan(tuple((AnyOf((stem,)),) for stem in sought), (), frozenset(sought))


def answered(reading: engine.Reading, questions: Some[str]) -> int:
    """Return how many questions find anything as they stand, when every word must hold."""
    return sum(bool(reading.scores(_every(stems(text)))) for text in questions)


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
    with (
        mock.patch.multiple(fields, K1=settings.k1, B=settings.b),
        mock.patch.dict(fields.WEIGHTS, {"title": settings.title}),
        contextlib.closing(engine.Reading(folder)) as reading,
    ):
        return {one: ranked(reading, collection.questions[one], whole=settings.whole) for one in collection.relevant}


def tried(collection: Collection, scratch: Path) -> tuple[dict[str, Measures], int]:
    """Return what each of the settings comes to, and how many questions find anything when every word must hold."""
    folders = {apart: scratch / str(apart) for apart in (False, True)}
    for apart, folder in folders.items():
        folder.mkdir()
        index(collection, folder, apart=apart)
    found = {one.name: run(collection, folders[one.apart], one) for one in TRIED}
    ours = found[TRIED[0].name]
    with contextlib.closing(engine.Reading(folders[False])) as reading:
        whole = answered(reading, [collection.questions[one] for one in collection.relevant])
    return {name: measured(collection.relevant, each, ours) for name, each in found.items()}, whole


def main() -> None:
    """Read the command line, index, ask, and print the table."""
    parser = argparse.ArgumentParser(description="Measure the relevance of our ranking on a test collection.")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="a public test collection")
    parser.add_argument("--long", action="store_true", help="ask with all that is said of a tag, for Debian's programs")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    try:
        collection = read(asked.folder, long=asked.long)
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
