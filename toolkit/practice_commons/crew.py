"""Work shared over the cores: results in order, memory bounded, and a deadline for each item."""

from __future__ import annotations

import gc
import mmap
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from practice_commons.failure import Failure

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 8
"""More workers than this wait for the parent rather than work."""
AHEAD = 32_768 if sys.platform == "linux" else 4_096
"""Bytes that certainly fit into a pipe, so that sending them to a busy worker cannot block."""
FLUSH_SECONDS = 0.1
FLUSH_BYTES = 1_000_000
"""A worker sends what it has after so long, or so much: no more than this is done again after a death."""
LOOK_SECONDS = 0.5
"""How often the parent looks what each worker is on."""
ATTEND_SECONDS = 0.005
"""How often the parent sees to its workers while its caller is busy with results."""
RENEW = 2_000
"""Items after which a worker is replaced: what the libraries it works with never give back goes with it."""
FRUITLESS = 3
"""So many workers may die in a row without an item to blame."""

_ends: set[Connection] = set()
# The parent's ends of every open pipe. A forked worker inherits and must close them, or nobody ever sees an EOF.


@dataclass(frozen=True)
class Stopped:
    """An item that was given up: its position among the items, from 0, and why."""

    index: int
    why: str
    late: bool = False
    """Whether it was stopped for taking too long, and not by an accident of its worker."""


class Crew(Generic[Item, Result]):
    """Workers that each begin once, then apply what `begin` returned to items.

    `begin`, its arguments, items and results are picklable. An item may be done twice if its worker dies soon after.
    `workers` is None for one per core, and 0 for this process alone, without a deadline. `patience` is in seconds for
    one item; `begin` has no deadline. Fewer than `least` items get one worker.
    `method` is a start method of multiprocessing.
    """

    def __init__(
        self,
        begin: Callable[..., Callable[[Item], Result]],
        arguments: tuple[Any, ...] = (),
        workers: int | None = None,
        patience: float = 20.0,
        *,
        least: int = 24,
        renew: int = RENEW,
        method: str | None = None,
    ) -> None:
        """Keep how to work; no worker starts before there are items."""
        self.renew = renew
        self.begin, self.arguments, self.patience, self.least, self.method = begin, arguments, patience, least, method
        self.workers = min(cores(), MOST) if workers is None else workers

    def map(self, items: Iterable[Item], chunk: int = 64) -> Iterator[tuple[Item, Result | Stopped]]:
        """Yield each item with its result, in order; raise what the function raised, when its item's turn comes."""
        # A worker may not have workers of its own.
        if self.workers < 1 or multiprocessing.current_process().daemon:
            function = self.begin(*self.arguments)
            for item in items:
                yield item, function(item)
            return
        run = _Run(self, items, chunk)
        try:
            yield from run.results()
            run.dismiss()
        finally:
            run.end()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def start_method() -> str:
    """Return the cheapest safe way to start a worker here: fork only where no other thread may hold a lock."""
    if sys.platform != "linux":
        return "spawn"
    try:  # Threads of libraries count too, and Python does not know them.
        threads = sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        threads = 1
    return "fork" if max(threads, threading.active_count()) == 1 else "forkserver"


