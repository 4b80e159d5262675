"""Generations: few of them, each named by what is in it, and every document in one of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from practice_commons.search import encoding, generations
from practice_commons.search.document import Document
from practice_commons.search.generations import FACTOR, SMALL, Made


def document(number: int, day: int = 730_000, text: str = "housing repairs") -> Document:
    return Document(
        f":{number:05}", f"id-{number}", "blob", day, {"body": text}, {"kind": ("news",)}, [f"id-{number}"], "", text
    )


def test_their_number_follows_the_logarithm_of_the_size() -> None:
    made: list[Made] = [Made("first", 55_000)]
    chance = random.Random(1)
    again = 0
    for turn in range(3_000):
        added = chance.choice([1, 1, 1, 2, 30])
        staying = generations.staying(made, added)
        total = added + sum(one.present for one in made[staying:])
        again += total
        made = [*made[:staying], Made(str(turn), total)]
        assert len(made) <= 6
    size = sum(one.present for one in made)
    assert again < 40 * (size - 55_000), "what is made again stays in proportion to what is new"


def test_a_small_one_is_made_again_rather_than_left_alone() -> None:
    assert generations.staying([Made("a", 1_000), Made("b", SMALL)], 1) == 1
    assert generations.staying([Made("a", 1_000), Made("b", SMALL + FACTOR)], 1) == 2
    assert generations.staying([], 5) == 0


def test_the_same_documents_have_the_same_name_and_others_another(tmp_path: Path) -> None:
    one = generations.make(tmp_path / "one", [document(1), document(2)])
    assert generations.make(tmp_path / "two", [document(1), document(2)]) == one
    assert generations.make(tmp_path / "three", [document(1), document(3)]).name != one.name
    assert [path for path, _ in generations.shards(tmp_path / "one", one)] == [
        path for path, _ in generations.shards(tmp_path / "two", one)
    ]


def test_what_is_gone_is_marked_and_not_made_again(tmp_path: Path) -> None:
    made = generations.make(tmp_path, [document(number) for number in range(5)])
    left = generations.without(tmp_path, made, {":00003", ":00009"})
    assert left == Made(made.name, 5, (3,))
    assert left.present == 4
    assert generations.present(tmp_path, left) == [":00000", ":00001", ":00002", ":00004"]
    assert Made.from_json(left.as_json()) == left


def test_one_that_nobody_names_is_cleared_away(tmp_path: Path) -> None:
    kept = generations.make(tmp_path, [document(1)])
    generations.make(tmp_path, [document(2)])
    (tmp_path / "g-0000.new").mkdir()
    generations.clear(tmp_path, [kept])
    assert [path.name for path in tmp_path.iterdir()] == [f"g-{kept.name}"]


def test_no_shard_is_much_larger_than_was_asked_for(tmp_path: Path) -> None:
    chance = random.Random(2)
    words = [f"word{number}" for number in range(3_000)]
    documents = [document(number, text=" ".join(chance.sample(words, 60))) for number in range(300)]
    made = generations.make(tmp_path, documents, largest=2_000)
    sizes = {
        file.stem: len(encoding.Reader.of(file.read_bytes()).data) for _, file in generations.shards(tmp_path, made)
    }
    assert max(size for name, size in sizes.items() if name[0] in "tw") < 3_000
    assert max(size for name, size in sizes.items() if name[0] == "p") < 9_000
    assert len(sizes) > 20


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted by Linux")
def test_making_one_begins_no_threads(tmp_path: Path) -> None:
    """Whoever has threads cannot start workers by forking."""
    script = (
        "import pathlib, sys; from practice_commons.search import generations; "
        "generations.make(pathlib.Path(sys.argv[1]), []); import numpy; "
        "print(len(list(pathlib.Path('/proc/self/task').iterdir())))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    command = [sys.executable, "-c", script, str(tmp_path)]
    assert subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout == "1\n"
