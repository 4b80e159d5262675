"""Builds that are killed, whole ones and incremental ones in turn, and workers that are."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from faults.breaking import (
    alone,
    assert_as_from_nothing,
    assert_gone,
    assert_plain,
    assert_sound,
    begin,
    build,
    cold,
    command,
    edit,
    lying_about,
    posix,
    rounds,
    start,
)
from incremental import growing

SLOW = Path(__file__).with_name("slowly.py")


@posix
@pytest.mark.parametrize("seed", range(2))
def test_killed_at_any_moment_one_site_is_whole_and_the_next_build_mends_everything(tmp_path, seed):
    chance = random.Random(seed)
    garden = begin(tmp_path)
    scratch = tmp_path / "scratch"
    start(command(garden.root, "build", "--anew"), scratch).communicate(timeout=120)
    tidy = lying_about(garden, scratch)
    shutil.copytree(garden.root / "site", tmp_path / "old")
    for number in range(rounds(3, 100)):
        edit(garden, 3 * number + seed, whole=number % 2 == seed % 2)
        new = cold(garden, tmp_path / "new")
        process = start(command(garden.root, "build", *(["--at", "HEAD"] if number % 3 else [])), scratch)
        try:
            time.sleep(chance.uniform(0.3, 3.5 if number % 2 == seed % 2 else 1.6))
        finally:
            (os.killpg if chance.random() < 0.3 else os.kill)(process.pid, signal.SIGKILL)
            process.communicate()
        assert_gone(process.pid)
        found = growing.differing(garden.root / "site", tmp_path / "old")
        assert not found or not growing.differing(garden.root / "site", new), sorted(found)[:5]
        build(garden)
        assert growing.differing(garden.root / "site", new) == {}
        assert lying_about(garden) == {**tidy, "scratch": []}
        shutil.rmtree(tmp_path / "old")
        shutil.copytree(garden.root / "site", tmp_path / "old")
    assert_as_from_nothing(garden, tmp_path / "new")
    process = start(command(garden.root, "build", "--quiet"), scratch)
    _, errors = process.communicate(timeout=120)
    assert_sound(["build"], process.returncode, errors)
    assert lying_about(garden, scratch) == tidy, "what killed builds left does not stay for ever"


@posix
def test_the_first_build_killed_leaves_no_site_or_a_whole_one(tmp_path):
    chance = random.Random(7)
    garden = begin(tmp_path)
    new = cold(garden, tmp_path / "new")
    for _ in range(rounds(2, 50)):
        for name in (".commons", "site", ".site.aside"):
            shutil.rmtree(garden.root / name)
        process = start(command(garden.root, "build"), tmp_path / "scratch")
        time.sleep(chance.uniform(0.3, 3.5))
        process.kill()
        process.communicate()
        assert_gone(process.pid)
        assert not (garden.root / "site").exists() or not growing.differing(garden.root / "site", new)
        build(garden)
        assert growing.differing(garden.root / "site", new) == {}


def workers(parent):
    """Return the processes of Python that a build has started."""
    try:
        found = Path(f"/proc/{parent}/task/{parent}/children").read_text("utf-8").split()
        return [int(one) for one in found if b"python" in Path(f"/proc/{one}/cmdline").read_bytes()]
    except OSError:
        return []


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for a build's workers")
@pytest.mark.parametrize("stage", ["reading", "making"])
def test_a_worker_killed_spoils_nothing_for_long(tmp_path, stage):
    chance = random.Random(f"worker {stage}")
    garden = begin(tmp_path)
    new = cold(garden, tmp_path / "new")
    for _ in range(rounds(1, 25)):
        for name in (".commons", "site", ".site.aside"):
            shutil.rmtree(garden.root / name, ignore_errors=True)
        process = start([sys.executable, str(SLOW), stage, str(garden.root)], tmp_path / "scratch")
        hit = False
        while process.poll() is None and not hit:
            ready = stage == "reading" or (garden.root / ".site.new").exists()
            for worker in workers(process.pid)[:1] if ready else ():
                time.sleep(chance.uniform(0.1, 0.6))
                if worker in workers(process.pid):
                    os.kill(worker, signal.SIGKILL)
                    hit = True
            time.sleep(0.01)
        _, errors = process.communicate(timeout=120)
        assert hit, "no worker was seen"
        assert process.returncode in {0, 1, 2}, errors
        assert "Traceback" not in errors
        if process.returncode == 2:
            assert_plain(2, errors)
        build(garden)
        assert growing.differing(garden.root / "site", new) == {}, "what fell to the worker is made by the next build"
        assert_as_from_nothing(garden, tmp_path / "new")


def test_a_contribution_that_takes_for_ever_is_left_out_alone(tmp_path):
    garden = begin(tmp_path)
    garden.do(("add", 0, 1))
    endless = garden.root / "communities" / "beta" / "entry-1001-0.md"
    text = endless.read_text("utf-8")
    endless.unlink()
    garden.do(("commit", 1, 1))
    without = cold(garden, tmp_path / "without")
    endless.write_text(text.replace("title: Entry 1001", "title: Takes for ever"), "utf-8")
    process = start([sys.executable, str(SLOW), "endless", str(garden.root)], tmp_path / "scratch")
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 1, errors
    assert "Left out: communities/beta/entry-1001-0.md\n" in errors
    assert "too-slow" in errors
    assert "1 left out; everything else is published" in errors
    assert "Built" in out
    assert growing.differing(garden.root / "site", without) == {}
    endless.write_text(text, "utf-8")
    build(garden)
    assert_as_from_nothing(garden, tmp_path / "new")


@posix
def test_an_interrupt_says_so_and_leaves_the_site_as_it_was(tmp_path):
    garden = begin(tmp_path)
    shutil.copytree(garden.root / "site", tmp_path / "old")
    chance = random.Random(11)
    for number in range(rounds(1, 25)):
        edit(garden, number, whole=True)
        process = start(command(garden.root, "build"), tmp_path / "scratch")
        time.sleep(chance.uniform(0.9, 2.5))
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert_gone(process.pid)
        with alone():
            new = cold(garden, tmp_path / "new")
        if process.returncode in {130, -signal.SIGINT}:
            assert "Traceback" not in errors or process.returncode < 0, errors
            found = growing.differing(garden.root / "site", tmp_path / "old")
            assert not found or not growing.differing(garden.root / "site", new)
        else:
            assert_sound(["build"], process.returncode, errors)
        build(garden)
        assert growing.differing(garden.root / "site", new) == {}
        assert [path.name for path in (tmp_path / "scratch").iterdir()] == []
        shutil.rmtree(tmp_path / "old")
        shutil.copytree(garden.root / "site", tmp_path / "old")
