"""Work shared over the cores: in order, bounded, and never held up for long by one item."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from practice_commons import crew as module
from practice_commons.crew import Crew, Stopped
from practice_commons.failure import Failure

METHODS = multiprocessing.get_all_start_methods()
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def begin(*arguments):
    """Return a function that does as the item says."""
    return Doing((*arguments, time.monotonic()))


class Doing:
    def __init__(self, arguments):
        self.arguments = arguments

    def __call__(self, item):
        what, *rest = item if isinstance(item, tuple) else (item,)
        return getattr(self, what)(*rest) if isinstance(what, str) else what * 2

    def given(self):
        return self.arguments

    def pid(self):
        return os.getpid()

    def loop(self):
        while True:
            pass

    def sleep(self, seconds):
        time.sleep(seconds)
        return "slept"

    def hold(self, seconds):
        """Block in C without letting other threads run."""
        ctypes.PyDLL(None).usleep(int(seconds * 1e6))

    def die(self, number):
        os.kill(os.getpid(), number)

    def leave(self, status):
        os._exit(status)

    def large(self, size):
        return b"x" * size

    def fail(self):
        raise Failure("No such thing", "Make one")

    def awkward(self):
        raise Awkward(1, 2)

    def missing(self):
        return Path("/no/such/file").read_bytes()

    def unpicklable(self):
        return lambda: None


class Awkward(Exception):  # noqa: N818
    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def refuse():
    raise FileNotFoundError("no database")


def vanish():
    os._exit(7)


@pytest.fixture(autouse=True)
def _nobody_left():
    yield
    gc.collect()
    assert multiprocessing.active_children() == []
    assert module._ends == set()


def outcomes(items, chunk=8, **options):
    return [result for _, result in Crew(begin, **{"least": 0, "workers": 2, **options}).map(items, chunk)]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_items(method, workers):
    found = list(Crew(begin, workers=workers, method=method).map(range(1000), 16))
    assert found == [(number, 2 * number) for number in range(1000)]


@pytest.mark.parametrize("count", [0, 1, 23, 24, 25])
def test_few_items_and_none_are_done_too(count):
    assert [result for _, result in Crew(begin).map(iter(range(count)))] == [2 * number for number in range(count)]


def test_few_items_get_one_worker_and_many_get_more():
    work = [("sleep", 0.05), ("pid",)]
    assert len(set(outcomes(work * 5, least=24)) - {"slept"}) == 1
    assert len(set(outcomes(work * 20, least=24)) - {"slept"}) == 2


def test_uneven_work_keeps_its_order():
    items = [("sleep", 0.02) if number % 7 == 0 else number for number in range(100)]
    assert outcomes(items) == ["slept" if number % 7 == 0 else 2 * number for number in range(100)]


def test_each_worker_begins_once_with_the_arguments():
    results = Crew(begin, ("a", 1), workers=2, least=0).map(["given"] * 40, 1)
    given = {result for _, result in results}
    assert {one[:2] for one in given} == {("a", 1)}
    assert len({one[2] for one in given}) <= 2


def test_items_are_taken_only_as_they_are_needed():
    taken = 0

    def source():
        nonlocal taken
        for number in range(1_000_000):
            taken += 1
            yield number

    results = Crew(begin, workers=2).map(source(), 8)
    for count, _ in enumerate(islice(results, 500), 1):
        assert taken <= count + 4 * 2 * 8 + 24
    results.close()


def test_large_items_and_results_pass():
    found = outcomes([("large", 3_000_000)] * 12, chunk=4)
    assert [len(one) for one in found] == [3_000_000] * 12
    assert outcomes([b"y" * 300_000] * 50, chunk=4) == [b"y" * 600_000] * 50


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("stuck", [("loop",), ("sleep", 60), pytest.param(("hold", 60), marks=posix)])
def test_an_item_that_takes_too_long_is_stopped_alone(workers, stuck):
    items = [stuck if number in {5, 30} else number for number in range(60)]
    begun = time.monotonic()
    found = outcomes(items, workers=workers, patience=0.4)
    assert time.monotonic() - begun < 10
    assert found.pop(30) == Stopped(30, "took longer than 0.4 seconds", late=True)
    assert found.pop(5) == Stopped(5, "took longer than 0.4 seconds", late=True)
    assert found == [2 * number for number in range(60) if number not in {5, 30}]


@pytest.mark.parametrize("method", METHODS)
def test_the_deadline_holds_for_every_start_method(method):
    assert outcomes([1, ("loop",), 3], method=method, patience=0.4) == [
        2,
        Stopped(1, "took longer than 0.4 seconds", late=True),
        6,
    ]


def test_a_caller_that_takes_its_time_does_not_use_up_the_patience_of_an_item():
    results = Crew(begin, workers=1, patience=1.0).map([1, ("sleep", 0.3), ("large", 2_000_000), 4], 1)
    found = []
    for _, result in results:
        found.append(result)
        time.sleep(1.2)
    assert [found[0], found[1], len(found[2]), found[3]] == [2, "slept", 2_000_000, 8]


@posix
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("death", "how"),
    [
        (("die", 9), "signal 9"),
        (("die", 15), "signal 15"),
        (("leave", 3), "exit status 3"),
        (("leave", 0), "exit status 0"),
    ],
)
def test_a_worker_that_dies_costs_the_item_it_was_on(workers, death, how):
    found = outcomes([1, 2, death, 4, death, *range(40)], workers=workers)
    assert found[:5] == [
        2,
        4,
        Stopped(2, f"its worker ended with {how}"),
        8,
        Stopped(4, f"its worker ended with {how}"),
    ]
    assert found[5:] == [2 * number for number in range(40)]


@posix
def test_every_item_may_kill_its_worker():
    assert outcomes([("die", 9)] * 20) == [Stopped(number, "its worker ended with signal 9") for number in range(20)]


@posix
def test_an_idle_worker_that_is_killed_is_replaced():
    found = []
    for _, result in Crew(begin, workers=1, least=0).map(["pid"] * 4, 1):
        found.append(result)
        time.sleep(0.05)
        if isinstance(result, int):
            with suppress(ProcessLookupError):
                os.kill(result, signal.SIGKILL)
    assert all(isinstance(one, int | Stopped) for one in found)
    assert len(found) == 4


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_failure_arrives_with_its_hint_after_the_results_before_it(workers):
    results = Crew(begin, workers=workers, least=0).map([*range(50), ("fail",), ("awkward",), *range(50)], 4)
    assert [result for _, result in islice(results, 50)] == [2 * number for number in range(50)]
    with pytest.raises(Failure, match="No such thing") as caught:
        next(results)
    assert caught.value.hint == "Make one"


def test_an_exception_keeps_its_type_and_says_where_it_came_from():
    with pytest.raises(FileNotFoundError, match="/no/such/file") as caught:
        outcomes([("missing",)])
    assert "read_bytes" in caught.value.__notes__[0]


@pytest.mark.parametrize(("item", "text"), [("awkward", "Awkward: 1 and 2"), ("unpicklable", "pickle")])
def test_what_cannot_be_pickled_arrives_as_text(item, text):
    with pytest.raises((RuntimeError, AttributeError, pickle.PicklingError), match=text):
        outcomes([1, (item,)])


def test_an_exception_of_the_source_passes_and_ends_the_workers():
    def source():
        yield from range(100)
        raise KeyError("source")

    with pytest.raises(KeyError, match="source"):
        outcomes(source())


def test_an_item_that_cannot_be_sent_is_the_callers_mistake():
    with pytest.raises((AttributeError, pickle.PicklingError), match="pickle"):
        outcomes([lambda: None])


@pytest.mark.parametrize("method", METHODS)
def test_what_begin_raises_is_raised(method):
    with pytest.raises(FileNotFoundError, match="no database"):
        list(Crew(refuse, workers=2, method=method).map(range(100)))


def test_workers_that_never_begin_are_not_started_for_ever():
    with pytest.raises(Failure, match="before they begin, with exit status 7"):
        list(Crew(vanish, workers=2).map(range(100)))


@posix
@pytest.mark.parametrize("end", ["close", "throw", "forget"])
def test_an_early_end_leaves_no_worker(end):
    results = Crew(begin, workers=2, least=0).map([*range(20), *[("sleep", 60)] * 50], 2)
    assert next(results) == (0, 0)
    assert len(multiprocessing.active_children()) == 2
    pids = [one.pid for one in multiprocessing.active_children()]
    if end == "close":
        results.close()
    elif end == "throw":
        with pytest.raises(KeyboardInterrupt):
            results.throw(KeyboardInterrupt())
    else:
        del results
        gc.collect()
    for pid in pids:
        with pytest.raises(ChildProcessError):  # Not even a zombie.
            os.waitpid(pid, os.WNOHANG)


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_no_worker_means_this_process():
    assert outcomes([1, "pid"], workers=0) == [2, os.getpid()]


def nested(count):
    return [result for _, result in Crew(begin, workers=2).map(range(count))]


def begin_nested():
    return nested


def test_a_worker_does_without_workers_of_its_own():
    assert list(Crew(begin_nested, workers=1).map([3])) == [(3, [0, 2, 4])]


def test_two_crews_may_work_at_once():
    one, other = (Crew(begin, workers=2).map(range(200), 4) for _ in range(2))
    assert [result for pair in zip(one, other, strict=True) for _, result in pair] == [
        2 * number for number in range(200) for _ in range(2)
    ]


PARENT = """
import os, sys, threading, time
sys.path.insert(0, sys.argv[1])
import test_crew
from practice_commons.crew import Crew, Stopped
if __name__ == "__main__":
    method, item = sys.argv[2], eval(sys.argv[3])
    results = Crew(test_crew.begin, workers=3, least=0, method=method or None).map(["pid"] * 3000 + [item] * 60, 1)
    pids = set()
    for _, pid in results:
        pids.add(pid)
        if len(pids) == 3:
            break
        time.sleep(0.01)
    import multiprocessing
    print(*[one.pid for one in multiprocessing.active_children()], flush=True)
    for _ in results:
        pass
