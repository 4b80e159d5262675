"""Words near those asked for: which they are, and that what they find comes after the rest."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searchable import entry, opened, small_commons, write

from practice_commons.search.index import Index
from practice_commons.search.language import parse
from practice_commons.search.nearness import near
from practice_commons.search.query import Query
from practice_commons.search.words import stem, words


class Held:
    """A lexicon in memory, by the rules as they are stated."""

    def __init__(self, held: Mapping[str, int], documents: int = 10) -> None:
        self.held, self.documents = dict(held), documents

    def frequency(self, word: str) -> int:
        return self.held.get(word, 0)

    def stemmed(self, asked: str) -> int:
        return max((count for word, count in self.held.items() if stem(word) == asked), default=0)

    def beginning(self, prefix: str, most: int) -> list[tuple[str, int]]:
        return [(word, count) for word, count in sorted(self.held.items()) if word.startswith(prefix)][:most]

    def resembling(self, word: str, edits: int) -> set[tuple[str, int]]:
        swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
        near = ((one, 1 if one in swapped and one != word else edits_between(one, word)) for one in self.held)
        return {(one, distance) for one, distance in near if distance <= edits and one[:1] == word[:1]}


def edits_between(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, row = row, [i]
        for j, other_letter in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other_letter)))
    return row[-1]


def near_to(text: str, held: Mapping[str, int], documents: int = 10, *, complete: bool = False) -> list[list[str]]:
    found = near(parse(text), Held(held, documents), complete=complete).words
    return [list(one) for one in found.values()]


@pytest.mark.parametrize(
    ("text", "held", "expected"),
    [
        ("contcat", {"contact": 1, "contract": 9}, [["contact"]]),  # swapped neighbours; seven letters hide one slip
        ("contacct", {"contact": 1, "contract": 9, "context": 9}, [["contact", "contract"]]),  # by distance
        ("contacct", {"conttacct": 1, "contaccts": 2, "contact": 2}, []),  # its stem is held: no slip
        ("parx", {"park": 1, "parc": 3, "parts": 9}, [["parc", "park"]]),  # then by use
        ("parx", {"park": 1, "parc": 1}, [["parc", "park"]]),  # then by name
        ("par", {"park": 1}, []),  # too short
        ("arks", {"parks": 1}, []),  # another first letter
        ("aprks", {"parks": 1}, []),
        ("bbbb", {f"bbbb{letter}": 1 for letter in "abcdefg"}, [["bbbba", "bbbbb", "bbbbc", "bbbbd", "bbbbe"]]),
        ("x" * 31, {"x" * 32: 1}, []),
        ("contcat", {"contact": 1, "contcat": 1}, []),  # it is held, and so not rare among ten
        ('"contcat"', {"contact": 1}, []),
        ("contcat*", {"contact": 1}, []),
        ("-contcat", {"contact": 1}, []),
        ("contcat-parx", {"contact": 1, "park": 1}, []),
        ("title:contcat", {"contact": 1}, [["contact"]]),
        ("parx OR contcat", {"contact": 1, "park": 1}, [["park"], ["contact"]]),
        (
            "aaax baax caax daax eaax",
            {"aaay": 1, "baay": 1, "caay": 1, "daay": 1, "eaay": 1},
            [["aaay"], ["baay"], ["caay"], ["daay"]],
        ),
    ],
)
def test_slips(text: str, held: Mapping[str, int], expected: list[list[str]]) -> None:
    assert near_to(text, held) == expected


def test_a_rare_word_among_many_is_a_slip_of_one_five_times_as_common() -> None:
    held = {"contcat": 2, "contact": 10, "contract": 9}
    assert near_to("contcat", held, 10_000) == [["contact"]]
    assert near_to("contcat", held, 9_999) == []
    assert near_to("contcat", held | {"contact": 9}, 10_000) == []
    assert near_to("contcat", held | {"contcats": 2}, 10_000) == [["contact"]], "what has its stem is no other spelling"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("contac", [["contact", "contacts", "contacting"]]),
        ("contact", []),  # what has the same stem is found as it is
        ("contact ", []),
        ("c", []),
        ("the", []),
        ("the contac", [["contact", "contacts", "contacting"]]),
        ("contac)", []),
        ("contac kind:news", []),
        ("contac OR", []),
        ("-contac", []),
        ('"contac', []),
        ("title:contac", [["contact", "contacts", "contacting"]]),
        ("co-contac", []),
    ],
)
def test_completions(text: str, expected: list[list[str]]) -> None:
    held = {"contac": 1, "contact": 9, "contacts": 5, "contacting": 1}
    assert near_to(text, held, complete=True) == expected


def test_without_being_asked_nothing_is_completed() -> None:
    assert near_to("cont", {"contacting": 1}) == []


def test_a_beginning_stands_for_so_many_words() -> None:
    held = {f"bo{number:03}x": 1 + number for number in range(50)}
    assert near_to("bo", held, complete=True) == [[f"bo{number:03}x" for number in range(49, 9, -1)]]


def test_the_note_names_the_first_words_and_counts_the_rest() -> None:
    held = {f"bo{number:02}": 1 for number in range(12)}
    assert near(parse("bo"), Held(held), complete=True).note == (
        "Also searched for: bo00, bo01, bo02, bo03, bo04, bo05, bo06, bo07, bo08, bo09 and 2 more."
    )


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = small_commons(tmp_path_factory.mktemp("near") / "commons")
    write(
        root,
        {
            "contact/exact": entry("exact-one", "A slip", "A contac, among other words.", date="2001-01-01"),
            "contact/wider": entry("wider-one", "Contact contact contact", "Contact.", date="2024-01-01"),
        },
    )
    with opened(root) as (index, _):
        yield index


def test_what_is_near_comes_after_what_was_asked_for(larger: Index) -> None:
    results = larger.search(Query("contac", complete=True))
    assert [hit.id for hit in results.hits][:2] == ["exact-one", "wider-one"]
    assert results.total == len(results.hits) == 5
    assert results.notes == ("Also searched for: contact.",)
    assert results.hits[1].score > results.hits[0].score
    shown = results.hits[1].passage
    assert {shown.text[start:end].lower() for start, end in shown.matches} == {"contact"}


def test_the_limit_counts_both(larger: Index) -> None:
    results = larger.search(Query("contac", complete=True, limit=1))
    assert ([hit.id for hit in results.hits], results.total) == (["exact-one"], 5)


def test_by_date_it_does_not_matter_how_something_was_found(larger: Index) -> None:
    results = larger.search(Query("contac", complete=True, sort="date"))
    assert [hit.id for hit in results.hits] == ["wider-one", "mixed-words", "letters", "surveys", "exact-one"]


def test_a_slip_finds_what_was_meant_and_other_conditions_still_hold(index: Index) -> None:
    results = index.search(Query("avoidabel contact -survey"))
    assert [hit.id for hit in results.hits] == ["letters", "mixed-words"]
    assert results.notes == ("Also searched for: avoidable.",)
    assert index.search(Query("avoidabel kind:offer")).notes == ()


def test_a_slip_beside_a_name(index: Index) -> None:
    """The name is a name still; its words have neighbours too."""
    assert [hit.id for hit in index.search(Query("ctr pepole")).hits if not hit.partial] == ["tax-help"]
    assert [hit.id for hit in index.search(Query("council tax suport")).hits if not hit.partial] == ["tax-help"]
    assert [hit.id for hit in index.search(Query("librari", complete=True)).hits] == ["open-libraries"]


LETTERS = st.text("abé𝒳", min_size=1, max_size=9)


@settings(max_examples=25, deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=60), st.lists(LETTERS, min_size=1, max_size=8))
def test_the_index_knows_the_same_words_as_the_rules_say(texts: list[str], asked: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = small_commons(Path(scratch) / "commons")
        for path in root.glob("communities/*/*.md"):
            path.unlink()
        write(root, {"contact/words": entry("words", "Zzz", " ".join(texts))})
        with opened(root) as (index, _):
            held = Held(
                dict.fromkeys((*words(" ".join(texts)), *words("Zzz A short account. Officer news contact")), 1)
            )
            for word in {one for text in asked for one in words(text)}:
                for edits in (1, 2):
                    found = {one for one in index.reading.resembling(word, edits) if one[0] not in held.held}
                    assert not found
                    assert index.reading.resembling(word, edits) == held.resembling(word, edits)
                assert index.reading.frequency(word) == held.frequency(word)
