"""What running a command costs: CPU and wall seconds, and the most memory that all its processes held at once.

CPU is what the kernel says on waiting for the process (`wait4`): its own and that of every descendant it waited for.
Memory is sampled from `/proc` 20 times a second: the resident memory of the process and its descendants, added up.
Pages that two processes share count twice, and a peak shorter than the interval can be missed. The largest process that
the kernel remembers is no help: it counts the harness itself, from before the command took its place. Linux only.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str]
_INTERVAL = 0.05
_PARENT, _RESIDENT = 1, 21
"""Where in `/proc/PID/stat`, after the name, the parent's id and the resident pages stand."""


@dataclass(frozen=True)
class Cost:
    """What a scenario cost: CPU and wall in seconds, the peak in bytes."""

    cpu: float
    wall: float
    peak: int


class CommandError(Exception):
    """A command ended with an error: the message is the end of what it said."""


def cost(commands: Sequence[Command], folder: Path) -> Cost:
    """Run commands in a folder, one after another, and return what all of them cost. Raises CommandError."""
    each = [_one(command, folder) for command in commands]
    return Cost(sum(one.cpu for one in each), sum(one.wall for one in each), max(one.peak for one in each))


def _one(command: Command, folder: Path) -> Cost:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryFile() as said:
        begun = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        over, peaks = threading.Event(), [0]
        sampler = threading.Thread(target=_sample, args=(process.pid, over, peaks))
        sampler.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        sampler.join()
        if process.returncode:
            said.seek(0)
            raise CommandError(said.read().decode("utf-8", "replace").strip()[-300:])
    return Cost(used.ru_utime + used.ru_stime, wall, peaks[0])


def _sample(root: int, over: threading.Event, peaks: list[int]) -> None:
    """Keep the most memory seen, until it is over."""
    while not over.wait(_INTERVAL):
        peaks[0] = max(peaks[0], resident(root))


def resident(root: int) -> int:
    """Return the bytes of memory that a process and its descendants hold now, added up."""
    pages: dict[int, int] = {}
    children: dict[int, list[int]] = {}
    for name in (entry.name for entry in os.scandir("/proc")):
        if not name.isdigit():
            continue
        try:
            stat = Path("/proc", name, "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        pages[int(name)] = int(stat[_RESIDENT])
        children.setdefault(int(stat[_PARENT]), []).append(int(name))
    waiting, found = [root], 0
    while waiting:
        one = waiting.pop()
        found += pages.get(one, 0)
        waiting += children.get(one, [])
    return found * os.sysconf("SC_PAGE_SIZE")