class _Place:
    """A number in memory that a forked worker shares. Multiprocessing's own kind leaves a folder behind when killed."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8)
        self.value = -1

    @property
    def value(self) -> int:
        """Return the number."""
        return int.from_bytes(self._memory[:8], "little", signed=True)

    @value.setter
    def value(self, number: int) -> None:
        self._memory[:8] = number.to_bytes(8, "little", signed=True)


@dataclass(eq=False)
class _Worker:
    """A worker as the parent sees it: where to reach it, which positions it has, and how long it has been on one."""

    process: Any
    """A process of whichever start method; the type checker knows no common type."""
    inbox: Connection
    outbox: Connection
    place: Any
    """Shared: twice the position of the item begun last, and one more while on it. One number cannot be half-read."""
    ready: bool = False
    spans: deque[range] = field(default_factory=deque)
    seen: int = -1
    worked: float = 0.0
    looked: float = field(default_factory=time.monotonic)
    done: int = 0

    def late(self, patience: float, grain: float) -> bool:
        """Look, and tell whether the worker has been on one item for too long."""
        now, value = time.monotonic(), self.place.value
        if value != self.seen:
            self.seen, self.worked = value, 0.0
        elif value % 2:
            # A long gap means that we were not looking, or were all suspended together: not the item's fault.
            self.worked += min(now - self.looked, 2 * grain)
        self.looked = now
        return value >= 0 and value % 2 == 1 and self.worked > patience

    def close(self) -> None:
        """Release what the parent holds of a worker that has ended."""
        for end in (self.inbox, self.outbox):
            _ends.discard(end)
            end.close()
        self.process.close()


@dataclass(frozen=True)
class _Fault:
    """An exception, pickled."""

    payload: bytes


class _Run(Generic[Item, Result]):
    """One use of a crew, from the first item to the last."""

    def __init__(self, crew: Crew[Item, Result], items: Iterable[Item], chunk: int) -> None:
        self.crew, self.chunk = crew, max(1, chunk)
        source = iter(items)
        head = list(islice(source, max(1, crew.least)))
        self.limit = crew.workers if len(head) >= crew.least else 1
        self.source = chain(head, source)
        self.grain = min(LOOK_SECONDS, crew.patience / 5)
        self.context: Any = multiprocessing.get_context(crew.method or start_method())
        if self.context.get_start_method() == "forkserver":  # it imports what workers need, once for all of them
            self.context.set_forkserver_preload([crew.begin.__module__])
        self.lifeline: tuple[Connection, Connection] | None = None
        self.workers: list[_Worker] = []
        self.held: dict[int, Item] = {}
        self.outcomes: dict[int, bytes | Stopped | _Fault] = {}
        self.todo: deque[range] = deque()
        self.taken = self.turn = self.fruitless = 0
        self.over = False
        self.small = True

    def results(self) -> Iterator[tuple[Item, Result | Stopped]]:
        """Yield results in the order of the items."""
        attended = 0.0
        while True:
            while self.turn in self.outcomes:
                if time.monotonic() - attended > ATTEND_SECONDS:
                    self.collect(0)
                    self.hand_out()
                    attended = time.monotonic()
                outcome, item = self.outcomes.pop(self.turn), self.held.pop(self.turn)
                self.turn += 1
                if isinstance(outcome, _Fault):
                    raise pickle.loads(outcome.payload)  # noqa: S301 - from our own worker
                yield item, outcome if isinstance(outcome, Stopped) else pickle.loads(outcome)  # noqa: S301 - the same
            self.hand_out()
            if self.turn == self.taken:
                return
            self.collect(self.grain)
            attended = time.monotonic()

    # Giving work

    def cut(self) -> range | None:
        """Take the next few items from the source, unless too many are on their way or there are no more."""
        # Few at first, so that a short list is spread over all workers.
        size = self.chunk if self.limit == 1 else min(self.chunk, max(4, self.taken // (4 * self.limit)))
        if self.over or self.taken - self.turn + size > 4 * self.limit * self.chunk:
            return None
        start = self.taken
        for item in islice(self.source, size):
            self.held[self.taken] = item
            self.taken += 1
        self.over = self.taken - start < size
        return range(start, self.taken) if self.taken > start else None

    def ripe(self, count: int) -> bool:
        """Tell whether so many spans wait for a worker, after taking more from the source if needed."""
        while len(self.todo) < count:
            span = self.cut()
            if span is None:
                return False
            self.todo.append(span)
        return True

    def hand_out(self) -> None:
        """Give each idle worker a span, start workers for the spans that are left, and send a little ahead."""
        for worker in [one for one in self.workers if one.done >= self.crew.renew and not one.spans]:
            self.retire(worker)
        for worker in self.workers:
            if worker.ready and not worker.spans and self.ripe(1):
                self.give(worker, self.todo.popleft())
        starting = sum(not worker.ready for worker in self.workers)
        while len(self.workers) < self.limit and self.ripe(starting + 1):
            self.start()
            starting += 1
        for worker in self.workers:
            fresh = worker.done < self.crew.renew
            if self.small and fresh and worker.ready and len(worker.spans) == 1 and self.ripe(starting + 1):
                self.give(worker, self.todo.popleft())

    def give(self, worker: _Worker, span: range) -> None:
        """Send a span to a worker; put it back if the worker is busy and the span might not fit into the pipe."""
        parcel = pickle.dumps((span.start, [self.held[place] for place in span]), pickle.HIGHEST_PROTOCOL)
        if worker.spans and len(parcel) > AHEAD:
            self.small = False
            self.todo.appendleft(span)
            return
        worker.spans.append(span)
        with suppress(OSError):  # It has died, which `collect` will notice.
            worker.inbox.send_bytes(parcel)

    def start(self) -> None:
        """Start one worker. An interrupt waits until we hold it, and is not for it."""
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if sys.platform != "win32" else None
        try:
            if self.lifeline is None:
                self.lifeline = self.context.Pipe(duplex=False)
                _ends.add(self.lifeline[1])
            theirs_in, inbox = self.context.Pipe(duplex=False)
            outbox, theirs_out = self.context.Pipe(duplex=False)
            _ends.update((inbox, outbox))
            place = _Place() if self.context.get_start_method() == "fork" else self.context.RawValue("q", -1)
            arguments = (self.crew.begin, self.crew.arguments, theirs_in, theirs_out, self.lifeline[0], place)
            process = self.context.Process(target=_work, args=arguments, daemon=True)
            try:
                process.start()
            except BaseException:
                for end in (inbox, outbox):
                    _ends.discard(end)
                    end.close()
                raise
            finally:
                theirs_in.close()
                theirs_out.close()
            self.workers.append(_Worker(process, inbox, outbox, place))
        finally:
            if sys.platform != "win32" and mask is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    # Taking results

    def collect(self, timeout: float) -> None:
        """Wait for results; take them, stop workers that are late, and see to those that have died."""
        by_end: dict[Any, _Worker] = {}
        for worker in self.workers:
            by_end[worker.outbox] = by_end[worker.process.sentinel] = worker
        ready = {id(by_end[end]) for end in wait(list(by_end), timeout)} if by_end else set()
        for worker in list(self.workers):
            if id(worker) in ready and not self.receive(worker):
                self.bury(worker)
            elif worker.late(self.crew.patience, self.grain):
                # Read what it saw, not what is there now: the worker may have moved on in this very moment.
                late = worker.seen // 2
                worker.process.kill()
                self.bury(worker, late)

    def receive(self, worker: _Worker) -> bool:
        """Take one message; tell whether there was one, or may still be."""
        try:
            if not worker.outbox.poll():
                return bool(worker.process.is_alive())
            message = worker.outbox.recv()
        except (EOFError, OSError):
            return False
        # Outside the above: what it raises is the function's, and may well be an OSError.
        self.accept(worker, *message)
        return True

    def accept(self, worker: _Worker, start: int, payloads: list[bytes], fault: bytes | None) -> None:
        """Keep what a worker sent: results from a position on, and perhaps an exception after them."""
        worker.ready = True
        if start < 0:
            if fault:
                raise pickle.loads(fault)  # noqa: S301 - from our own worker
            return
        self.fruitless = 0
        worker.done += len(payloads)
        self.outcomes.update(enumerate(payloads, start))
        done = start + len(payloads)
        span = worker.spans.popleft()
        if fault:
            # Nothing after it will be asked for.
            self.outcomes[done] = _Fault(fault)
            self.over = True
        elif done < span.stop:
            worker.spans.appendleft(range(done, span.stop))

    def retire(self, worker: _Worker) -> None:
        """Let a worker that has done enough end by itself; the next one starts when there is work."""
        self.workers.remove(worker)
        _ends.discard(worker.inbox)
        worker.inbox.close()
        worker.process.join(1)
        worker.process.kill()
        worker.process.join()
        worker.close()

    def bury(self, worker: _Worker, late: int | None = None) -> None:
        """End a worker, give up the item it was on, and put back the rest of what it had."""
        worker.process.join(1)
        worker.process.kill()
        worker.process.join()
        while self.receive(worker):  # What it sent before it died still counts.
            pass
        code = worker.process.exitcode or 0
        place = worker.place.value // 2 if late is None else late
        self.workers.remove(worker)  # Not before it has ended: an interrupt must find it in the list.
        worker.close()
        how = f"signal {-code}" if code < 0 else f"exit status {code}"
        blamed = any(place in span for span in worker.spans)
        if blamed:
            why = f"its worker ended with {how}" if late is None else f"took longer than {self.crew.patience:g} seconds"
            self.outcomes[place] = Stopped(place, why, late is not None)
        elif worker.spans or not worker.ready:
            self.fruitless += 1
            if self.fruitless > FRUITLESS:
                raise Failure(
                    f"The workers end before they begin, with {how}.", "Is there enough memory? Close other programs."
                )
        rest = [part for span in worker.spans for part in _without(span, place if blamed else -1)]
        self.todo.extendleft(reversed(rest))

    # Ending

    def dismiss(self) -> None:
        """Let workers without work end by themselves, closing what they opened."""
        for worker in self.workers:
            _ends.discard(worker.inbox)
            worker.inbox.close()
        until = time.monotonic() + 1
        for worker in self.workers:
            if worker.ready:
                worker.process.join(max(0.0, until - time.monotonic()))

    def end(self) -> None:
        """End every worker now."""
        for worker in self.workers:
            worker.process.kill()
        while self.workers:
            self.workers[-1].process.join()
            self.workers.pop().close()
        if self.lifeline is not None:
            _ends.discard(self.lifeline[1])
            for end in self.lifeline:
                end.close()


def _without(span: range, place: int) -> list[range]:
    """Return the span without one position, in one or two pieces."""
    pieces = [range(span.start, place), range(place + 1, span.stop)] if place in span else [span]
    return [piece for piece in pieces if piece]


# In the worker


def _work(
    begin: Callable[..., Callable[[Any], Any]],
    arguments: tuple[Any, ...],
    inbox: Connection,
    outbox: Connection,
    lifeline: Connection,
    place: Any,
) -> None:
    """Begin, then work through what comes until nothing comes any more."""
    for end in _ends:
        end.close()
    _ends.clear()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.freeze()  # What we inherited is the parent's to clear away, and touching it would copy its memory.
    threading.Thread(target=_follow, args=(lifeline,), daemon=True).start()
    with suppress(EOFError, OSError):  # The parent has gone, or has no more work.
        try:
            function = begin(*arguments)
        except Exception as error:  # noqa: BLE001 - the parent raises it
            outbox.send((-1, [], _portable(error)))
            return
        outbox.send((-1, [], None))
        while True:
            parcel = inbox.recv_bytes()
            try:
                start, items = pickle.loads(parcel)  # noqa: S301 - from our own parent
            except Exception as error:  # noqa: BLE001 - the parent raises it
                outbox.send((-1, [], _portable(error)))
                return
            _go_through(function, start, items, outbox, place)


def _go_through(function: Callable[[Any], Any], start: int, items: list[Any], outbox: Connection, place: Any) -> None:
    """Apply the function to each item of a span, sending results together unless they take long or are large."""
    done: list[bytes] = []
    fault: bytes | None = None
    first, size, flushed = start, 0, time.monotonic()
    for position, item in enumerate(items, start):
        place.value = 2 * position + 1
        try:
            done.append(pickle.dumps(function(item), pickle.HIGHEST_PROTOCOL))
        except Exception as error:  # noqa: BLE001 - the parent raises it
            fault = _portable(error)
            break
        size += len(done[-1])
        now = time.monotonic()
        if position < start + len(items) - 1 and (now - flushed > FLUSH_SECONDS or size > FLUSH_BYTES):
            place.value = 2 * position  # Waiting for the parent to read is not the item's time.
            outbox.send((first, done, None))
            done, first, size, flushed = [], position + 1, 0, time.monotonic()
    place.value &= ~1
    outbox.send((first, done, fault))


def _follow(lifeline: Connection) -> None:
    """End this worker when the parent does, whatever it is doing."""
    with suppress(EOFError, OSError):
        lifeline.poll(None)
    os._exit(1)


def _portable(error: Exception) -> bytes:
    """Pickle an exception with where it came from, or its text if it cannot be pickled."""
    if not isinstance(error, Failure):
        error.add_note("In a worker:\n" + "".join(traceback.format_exception(error)).rstrip())
    try:
        payload = pickle.dumps(error)
        if type(pickle.loads(payload)) is type(error):  # noqa: S301 - we made it on the line above
            return payload
    except Exception:  # noqa: BLE001, S110 - an exception may refuse in any way it likes
        pass
    plain = RuntimeError(f"{type(error).__name__}: {error}")
    for note in getattr(error, "__notes__", []):
        plain.add_note(str(note))
    return pickle.dumps(plain)
