"""The browser finds what Whoosh finds, with the same scores, in the same order: over several generations, some gone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

import pytest

from practice_commons.search import engine, fields, generations
from practice_commons.search.document import Document
from practice_commons.search.plan import Adjacent, AnyOf, Both, During, Holds, Plan
from practice_commons.search.settings import settings
from practice_commons.search.words import stem
from search.client.conftest import CLIENT, opened_at

SCRIPTS = ("shards.js", "ranking.js")
VOCABULARY = [f"word{number}" for number in range(60)] + ["housing", "houses", "naïve", "日本", "𝒳yz", "e.g", "a1"]
TYPES = {Adjacent: "adjacent", AnyOf: "any", Holds: "holds", During: "during", Both: "both"}


def document(chance, number):
    def some(most):
        return " ".join(
            VOCABULARY[min(int(chance.expovariate(0.08)), len(VOCABULARY) - 1)] for _ in range(chance.randrange(most))
        )

    texts = {field.name: some(40 if field.name == "body" else 8) for field in fields.TEXT}
    values = {
        "kind": (chance.choice(["news", "event", "case-study"]),),
        "tag": tuple(chance.sample(["a", "b", "c", "d e"], chance.randrange(4))),
    }
    return Document(
        f":{number:05}", f"id-{number}", "blob", chance.randrange(730000, 730020), texts, values, [f"id-{number}"]
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Return an index of three generations with gone documents, as Whoosh reads it and as a browser does."""
    folder = tmp_path_factory.mktemp("index")
    chance = random.Random(4)
    engine.create(folder)
    made = []
    number = 0
    for size in (400, 50, 3):
        documents = sorted((document(chance, number + i) for i in range(size)), key=lambda one: (-one.day, one.key))
        number += size
        gone = {f":{chance.randrange(number - size):05}" for _ in range(5)} if made else set()
        writing = engine.Writing(folder)
        for key in gone:
            writing.delete(key)
        for one in documents:
            writing.add(one)
        writing.commit(len(made))
        made = [generations.without(folder, one, gone) for one in made]
        made.append(generations.make(folder, documents, largest=500))
    reading = engine.Reading(folder)
    assert sum(len(one.gone) for one in made) == reading.deleted > 0
    with opened_at(CLIENT, SCRIPTS, settings()) as evaluate:
        said = [
            {"folder": f"{(folder / f'g-{one.name}').as_uri()}/", "gone": one.gone, "totals": totals}
            for one, totals in zip(made, reading.totals, strict=True)
        ]
        evaluate(
            """async (said) => {
                const parts = said.map((one) => new PracticeCommons.Generation(one.folder, one).open());
                PracticeCommons.index = new PracticeCommons.Index(await Promise.all(parts), PracticeCommons.settings);
            }""",
            said,
        )
        yield reading, evaluate
    reading.close()


def spelt(test):
    """Return a test as the client has it."""
    found = {name: value for name, value in dataclasses.asdict(test).items() if name != "tests"}
    if isinstance(test, Both):
        found["tests"] = [spelt(one) for one in test.tests]
    if isinstance(test, During):
        found = {"first": test.first.toordinal(), "last": test.last.toordinal()}
    return {"type": TYPES[type(test)], **found}


def some_test(chance, *, deep=True):
    field = chance.choice([None, None, None, "title", "body"])
    words = [stem(VOCABULARY[min(int(chance.expovariate(0.1)), len(VOCABULARY) - 1)]) for _ in range(5)]
    kind = chance.choice(["one", "one", "phrase", "any", "holds", "during", "both"])
    if kind == "one":
        return Adjacent((words[0],), field)
    if kind == "phrase":
        return Adjacent(tuple(words[: chance.randrange(2, 4)]), field)
    if kind == "any":
        return AnyOf(tuple(dict.fromkeys(words)), field)
    if kind == "holds":
        return Holds("tag", tuple(chance.sample(["a", "b", "d e", "no such"], 2)))
    if kind == "during" or not deep:
        first = 730000 + chance.randrange(20)
        return During(dt.date.fromordinal(first), dt.date.fromordinal(first + chance.randrange(10)))
    return Both((some_test(chance, deep=False), some_test(chance, deep=False)))


def some_plan(chance):
    required = tuple(
        tuple(some_test(chance) for _ in range(chance.choice([1, 1, 1, 2]))) for _ in range(chance.randrange(3))
    )
    excluded = tuple(some_test(chance) for _ in range(chance.choice([0, 0, 1])))
    return Plan(tuple(dict.fromkeys(required)), excluded, frozenset())


def test_plans_of_every_form_find_the_same_with_the_same_scores(index):
    reading, evaluate = index
    chance = random.Random(9)
    plans = [some_plan(chance) for _ in range(600)]
    asked = [
        {
            "required": [[spelt(one) for one in tests] for tests in plan.required],
            "excluded": list(map(spelt, plan.excluded)),
        }
        for plan in plans
    ]
    answers = evaluate(
        """async (plans) => {
            const index = PracticeCommons.index, found = [];
            for (const plan of plans) {
                const ranked = await index.ranked(await index.fulfil(plan));
                found.push(await Promise.all(ranked.map(async (one) =>
                    [(await index.generations[one.generation].card(one.document))[0], one.score])));
            }
            return found;
        }""",
        asked,
    )
    assert sum(map(len, answers)) > 10_000
    for plan, answer in zip(plans, answers, strict=True):
        scores = reading.scores(plan)
        wanted = {reading.identity(number): score for number, score in scores.items()}
        assert {identity: pytest.approx(score, abs=2e-6) for identity, score in answer} == wanted, plan
        places = {one: (-scores[one], -reading.day(one), reading.key(one)) for one in scores}
        order = sorted(places, key=places.__getitem__)
        assert [identity for identity, _ in answer] == list(map(reading.identity, order))
