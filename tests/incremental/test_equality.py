"""A site brought up to date, edit after edit, is the one made from nothing. FAULT_ROUNDS asks for more."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from incremental import growing
from incremental.growing import EDITS, build, cold, differing

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "0"))
BUILDS = {"build": None, "build at HEAD": "HEAD"}
STEPS = st.tuples(
    st.sampled_from([*sorted(EDITS), *["build"] * 8, *["build at HEAD", "commit"] * 3]),
    st.integers(0, 400),
    st.integers(0, 400),
)
"""Edits with builds among them; the numbers choose among what is there."""


def assert_equal(garden, at=None):
    beside = garden.root.with_name("cold")
    ours, theirs = build(garden.root, at), cold(garden.root, beside, at)
    if isinstance(ours, str) or isinstance(theirs, str):
        assert ours == theirs.replace(str(beside), "") if isinstance(theirs, str) else theirs
        return
    assert differing(garden.root / "site", beside / "site") == {}
    found, known = set(growing.problems(garden.root, at)), set(growing.problems(beside, at))
    assert (found - known, known - found) == (set(), set())
    facts = ("pages", "contributions", "communities", "left_out")
    assert [getattr(ours, one) for one in facts] == [getattr(theirs, one) for one in facts]


def walk(garden, steps):
    for step in steps:
        note(f"{step}")
        if step[0] in BUILDS:
            assert_equal(garden, BUILDS[step[0]])
        else:
            garden.do(step)
    assert_equal(garden)


@pytest.mark.parametrize(("size", "rounds", "most"), [("small", 10, 12), ("long", 3, 8)])
def test_whatever_is_edited_the_site_is_the_one_made_from_nothing(begun, size, rounds, most):
    @settings(
        max_examples=ROUNDS * rounds // 10 or rounds,
        deadline=None,
        derandomize=not ROUNDS,
        database=None,
        phases=[Phase.generate, Phase.shrink] if ROUNDS else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(STEPS, min_size=2, max_size=most))
    def check(steps):
        walk(begun(size), steps)

    check()


@pytest.mark.parametrize("name", sorted(EDITS))
def test_each_edit_alone_three_times_over(begun, name):
    garden = begun("small")
    for number in range(3):
        garden.do((name, 7 * number + 1, 5 * number))
    assert_equal(garden)
    garden.do(("commit", 2, 0))
    assert_equal(garden)
