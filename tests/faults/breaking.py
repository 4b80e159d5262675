"""What the fault tests share: a small commons, builds in processes of their own, and what may lie about after one."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest

from incremental import growing
from incremental.growing import Garden
from practice_commons import crew
from practice_commons.site import material

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "0"))
"""How thorough to be: 200 for `make faults`, 0 for a few rounds of each."""


def rounds(few: int, all_of_them: int) -> int:
    """Return how many rounds to go: few, or all of them where ROUNDS is 200."""
    return ROUNDS * all_of_them // 200 or few


"""How often each fault is tried where it is more than the few times that every run can afford."""
THEMES = growing.Themes(material.Theme)
posix = pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")


@contextmanager
def alone() -> Iterator[None]:
    """Build in this process, without workers, and let MkDocs dress each look once."""
    with mock.patch.object(crew, "cores", return_value=0), mock.patch.object(material, "Theme", THEMES):
        yield


def begin(room: Path, count: int = 48) -> Garden:
    """Make a commons in a folder of a room, and build it."""
    root = room / "commons"
    root.mkdir(parents=True)
    growing.begin(root, count)
    garden = Garden(root)
    garden.number = 1000
    build(garden)
    return garden


def edit(garden: Garden, number: int, *, whole: bool) -> None:
    """Change something and commit it: of the lists, so that the whole site differs, or of a few contributions."""
    if whole:
        garden.do(("lists", number % 2, number))
    garden.do(("body", number, number))
    garden.do(("add", number, number))
    garden.do(("delete", number + 5, 0))
    garden.do(("commit", 1, number))


def build(garden: Garden) -> None:
    """Publish a commons; fail where it is refused."""
    with alone():
        said = growing.build(garden.root)
    gc.collect()  # a worker's files are closed when it ends; this process is its own worker
    assert not isinstance(said, str), said


def cold(garden: Garden, place: Path) -> Path:
    """Return the site that a build from nothing makes of a commons, in a place of its own."""
    with alone():
        said = growing.cold(garden.root, place)
    assert not isinstance(said, str), said
    return place / "site"


def assert_as_from_nothing(garden: Garden, place: Path) -> None:
    """Fail where the site is not the one that a build from nothing makes, or what the catalogue says is not."""
    with alone():
        growing.cold(garden.root, place)
        assert growing.differing(garden.root / "site", place / "site") == {}
        assert growing.problems(garden.root) == growing.problems(place)


def command(root: Path, *words: str) -> list[str]:
    """Return the command line of `commons` in a folder."""
    return [sys.executable, "-m", "practice_commons.cli", "-C", str(root), *words]


def start(line: Sequence[str], scratch: Path) -> subprocess.Popen[str]:
    """Start a command in a session of its own, with its own folder for temporary files."""
    scratch.mkdir(parents=True, exist_ok=True)
    return subprocess.Popen(
        line,
        env=os.environ | {"TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def assert_gone(session: int) -> None:
    """Wait for every process of a session to end; fail where one does not."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return
        except PermissionError:
            pass
        time.sleep(0.02)
    pytest.fail("a worker outlives its parent")


def assert_sound(line: Sequence[str], code: int, errors: str) -> None:
    """Fail where a command has not done what it was asked: problems that edits made, and it found, are sound."""
    assert "Traceback" not in errors, errors
    assert code in {0, 1}, (line, code, errors)
    rest = [one for one in errors.splitlines() if not one.startswith(("Left out: ", "  ", "Another build"))]
    if line[0] == "build":
        assert len(rest) == code, (line, code, errors)
        assert all("left out; everything else is published" in one for one in rest), errors


def assert_plain(code: int, errors: str) -> None:
    """Fail where a refusal is not one that its reader can act on."""
    assert code == 2, errors
    assert errors.startswith("Error: "), errors
    assert "Traceback" not in errors
    assert "no file named" not in errors, errors


def lying_about(garden: Garden, scratch: Path | None = None) -> dict[str, list[str]]:
    """Return what lies beside a site, in the ignored folder, and in the folder for temporary files.

    Names that are drawn are told by their beginning; the catalogue's editions are not told, but that there are few.
    """
    root = garden.root
    catalogue = sorted(file.name for file in (root / ".commons/catalogue").iterdir())
    editions = [name for name in catalogue if name.startswith("edition-")]
    assert len(editions) <= 4, editions  # this one, the one before, and a site's two pins
    return {
        "beside": sorted(path.name for path in root.iterdir()),
        "ignored": sorted(
            path.name for path in (root / ".commons").iterdir() if not path.name.endswith(("-wal", "-shm"))
        ),
        "catalogue": [name for name in catalogue if name not in editions],
        "publishing": sorted(path.name for path in (root / ".commons/publishing").iterdir()),
        "scratch": sorted(path.name for path in scratch.iterdir()) if scratch and scratch.exists() else [],
    }


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """Give a disk of a size, mounted in a place. Skips where that is not allowed."""
    place.mkdir(parents=True)
    if os.name != "posix" or not shutil.which("mount") or os.geteuid():
        pytest.skip("only root can mount a small disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("this system does not let a small disk be mounted")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
