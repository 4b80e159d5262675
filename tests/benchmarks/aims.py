"""The figures that we aim at, what a run found of each, and whether it reached them."""

from __future__ import annotations

import statistics

from benchmarks.layout import figure
from benchmarks.names import (
    CHECK_COLD,
    CHECK_ONE,
    CHECK_QUIET,
    CHECK_WARM,
    DIGEST,
    HELP,
    STATUS,
    STATUS_COLD,
    STATUS_COMMIT,
)
from benchmarks.peers import CHANGES, COLD, HUGO, OURS, TENTH, UNCHANGED
from benchmarks.report import Outcome
from benchmarks.searched import wanted

FULL = 55_000
"""The contributions that the figures are set for."""
HEADINGS = ("the figure we aim at", "verdict", "at most", "minimum", "median", "maximum", "runs")


def aims(outcome: Outcome, contributions: int = FULL) -> list[list[str]]:
    """Return a row for each aim: its name, the verdict by the median, what is wanted, and what was found."""
    rows = []
    for name, most, values in [*_wanted(outcome), *wanted(outcome.searched)]:
        if not values:
            rows.append([name, "not measured", f"{most:g}", "-", "-", "-", "0"])
            continue
        middle = statistics.median(values)
        verdict = "missed" if middle > most else "reached" if contributions >= FULL else "reached at this size"
        found = [figure(value) for value in (min(values), middle, max(values))]
        rows.append([name, verdict, f"{most:g}", *found, str(len(values))])
    return rows


def _wanted(outcome: Outcome) -> list[tuple[str, float, list[float]]]:
    def wall(name: str) -> list[float]:
        return outcome.values(name, OURS, "wall, s")

    per_page = "CPU per page, ms"
    wanted = [
        ("cold build, CPU per page, divided by Hugo's", 0.8, outcome.ratios(COLD, HUGO, per_page)),
        (
            "cold build, CPU per page, divided by that at a tenth of the size",
            1.15,
            outcome.ratios(COLD, TENTH, per_page),
        ),
        ("cold build, peak memory of all processes, MB", 600, outcome.values(COLD, OURS, "peak memory, MB")),
    ]
    for scenario in CHANGES:
        wanted.append((f"{scenario}, wall, s", 1.0, wall(scenario)))
        wanted.append((f"{scenario}, wall, divided by Hugo's", 0.02, outcome.ratios(scenario, HUGO, "wall, s")))
    warmer = zip(wall(STATUS_COMMIT), wall(STATUS), strict=False)
    return [
        *wanted,
        (f"{UNCHANGED}, wall, s", 0.5, wall(UNCHANGED)),
        *((f"{name}, wall, s", most, wall(name)) for name, most in _SECONDS.items()),
        ("commons status after one commit, more than with nothing changed, wall, s", 0.3, [a - b for a, b in warmer]),
    ]


_SECONDS = {
    CHECK_ONE: 0.4,
    CHECK_COLD: 60.0,
    CHECK_WARM: 1.5,
    CHECK_QUIET: 1.5,
    DIGEST: 1.0,
    HELP: 0.15,
    STATUS_COLD: 20.0,
}
"""Aims for whole processes of ours alone."""


def verdict(outcome: Outcome, contributions: int = FULL) -> str:
    """Return in a paragraph how many of the aims are reached, and which are missed."""
    rows = aims(outcome, contributions)
    by = {word: [name for name, said, *_ in rows if said.startswith(word)] for word in ("reached", "missed", "not")}
    said = f"Of {len(rows)} figures we aim at, {len(by['reached'])} reached, {len(by['missed'])} missed"
    said += f" ({'; '.join(by['missed'])})" if by["missed"] else ""
    said += f", {len(by['not'])} not measured ({'; '.join(by['not'])}). " if by["not"] else ". "
    said += "The median decides. "
    if whole := outcome.ratios(COLD, HUGO, "CPU, s"):
        said += (
            "For the same contributions, rather than per page built, a cold build of ours takes "
            f"{figure(statistics.median(whole))} times the CPU of Hugo's. "
        )
    if contributions < FULL:
        said += (
            f"The figures are set for {FULL:,} contributions on two cores, and this run was smaller: seconds that are "
            "too many here are too many there, a figure reached here is not yet shown there, and ratios may move "
            "either way. "
        )
    return said.strip()
