"""Many peers, shared out over machines: each share does its own, and together they do all."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from neighbours import Ours, Theirs, git, neighbour

STORY = "communities/customer-contact/fewer-repeat-calls.md"
NAMES = ("bath", "kent", "leeds", "oxford", "york")


@pytest.fixture
def many(ours: Ours, served: tuple[Path, str]) -> dict[str, Theirs]:
    """Five peers that are joined and have news since; nothing of that is here yet."""
    found = {name: neighbour(*served, name) for name in NAMES}
    for name, one in found.items():
        ours.join(one, name=name)
        one.edit(STORY, "by a third", "by a half")
        one.edit("communities/customer-contact/one-form.md", "kind: ", "kind: un")
        one.commit()
    shutil.rmtree(ours.folder / ".commons")
    return found


def peers_here(ours: Ours) -> set[str]:
    return {one.name.removesuffix(".git") for one in (ours.folder / ".commons/federation").glob("*.git")}


def test_every_peer_is_in_one_share(ours: Ours, many: dict[str, Theirs]) -> None:
    seen: list[str] = []
    for number in (1, 2, 3):
        rows = json.loads(ours.federation("sync", "--shard", f"{number}/3", "--check", "--json").out)
        assert all(row["differences"] == {"changed": 1, "failing": 1} for row in rows)
        seen += [row["peer"] for row in rows]
        assert peers_here(ours) == set(seen), "the others were left alone"
    assert sorted(seen) == sorted(many)
    proved = [json.loads(ours.federation("verify", "--shard", f"{one}/2", "--json").out) for one in (1, 2)]
    assert sorted([*proved[0], *proved[1]]) == sorted(many)
    assert abs(len(proved[0]) - len(proved[1])) == 1


def test_what_shares_fetched_is_put_together_by_copying(ours: Ours, many: dict[str, Theirs], tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(ours.folder), "clone")
    clone = Ours(tmp_path / "clone")
    for number in (1, 2):
        machine = Ours(tmp_path / f"machine-{number}")
        git(tmp_path, "clone", "-q", str(ours.folder), machine.folder.name)
        assert machine.federation("sync", "--shard", f"{number}/2").code == 0
        shutil.copytree(
            machine.folder / ".commons/federation", clone.folder / ".commons/federation", dirs_exist_ok=True
        )
    for name, one in many.items():
        done = clone.federation("accept", name, "--seen", one.head())
        assert done.code == 0, done
    assert clone.federation("verify").code == 0


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "-1/2"])
def test_a_share_that_is_none_is_refused(ours: Ours, shard: str) -> None:
    assert ours.federation("sync", f"--shard={shard}").code == 2


def test_a_peer_that_is_not_accepted_yet_keeps_no_build_waiting(ours: Ours, theirs: Theirs) -> None:
    added = ours.federation("add", theirs.url, "--insecure", "--name", "kent", "--unsigned")
    assert added.code == 0, added
    ours.commit()
    shutil.rmtree(ours.folder / ".commons")
    done = ours.federation("sync", "--pinned")
    assert done.code == 0, done
    assert peers_here(ours) == set()


def test_what_was_checked_is_not_checked_again(ours: Ours, theirs: Theirs, monkeypatch: pytest.MonkeyPatch) -> None:
    ours.join(theirs)
    theirs.edit(STORY, "by a third", "by a half")
    theirs.commit()
    assert ours.federation("sync", "--check").code == 0

    def nobody(_: object, items: Iterable[object]) -> Iterator[object]:
        assert list(items) == [], "it was examined again"
        yield from ()

    monkeypatch.setattr("practice_commons.federation.diff.Crew.map", nobody)
    assert ours.federation("diff", "kent").code == 0
    assert ours.federation("accept", "kent").code == 0
    monkeypatch.undo()
    assert ours.run("build", "--output", ours.folder.parent / "site").code == 0


def test_two_commons_that_pin_the_same_tree_share_the_work(ours: Ours, theirs: Theirs, tmp_path: Path) -> None:
    ours.join(theirs)
    git(tmp_path, "clone", "-q", str(ours.folder), "other")
    other = tmp_path / "other"

    def run(folder: Path, *words: str) -> None:
        """Run a command with all its workers in the environment that names the cache."""
        line = [sys.executable, "-m", "practice_commons.cli", "-C", str(folder), *words]
        subprocess.run(line, env=os.environ | {"COMMONS_CACHE": str(tmp_path / "cache")}, check=True)

    run(ours.folder, "build")
    [file] = (tmp_path / "cache").glob("contents-*.sqlite")
    with contextlib.closing(sqlite3.connect(file)) as connection:
        before = connection.execute("PRAGMA data_version").fetchone()  # another wherever anybody writes
        run(other, "federation", "sync", "--pinned")
        run(other, "build")
        assert connection.execute("PRAGMA data_version").fetchone() == before, "nothing was examined again"
    assert list((other / "site/c/kent").iterdir())
    assert not list((other / ".commons").glob("contents-*"))


def test_a_cache_that_nobody_can_make_is_said(ours: Ours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("COMMONS_CACHE", str(tmp_path / "file/cache"))
    done = ours.run("status")
    assert done.code == 2
    assert "cannot be made" in done.err
