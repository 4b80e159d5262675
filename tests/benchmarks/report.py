"""The tables of a benchmark, for a terminal and for the page alike, and the page."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measurement import Cost

COLD, UNCHANGED, CHANGED = SCENARIOS = ("cold build", "nothing changed", "one contribution changed")
BOUNDS = "## What bounds it"
"""From this heading on, the page is written by hand, and kept."""
_MEASURES: dict[str, Callable[[Cost, int], float]] = {
    "wall, s": lambda cost, _pages: cost.wall,
    "CPU, s": lambda cost, _pages: cost.cpu,
    "CPU per page, ms": lambda cost, pages: cost.cpu / pages * 1000,
    "peak memory, MB": lambda cost, _pages: cost.peak / 1e6,
}
_HEADINGS = ("minimum", "median", "maximum")


@dataclass(frozen=True)
class Outcome:
    """What a run found: the costs of every round by scenario and program, the pages each built, who did not run."""

    size: str
    costs: Mapping[tuple[str, str], Sequence[Cost]]
    pages: Mapping[str, int]
    absent: Mapping[str, str]

    def values(self, scenario: str, name: str, measure: str) -> list[float]:
        """Return a measure in every round; none where it says nothing, as the cost of a page where few are built."""
        if scenario != COLD and "per page" in measure:
            return []
        return [_MEASURES[measure](cost, self.pages[name]) for cost in self.costs.get((scenario, name), ())]

    def ratios(self, scenario: str, name: str, measure: str) -> list[float]:
        """Return ours divided by a peer's, round by round."""
        pairs = zip(self.values(scenario, "ours", measure), self.values(scenario, name, measure), strict=False)
        return [one / other for one, other in pairs]


def row(names: Sequence[str], values: Sequence[float]) -> list[str]:
    """Return a row of a table: the names, then minimum, median and maximum."""
    return [*names, *(_figure(value) for value in (min(values), statistics.median(values), max(values)))]


def _figure(value: float) -> str:
    """Return a number with as many decimals as it is worth."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], texts: int) -> str:
    """Return a Markdown table, in columns for a terminal too: so many columns of text, and the rest numbers."""
    widths = [max(len(one[at]) for one in (headings, *rows)) for at in range(len(headings))]
    rule = ["-" * width if at < texts else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
    lines = []
    for cells in (headings, rule, *rows):
        padded = (
            cell.ljust(width) if at < texts else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        lines.append(f"| {' | '.join(padded)} |")
    return "\n".join(lines)


def tables(outcome: Outcome) -> str:
    """Return what was measured: a table per scenario, and ours divided by each peer's."""
    parts = []
    for scenario in SCENARIOS:
        rows = [
            row((name, measure), values)
            for name in outcome.pages
            for measure in _MEASURES
            if (values := outcome.values(scenario, name, measure))
        ]
        parts.append(f"### {scenario.capitalize()}\n\n{table(('program', 'measure', *_HEADINGS), rows, 2)}")
    rows = [
        row((scenario, name, measure.partition(",")[0]), ratios)
        for scenario in SCENARIOS
        for name in outcome.pages
        for measure in _MEASURES
        if name != "ours" and (ratios := outcome.ratios(scenario, name, measure))
    ]
    headings = ("scenario", "beside", "measure", *_HEADINGS)
    parts.append(
        "### Ours divided by theirs\n\nBelow 1, ours is cheaper. Each ratio is taken within one round.\n\n"
        + table(headings, rows, 3)
    )
    counts = "; ".join(f"{name} {count:,}" for name, count in outcome.pages.items())
    parts.append(f"HTML pages built: {counts}.")
    parts += [f"Not run: {name}, because {reason}." for name, reason in outcome.absent.items()]
    return "\n\n".join(parts)


def aims(outcome: Outcome) -> list[list[str]]:
    """Return the figures we aim at that this run bears on, with the medians found."""
    wanted = [
        ("cold build, CPU per page, beside Hugo's", 0.8, outcome.ratios(COLD, "Hugo", "CPU per page, ms")),
        ("one contribution changed, wall, s", 1.0, outcome.values(CHANGED, "ours", "wall, s")),
        ("one contribution changed, wall, beside Hugo's", 0.02, outcome.ratios(CHANGED, "Hugo", "wall, s")),
        ("nothing changed, wall, s", 0.5, outcome.values(UNCHANGED, "ours", "wall, s")),
        ("peak memory, all processes, MB", 600.0, outcome.values(COLD, "ours", "peak memory, MB")),
    ]
    rows = []
    for name, most, values in wanted:
        middle = statistics.median(values) if values else None
        verdict = "not measured" if middle is None else "reached at this size" if middle <= most else "missed"
        rows.append([name, verdict, f"at most {most:g}", "-" if middle is None else _figure(middle)])
    return rows


def verdict(outcome: Outcome) -> str:
    """Return in a paragraph which of the figures we aim at are reached, and which are missed."""
    rows = aims(outcome)
    missed = [name for name, said, *_ in rows if said == "missed"]
    reached = [name for name, said, *_ in rows if said.startswith("reached")]
    said = f"This run bears on {len(rows)} of the figures we aim at. At this size {len(reached)} reached"
    said += f" ({'; '.join(reached)}), " if reached else ", "
    said += f"{len(missed)} missed" + (f" ({'; '.join(missed)}). " if missed else ". ")
    if whole := outcome.ratios(COLD, "Hugo", "CPU, s"):
        said += (
            f"For the same contributions, rather than per page built, a cold build of ours takes "
            f"{_figure(statistics.median(whole))} times the CPU of Hugo's. "
        )
    return said + (
        "The figures are set for 55,000 contributions on two cores, and this run was smaller: seconds that are too "
        "many here are too many there, a figure reached here is not yet shown there, and ratios may move either way. "
        "Not measured here: how the cost of a page grows from 5,500 to 55,000 contributions, checking one file and all "
        "of them, the digest and `commons --help`."
    )


def page(outcome: Outcome, *, date: str, shape: str, versions: Mapping[str, str], commands: str, kept: str) -> str:
    """Return the page of results. What is kept is the part written by hand."""
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    headings = ("the figure we aim at", "verdict", "wanted", "found")
    return f"""# Benchmarks

Measured on {date}, with {outcome.size}.

The pages are synthetic: a program made them, and they go to every program with the same titles and bodies. The
programs take turns within one run, so that the machine's noise falls on all of them; believe the ratios rather than the
seconds.

- **Machine:** {shape}.
- **Versions:** {named}.

```sh
{commands}
```

## What is reached and what is missed

{verdict(outcome)}

{table(headings, aims(outcome), 2)}

## What was measured

Every figure is the minimum, median and maximum over the rounds, of whole processes from start to end. CPU is user and
system time of a program and all its children, as the kernel counts them. Memory is the resident memory of all its
processes added up, sampled 20 times a second; what two processes share counts twice. CPU per page divides by the HTML
pages that the program itself built, so ours is divided by more pages than theirs: it also makes pages of tags,
councils, people and priorities, and besides pages it checks every contribution and makes feeds and a sitemap. Hugo
has a plain theme and is asked for none of these; Material makes its own search index.

Hugo and Material, one site, build everything again whatever has changed. Material per community is one stock project
for each community, one `mkdocs build` after another; after a change only the community that it is in is built, and
when nothing has changed there is nothing to run.

{tables(outcome)}

{kept or BOUNDS}
"""
