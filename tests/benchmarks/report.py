"""What a run found, and the tables of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.layout import SPREAD, row, table
from benchmarks.measurement import Cost
from benchmarks.names import ALONE, WITHIN
from benchmarks.peers import COLD, OURS, SCENARIOS
from benchmarks.searched import Searched
from benchmarks.searched import tables as searches

_MEASURES: dict[str, Callable[[Cost, int], float]] = {
    "wall, s": lambda cost, _pages: cost.wall,
    "CPU, s": lambda cost, _pages: cost.cpu,
    "wall per page, ms": lambda cost, pages: cost.wall / max(pages, 1) * 1000,
    "CPU per page, ms": lambda cost, pages: cost.cpu / max(pages, 1) * 1000,
    "peak memory, MB": lambda cost, _pages: cost.peak / 1e6,
}


@dataclass(frozen=True)
class Outcome:
    """What a run found. It is filled as the run goes on, so that what was found before a failure is not lost."""

    size: str
    costs: dict[tuple[str, str], list[Cost]] = field(default_factory=dict)
    """By scenario and program, turn by turn from the first."""
    pages: dict[str, int] = field(default_factory=dict)
    """How many each program built cold."""
    absent: dict[str, str] = field(default_factory=dict)
    """Who took no part, or not to the end, and why."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Which part of the contributions a program was given, where that was not all of them."""
    written: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """The pages that there are and the files that were written, as our builds say, by scenario."""
    within: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """Seconds within one process: of opening the tree, and of the catalogue."""
    searched: Searched = field(default_factory=Searched)
    """What the two searches in a browser took."""

    def values(self, scenario: str, name: str, measure: str) -> list[float]:
        """Return a measure in every turn; none where it says nothing, as the cost of a page where few are built."""
        if "per page" in measure and (scenario != COLD or name not in self.pages):
            return []
        pages = self.pages.get(name, 0)
        return [_MEASURES[measure](cost, pages) for cost in self.costs.get((scenario, name), ())]

    def ratios(self, scenario: str, name: str, measure: str) -> list[float]:
        """Return ours divided by another's, turn by turn; beside who was given a part, only what is scaled per page."""
        if scenario == COLD and name in self.parts and "per page" not in measure:
            return []
        pairs = zip(self.values(scenario, OURS, measure), self.values(scenario, name, measure), strict=False)
        return [one / other for one, other in pairs if other]


def tables(outcome: Outcome) -> str:
    """Return what was measured: a table per scenario, ours divided by each other's, and ours alone."""
    parts = [_scenario(outcome, scenario) for scenario in SCENARIOS]
    rows = [
        row((scenario, name, measure.partition(",")[0]), ratios)
        for scenario in SCENARIOS
        for name in outcome.pages
        for measure in _MEASURES
        if name != OURS and (ratios := outcome.ratios(scenario, name, measure))
    ]
    parts.append(
        "### Ours divided by theirs\n\nBelow 1, ours is cheaper. Each ratio is taken within one round. A program"
        " that was given a part of the contributions is compared per page.\n\n"
        + table(("scenario", "beside", "measure", *SPREAD), rows, 3)
    )
    parts.append(f"### Ours alone\n\n{_alone(outcome)}")
    if outcome.searched.contributions:
        parts.append(f"### Searching in a browser\n\n{searches(outcome.searched)}")
    if outcome.pages:
        parts.append(f"HTML pages: {'; '.join(f'{name} {count:,}' for name, count in outcome.pages.items())}.")
    parts += [f"Given a part: {name}: {part}." for name, part in outcome.parts.items()]
    parts += [f"Without all its figures: {name}: {reason}." for name, reason in outcome.absent.items()]
    return "\n\n".join(parts)


def _scenario(outcome: Outcome, scenario: str) -> str:
    rows = [
        row((name, measure), values)
        for name in outcome.pages
        for measure in _MEASURES
        if (values := outcome.values(scenario, name, measure))
    ]
    text = f"### {scenario.capitalize()}\n\n{table(('program', 'measure', *SPREAD), rows, 2)}"
    if said := outcome.written.get(scenario):
        pages, files = said[-1]
        text += f"\n\nOurs says of the last: {pages:,} pages, {files:,} files written."
    return text


def _alone(outcome: Outcome) -> str:
    rows = [
        row((name, measure), values)
        for name in ALONE
        for measure in _MEASURES
        if (values := outcome.values(name, OURS, measure))
    ]
    text = table(("command", "measure", *SPREAD), rows, 2)
    rows = [
        row((name, part), [figures[at] for figures in outcome.within[name]])
        for name in WITHIN
        if name in outcome.within
        for at, part in enumerate(("opening the tree, s", "Catalogue.of, s"))
    ]
    if not rows:
        return text
    return f"{text}\n\nWithin one process, without loading the program:\n\n{table(('state', 'part', *SPREAD), rows, 2)}"
