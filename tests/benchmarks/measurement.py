"""What running a command costs: CPU and wall seconds, and the most memory that all its processes held at once.

CPU is what the kernel says on waiting for the process (`wait4`): its own and that of every descendant it waited for.
Memory is sampled from `/proc`, at most 20 times a second: the proportional share (PSS) of the process, its session and
its descendants, added up, so that what two processes share counts once. A peak shorter than the interval can be missed.
The harness is in neither figure. Linux only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

Command = Sequence[str]
_INTERVAL = 0.05
_REST = 20
"""Sampling rests this many times as long as it took, so that it does not slow what it samples."""
_PARENT, _SESSION, _RESIDENT = 1, 3, 21
"""Where in `/proc/PID/stat`, after the name, the parent's id, the session's and the resident pages stand."""


@dataclass(frozen=True)
class Cost:
    """What a scenario cost: CPU and wall in seconds, the peak in bytes; and what its last command said."""

    cpu: float
    wall: float
    peak: int
    said: str = ""


class CommandError(Exception):
    """A command ended with an error, whose message is the end of what it said, or did not end in time."""


def cost(commands: Sequence[Command], folder: Path, limit: float | None = None) -> Cost:
    """Run commands in a folder, one after another, and return what all of them cost. Raises CommandError.

    The limit is in seconds, for all of them together; what runs on then is killed.
    """
    until = None if limit is None else time.monotonic() + limit
    each = []
    for command in commands:
        left = None if until is None else until - time.monotonic()
        try:
            each.append(_one(command, folder, left))
        except subprocess.TimeoutExpired:
            raise CommandError(f"did not finish within {(limit or 0) / 60:g} minutes") from None
    last = each[-1].said if each else ""
    return Cost(
        sum(one.cpu for one in each), sum(one.wall for one in each), max((one.peak for one in each), default=0), last
    )


def _one(command: Command, folder: Path, limit: float | None) -> Cost:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has been compiled
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        begun = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=said, stderr=complained, start_new_session=True
        )
        over, peaks, late = threading.Event(), [0], threading.Event()
        sampler = threading.Thread(target=_sample, args=(process.pid, over, peaks))
        watch = threading.Timer(threading.TIMEOUT_MAX if limit is None else max(0.0, limit), _stop, (process.pid, late))
        sampler.start()
        watch.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            _stop(process.pid, late)
            raise
        finally:
            wall = time.monotonic() - begun
            watch.cancel()
            over.set()
            sampler.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if late.is_set():
            raise subprocess.TimeoutExpired(command, limit or 0)
        if process.returncode:
            heard = _text(complained) or _text(said) or f"exit code {process.returncode}"
            raise CommandError(heard.strip()[-300:])
        return Cost(used.ru_utime + used.ru_stime, wall, peaks[0], _text(said))


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def _stop(session: int, late: threading.Event) -> None:
    """Kill a process that we started, with the group it leads."""
    late.set()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def _sample(root: int, over: threading.Event, peaks: list[int]) -> None:
    """Keep the most memory seen, until it is over."""
    rest = _INTERVAL / 5
    while not over.wait(rest):
        begun = time.monotonic()
        peaks[0] = max(peaks[0], held(root))
        rest = max(_INTERVAL, _REST * (time.monotonic() - begun))


def held(root: int) -> int:
    """Return the bytes of memory that a process, its session and its descendants hold now: shares, added up."""
    resident: dict[int, int] = {}
    children: dict[int, list[int]] = {}
    waiting, seen, found = [root], set(), 0
    for name in (entry.name for entry in os.scandir("/proc")):
        if not name.isdigit():
            continue
        try:
            stat = Path("/proc", name, "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        resident[int(name)] = int(stat[_RESIDENT]) * os.sysconf("SC_PAGE_SIZE")
        children.setdefault(int(stat[_PARENT]), []).append(int(name))
        if int(stat[_SESSION]) == root:  # an orphan is still of the session
            waiting.append(int(name))
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            found += _share(one, resident.get(one, 0))
            waiting += children.get(one, [])
    return found


def _share(process: int, resident: int) -> int:
    """Return the proportional share of a process, or all that is resident where the kernel does not say."""
    try:
        with Path("/proc", str(process), "smaps_rollup").open("rb") as file:
            return next((int(line.split()[1]) * 1024 for line in file if line.startswith(b"Pss:")), resident)
    except OSError:
        return resident
