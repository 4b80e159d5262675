"""One thing under its many names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from searchable import TAGS, entry, opened, small_commons, write

from practice_commons.search.index import Index
from practice_commons.search.language import parse
from practice_commons.search.query import Query
from practice_commons.search.synonyms import Name, Synonyms, joined

MORE = """\
  buses:
    label: Cost of travel
    alternatives: [Bus fares, "1", The]
  tax:
    label: Tax
    alternatives: [Levy]
"""
ENTRIES = {
    "contact/short": entry("short-name", "Who gets CTR", "Nothing else."),
    "contact/long": entry("long-name", "Who gets council tax support", "Nothing else."),
    "contact/apart": entry("words-apart", "A tax", "Support by the council."),
    "contact/levy": entry("a-levy", "A levy", "Nothing else."),
    "contact/fares": entry("bus-fares", "Bus fares", "Nothing else."),
    "contact/travel": entry("travel-cost", "What travel costs", "The cost of travel."),
}


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = small_commons(tmp_path_factory.mktemp("named") / "commons")
    (root / "communities/tags.yml").write_text(TAGS + MORE, "utf-8")
    write(root, ENTRIES)
    with opened(root) as (index, _):
        yield index


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("council tax support", {"short-name", "long-name", "words-apart", "tax-help"}),
        ("ctr", {"short-name", "long-name", "tax-help"}),  # as a phrase: not the words apart
        ('"council tax support"', {"short-name", "long-name", "tax-help"}),
        ("CTR who", {"short-name", "long-name"}),
        ("who gets council tax reduction", {"short-name", "long-name"}),
        (
            "support council tax",
            {"long-name", "words-apart", "tax-help"},
        ),  # another order: no name
        ("council-tax support", {"short-name", "long-name", "tax-help"}),
        ("title:ctr", {"short-name"}),
        ("-ctr levy", {"a-levy", "words-apart", "long-name"}),
        ("ctr OR zzzz", {"short-name", "tax-help"}),
        ("cost travel", {"bus-fares", "travel-cost"}),
        ("the cost of travel", {"bus-fares", "travel-cost"}),
        ("bus fares", {"bus-fares", "travel-cost"}),
        ("levy", {"a-levy", "words-apart", "long-name", "tax-help"}),
        ("ctr kind:offer", set()),
    ],
)
def test_finds(named: Index, text: str, expected: set[str]) -> None:
    assert {hit.id for hit in named.search(Query(text)).hits if not hit.partial} == expected


def clauses(index: Index, text: str) -> list[str]:
    found = joined(parse(text).clauses, Synonyms(index.sight.names))
    return [
        "+".join(leaf.text for leaf in one.leaves)
        if isinstance(one, Name)
        else str(getattr(one.either[0], "text", "?"))
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("council tax support tax", ["council+tax+support", "tax"]),  # the longest, from the left
        ("tax support", ["tax", "support"]),
        ("council tax", ["council", "tax"]),
        ("council kind:news tax support", ["council", "?", "tax", "support"]),
        ("council tax* support", ["council", "tax", "support"]),
        ("the cost of travel", ["the", "cost+of+travel"]),
        ("bus fares of", ["bus+fares", "of"]),
        ('"bus fares" x', ["bus fares", "x"]),
        ('bus "fares"', ["bus", "fares"]),
        ("1", ["1"]),
        ("the", ["the"]),
    ],
)
def test_clauses_are_put_together(named: Index, text: str, expected: list[str]) -> None:
    assert clauses(named, text) == expected


def test_a_name_without_others_is_left_as_it_was(named: Index) -> None:
    assert not any(isinstance(one, Name) for one in joined(parse("libraries").clauses, Synonyms(named.sight.names)))


def test_other_names_add_nothing_to_the_score_of_what_holds_the_words(named: Index) -> None:
    """Whoever carries the tag holds all of its names."""
    scores = {hit.id: hit.score for hit in named.search(Query("ctr")).hits}
    plain = {hit.id: hit.score for hit in named.search(Query("ctr OR zzzz")).hits}
    assert scores["tax-help"] == plain["tax-help"]
    assert scores["short-name"] == plain["short-name"]
    assert scores["long-name"] > 0


def test_other_names_are_shown_in_passages(named: Index) -> None:
    hit = next(hit for hit in named.search(Query("bus fares")).hits if hit.id == "travel-cost")
    assert [hit.passage.text[start:end] for start, end in hit.passage.matches] == ["cost", "travel"]


def test_a_page_that_holds_the_words_keeps_its_score_wherever_it_stands_in_the_index(tmp_path: Path) -> None:
    """The first document that bears another name may stand behind one that holds only the words."""
    root = small_commons(tmp_path / "commons")
    write(
        root,
        {
            "contact/aaa": entry("only-words", "Council tax, and support", "x"),
            "contact/bbb": entry("both-names", "Council tax support or CTR", "x"),
        },
    )
    with opened(root) as (index, _):
        scores = {hit.id: hit.score for hit in index.search(Query("council tax support")).hits if not hit.partial}
        apart = {hit.id: hit.score for hit in index.search(Query("support tax council")).hits if not hit.partial}
        assert scores == apart
