"""Progress: only for a watcher, with a steady time left, never wider than the terminal."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from types import SimpleNamespace

import pytest

from practice_commons.cli import progress as module
from practice_commons.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True

    def lines(self):
        return self.getvalue().split("\r\033[K")[1:]


class Clock:
    now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def terminal(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=terminal))  # pytest puts its own in sys
    monkeypatch.setenv("COLUMNS", "80")
    return terminal


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def work(clock, show, paces, total):
    """Do a tenth of a second's work at each pace, in items a second."""
    done = 0.0
    for pace in paces:
        clock.now += 0.1001
        done += pace / 10
        show(int(done), total)


def left(line):
    return int(re.search(r", about (\d+) s left$", line)[1])


def test_nobody_is_told_who_does_not_watch(terminal, monkeypatch):
    assert progress("Reading", quiet=True) is None
    monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=io.StringIO()))
    assert progress("Reading") is None


def test_the_time_left_is_said_after_half_a_second(terminal, clock):
    work(clock, progress("Reading"), [100] * 20, 10_000)
    lines = terminal.lines()
    assert lines[:4] == [f"Reading: {done} of 10,000" for done in (10, 20, 30, 40)]
    assert lines[-1] == "Reading: 200 of 10,000, about 2 min left"


def test_the_time_left_follows_the_pace_of_late_and_is_steady(terminal, clock):
    work(clock, progress("Reading"), [1000] * 100 + [100] * 200, 15_000)
    assert 26 <= left(terminal.lines()[-1]) <= 34
    terminal.truncate(0)
    terminal.seek(0)
    work(clock, progress("Reading"), [50, 150] * 100, 6_000)
    said = [left(line) for line in terminal.lines()[20:]]
    changes = [one - other for one, other in pairwise(said) if one != other]
    assert max(abs(change) for change in changes) <= 5
    assert len(changes) < 50


def test_no_estimate_while_nothing_moves(terminal, clock):
    work(clock, progress("Reading"), [0] * 20, 10)
    assert set(terminal.lines()) == {"Reading: 0 of 10"}


@pytest.mark.parametrize(
    ("columns", "expected"), [("42", "Reading: 200 of 10,000, about 2 min left"), ("40", "Reading: 200 of 10,000")]
)
def test_the_line_is_never_wider_than_the_terminal(terminal, clock, monkeypatch, columns, expected):
    monkeypatch.setenv("COLUMNS", columns)
    work(clock, progress("Reading"), [100] * 20, 10_000)
    assert terminal.lines()[-1] == expected
    monkeypatch.setenv("COLUMNS", "10")
    work(clock, progress("Reading"), [100] * 20, 10_000)
    assert terminal.lines()[-1] == "Reading: "


def test_the_line_goes_when_the_work_is_done(terminal, clock):
    show = progress("Reading")
    clock.now += 1
    show(1, 2)
    show(2, 2)
    assert terminal.getvalue() == "\r\033[KReading: 1 of 2\r\033[K"


SPOKEN = {0.2: "1 s", 11.5: "12 s", 31: "35 s", 89: "90 s", 91: "2 min", 3600: "60 min", 5400: "2 h"}


@pytest.mark.parametrize(("seconds", "said"), SPOKEN.items())
def test_a_time_is_said_plainly(seconds, said):
    assert module._spoken(seconds) == said
