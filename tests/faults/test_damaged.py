"""What is kept can be damaged in any way: the next build is the one from nothing, and nobody sees a wrong page."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess

import pytest

from faults.breaking import ROUNDS, alone, assert_as_from_nothing, begin, build, command, edit, rounds
from incremental import growing

PLACES = {
    "an edition": ".commons/catalogue/edition-*.sqlite",
    "the pointer": ".commons/catalogue/current.json",
    "a pin": ".commons/catalogue/pin-*.json",
    "the contents": ".commons/contents-*.sqlite",
    "the contents' log": ".commons/contents-*.sqlite-wal",
    "the shells": ".commons/shells.json",
    "the journal": ".commons/publishing/*.json",
    "the stamp": ".commons/publishing/*.stamp",
    "the mark": "site/.practice-commons-site",
}
RUBBISH = (
    b"",
    b"\0",
    b"{}",
    b"null",
    b"[]",
    b"\xff\xfe\xff",
    b'{"file": "../../x", "seal": "", "schema": 7}',
    b"{" * 9999,
)


def flip(chance, data):
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 8, 200))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


HOWS = {
    "flipped": flip,
    "cut": lambda chance, data: data[: chance.randrange(len(data) or 1)],
    "emptied": lambda _, __: b"",
    "rubbish": lambda chance, _: chance.choice(RUBBISH),
    "noise": lambda chance, data: chance.randbytes(len(data)),
    "zeroed": lambda _, data: data[: len(data) // 3] + bytes(len(data) // 3) + data[len(data) // 3 * 2 :],
    "longer": lambda chance, data: data + chance.randbytes(99),
}


def damage(garden, place, how, chance):
    """Damage what lies in a place, and return what."""
    found = sorted(garden.root.glob(PLACES[place]))
    for file in found:
        file.write_bytes(HOWS[how](chance, file.read_bytes()))
    return found


def keep_log(garden):
    """Leave the contents with a log beside them, as a killed command does."""
    file = next(garden.root.glob(".commons/contents-*.sqlite"))
    reader = sqlite3.connect(file)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM content").fetchone()
    garden.do(("add", 0, 1))
    build(garden)
    log = file.with_name(f"{file.name}-wal")
    held = {one: one.read_bytes() for one in (file, log)}
    reader.close()
    assert not log.exists()
    for one, data in held.items():
        one.write_bytes(data)
    assert log.stat().st_size


@pytest.mark.parametrize("place", PLACES)
def test_damage_is_seen_and_mended(tmp_path, place):
    chance = random.Random(f"damage {place}")
    garden = begin(tmp_path, 24)
    hows = list(HOWS)
    for number in range(rounds(3, 100)):
        how = hows[number % len(hows)] if ROUNDS else chance.choice(hows)
        if place == "the contents' log":
            keep_log(garden)
        assert damage(garden, place, how, chance), "there is something to damage"
        if chance.random() < 0.6:
            edit(garden, number, whole=chance.random() < 0.2)
        build(garden)
        assert_as_from_nothing(garden, tmp_path / "new")


@pytest.mark.parametrize("how", ["flipped", "cut"])
def test_damaged_templates_are_compiled_again(tmp_path, how):
    garden = begin(tmp_path, 24)
    line = command(garden.root, "build", "--anew")
    subprocess.run(line, check=True, capture_output=True)
    for file in garden.root.glob(".commons/templates/*"):
        file.write_bytes(HOWS[how](random.Random(file.name), file.read_bytes()))
    assert not subprocess.run(line, check=True, capture_output=True).stderr
    assert_as_from_nothing(garden, tmp_path / "new")


def test_everything_damaged_at_once(tmp_path):
    chance = random.Random(9)
    garden = begin(tmp_path, 24)
    for number in range(rounds(2, 50)):
        for place in PLACES:
            damage(garden, place, chance.choice(list(HOWS)), chance)
        edit(garden, number, whole=False)
        build(garden)
        assert_as_from_nothing(garden, tmp_path / "new")


@pytest.mark.parametrize("lost", ["site", ".site.aside", ".commons", ".commons/catalogue", ".commons/publishing"])
def test_what_is_lost_is_made_again(tmp_path, lost):
    garden = begin(tmp_path, 24)
    edit(garden, 1, whole=False)
    build(garden)
    shutil.rmtree(garden.root / lost)
    build(garden)
    assert_as_from_nothing(garden, tmp_path / "new")
    edit(garden, 2, whole=False)
    build(garden)
    shutil.rmtree(garden.root / lost)
    edit(garden, 3, whole=False)
    build(garden)
    assert_as_from_nothing(garden, tmp_path / "new")


@pytest.mark.parametrize("back", [".commons", ".commons/catalogue", ".commons/publishing", "site", ".site.aside"])
def test_what_is_put_back_as_it_was_some_builds_ago_misleads_nobody(tmp_path, back):
    """A cache of another run, a copy that was kept, a folder restored alone: each is old, and sound in itself."""
    garden = begin(tmp_path, 24)
    for number in range(rounds(1, 20)):
        edit(garden, number, whole=False)
        build(garden)
        shutil.rmtree(tmp_path / "kept", ignore_errors=True)
        shutil.copytree(garden.root / back, tmp_path / "kept", symlinks=True)
        for step in range(1 + number % 3):
            edit(garden, 20 + number + step, whole=False)
            build(garden)
        shutil.rmtree(garden.root / back)
        os.rename(tmp_path / "kept", garden.root / back)  # noqa: PTH104 - of a folder
        edit(garden, 40 + number, whole=False)
        build(garden)
        assert_as_from_nothing(garden, tmp_path / "new")
        edit(garden, 60 + number, whole=False)
        build(garden)
        assert_as_from_nothing(garden, tmp_path / "new")


def test_two_copies_of_a_commons_may_publish_to_one_folder(tmp_path):
    garden = begin(tmp_path, 24)
    copy = tmp_path / "copy"
    shutil.copytree(garden.root, copy, symlinks=True)
    output = tmp_path / "served"
    with alone():
        growing.publish(garden.root, output, quiet=True)
        growing.publish(copy, output, quiet=True)
        for number, root in enumerate((garden.root, copy, copy, garden.root)):
            growing.Garden(root).do(("title", number, number))
            growing.publish(root, output, quiet=True)
            growing.cold(root, tmp_path / "new")
            assert growing.differing(output, tmp_path / "new" / "site") == {}
