"""Builds on a disk that is full: refused in plain words, the site as it was, and well again once there is room."""

from __future__ import annotations

import gc
import os
import random
import shutil

import pytest
from commanding import commons

from faults.breaking import alone, assert_as_from_nothing, assert_plain, begin, build, edit, posix, rounds, small_disk
from incremental import growing

KIB = 1024
LEFT_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""Whoosh leaves files open of an index that it could not finish."""


def fill(disk, left):
    """Leave no more than so many bytes free on a disk."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    free = shutil.disk_usage(disk).free
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(1, free - left))
    return ballast


def words(refused):
    """Fail where a refusal does not say that the disk is full, and where."""
    assert_plain(refused.code, refused.err)
    assert "full" in refused.err or "space" in refused.err, refused.err
    gc.collect()  # what Whoosh left open is not for another test to find
    assert "room" in refused.err or "disk is full" in refused.err, f"says what to do: {refused.err}"


@posix
@LEFT_OPEN
@pytest.mark.parametrize("seed", range(2))
def test_a_full_disk_refuses_a_build_and_the_next_one_is_well(tmp_path, seed):
    chance = random.Random(seed)
    with small_disk(tmp_path / "disk", "64m") as disk, alone():
        garden = begin(disk)
        build(garden)
        refused = 0
        for number in range(rounds(5, 50)):
            whole = (number + seed) % 2 == 0
            before = growing.files(garden.root / "site")
            edit(garden, number, whole=whole)
            ballast = fill(disk, chance.randrange(0, (1500 if whole else 900) * KIB, 4 * KIB))
            done = commons("-C", garden.root, "build", "--quiet")
            if done.code not in {0, 1}:  # what was left out is no fault of the disk
                refused += 1
                words(done)
                assert growing.files(garden.root / "site") == before
            else:
                assert growing.differing(garden.root / "site", growing_cold(garden, tmp_path)) == {}
            ballast.unlink()
            build(garden)
            assert_as_from_nothing(garden, tmp_path / "new")
            assert not (garden.root / ".site.new").exists()
            assert not list((garden.root / ".commons").glob("*.new"))
        assert refused, "some were refused"


@posix
@LEFT_OPEN
def test_a_first_build_on_a_full_disk_leaves_no_site(tmp_path):
    chance = random.Random(5)
    with small_disk(tmp_path / "disk", "64m") as disk, alone():
        garden = begin(disk)
        for _ in range(rounds(3, 25)):
            for name in (".commons", "site", ".site.aside"):
                shutil.rmtree(garden.root / name)
            ballast = fill(disk, chance.randrange(0, 5000 * KIB, 4 * KIB))
            done = commons("-C", garden.root, "build", "--quiet")
            if done.code not in {0, 1}:
                words(done)
                assert not (garden.root / "site").exists()
            ballast.unlink()
            build(garden)
            assert_as_from_nothing(garden, tmp_path / "new")


def growing_cold(garden, place):
    growing.cold(garden.root, place / "new")
    return place / "new" / "site"
