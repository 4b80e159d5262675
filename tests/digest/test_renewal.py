"""What is new since a digest was published: told by Git's ids of the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.published_digests import LATER, edit, paper, put
from digest.small_commons import commit, contribution, git, make, stance, write
from practice_commons.digest.account import Accounts
from practice_commons.digest.renewal import changed_since, last_published, require_published
from practice_commons.failure import Failure
from practice_commons.reading.git import Repository


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "commons")


def new(catalogue, commit: str, priority: str = "repairs") -> list[str]:
    return [account.id for account in changed_since(catalogue, commit, Accounts(catalogue).on(priority))]


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_what_is_new_or_changed_is_told_and_what_moved_is_not(root, catalogue_of, at) -> None:
    began = git(root, "rev-parse", "HEAD").strip()
    write(root, dict([contribution("brand-new", date="1999-01-01", stance=stance("supports"))]))
    edit(root, "long-ago", "A few words.", "A few more words.")
    git(root, "mv", "communities/homes/first-visit.md", "communities/homes/moved-away.md")
    edit(root, "on-phones", "A few words.", "Other words.")
    commit(root, "Go on", LATER)
    catalogue = catalogue_of(root, at)
    assert new(catalogue, began) == ["long-ago", "brand-new"]
    assert new(catalogue, began, "phones") == ["on-phones"]
    assert new(catalogue, catalogue.commit) == []


def test_what_is_not_committed_yet_is_new_too(root, catalogue_of) -> None:
    edit(root, "long-ago", "A few words.", "A few more words.")
    catalogue = catalogue_of(root, None)
    assert new(catalogue, catalogue.commit) == ["long-ago"]


def test_git_is_asked_once(root, catalogue_of, monkeypatch) -> None:
    catalogue = catalogue_of(root)
    accounts, asked, out = Accounts(catalogue).on("repairs"), [], Repository._out
    monkeypatch.setattr(Repository, "_out", lambda *about, **more: asked.append(about) or out(*about, **more))
    assert changed_since(catalogue, catalogue.commit, accounts) == []
    assert len(asked) == 1


@pytest.mark.parametrize("name", ["HEAD", "--help", "", "0" * 40, "../x"])
def test_a_commit_that_is_none_is_a_failure(root, catalogue_of, name) -> None:
    with pytest.raises(Failure, match="commit"):
        new(catalogue_of(root), name)


def test_outside_git_nothing_can_be_told(tmp_path, catalogue_of) -> None:
    root = make(tmp_path / "commons")
    began = git(root, "rev-parse", "HEAD").strip()
    (root / ".git").rename(tmp_path / "away")
    with pytest.raises(Failure, match="only in a Git repository"):
        new(catalogue_of(root, None), began)


def test_the_last_is_that_of_the_latest_day_and_then_of_the_latest_commit(root, catalogue_of) -> None:
    first = catalogue_of(root)
    assert last_published(first, "repairs") is None
    with pytest.raises(Failure, match="no digest on 'repairs' has been published yet") as failed:
        require_published(first, "repairs")
    assert "commons digest publish repairs" in failed.value.hint
    put(root, "z-first", paper(first, "repairs"), "2026-04-30T13:00:00+00:00")
    second = catalogue_of(root)
    put(root, "a-same-day", paper(second, "phones", "repairs"), "2026-04-30T14:00:00+00:00")
    now = catalogue_of(root)
    assert last_published(now, "repairs").name == "a-same-day"
    assert require_published(now, "repairs") == second.commit != first.commit
    assert last_published(now, "empty") is None
