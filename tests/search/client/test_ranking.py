"""The browser finds what Whoosh finds, with the same scores, in the same order: over several generations, some gone."""

from __future__ import annotations

import dataclasses
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from practice_commons.search.plan import Adjacent, AnyOf, Both, During, Holds, Named
from practice_commons.search.settings import settings
from search.client.conftest import opened_with
from search.generated import index_of, some_plan

TYPES = {Adjacent: "adjacent", AnyOf: "any", Holds: "holds", During: "during", Both: "both", Named: "named"}


@pytest.fixture(scope="module")
def index(tmp_path_factory, published):
    """Return an index of three generations with gone documents, as Whoosh reads it and as a browser does."""
    folder = tmp_path_factory.mktemp("index")
    with (
        index_of(folder, (400, 50, 3), random.Random(4), 500) as (state, reading),
        opened_with(published, settings()) as evaluate,
    ):
        assert reading.deleted
        said = [
            {"folder": f"{(folder / f'g-{one.name}').as_uri()}/", "gone": one.gone, "totals": one.totals}
            for one in state.generations
        ]
        evaluate(
            """async (said) => {
                const parts = said.map((one) => new PracticeCommons.Generation(one.folder, one).open());
                PracticeCommons.index = new PracticeCommons.Index(await Promise.all(parts), PracticeCommons.settings);
            }""",
            said,
        )
        yield reading, evaluate


def spelt(test):
    """Return a test as the client has it."""
    found = {
        name: value for name, value in dataclasses.asdict(test).items() if name not in {"tests", "words", "others"}
    }
    if isinstance(test, Both):
        found["tests"] = [spelt(one) for one in test.tests]
    if isinstance(test, Named):
        found |= {"words": spelt(test.words), "others": list(map(spelt, test.others))}
    if isinstance(test, During):
        found = {"first": test.first.toordinal(), "last": test.last.toordinal()}
    return {"type": TYPES[type(test)], **found}


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
        places = {one: (-scores[one], reading.place(one)) for one in scores}
        order = sorted(places, key=places.__getitem__)
        assert [identity for identity, _ in answer] == list(map(reading.identity, order))


def test_a_host_that_calls_every_script_utf_8_changes_nothing(tmp_path, published):
    """The mark with which a shard begins comes before what a server says of it."""
    with index_of(tmp_path, (30,), random.Random(6), 500) as (state, _):
        said = (tmp_path / f"g-{state.generations[0].name}" / "index.js").read_bytes()

        class Host(BaseHTTPRequestHandler):
            def do_GET(self):
                data = said if self.path == "/index.js" else b"<!doctype html><title>Page</title>"
                self.send_response(200)
                kind = "text/javascript" if self.path == "/index.js" else "text/html"
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("X-Content-Type-Options", "nosniff")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with opened_with(published, settings()) as evaluate:
            code = """async (folder) => {
                const {documents} = await new PracticeCommons.Generation(folder, {gone: [], totals: []}).open();
                return documents;
            }"""
            assert evaluate(code, f"http://127.0.0.1:{server.server_port}/") == 30
        server.shutdown()
        server.server_close()
