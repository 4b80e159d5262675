"""Builds at the same time, and other commands with them: all succeed, or say that they wait."""

from __future__ import annotations

import random
import sys

from faults.breaking import (
    assert_as_from_nothing,
    assert_gone,
    assert_sound,
    begin,
    build,
    command,
    edit,
    lying_about,
    rounds,
    start,
)

OTHERS = (
    ["search", "entry"],
    ["digest", "avoidable-contact"],
    ["check", "--quiet"],
    ["status"],
    ["check", "--at", "HEAD~1"],
    ["status", "--at", "HEAD"],
)


def test_builds_and_other_commands_at_once_end_in_one_right_site(tmp_path):
    chance = random.Random(3)
    garden = begin(tmp_path)
    build(garden)
    for line in (["build", "--anew"], *OTHERS[:2]):  # each may keep something of its own
        start(command(garden.root, *line), tmp_path / "scratch").communicate(timeout=120)
    tidy = lying_about(garden)
    for number in range(rounds(2, 50)):
        edit(garden, number, whole=number % 2 == 0)
        lines = [["build"] for _ in range(2 + number % 2)] + chance.sample(OTHERS, 2 if number < 2 else 4)
        chance.shuffle(lines)
        running = [(line, start(command(garden.root, *line), tmp_path / "scratch")) for line in lines]
        for line, process in running:
            _, errors = process.communicate(timeout=180)
            assert_sound(line, process.returncode, errors)
            if sys.platform != "win32":
                assert_gone(process.pid)
        assert_as_from_nothing(garden, tmp_path / "new")
        build(garden)
        assert lying_about(garden) == tidy


def test_builds_of_two_commits_into_two_folders_do_not_mix(tmp_path):
    garden = begin(tmp_path)
    build(garden)
    for number in range(rounds(1, 25)):
        edit(garden, number, whole=False)
        lines = [["build"], ["build", "--at", "HEAD~1", "--output", str(tmp_path / "other")], ["build", "--at", "HEAD"]]
        running = [(line, start(command(garden.root, *line), tmp_path / "scratch")) for line in lines]
        for line, process in running:
            _, errors = process.communicate(timeout=180)
            assert_sound(line, process.returncode, errors)
        assert_as_from_nothing(garden, tmp_path / "new")
