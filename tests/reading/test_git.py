"""The one door to Git: an empty environment, our own options, and every stranger's value kept a value."""

from __future__ import annotations

import os

import pytest

from practice_commons.failure import Failure
from practice_commons.reading.git import Repository


def test_names_that_look_like_options_stay_names(git_commons):
    repository = Repository(git_commons)
    for name in ("--output=/tmp/x", "-h", "--upload-pack=touch /tmp/x", "HEAD; ls", "no\nsuch", "", "HEAD:communities"):
        with pytest.raises(Failure, match="is not a commit"):
            repository.resolve(name)


def test_a_hooks_environment_and_a_users_settings_change_nothing(git_commons, tmp_path, monkeypatch):
    expected = [entry.path for entry in Repository(git_commons).tree("HEAD", "communities/")]
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    (tmp_path / "home").mkdir()
    (tmp_path / "home/.gitconfig").write_text("[core]\n\tquotePath = true\n[log]\n\tshowSignature = true\n", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    repository = Repository.holding(git_commons)
    assert repository is not None
    assert [entry.path for entry in repository.tree("HEAD", "communities/")] == expected
    assert set(expected) <= set(repository.history(repository.head() or "", "communities/"))


@pytest.mark.skipif(os.name != "posix", reason="a hook is a shell script")
def test_hooks_and_filters_of_the_repository_are_not_run(git_commons, tmp_path):
    trap = tmp_path / "trap"
    for hook in ("post-checkout", "reference-transaction", "fsmonitor-watchman"):
        file = git_commons / ".git/hooks" / hook
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\ntouch {trap}\n", "utf-8")
        file.chmod(0o755)
    with (git_commons / ".git/config").open("a", encoding="utf-8") as config:
        config.write(f'[core]\n\tfsmonitor = "touch {trap}"\n[diff "x"]\n\ttextconv = "touch {trap}"\n')
    (git_commons / ".git/info").mkdir(exist_ok=True)
    (git_commons / ".git/info/attributes").write_text("* diff=x\n", "utf-8")
    repository = Repository(git_commons)
    list(repository.blobs(entry.blob for entry in repository.tree("HEAD")))
    repository.history("HEAD")
    assert not trap.exists()


def test_odd_paths_and_empty_blobs_come_through_whole(git_commons, git):
    for name in ("communities/a b.md", "communities/é.md", "communities/tab\there.md", "communities/new\nline.md"):
        (git_commons / name).write_bytes(b"" if name.endswith("é.md") else name.encode() * 3)
    git(git_commons, "add", ".")
    git(git_commons, "commit", "--quiet", "--message", "Odd names\n\nAnd a body.")
    repository = Repository(git_commons)
    entries = [entry for entry in repository.tree("HEAD", "communities/") if "\n" in entry.path or "é" in entry.path]
    assert len(entries) == 2
    for (blob, data), entry in zip(repository.blobs(one.blob for one in entries), entries, strict=True):
        assert blob == entry.blob
        assert data == (git_commons / entry.path).read_bytes()
    assert [one.subject for one in repository.history("HEAD")["communities/new\nline.md"]] == ["Odd names"]


def test_outside_a_repository_there_is_none(tmp_path):
    assert Repository.holding(tmp_path) is None
