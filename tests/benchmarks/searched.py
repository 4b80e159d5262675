"""What a run of the two searches found, the figures that we aim at, and the tables of both."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.layout import figure, table

FULL = 55_000
"""The contributions that the figures are set for."""
OURS, PAGEFIND = "ours", "Pagefind"
COLD, FURTHER = "first query, nothing kept", "another query in the same page"
WITH_PASSAGES = f"{COLD}, then 10 results with passages, kB"
WHOLE, CUT, TYPED, SLIPPED = (
    "warm, two words",
    "warm, the last word cut",
    "warm, as it is typed",
    "warm, a word misspelt",
)
ON_DISK, FILES = "on disk, bytes per contribution", "on disk, files per contribution"
BARE = "on disk without texts, bytes per contribution"
_TEXTS = {"x", "v"}
"""Kinds of our files that hold texts: they, and the words that they are written with."""
INDEXING, BUILDING = "indexing, CPU, s", "building the site and the index, CPU, s"
MEASURES = (
    f"{COLD}, kB",
    f"{COLD}, requests",
    f"{COLD}, ms",
    WITH_PASSAGES,
    f"{FURTHER}, kB",
    f"{FURTHER}, requests",
    f"{FURTHER}, ms",
    f"{WHOLE}, ms",
    f"{CUT}, ms",
    f"{TYPED}, ms",
    f"{SLIPPED}, ms",
    ON_DISK,
    BARE,
    FILES,
    INDEXING,
    BUILDING,
)
_SPREAD = ("minimum", "median", "95th", "maximum", "runs")
_HEADINGS = ("the figure we aim at", "verdict", "at most", "minimum", "median", "maximum", "runs")
_EXPLAINED = """\
Both searched the same contributions' pages in one Chromium, by turns, from one server on loopback that packs with gzip
what gets smaller by it. kB are thousands of bytes of bodies as they were sent. A first query begins in a blank page of
a context that holds nothing, and ends when six results could be shown: it fetches the program, what the index says of
itself, the words and the results. Ours shows six in the box on every page, without passages, and ten with passages on
the page of results. Warm queries were asked in the same page before. The 95th is the 95th percentile."""


@dataclass
class Searched:
    """What a run found, by measure and side. It is filled as the run goes on."""

    size: str = ""
    figures: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    sent: dict[tuple[str, str], list[list[tuple[str, float]]]] = field(default_factory=dict)
    """For each first and other query of a side, what was sent: kinds of files, and kilobytes."""
    disk: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    """For each side and kind of file, how many there are on disk, and their bytes."""
    contributions: int = 0
    notes: list[str] = field(default_factory=list)

    def note(self, measure: str, side: str, value: float) -> None:
        """Note a value of a measure."""
        self.figures.setdefault((measure, side), []).append(value)

    def values(self, measure: str, side: str = OURS) -> list[float]:
        """Return a measure's values."""
        return self.figures.get((measure, side), [])

    def ratios(self, measure: str) -> list[float]:
        """Return ours divided by Pagefind's, query by query."""
        pairs = zip(self.values(measure), self.values(measure, PAGEFIND), strict=False)
        return [one / other for one, other in pairs if other]

    def kept(self, side: str, kinds: dict[str, tuple[int, int]]) -> None:
        """Note what a side has on disk."""
        self.disk[side] = kinds
        self.note(FILES, side, sum(files for files, _ in kinds.values()) / self.contributions)
        self.note(ON_DISK, side, sum(size for _, size in kinds.values()) / self.contributions)
        if side == OURS:
            bare = sum(size for kind, (_, size) in kinds.items() if kind not in _TEXTS)
            self.note(BARE, side, bare / self.contributions)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that so many percent are at most: by nearest rank."""
    return sorted(values)[max(0, math.ceil(len(values) * share / 100) - 1)]


def wanted(found: Searched) -> list[tuple[str, float, list[float]]]:
    """Return each aim: its name, what is wanted at most, and the values whose median decides; none where unmeasured."""
    aims = [
        (f"{COLD}, kB", 90.0, found.values(f"{COLD}, kB")),
        (f"{COLD}, kB, divided by Pagefind's", round(1 / 6, 3), found.ratios(f"{COLD}, kB")),
        (f"{COLD}, ms, divided by Pagefind's", 0.6, found.ratios(f"{COLD}, ms")),
        (f"{FURTHER}, kB", 40.0, found.values(f"{FURTHER}, kB")),
    ]
    for what, most, seldom in ((WHOLE, 15.0, 50.0), (CUT, 60.0, 150.0), (SLIPPED, 60.0, 150.0)):
        values = found.values(f"{what}, ms")
        aims += [
            (f"{what}, ms", most, values),
            (f"{what}, ms, 95th percentile", seldom, [percentile(values, 95)] if values else []),
        ]
    on_disk = (f"{ON_DISK}, divided by Pagefind's", round(1 / 3, 3), found.ratios(ON_DISK))
    return [*aims, (BARE, 800.0, found.values(BARE)), on_disk]


def aimed(found: Searched) -> str:
    """Return the figures that we aim at, what was found of each, and whether the median reached it."""
    rows = []
    for name, most, values in wanted(found):
        verdict = "not measured"
        if values:
            verdict = "missed" if statistics.median(values) > most else "reached"
        spread = [min(values), statistics.median(values), max(values)] if values else []
        rows.append([name, verdict, f"{most:g}", *(map(figure, spread) if values else "---"), str(len(values))])
    text = table(_HEADINGS, rows, 2)
    return text if found.contributions >= FULL else f"{text}\n\nThe figures are set for {FULL:,} contributions."


def tables(found: Searched) -> str:
    """Return everything that was found."""
    sides = [side for side in (OURS, PAGEFIND) if any(one == side for _, one in found.figures)]
    rows = [
        [measure, side, *_spread(values)]
        for measure in MEASURES
        for side in sides
        if (values := found.values(measure, side))
    ]
    parts = [f"{found.size}.\n\n{_EXPLAINED}", table(("measure", "search", *_SPREAD), rows, 2)]
    rows = [[measure, *_spread(ratios)] for measure in MEASURES if (ratios := found.ratios(measure))]
    if rows:
        parts.append(
            "Ours divided by Pagefind's, query by query; below 1, ours is less:\n\n"
            + table(("measure", *_SPREAD), rows, 1)
        )
    if rows := [row for side in sides for row in _sent(found, side)]:
        headings = ("search", "file", f"{COLD}: kB", "requests", f"{FURTHER}: kB", "requests")
        parts.append(f"Where the bytes go, on average:\n\n{table(headings, rows, 2)}")
    rows = [
        [side, kind, f"{files:,}", f"{size / 1000:,.0f}", figure(size / found.contributions)]
        for side, kinds in found.disk.items()
        for kind, (files, size) in sorted(kinds.items(), key=lambda one: -one[1][1])
    ]
    parts.append(f"On disk:\n\n{table(('search', 'file', 'files', 'kB', 'bytes per contribution'), rows, 2)}")
    return "\n\n".join([*parts, *found.notes])


def _spread(values: Sequence[float]) -> list[str]:
    spread = (min(values), statistics.median(values), percentile(values, 95), max(values))
    return [*map(figure, spread), str(len(values))]


def _sent(found: Searched, side: str) -> list[list[str]]:
    """Return a row for each kind of file that a side's queries fetch, the largest first."""
    total: dict[str, list[float]] = {}
    for at, what in enumerate((COLD, FURTHER)):
        visits = found.sent.get((what, side), [])
        for kind, size in (one for visit in visits for one in visit):
            sums = total.setdefault(kind, [0.0] * 4)
            sums[at * 2] += size / len(visits)
            sums[at * 2 + 1] += 1 / len(visits)
    ordered = sorted(total.items(), key=lambda one: -one[1][0])
    return [[side, kind, *(figure(value) if value else "-" for value in sums)] for kind, sums in ordered]
