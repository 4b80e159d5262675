"""What comes first, what is counted, and what a query is the name of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searchable import entry, opened, small_commons, write

from practice_commons.search import fields
from practice_commons.search.index import Index
from practice_commons.search.query import Query
from practice_commons.search.ranking import Ranking
from practice_commons.search.results import Top

ENTRIES = {
    "contact/plain": entry("plain-words", "What  counts as a “Call”", "One.", date="2001-01-01", evidence="view"),
    "contact/longer": entry("longer-one", "What counts as a call, and what counts", "Call call counts counts."),
    "contact/twice": entry("first-twin", "Told twice", "x"),
    "learning/twice": entry("second-twin", "Told TWICE", "x", community="learning"),
    "contact/gone": entry("gone-one", "Taken back", "x", withdrawn="{date: 2021-01-01, reason: Wrong.}"),
    "contact/kept": entry("kept-one", "Taken back, taken back", "x"),
    "contact/both": entry("two-regions", "Two regions", "x", councils="[kent, allerdale, cumberland]"),
}


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = small_commons(tmp_path_factory.mktemp("titled") / "commons")
    write(root, ENTRIES)
    with opened(root) as (index, _):
        yield index


@pytest.mark.parametrize(
    ("query", "first"),
    [
        (Query("What counts as a “Call”"), "plain-words"),
        (Query("“what COUNTS as a  call”"), "longer-one"),  # its own title has quotation marks inside
        (Query("what counts"), "longer-one"),
        (Query("told twice"), "first-twin"),  # two bear the title, so by score, date and key
        (Query("told twice", community="learning"), "second-twin"),
        (Query("taken back"), "kept-one"),  # the other was withdrawn
        (Query("'Two regions'"), "two-regions"),
    ],
)
def test_a_title_asked_for_comes_first(titled: Index, query: Query, first: str) -> None:
    assert titled.search(query).hits[0].id == first


def test_a_title_comes_first_whatever_the_scores(titled: Index) -> None:
    hits = titled.search(Query("what counts as a “call”", limit=2)).hits
    assert [hit.id for hit in hits] == ["plain-words", "longer-one"]
    assert [hit.id for hit in titled.search(Query("What counts as a “call”", sort="date")).hits] == [
        "longer-one",
        "plain-words",
    ]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  A  Tìtle\n", "a tìtle"),
        ("“Straße”", "strasse"),
        ("'Tis", "tis"),
        ("««x»»", "x"),
        ("“ x ”", "x"),
        ("a “b” c", "a “b” c"),
        ("e\u0301", "é"),
        ("“”", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fields.folded(text) == folded


@pytest.mark.parametrize(
    ("text", "top"),
    [
        ("kent", Top("council", "kent", "Kent")),
        ("“Kent County Council”", Top("council", "kent", "Kent")),
        ("E08000016", Top("council", "barnsley", "Barnsley")),
        ("NI14", Top("priority", "avoidable-contact", "Avoidable contact")),
        ("Learning", Top("community", "learning", "Learning")),
        ("libraries", Top("tag", "libraries", "Libraries")),
        ("kent libraries", None),
        ("", None),
    ],
)
def test_top(titled: Index, text: str, top: Top | None) -> None:
    assert titled.search(Query(text)).top == top


def test_what_several_things_are_called_is_the_name_of_none(tmp_path: Path) -> None:
    root = small_commons(tmp_path / "commons")
    (root / "communities/tags.yml").write_text("tags: {kentish: {label: Kent}}\n", "utf-8")
    with opened(root) as (index, _):
        assert index.search(Query("Kent")).top is None
        assert index.search(Query("kentish")).top == Top("tag", "kentish", "Kent")


@pytest.mark.parametrize("query", [Query("x"), Query("what counts", limit=1), Query(), Query("contcat"), Query("zzzz")])
def test_counts_are_those_of_all_results(titled: Index, query: Query) -> None:
    assert titled.search(query).facets is None
    results = titled.search(Query(query.text, limit=1, facets=True))
    every = titled.search(Query(query.text, limit=1000)).hits
    assert results.facets is not None
    assert list(results.facets) == [name for name in fields.COUNTED if name != "source"]
    assert dict(results.facets["year"]) == tally(str(hit.date.year) for hit in every)
    assert dict(results.facets["kind"]) == tally(hit.kind for hit in every)
    assert dict(results.facets["council"]) == tally(slug for hit in every for slug in hit.councils)
    for values in results.facets.values():
        assert list(values) == sorted(values, key=lambda one: (-one[1], one[0]))


def tally(values: Iterator[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


def test_counts(titled: Index) -> None:
    facets = titled.search(Query("two regions", facets=True)).facets
    assert facets is not None
    assert facets["region"] == (("North West", 1), ("South East", 1))
    assert facets["evidence"] == ()
    assert (titled.search(Query("evidence:view", facets=True)).facets or {})["evidence"] == (("view", 1),)


SCORES = st.dictionaries(st.integers(0, 12), st.sampled_from([0.0, 1.0, 1.5]))


@given(st.lists(SCORES, max_size=3), st.integers(1, 15))
def test_order(tiers: list[dict[int, float]], limit: int) -> None:
    def place(number: int) -> tuple[int, int]:
        return number % 3, (number * 7) % 13

    tier = {number: at for at, scores in reversed(list(enumerate(tiers))) for number in scores}
    expected = sorted(tier, key=lambda one: (tier[one], -tiers[tier[one]][one], place(one)))
    found = Ranking(tiers).best(limit, place)
    assert [one.number for one in found] == expected[:limit]
    assert all(tiers[one.tier][one.number] == one.score for one in found)


def test_counts_and_titles_follow_what_changes(root: Path) -> None:
    with opened(root):
        pass
    write(root, {"contact/more": entry("more-words", "Told once", "Contact.", date="2024-01-01", councils="[kent]")})
    (root / "communities/contact/letters.md").unlink()
    with opened(root) as (index, _):
        results = index.search(Query("contact", facets=True))
        assert results.total == 3
        assert (results.facets or {})["council"] == (("kent", 2),)
        assert (results.facets or {})["year"] == (("2008", 1), ("2011", 1), ("2024", 1))
        assert not any(hit.partial for hit in index.search(Query("TOLD once contact OR told")).hits[:1])
        assert index.search(Query("told once")).hits[0].id == "more-words"
        assert [hit.id for hit in index.search(Query("tolld")).hits] == ["more-words", "tax-help"]
        assert (index.search(Query(facets=True)).facets or {})["kind"] == (("news", 7), ("offer", 1))
        assert all(hit.partial for hit in index.search(Query("clearer letters cut avoidable contact")).hits)
