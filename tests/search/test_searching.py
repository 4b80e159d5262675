"""Queries, and what they find."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searchable import entry, opened, write

from practice_commons.failure import Failure
from practice_commons.search.index import Index
from practice_commons.search.query import LONGEST, Query


def ids(index: Index, text: str) -> list[str]:
    return [hit.id for hit in index.search(Query(text)).hits if not hit.partial]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "avoidable contact",
            ["letters", "surveys", "mixed-words"],
        ),  # in the title, twice in a text that bears the priority, in a text without it
        ('"avoidable contact"', ["letters", "surveys"]),
        ("surveying", ["surveys"]),  # stemming
        ("learn", ["learning-together"]),
        ("community", ["new-council"]),
        ("commun*", ["new-council"]),
        ("communities*", ["new-council"]),
        ("libr*", ["open-libraries"]),
        ("CTR", ["tax-help"]),  # another word for its tag
        ('"council tax reduction"', ["tax-help"]),
        ("NI14 letters", ["letters"]),  # another word for its priority
        ("bibliobus", ["open-libraries"]),  # a kind's own sentence
        ("Kent", ["surveys"]),  # a council's name
        ("metropolitan borough", ["open-libraries", "letters"]),  # its official name; equal scores, newest first
        ("Llor", ["mixed-words"]),  # a person's name
        ("contact -survey", ["letters", "mixed-words"]),
        ("contact NOT survey", ["letters", "mixed-words"]),
        ("surveys OR letters", ["letters", "surveys"]),
        ("avoidable surveys OR plain", ["letters", "surveys"]),
        ("title:letters", ["letters"]),
        ("title:plain", []),
        ("co-production", ["learning-together", "open-libraries"]),  # a word of two is a phrase
        ("co-prod*", ["learning-together", "open-libraries"]),
        ("council:cumberland", ["new-council", "tax-help"]),  # with the council that it succeeded, newest first
        ("council:allerdale", ["tax-help"]),
        ('council:"Barnsley Metropolitan Borough Council"', ["open-libraries", "letters"]),
        ("contact council:E10000016", ["surveys"]),
        ("priority:co-production", ["open-libraries"]),
        ("kind:offer OR tag:ctr", ["open-libraries", "tax-help"]),
        ("kind:offer OR surveys", ["surveys", "open-libraries"]),
        ("people -council:kent", ["tax-help"]),
        ("practice:development", ["learning-together"]),
        ('outcome:"did not work"', ["mixed-words"]),
        ("role:councillor", ["mixed-words"]),
        ("contact date:2008..2009", ["letters", "surveys"]),
        ("year:2008", ["surveys"]),
        ("contact -year:2008", ["letters", "mixed-words"]),
        ('region:"South East"', ["surveys"]),
        ("region:north-west", ["new-council", "tax-help"]),
        ("region:north OR region:south-east", ["open-libraries", "letters", "surveys"]),
        ("since:2020", ["new-council", "open-libraries"]),
        ("community:learning until:2013-04", ["learning-together", "withdrawn-figures"]),
        ("zebras", ["withdrawn-figures"]),  # a withdrawn one is found by its title,
        ("quagga", []),  # and by nothing else
        ("nothing*", []),
        ("-kind:news", ["open-libraries"]),
    ],
)
def test_finds(index: Index, text: str, expected: list[str]) -> None:
    assert ids(index, text) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(community="contact"), ["tax-help", "mixed-words", "letters", "surveys"]),
        (Query(community="contact", limit=1), ["tax-help"]),
        (Query(community="contact", since=dt.date(2009, 6, 15), until=dt.date(2011, 1, 1)), ["mixed-words", "letters"]),
        (Query("contact", council="Barnsley"), ["letters"]),
        (Query(kind="offer", priority="co-production", tag="libraries"), ["open-libraries"]),
        (Query(kind="module"), []),
    ],
)
def test_conditions(index: Index, query: Query, expected: list[str]) -> None:
    assert [hit.id for hit in index.search(query).hits] == expected


def test_without_text_and_conditions_everything_is_listed_newest_first(index: Index) -> None:
    results = index.search(Query())
    assert results.total == 8
    assert [hit.date for hit in results.hits] == sorted((hit.date for hit in results.hits), reverse=True)


def test_the_limit_cuts_the_list_and_not_the_count(index: Index) -> None:
    results = index.search(Query("contact", limit=2))
    assert (results.total, len(results.hits)) == (3, 2)
    assert [hit.id for hit in results.hits] == ids(index, "contact")[:2]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("avoidabel contcat", "avoidable contact"),
        ("concil kind:news", "council kind:news"),
        ('"avoidable conttact" -survey', '"avoidable contact" -survey'),
        ("(libarries)", "(libraries)"),
        ("learn", None),  # found by its stem
        ("zzzz", None),
        ("avoidable -contatc", None),
        ("xyz", None),  # too short to guess
        ("cuncil kind:module", None),  # would find no more
    ],
)
def test_did_you_mean(index: Index, text: str, suggestion: str | None) -> None:
    results = index.search(Query(text))
    assert results.did_you_mean == suggestion
    if suggestion:
        assert index.search(Query(suggestion)).total >= max(1, results.total)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("the of", "“the of” is too common, or too short, to search for."),
        ("c*", "“c*” is too short: give at least 2 letters."),
        ("year:next", "There is no year “next”. Give one like 2008."),
        ("region:nowhere", "There is no region “nowhere”."),
        ("council:Kemt", "There is no council “Kemt” in the register. Did you mean 'kent'?"),
        ("date:never", "“date:never” is not a date. Give a year, a month or a day: 2008, 2008-03 or 2008-03-31."),
        ("()", "There is no word to search for in the query."),
        ("word " * 65, "Only the first 64 words and conditions of the query were used."),
    ],
)
def test_what_could_not_be_followed_is_said(index: Index, text: str, note: str) -> None:
    assert note in index.search(Query(text)).notes


def test_what_is_excluded_is_excluded_wherever_it_stands_in_the_index(root: Path) -> None:
    """Whoosh's own exclusion fails for the first document that has what is wanted, behind one with only what is not."""
    write(
        root,
        {
            "contact/aaa": entry("only-beta", "Beta", "x"),
            "contact/bbb": entry("both-words", "Alpha beta", "x"),
            "contact/ccc": entry("only-alpha", "Alpha", "x"),
        },
    )
    with opened(root) as (index, _):
        assert ids(index, "alpha -beta") == ["only-alpha"]
        assert ids(index, "beta -alpha") == ["only-beta"]
        assert ids(index, "alpha -beta -zzzz") == ["only-alpha"]


