"""Near-duplicates: forty planted ones are found among unrelated texts, and nothing else is."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from places import ROOT

from conftest import FIXTURES
from practice_commons.checks.review.near_duplicates import ENOUGH, Similar, sketch_of
from practice_commons.checks.review.reviewing import review
from practice_commons.checks.review.shelf import NAME, Shelf
from practice_commons.checks.review.sketch import SIZE, Sketch
from practice_commons.failure import Failure

FILES = [file for folder in (ROOT / "communities", FIXTURES / "good") for file in sorted(folder.rglob("*.md"))]
TEXTS = {file.stem: file.read_bytes() for file in FILES if b"\nkind:" in file.read_bytes()}
WORDS = sorted({word for data in TEXTS.values() for word in data.decode().split() if word.isalpha()})


def planted(data: bytes, how: int, chance: random.Random) -> bytes:
    """Return a near-duplicate of a contribution, made in one of four ways."""
    head, _, body = data.decode().partition("\n---\n")
    words = body.split(" ")
    if how == 0:  # one word in twenty changed
        words = [chance.choice(WORDS) if chance.random() < 0.05 else word for word in words]
        return f"{head}\n---\n{' '.join(words)}".encode()
    if how == 1:  # its first two thirds, under another title
        other = head.replace("title: ", "title: Another ", 1)
        return f"{other}\n---\n{' '.join(words[: len(words) * 2 // 3])}".encode()
    if how == 2:  # its paragraphs in another order
        parts = body.split("\n\n")
        chance.shuffle(parts)
        joined = "\n\n".join(parts)
        return f"{head}\n---\n{joined}".encode()
    more = " ".join(chance.choices(WORDS, k=len(words) // 3))  # all of it, with a third more of other words
    return f"{head}\n---\n{body}\n\n{more}.\n".encode()


@pytest.fixture
def shelf(tmp_path):
    one = Shelf(tmp_path / "kept")
    one.add((name, sketch_of(data)) for name, data in TEXTS.items())
    return one


def test_forty_of_forty_planted_are_found(shelf):
    chance = random.Random(2010)
    long = sorted(name for name, data in TEXTS.items() if len(data) > 1200)
    for at, name in enumerate(chance.sample(long, 40)):
        likest = shelf.similar(sketch_of(planted(TEXTS[name], at % 4, chance)))
        assert likest, (name, at % 4)
        assert likest[0].id == name, (name, at % 4)


def test_unrelated_texts_are_not_alike(shelf):
    for name, data in TEXTS.items():
        assert [one.id for one in shelf.besides([name]).similar(sketch_of(data))] == []
        if len(sketch_of(data).hashes) >= ENOUGH:
            assert shelf.similar(sketch_of(data)) == (Similar(name, 1.0, 1.0),)


def test_review_says_what_a_text_is_like(shelf):
    (one,) = [remark for remark in review(TEXTS["kent-gateway"], shelf) if remark.concern == "near-duplicate"]
    assert (one.line, one.shown) == (30, "kent-gateway")
    assert "100% of this text" in one.message
    assert not [one for one in review(TEXTS["kent-gateway"]) if one.concern == "near-duplicate"]


def test_sketch_estimates_what_it_should():
    chance = random.Random(1)
    words = [str(one) for one in range(4000)]
    whole = " ".join(words)
    half = " ".join(words[:2000])
    assert Sketch.of(half).contained(Sketch.of(whole)) == 1
    assert 0.35 < Sketch.of(whole).contained(Sketch.of(half)) < 0.65
    assert 0.35 < Sketch.of(whole).resemblance(Sketch.of(half)) < 0.65
    changed = " ".join(f"x{word}" if chance.random() < 0.05 else word for word in words)
    assert 0.5 < Sketch.of(changed).resemblance(Sketch.of(whole)) < 0.75
    assert Sketch.of(" ".join(f"y{word}" for word in words)).resemblance(Sketch.of(whole)) < 0.02


def test_sketch_is_of_words_alone_and_always_the_same():
    assert Sketch.of("One, two — THREE\nfour's five.") == Sketch.of("one two three four s five")
    assert Sketch.of("one two three four five").hashes == (Sketch.of("one two three four five").hashes[0],)
    assert Sketch.of("one two three four five").hashes == (1354651064,)
    assert len(Sketch.of(" ".join(map(str, range(500)))).hashes) == SIZE


@pytest.mark.parametrize("text", ["", "four words are few", "  \n", "- - - - - - -"])
def test_little_is_like_nothing(text, shelf):
    empty = Sketch.of(text)
    assert empty.hashes == ()
    assert (empty.resemblance(empty), empty.contained(empty)) == (0, 0)
    assert shelf.similar(empty) == ()
    shelf.add([("empty", empty)])
    assert shelf.missing(["empty", "new"]) == ["new"]


def test_shelf_keeps_what_it_has(shelf):
    again = Shelf(shelf.folder)
    assert again.missing([*TEXTS, "new"]) == ["new"]
    again.add([("kent-gateway", Sketch.of("something else that is not what was there before"))])
    assert again.similar(sketch_of(TEXTS["kent-gateway"]))[0].id == "kent-gateway"


def test_shelf_forgets_what_is_gone(shelf):
    shelf.keep({"kent-gateway"})
    assert shelf.missing(sorted(TEXTS)) == sorted(set(TEXTS) - {"kent-gateway"})
    assert shelf.similar(sketch_of(TEXTS["camden-parks"])) == ()
    assert shelf.similar(sketch_of(TEXTS["kent-gateway"]))[0].id == "kent-gateway"


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_damaged_file_is_made_again(shelf, damage):
    shelf.path.write_bytes(damage)
    for suffix in ("-wal", "-shm"):
        Path(f"{shelf.path}{suffix}").unlink(missing_ok=True)
    assert shelf.similar(sketch_of(TEXTS["kent-gateway"])) == ()
    assert shelf.missing(["kent-gateway"]) == ["kent-gateway"]
    shelf.add([("kent-gateway", sketch_of(TEXTS["kent-gateway"]))])
    assert shelf.similar(sketch_of(TEXTS["kent-gateway"]))[0].id == "kent-gateway"


@pytest.mark.parametrize("at", [1000, 5000, 9000, 20000])
def test_file_damaged_in_the_middle_never_raises(shelf, at):
    data = bytearray(shelf.path.read_bytes())
    data[at : at + 3000] = b"\xa5" * 3000
    shelf.path.write_bytes(data)
    for one in TEXTS.values():
        shelf.similar(sketch_of(one))
    shelf.add((name, sketch_of(data)) for name, data in TEXTS.items())
    shelf.missing(TEXTS)
    shelf.keep({"kent-gateway"})


def test_file_of_another_version_is_made_again(shelf):
    shelf._ask(lambda held: held.execute("PRAGMA user_version = 99"))
    assert shelf.missing(["kent-gateway"]) == ["kent-gateway"]


def test_folder_that_cannot_be_used_is_said_in_words(tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(Failure, match=r"cannot use .*sketches\.sqlite"):
        Shelf(tmp_path).missing(["x"])


def test_many_texts_with_the_same_words_are_answered_quickly(tmp_path):
    shelf = Shelf(tmp_path)
    form = " ".join(f"form{at}" for at in range(60))
    shelf.add((f"{at:05}", Sketch.of(f"{form} " + " ".join(f"w{at}x{one}" for one in range(100)))) for at in range(600))
    sought = Sketch.of(f"{form} " + " ".join(f"w577x{one}" for one in range(100)))
    started = time.process_time()
    assert shelf.similar(sought)[0].id == "00577"
    assert time.process_time() - started < 1