"""


def parent(method, item, **options):
    """Start a process of its own that has workers busy for ever; return it, and its workers' ids."""
    command = [sys.executable, "-W", "error", "-c", PARENT, str(Path(__file__).parent), method, repr(item)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **options
    )
    pids = [int(word) for word in process.stdout.readline().split()]
    time.sleep(0.3)
    assert pids
    assert all(alive(pid) for pid in pids)
    return process, pids


def gone(pids, seconds):
    until = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="processes are read from /proc")
@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
@pytest.mark.parametrize("item", [("loop",), ("sleep", 60)])
def test_a_killed_parent_leaves_no_worker(method, item):
    process, pids = parent(method, item)
    with process:
        process.kill()
        process.wait()
        assert gone(pids, 2)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are read from /proc")
@pytest.mark.parametrize("method", ["", "spawn"])
def test_an_interrupt_of_the_whole_group_is_quiet_and_leaves_no_worker(method):
    process, pids = parent(method, ("sleep", 60))
    with process:
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    assert gone(pids, 1)
    assert errors.count("Traceback") == 1
    assert errors.rstrip().endswith("KeyboardInterrupt")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are read from /proc")
def test_a_suspension_of_the_whole_group_stops_no_item():
    script = PARENT.split("if __name__", maxsplit=1)[0] + (
        "print('on', flush=True)\n"
        "print(list(Crew(test_crew.begin, workers=1, patience=1.5).map([('sleep', 1.0)])), flush=True)\n"
    )
    command = [sys.executable, "-c", script, str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        process.stdout.readline()
        time.sleep(0.4)
        os.killpg(process.pid, signal.SIGSTOP)
        time.sleep(2.5)
        os.killpg(process.pid, signal.SIGCONT)
        assert "slept" in process.stdout.readline()


def test_fork_is_only_for_a_process_of_one_thread():
    script = (
        "import threading, time\nfrom practice_commons.crew import start_method\nprint(start_method())\n"
        "threading.Thread(target=time.sleep, args=(5,), daemon=True).start()\nprint(start_method())\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == (["fork", "forkserver"] if sys.platform == "linux" else ["spawn", "spawn"])
