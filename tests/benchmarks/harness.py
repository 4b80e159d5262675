"""Ours beside Hugo, Material and Zensical, on the same synthetic pages, in one run, taking turns.

Run it with `.venv/bin/python tests/benchmarks/harness.py`. It prints CPU, wall and memory as minimum, median and
maximum, and ours divided by each peer's. The machine's noise is in all of them; believe the ratios.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT / "tests") not in sys.path:  # run as a program, only this file's own folder is on it
    sys.path.insert(0, str(ROOT / "tests"))

from benchmarks.machine import shape, versions  # noqa: E402
from benchmarks.measurement import CommandError, Cost, cost  # noqa: E402
from benchmarks.peers import Peer, peers  # noqa: E402
from benchmarks.report import BOUNDS, CHANGED, COLD, SCENARIOS, UNCHANGED, Outcome, page, tables  # noqa: E402
from benchmarks.synthetic import generate  # noqa: E402


def measure(contributions: int, communities: int, rounds: int) -> Outcome:
    """Generate the pages, let the programs take turns, return what came of it. Raises CommandError when ours fails."""
    with tempfile.TemporaryDirectory() as scratch:
        commons = Path(scratch) / "commons"
        generate(commons, communities, contributions, seed=1, commits=40)
        running, absent = peers(commons, Path(scratch))
        costs: dict[tuple[str, str], list[Cost]] = {}
        pages: dict[str, int] = {}
        for number in range(rounds):
            for scenario in SCENARIOS:
                first = number % len(running)
                for peer in running[first:] + running[:first]:
                    _say(f"round {number + 1} of {rounds}, {scenario}: {peer.name}")
                    try:
                        _turn(peer, scenario, number, costs)
                    except CommandError as error:
                        if peer.name == "ours":
                            raise
                        absent[peer.name] = f"it failed: {error}"
                        running = [one for one in running if one != peer]
                        costs = {key: value for key, value in costs.items() if key[1] != peer.name}
                    pages |= {peer.name: peer.pages()} if scenario == COLD else {}
        _say("")
    size = f"{contributions:,} contributions in {communities:,} communities, rounds: {rounds}"
    return Outcome(size, costs, {peer.name: pages[peer.name] for peer in running}, absent)


def _turn(peer: Peer, scenario: str, number: int, costs: dict[tuple[str, str], list[Cost]]) -> None:
    """Run one program once in one scenario, if it has anything to run there, and note the cost."""
    if scenario == COLD:
        peer.forget()
    elif scenario == CHANGED:
        peer.edit(f"A sentence more, in round {number + 1}.")
    if commands := {COLD: peer.cold, UNCHANGED: peer.unchanged, CHANGED: peer.changed}[scenario]:
        costs.setdefault((scenario, peer.name), []).append(cost(commands, peer.folder))


def _say(line: str) -> None:
    """Say on a terminal what is running."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{line}")


def main() -> None:
    """Read the command line, measure, print the tables, and write the page if asked to."""
    parser = argparse.ArgumentParser(description="Measure ours beside its peers, on the same synthetic pages.")
    for name, usual in (("contributions", 2_000), ("communities", 20), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"{usual:,} if left out")
    parser.add_argument("--write", metavar="FILE", type=Path, help="write the page of results")
    asked = parser.parse_args()
    took_part = versions()  # before, because the checkout may move on meanwhile
    outcome = measure(asked.contributions, asked.communities, asked.rounds)
    print(f"{outcome.size}\n\n{tables(outcome)}")
    if asked.write:
        before = asked.write.read_text("utf-8") if asked.write.exists() else ""
        _, heading, rest = before.partition(BOUNDS)
        text = page(
            outcome,
            date=f"{dt.datetime.now(dt.UTC).date():%-d %B %Y}",
            shape=shape(),
            versions=took_part,
            commands=(
                ".venv/bin/python tests/benchmarks/harness.py"
                f" --contributions {asked.contributions} --communities {asked.communities} --rounds {asked.rounds}"
                f" --write {asked.write.as_posix()}"
            ),
            kept=(heading + rest).rstrip(),
        )
        asked.write.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
