"""A federated commons: what came from whom is a condition, and a facet, of the command and the browser alike."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from neighbours import Ours, begun, neighbour, serving

from practice_commons.cli.room import SEARCH, catalogue_of, workshop
from practice_commons.reading.tree import open_tree
from practice_commons.search.renewal import brought
from search.client.conftest import opened_with
from search.client.test_equality import ASK, lay

STORY = "communities/customer-contact/fewer-repeat-calls.md"
TITLE = "The commons of <i>Kent"


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """A commons that takes from another."""
    place = tmp_path_factory.mktemp("sources")
    with serving(place / "served") as address:
        theirs = neighbour(place / "served", address, "kent")
        theirs.edit("communities/commons.yml", "The commons of Kent", TITLE)
        theirs.edit(STORY, "Fewer repeat calls: a fixture", "Zebra crossings for callers")
        theirs.commit()
        found = Ours(begun(place / "ours"))
        found.join(theirs)
    return found


@pytest.fixture(scope="module")
def page(ours, tmp_path_factory):
    """The page of a browser that has the search folder, and what this commons calls itself."""
    place = tmp_path_factory.mktemp("site")
    with catalogue_of(open_tree(ours.folder, dt.datetime.now(dt.UTC)), ours.folder) as catalogue:
        lay(brought(catalogue, workshop(ours.folder) / SEARCH, print), catalogue.sight.names, place)
    with opened_with(place / "search/client.js", {}) as evaluate:
        evaluate("(place) => { PracticeCommons.place = place; }", f"{(place / 'search').as_uri()}/")
        yield evaluate


def asked(ours, *words):
    return json.loads(ours.run("search", "--json", "--facets", "--limit", "100", "--", *words).out)


@pytest.mark.parametrize(
    "text",
    ["calls", "source:kent", "source:here", 'source:"this commons" calls', "-source:kent", "source:x"],
)
def test_both_answer_alike(ours, page, text):
    told = asked(ours, text)
    (said,) = page(ASK, [[text, {"facets": True, "limit": 100}]])
    assert said["ids"] == [one["id"] for one in told["results"]]
    assert said["facets"] == {
        name: [[one["value"], one["count"]] for one in values] for name, values in told["facets"].items()
    }


def test_it_tells_a_peers_contributions_from_our_own(ours):
    every, theirs, own = asked(ours, "-xyzzy"), asked(ours, "source:kent"), asked(ours, "source:here")
    assert theirs["total"]
    assert own["total"]
    assert every["facets"]["source"] == [
        {"value": name, "count": one["total"]}
        for name, one in sorted(
            (("this commons", own), ("kent", theirs)), key=lambda pair: (-pair[1]["total"], pair[0])
        )
    ]
    assert all(one["source"] == "kent" and one["id"].startswith("kent:") for one in theirs["results"])
    assert all(one["source"] == "" for one in own["results"])
    assert asked(ours, f'source:"{TITLE}"')["results"] == theirs["results"], "by its title as well"
    assert "source: " in ours.run("search", "calls", "--facets").out


def test_readers_see_the_titles(page):
    code = """async () => {
        const searcher = await PracticeCommons.open(PracticeCommons.place);
        const { facets } = await searcher.search("", { facets: true, conditions: { source: ["kent"] } });
        return facets.find(({ name }) => name === "source");
    }"""
    said = page(code)
    assert said["label"] == "Commons"
    assert {one["value"]: one["label"] for one in said["values"]} == {"this commons": "Fixture commons", "kent": TITLE}