def test_common_words_among_others_are_passed_over_in_silence(index: Index) -> None:
    assert index.search(Query("to the contact")).notes == ()
    assert ids(index, "to the contact") == ids(index, "contact")


def test_an_unknown_condition_in_the_text_finds_nothing(index: Index) -> None:
    assert index.search(Query("contact council:Kemt")).total == 0
    assert index.search(Query("contact -council:Kemt")).total == 3


def test_an_unknown_condition_apart_from_the_text_is_a_failure(index: Index) -> None:
    with pytest.raises(Failure, match="no council “Kemt”"):
        index.search(Query("contact", council="Kemt"))


def test_a_query_that_is_too_long_is_refused(index: Index) -> None:
    with pytest.raises(Failure, match="the limit is 2000"):
        index.search(Query("x" * (LONGEST + 1)))


def test_what_a_hit_says(index: Index) -> None:
    hit = index.search(Query('"avoidable contact" call')).hits[-1]
    assert (hit.id, hit.permalink, hit.citation, hit.kind) == ("surveys", "/c/surveys/", "surveys@uncommitted", "news")
    assert (hit.community, hit.councils, hit.date) == ("contact", ("kent",), dt.date(2008, 3, 1))
    assert (hit.path, hit.source) == ("communities/contact/surveys.md", "")
    shown = [hit.passage.text[start:end] for start, end in hit.passage.matches]
    assert shown[:3] == ["avoidable", "contact", "call"]
    assert "".join(piece for piece, _ in hit.passage.pieces()) == hit.passage.text


def test_a_withdrawn_hit_says_why(index: Index) -> None:
    hit = index.search(Query("zebras")).hits[0]
    assert hit.withdrawn
    assert hit.passage.text == "Withdrawn on 2021-01-01: The figures were wrong."


PIECES = st.sampled_from(
    [
        '"',
        "-",
        "*",
        "OR",
        "NOT",
        "AND",
        "kind:",
        "council:",
        "date:",
        "title:",
        "..",
        "2008",
        "contact",
        "co*",
        "avoid*",
        "(",
        ")",
        "^",
        "~",
        "?",
        "[",
        "]",
        "{",
        "}",
        "\\",
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\ud800",
        "İ",
        "ß",
        "𝒳",
        "a" * 90,
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(PIECES, max_size=40).map(lambda parts: " ".join(parts)[:LONGEST])
    | st.lists(PIECES, max_size=40).map(lambda parts: "".join(parts)[:LONGEST])
)
def test_no_query_raises_or_takes_long(index: Index, text: str) -> None:
    begun = time.monotonic()
    results = index.search(Query(text, facets=True, complete=True))
    assert time.monotonic() - begun < 2
    assert len(results.hits) == min(results.total, 10)


def test_what_holds_some_of_the_words_comes_after_what_holds_all_of_them(index: Index) -> None:
    results = index.search(Query("avoidable letters zebra"))
    assert results.hits
    assert all(hit.partial for hit in results.hits)
    assert results.notes[-1] == "Nothing holds all of the words; these hold some of them."
    both = index.search(Query("avoidable contact letters"))
    partial = [hit.partial for hit in both.hits]
    assert partial == sorted(partial)
    assert len(set(partial)) == 2
    assert both.notes[-1] == "What holds all of the words comes first; after it, what holds some of them."


def test_a_phrase_a_condition_and_what_is_excluded_are_never_let_go(index: Index) -> None:
    assert index.search(Query('"avoidable letters zebra" contact')).total == 0
    assert {hit.kind for hit in index.search(Query("avoidable zebra kind:offer")).hits} <= {"offer"}
    with_it = {hit.id for hit in index.search(Query("avoidable zebra")).hits}
    without = {hit.id for hit in index.search(Query("avoidable zebra -letters")).hits}
    assert without < with_it
    assert index.search(Query("title:zebra contact")).total == 0
