"""Councils are counted once each, whatever they sent: a table."""

from __future__ import annotations

import pytest

from digest.small_commons import FILES, contribution, stance, write
from practice_commons.digest.composition import compose
from practice_commons.digest.testimony import Sides

S, M, C = "supports", "mixed", "challenges"


@pytest.mark.parametrize(
    ("sent", "councils", "without"),
    [
        ([], (0, 0, 0, 0), (0, 0, 0, 0)),
        ([(["fenwick"], S)], (1, 0, 0, 0), (0, 0, 0, 0)),
        ([(["fenwick"], S), (["fenwick"], S)], (1, 0, 0, 0), (0, 0, 0, 0)),
        ([(["fenwick"], S), (["fenwick"], C)], (0, 1, 0, 0), (0, 0, 0, 0)),
        ([(["fenwick"], S), (["fenwick"], M)], (0, 1, 0, 0), (0, 0, 0, 0)),
        ([(["fenwick"], C), (["fenwick"], None)], (0, 0, 1, 0), (0, 0, 0, 0)),
        ([(["fenwick"], None)], (0, 0, 0, 1), (0, 0, 0, 0)),
        ([(["fenwick", "dunmere"], S)], (2, 0, 0, 0), (0, 0, 0, 0)),
        ([([], S), ([], S), ([], C), ([], None)], (0, 0, 0, 0), (2, 0, 1, 1)),
        ([(["millbrook"], S), (["west-oakshire"], S)], (1, 0, 0, 0), (0, 0, 0, 0)),
        ([(["millbrook"], S), (["west-oakshire"], C)], (0, 1, 0, 0), (0, 0, 0, 0)),
        ([(["east-oakshire"], S), (["west-oakshire"], S)], (2, 0, 0, 0), (0, 0, 0, 0)),
        ([(["east-oakshire"], S), (["west-oakshire"], S), (["oakshire"], S)], (1, 0, 0, 0), (0, 0, 0, 0)),
        ([(["oakshire"], S)], (1, 0, 0, 0), (0, 0, 0, 0)),
        ([(["Fenwick Borough Council"], S), (["E07009002"], S)], (1, 0, 0, 0), (0, 0, 0, 0)),
    ],
)
def test_each_council_counts_once(catalogue_of, tmp_path, sent, councils, without) -> None:
    tally = compose(catalogue_of(write(tmp_path / "one", FILES | told(sent)), at=None), "repairs").tally
    assert (tally.councils, tally.without_council) == (Sides(*councils), Sides(*without))


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ([(["oakshire"], S)], ["East Oakshire", "West Oakshire"]),
        ([(["millbrook"], S)], ["West Oakshire"]),
        ([(["millbrook"], S), (["west-oakshire"], S)], ["West Oakshire"]),
        ([(["llanfair"], S)], []),
    ],
)
def test_coverage_credits_those_that_took_over(catalogue_of, tmp_path, sent, heard) -> None:
    coverage = compose(catalogue_of(write(tmp_path / "one", FILES | told(sent)), at=None), "repairs").coverage
    assert [one.name for one in coverage.heard] == heard
    silent = [council.name for one in coverage.silent for council in one.councils]
    assert sorted(silent + heard) == sorted(
        ["Dunmere", "East Oakshire", "Fenwick", "Harbourton", "Kestrel Bay", "Stonebridge", "West Oakshire"]
    )
    for shares in (coverage.by_type, coverage.by_region):
        assert sum(one.in_scope for one in shares) == coverage.in_scope
        assert sum(one.heard for one in shares) == len(heard)


def test_calls_and_events_are_no_evidence(catalogue_of, tmp_path) -> None:
    asked = contribution("a-call", "call", question="What?", priority="repairs", councils=["fenwick"])
    met = contribution("a-meeting", "event", starts="2025-06-01", online="yes", councils=["dunmere"], stance=stance(S))
    digest = compose(catalogue_of(write(tmp_path / "one", FILES | dict((asked, met))), at=None), "repairs")
    assert (digest.method.included, digest.method.evidence, digest.coverage.heard) == (2, 0, ())


def told(sent: list[tuple[list[str], str | None]]) -> dict[str, str]:
    return dict(
        contribution(f"item-{at:02}", councils=councils, **({"stance": stance(side)} if side else {}))
        for at, (councils, side) in enumerate(sent)
    )
