"""The shards answer as Whoosh does: the same documents, scores and words, over several generations, some of it gone."""

from __future__ import annotations

import itertools
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.support.levenshtein import levenshtein

from practice_commons.failure import Failure
from practice_commons.search import engine, fields
from practice_commons.search.plan import Plan
from practice_commons.search.reading import Reading
from practice_commons.search.shelf import State
from practice_commons.search.slips import resembling
from practice_commons.search.words import stem
from search.generated import VOCABULARY, Lexicon, index_of, some_plan


def in_order(reading: Reading | engine.Reading, scores: dict[int, float]) -> list[tuple[str, float]]:
    order = sorted(scores, key=lambda one: (-scores[one], reading.place(one)))
    return [(reading.identity(one), scores[one]) for one in order]


@settings(max_examples=8, deadline=None)
@given(
    st.integers(0, 1_000_000),
    st.sampled_from([(60,), (40, 1), (120, 12, 3), (1, 1, 1, 1)]),
    st.sampled_from([100, 600, 24_000]),
)
def test_plans_of_every_form(seed: int, sizes: tuple[int, ...], largest: int) -> None:
    chance = random.Random(seed)
    with (
        tempfile.TemporaryDirectory() as folder,
        index_of(Path(folder), sizes, chance, largest) as (state, whoosh),
    ):
        reading = Reading(state)
        assert reading.documents == whoosh.documents
        for _ in range(40):
            plan = some_plan(chance)
            found = reading.scores(plan)
            assert in_order(reading, found) == in_order(whoosh, whoosh.scores(plan)), plan
            for facet in ("tag", "kind"):
                assert reading.counts(facet, found.keys()) == whoosh.counts(facet, whoosh.scores(plan).keys()), plan


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reading, engine.Reading]:
    """Return the same index as its shards and as Whoosh have it."""
    folder = tmp_path_factory.mktemp("index")
    with index_of(folder, (300, 20, 2), random.Random(3), 300) as (state, _):
        return Reading(state), engine.Reading(folder)


def test_words(tmp_path: Path) -> None:
    lexicon, folder = Lexicon(tmp_path / "words"), tmp_path / "index"
    folder.mkdir()
    with index_of(folder, (300, 20, 2), random.Random(3), 300, lexicon) as (state, whoosh):
        same_words(Reading(state), whoosh, lexicon)


def same_words(shards: Reading, whoosh: engine.Reading, lexicon: Lexicon) -> None:
    for word in [*VOCABULARY, "none", "wor", "hous"]:
        assert shards.frequency(word) == lexicon.frequency(word)
        assert shards.stemmed(stem(word)) == whoosh.stemmed(stem(word))
        for most in (3, 100):
            assert shards.beginning(word, most) == lexicon.beginning(word, most)
        for edits in (1, 2):
            assert shards.resembling(word, edits) == lexicon.resembling(word, edits), word


def test_titles_and_values(both: tuple[Reading, engine.Reading]) -> None:
    shards, whoosh = both
    every = Plan((), (), frozenset())
    numbers = {shards.identity(number): number for number in shards.scores(every)}
    theirs = {whoosh.identity(number): number for number in whoosh.scores(every)}
    for identity, number in itertools.islice(numbers.items(), 60):
        title = fields.folded(shards.card(number)[1])
        if title:
            found = {shards.identity(one) for one in shards.titled(numbers.values(), title)}
            assert identity in found
            assert found == {whoosh.identity(one) for one in whoosh.titled(theirs.values(), title)}
    for value in ("a", "d e", "none", "\ud800"):
        held = {shards.identity(number) for number in shards.holding("tag", value)}
        assert held == {whoosh.identity(number) for number in whoosh.holding("tag", value)}


@given(
    st.text("abcé𝒳", min_size=4, max_size=12), st.lists(st.text("abcé𝒳", max_size=14), max_size=30), st.integers(1, 2)
)
def test_slips(word: str, words: list[str], edits: int) -> None:
    """Every word that is so near is found, and none other, as counted without shortcuts."""
    swaps = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)} - {word}
    wanted = {(one, 1 if one in swaps else levenshtein(word, one)) for one in words}
    assert set(resembling(word, words, edits)) == {one for one in wanted if one[1] <= edits}


def look(state: State) -> None:
    reading = Reading(state)
    reading.stemmed("word1")
    reading.frequency("word1")


@pytest.mark.parametrize("damage", ["", 'commons("AAAA");', 'commons("!");', "say"])
def test_a_shard_that_is_damaged_is_named(tmp_path: Path, damage: str) -> None:
    with index_of(tmp_path, (20,), random.Random(1), 24_000) as (state, _):
        for name in ("t0", "w0", "index"):
            (file,) = tmp_path.glob(f"g-*/{name}.js")
            whole = file.read_bytes()
            file.write_text(damage, "utf-8")
            with pytest.raises(Failure, match=rf"{name}\.js is damaged"):
                look(state)
            file.write_bytes(whole)


def test_whatever_a_shard_holds_reading_ends_in_an_answer_or_says_which_is_damaged(tmp_path: Path) -> None:
    chance = random.Random(6)
    with index_of(tmp_path, (60,), chance, 400) as (state, _):
        files = sorted(tmp_path.glob("g-*/*.js"))
        said = []
        for _ in range(300):
            file = chance.choice(files)
            whole = file.read_bytes()
            damaged = bytearray(whole)
            for _ in range(chance.choice([1, 1, 5])):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            file.write_bytes(damaged[: chance.choice([len(damaged), len(damaged), len(damaged) // 2])])
            try:
                reading = Reading(state)
                for _ in range(6):
                    found = reading.scores(some_plan(chance))
                    for number in reading.newest(found, 5):
                        reading.place(number), reading.card(number), reading.texts(number)
                    reading.counts("tag", found.keys())
                    reading.beginning("wor", 5)
            except Failure as failure:
                said.append(str(failure))
            file.write_bytes(whole)
    assert len(said) > 100
    assert all("is damaged" in one for one in said)
