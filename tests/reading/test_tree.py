"""A folder and a commit are read alike, and neither fills the memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from held import good_files

from practice_commons.failure import Failure
from practice_commons.reading import limits, tree
from practice_commons.reading.tree import History, open_tree

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def test_folder_and_commit_hold_the_same(git_commons: Path) -> None:
    folder, commit = open_tree(git_commons, NOW), open_tree(git_commons, NOW, "HEAD")
    assert folder.entries() == commit.entries()
    assert dict(folder.read(folder.entries())) == dict(commit.read(commit.entries()))
    assert {entry.path for entry in folder.entries()} == set(good_files())
    assert folder.when == commit.when == dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


def test_folder_outside_git_has_the_given_clock(good_commons: Path) -> None:
    found = open_tree(good_commons, NOW)
    assert (found.commit, found.when, found.history()) == (None, NOW, History({}, None))


def test_files_of_editors_are_left_out(good_commons: Path) -> None:
    for name in (".DS_Store", "x.md~", ".x.md.swp"):
        (good_commons / "communities" / name).write_bytes(b"")
    assert {entry.path for entry in open_tree(good_commons, NOW).entries()} == set(good_files())


def test_large_files_of_a_commit_are_never_read(git_commons: Path, git: Callable[..., str]) -> None:
    (git_commons / "communities" / "large.md").write_bytes(b"x" * (limits.IMAGE_BYTES + 5))
    git(git_commons, "add", ".")
    git(git_commons, "commit", "--quiet", "--message", "Large")
    for at in (None, "HEAD"):
        found = open_tree(git_commons, NOW, at)
        held = {entry.path: data for entry, data in found.read(found.entries())}
        assert len(held["communities/large.md"]) == limits.IMAGE_BYTES + 1
        assert held["communities/README.md"] == good_files()["communities/README.md"]


def test_commit_is_read_in_batches(git_commons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = open_tree(git_commons, NOW, "HEAD")
    expected = list(whole.read(whole.entries()))
    monkeypatch.setattr(tree, "BATCH_BYTES", 1000)
    assert list(whole.read(whole.entries())) == expected


def test_too_many_files_are_refused(good_commons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TREE_ENTRIES", 3)
    with pytest.raises(Failure, match="the limit is 3"):
        open_tree(good_commons, NOW).entries()
