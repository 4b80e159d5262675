"""Publishing that is killed, at any moment, and publishing on a disk that fills up. FAULT_ROUNDS asks for more."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from practice_commons.failure import Failure
from practice_commons.site import exchange
from practice_commons.site.aside import survey
from practice_commons.site.shelf import Shelf

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "0"))
PAGES = 40

posix = pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")


def shelf_in(room):
    return Shelf(Path(room) / "site", Path(room) / "work/journal.json")


def site(edition):
    """Return an edition: a page may come or go with each, and every page holds the edition's number."""
    gone = edition % 7
    return {f"c/{page}/index.html": f"edition {edition}\n".encode() * 30 for page in range(PAGES) if page % 7 != gone}


def changes_to(edition):
    after = site(edition)
    return [(f"c/{page}/index.html", after.get(f"c/{page}/index.html")) for page in range(PAGES)]


def publish(shelf, edition, *, whole=False):
    if whole or shelf.edition() is None:
        shelf.put_whole(site(edition).items(), str(edition))
    else:
        shelf.put_changes(changes_to(edition), str(edition))


def read(folder):
    return {path: (folder / path).read_bytes() for path in survey(folder).files}


def edition_found(shelf):
    """Return the one edition that is live; fail if it is not whole, or if the journal leaves a difference out."""
    live = read(shelf.output)
    edition = int(shelf.edition())
    assert live == site(edition), f"not wholly edition {edition}"
    pending = shelf.journal.read(shelf.output, shelf.aside)
    if pending is not None:
        other = read(shelf.aside)
        assert {path for path in live | other if live.get(path) != other.get(path)} <= set(pending)
    return edition


def assert_tidy(room):
    assert sorted(path.name for path in Path(room).iterdir()) == [".site.aside", "site", "work"]
    assert [path.name for path in (Path(room) / "work").iterdir()] == ["journal.json"]


def this_file(call):
    """Return a command that calls a function of this file in a process of its own."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_shelf_faults as faults; faults."
    )
    return [sys.executable, "-c", code + call]


def publish_for_ever(room, edition):
    shelf = shelf_in(room)
    (Path(room) / "work/begun").touch()
    for number in count(edition + 1):
        publish(shelf, number, whole=number % 9 == 0)


@posix
def test_killed_at_any_moment_the_site_is_whole_and_mends_itself(tmp_path):
    chance = random.Random(20)
    shelf = shelf_in(tmp_path)
    publish(shelf, 0)
    edition = 0
    for _ in range(ROUNDS or 12):
        with subprocess.Popen(this_file(f"publish_for_ever({str(tmp_path)!r}, {edition})")) as process:
            while not (tmp_path / "work/begun").exists():
                assert process.poll() is None
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.15))
            assert process.poll() is None, "it publishes until it is killed"
            process.kill()
        (tmp_path / "work/begun").unlink()
        edition = edition_found(shelf) + 1
        publish(shelf, edition)
        assert edition_found(shelf) == edition
        assert_tidy(tmp_path)


def kill_at_every_step(room, *, exchanges, whole, after):
    """Publish again and again, each time killed one step later: at every call that Python reports to an audit hook."""
    global PAGES  # noqa: PLW0603 - this is a process of its own, with many rounds to go
    PAGES = 5
    if not exchanges:
        exchange._exchange = lambda *_: False
    shelf = shelf_in(room)
    publish(shelf, 1)
    for step in count(1):
        edition = 10 * step
        publish(shelf, edition)
        if after == "a kill":  # the aside is left half made, so that recovery is what is killed
            killed_in_child(45, partial(publish, shelf, edition + 1))
        ended = killed_in_child(step, partial(publish, shelf, edition + 2, whole=whole))
        if exchanges or shelf.output.exists():
            assert edition <= edition_found(shelf) <= edition + 2
        publish(shelf, edition + 3)
        assert edition_found(shelf) == edition + 3
        assert_tidy(room)
        if ended:
            assert step > 30, "there are as many steps as calls"
            return


def killed_in_child(step, action):
    """Do something in a fork that is killed at the step. Returns whether it came to its end."""
    child = os.fork()
    if not child:
        left = [step]

        def hook(event, _):
            if event.startswith(("os.", "shutil.", "open", "ctypes.")):
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            action()
        finally:
            left[0] = -1
            os._exit(1 if sys.exc_info()[0] else 0)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the child failed"
    return os.WIFEXITED(status)


@posix
@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "renames"])
@pytest.mark.parametrize("after", ["an end", "a kill"])
@pytest.mark.parametrize("whole", [False, True], ids=["changes", "whole"])
def test_killed_at_each_step_the_site_is_whole_and_mends_itself(tmp_path, exchanges, whole, after):
    call = f"kill_at_every_step({str(tmp_path)!r}, exchanges={exchanges}, whole={whole}, after={after!r})"
    done = subprocess.run(this_file(call), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def mount(room, size):
    room.mkdir()
    if os.name != "posix" or not shutil.which("mount") or os.geteuid():
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(room)], check=False)
    if done.returncode:
        pytest.skip("this system does not let a small disk be mounted")


def refusal(shelf, pages, edition):
    try:
        (shelf.put_changes if edition % 5 else shelf.put_whole)(pages.items(), str(edition))
    except Failure as failure:
        return failure
    return None


@pytest.mark.parametrize("seed", range(ROUNDS or 4))
def test_a_full_disk_leaves_the_site_as_it_was(tmp_path, seed):
    chance = random.Random(seed)
    disk = tmp_path / "disk"
    mount(disk, chance.randrange(500, 1200, 4))
    try:
        # The journal lies on the disk that fills up, or on another one.
        shelf = Shelf(disk / "site", (disk if seed % 2 else tmp_path) / "work/journal.json")
        model = {f"c/{page}/index.html": b"small" for page in range(10)}
        shelf.put_whole(model.items(), "0")
        refused = 0
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(250_000))
        for edition in range(1, 60):
            pages = {f"c/{chance.randrange(30)}/index.html": os.urandom(chance.randrange(60000)) for _ in range(8)}
            after = pages if edition % 5 == 0 else model | pages
            failure = refusal(shelf, pages, edition)
            if failure is None:
                model = after
            else:
                refused += 1
                assert "disk is full" in failure.message
                assert "site is as it was" in failure.message
                assert str(disk) in failure.message
                assert not shelf.beside.exists(), "what was half written does not fill the disk"
            assert read(shelf.output) == model
            if failure:
                ballast.unlink()
                lighter = dict.fromkeys(model, b"light")
                shelf.put_changes(lighter.items(), f"{edition} lighter")
                model = lighter
                assert read(shelf.output) == model
                assert shelf.edition() == f"{edition} lighter"
                shelf.put_changes([("index.html", b"%d" % edition)], f"{edition} again")
                model["index.html"] = b"%d" % edition
                ballast.write_bytes(bytes(250_000))
        assert refused, "the disk was never full"
    finally:
        with suppress(OSError):
            subprocess.run(["umount", str(disk)], check=True)
