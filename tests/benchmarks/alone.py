"""Ours alone, in what the other programs have no part in: checking, the catalogue, the digest, the first words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.comparison import say
from benchmarks.measurement import Command, CommandError, Cost, cost
from benchmarks.names import (
    CHECK_COLD,
    CHECK_ONE,
    CHECK_QUIET,
    CHECK_WARM,
    DIGEST,
    HELP,
    OF_COLD,
    OF_COMMIT,
    OF_SAME,
    STATUS,
    STATUS_COLD,
    STATUS_COMMIT,
)
from benchmarks.pace import Pace
from benchmarks.peers import BODY, COMMITTED, COMMONS, OURS, Peer
from benchmarks.report import Outcome

_DRIVER = str(Path(__file__).with_name("catalogue_of.py"))
_NUMBERS = 100
"""The first number of an edit here: the turns beside the others have had the smaller ones."""


@dataclass
class Alone:
    """Ours, with the pace to measure at and where to note what is found."""

    peer: Peer
    pace: Pace
    outcome: Outcome
    edits: int = _NUMBERS

    def measure(self) -> None:
        """Measure everything, so many times; what fails is noted and left."""
        for number in range(self.pace.runs):
            with self._noting("status"):
                self._status(number)
            with self._noting("check"):
                self._check(number)
            with self._noting("digest"):
                self._digest(number)
            with self._noting("help"):
                self._measured(HELP, number, ["--help"])

    def _status(self, number: int) -> None:
        """Measure the catalogue: as whole processes, and within one."""
        if self._wanted(STATUS_COLD, number):
            self.peer.forget()
            self._measured(STATUS_COLD, number, ["status"])
        if self._wanted(OF_COLD, number):
            self.peer.forget()
            self._within(OF_COLD, number)
        if not (self._wanted(STATUS, number) and self._wanted(STATUS_COMMIT, number)):
            return
        self._run(["status"])
        self._measured(STATUS, number, ["status"])
        self._commit()
        self._measured(STATUS_COMMIT, number, ["status"])
        self._within(OF_SAME, number)
        self._commit()
        self._within(OF_COMMIT, number)

    def _check(self, number: int) -> None:
        """Measure what checks: everything cold, everything again, and one file after it changed."""
        if self._wanted(CHECK_COLD, number):
            self.peer.forget()
            self._measured(CHECK_COLD, number, ["check"])
        if not self._wanted(CHECK_WARM, number):
            return
        self._run(["check"])
        self._measured(CHECK_WARM, number, ["check"])
        self._measured(CHECK_QUIET, number, ["check", "--quiet"])
        self.peer.change(BODY, self._next())
        self._measured(CHECK_ONE, number, ["check", self.peer.edited])
        self.peer.change(COMMITTED, self._next())

    def _digest(self, number: int) -> None:
        """Measure the digest of the priority that most contributions name."""
        if not self._wanted(DIGEST, number):
            return
        counts: dict[str, int] = json.loads(self._run(["status", "--json"]).said)["priorities"]
        words = ["digest", max(counts, key=lambda one: counts[one]), "--format", "json"]
        self._run(words)
        self._measured(DIGEST, number, words)

    def _commit(self) -> None:
        self.peer.change(BODY, self._next())
        self.peer.change(COMMITTED, self._next())

    def _next(self) -> int:
        self.edits += 1
        return self.edits

    def _wanted(self, name: str, number: int) -> bool:
        return self.pace.again(self.outcome.costs.get((name, OURS), ()), number)

    def _measured(self, name: str, number: int, words: Sequence[str]) -> None:
        say(f"alone, round {number + 1}: {name}")
        self.outcome.costs.setdefault((name, OURS), []).append(self._run(words))

    def _within(self, name: str, number: int) -> None:
        """Run the driver, and note the seconds within the process; the process's own cost only rations its turns."""
        say(f"alone, round {number + 1}: {name}")
        found = self._cost([sys.executable, _DRIVER, str(self.peer.folder)])
        self.outcome.costs.setdefault((name, OURS), []).append(found)
        said = json.loads(found.said)
        self.outcome.within.setdefault(name, []).append((said["open_tree"], said["of"]))

    def _run(self, words: Sequence[str]) -> Cost:
        where = [] if list(words) == ["--help"] else ["-C", str(self.peer.folder)]
        return self._cost([COMMONS, *where, *words])

    def _cost(self, command: Command) -> Cost:
        return cost([command], self.peer.folder, self.pace.limit)

    @contextmanager
    def _noting(self, what: str) -> Iterator[None]:
        """Note a failure, and go on with the next."""
        try:
            yield
        except (CommandError, OSError, ValueError, subprocess.SubprocessError) as error:
            self.outcome.absent[f"ours, {what}"] = str(error)
