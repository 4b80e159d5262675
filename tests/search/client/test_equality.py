"""The browser answers queries of every form as `commons search` does, over several generations, with documents gone."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import shutil
from pathlib import Path

import pytest

from benchmarks.synthetic import generate
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.reading.tree import open_tree
from practice_commons.search import engine, export, fields, generations, telling
from practice_commons.search.index import Index
from practice_commons.search.inquiry import Inquiry
from practice_commons.search.passages import passage
from practice_commons.search.renewal import brought
from search.client.asking import Questions
from search.client.conftest import opened_with

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
COUNT = int(os.environ.get("SEARCH_QUERIES", "300"))
"""How many queries to ask: `make faults` of the search, so to speak, is 3,000."""
ASK = """async (queries) => {
    const searcher = await PracticeCommons.open(PracticeCommons.place), found = [];
    for (const [text, options] of queries) {
        const said = await searcher.search(text, options);
        found.push({
            passages: await Promise.all(said.hits.map((hit) => hit.passage())),
            ids: said.hits.map((hit) => hit.id), scores: said.hits.map((hit) => hit.score),
            total: said.total, notes: said.notes, mended: said.didYouMean,
            top: said.top && said.top.path.split("/")[1],
            facets: said.facets && Object.fromEntries(said.facets.map(({name, values}) =>
                [name, values.map(({value, count}) => [value, count])])),
        });
    }
    return found;
}"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Return the index of a synthetic commons after some changes, and a page that has its search folder."""
    root = tmp_path_factory.mktemp("searched") / "commons"
    generate(root, communities=6, contributions=300, seed=1, commits=2)
    chance = random.Random(5)
    files = sorted(root.glob("communities/*/*.md"))
    patched = pytest.MonkeyPatch()
    patched.setattr(generations, "SMALL", 1)
    patched.setattr(generations, "FACTOR", 1)
    patched.setattr(telling, "MANY", 100)  # the first has a dictionary, the others none
    for turn in range(3):
        bring(root)
        for file in chance.sample(files, 16 if turn == 0 else 3):
            if file.exists() and chance.random() < 0.1:
                file.unlink()
            elif file.exists():
                file.write_text(
                    file.read_text("utf-8") + f"\nA ripe aubergine and housing repairs, time {turn}.\n", "utf-8"
                )
    state = bring(root)
    patched.undo()
    assert len(state.generations) > 1
    assert any(one.gone for one in state.generations)
    assert len(list(state.folder.glob("g-*/k.js"))) == 1
    place = tmp_path_factory.mktemp("site")
    with Catalogue.of(open_tree(root, NOW), root / ".commons", print) as catalogue:
        lay(state, catalogue.sight.names, place)
        index = Index.of(catalogue, root / ".commons/search", print)
        with opened_with(place / "search/client.js", {}) as evaluate:
            evaluate("(place) => { PracticeCommons.place = place; }", f"{(place / 'search').as_uri()}/")
            with contextlib.closing(engine.Reading(state.folder)) as whoosh:
                yield catalogue, index, evaluate, whoosh


def bring(root):
    with Catalogue.of(open_tree(root, NOW), root / ".commons", print) as catalogue:
        return brought(catalogue, root / ".commons/search", print)


def lay(state, names, place: Path):
    for path, data in export.small(state, names).items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(data)
    for path, file in export.large(state):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place / path)


def test_queries_of_every_form_have_the_same_answers(both):
    catalogue, index, evaluate, _ = both
    asked = list(Questions(catalogue, random.Random(11)).ask(COUNT))
    options = [{"sort": one.sort, "facets": one.facets, "complete": one.complete} for one in asked]
    answers = evaluate(ASK, [[one.text, said] for one, said in zip(asked, options, strict=True)])
    inquiry = Inquiry(index.reading, catalogue.sight.names)
    found = 0
    for query, answer in zip(asked, answers, strict=True):
        wanted = inquiry.answer(query)
        ids = [index.reading.identity(one.number) for one in wanted.best]
        found += bool(ids)
        assert (answer["total"], answer["ids"]) == (wanted.total, ids), query
        if query.sort == "relevance" and answer["scores"][:1] != [0]:  # what comes first for its title has no score
            assert answer["scores"] == pytest.approx([one.score for one in wanted.best], abs=2e-6), query
        assert answer["mended"] == wanted.did_you_mean, query
        assert answer["top"] == (wanted.top and wanted.top.slug), query
        # what an unknown value may have meant is not looked for in the browser
        notes = zip(answer["notes"], wanted.notes, strict=True)
        assert all(said == full or (full.startswith(said) and "There is no" in said) for said, full in notes), query
        if len(wanted.plans) == 1:
            shown = [passage(index.reading.texts(one.number), wanted.plans[0].stems) for one in wanted.best]
            assert ["".join(text for text, _ in one) for one in answer["passages"]] == [one.text for one in shown]
        if query.facets:
            counts = {name: [list(one) for one in values] for name, values in wanted.facets.items()}
            assert answer["facets"] == counts, query
    assert found > COUNT // 2
    assert set(fields.COUNTED) - {"source"} == {name for one in answers if one["facets"] for name in one["facets"]}


class Witness:
    """Whoosh, but for words as written, which its index does not hold: those of the shards are compared elsewhere."""

    def __init__(self, whoosh, shards):
        self.whoosh, self.shards = whoosh, shards

    def __getattr__(self, name):
        return getattr(self.shards if name in {"beginning", "frequency", "resembling"} else self.whoosh, name)


def test_whoosh_has_the_same_answers_as_the_shards(both):
    catalogue, index, _, whoosh = both
    witness = Witness(whoosh, index.reading)
    shards, witness = (Inquiry(held, catalogue.sight.names) for held in (index.reading, witness))
    for query in Questions(catalogue, random.Random(12)).ask(COUNT):
        found, wanted = shards.answer(query), witness.answer(query)
        best = [(index.reading.identity(one.number), one.tier, one.score) for one in found.best]
        assert best == [(whoosh.identity(one.number), one.tier, one.score) for one in wanted.best], query
        assert (found.total, found.plans, found.did_you_mean, found.notes, found.top, found.facets) == (
            (wanted.total, wanted.plans, wanted.did_you_mean, wanted.notes, wanted.top, wanted.facets)
        ), query
