"""The programs take turns: round after round, scenario after scenario, each beginning in its turn."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from benchmarks.measurement import CommandError, cost
from benchmarks.pace import Pace
from benchmarks.peers import ADDED, COLD, COMMITTED, HUGO, MATERIAL_EACH, OURS, SCENARIOS, TENTH, Peer, stated
from benchmarks.report import Outcome

SHARE = 0.75
"""The share of the time that the turns may take; the rest is for what ours is measured at alone."""
CLOSE = {OURS, TENTH, HUGO}
"""Who has more turns than the others, because our aims are about them."""


def compare(running: Sequence[Peer], pace: Pace, outcome: Outcome) -> None:
    """Let the programs take turns, and note what came of it. One that fails, or takes too long, has no more turns."""
    running = list(running)
    for number in range(max(pace.runs, pace.rounds)):
        for scenario in SCENARIOS:
            first = number % len(running)
            for peer in running[first:] + running[:first]:
                turns = pace.runs if peer.name in CLOSE else pace.rounds
                if number >= turns or not _wanted(peer, scenario, number, pace, outcome):
                    continue
                say(f"round {number + 1}, {scenario}: {peer.name}")
                try:
                    _turn(peer, scenario, number + 1, pace, outcome)
                except (CommandError, OSError, subprocess.SubprocessError) as error:
                    outcome.absent[peer.name] = f"{scenario}, round {number + 1}: {error}"
                    running = [one for one in running if one != peer]
            if not running:
                return


def _wanted(peer: Peer, scenario: str, number: int, pace: Pace, outcome: Outcome) -> bool:
    """Tell whether a program has something to run, and the time for it."""
    had = outcome.costs.get((scenario, peer.name), ())
    if not peer.commands(scenario) or not pace.again(had, number, SHARE, patient=scenario == COLD):
        return False
    if scenario == COMMITTED:  # where nothing was changed before, there is nothing to commit
        return len(outcome.costs.get((ADDED, peer.name), ())) > number
    if scenario == COLD or number or peer.name in CLOSE or peer.name == MATERIAL_EACH:
        return True
    slow = sum(cost.wall for cost in outcome.costs[COLD, peer.name]) > pace.budget
    if slow:
        outcome.absent[peer.name] = f"it was built cold only, because that took more than {pace.budget:g} s"
    return not slow


def _turn(peer: Peer, scenario: str, number: int, pace: Pace, outcome: Outcome) -> None:
    """Run one program once in one scenario, and note the cost."""
    if scenario == COLD:
        peer.forget()
    peer.change(scenario, number)
    found = cost(peer.commands(scenario), peer.folder, pace.limit * (2 if peer.name in CLOSE else 1))
    outcome.costs.setdefault((scenario, peer.name), []).append(found)
    if scenario == COLD:
        outcome.pages[peer.name] = peer.pages(found)
    if peer.name == OURS and (said := stated(found)):
        outcome.written.setdefault(scenario, []).append((said["pages"], said["written"]))


def say(line: str) -> None:
    """Say what is running: in place on a terminal, a line each elsewhere."""
    sys.stderr.write(f"\r\033[K{line}" if sys.stderr.isatty() else f"{line}\n" if line else "")
    sys.stderr.flush()
