"""`commons check` as a person runs it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from commanding import commons
from hostile import contribution

BAD = "communities/customer-contact/bad.md"


@pytest.fixture
def bad_commons(good_commons: Path) -> Path:
    (good_commons / BAD).write_bytes(contribution("See [this](none.md)."))
    (good_commons / "communities/peer-challenge/worse.md").write_bytes(b"")
    return good_commons


def test_help_ends_with_an_example() -> None:
    done = commons("check", "--help")
    assert done.code == 0
    assert "Example:" in done.out
    assert "commons check --format sarif --output problems.sarif" in done.out


@pytest.mark.parametrize(
    ("paths", "errors", "checked"),
    [
        ([], 2, 16),
        ([BAD], 1, 1),
        (["communities/customer-contact"], 1, 11),
        (["communities/customer-contact/"], 1, 11),
        (["communities\\customer-contact\\bad.md"], 1, 1),
        (["./communities/../communities/peer-challenge"], 1, 4),
        (["contributions"], 0, 1),
        (["communities", "contributions"], 2, 16),
        (["."], 2, 16),
        ([BAD, "communities/peer-challenge"], 2, 5),
    ],
)
def test_problems_are_those_of_the_paths(
    bad_commons: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], errors: int, checked: int
) -> None:
    monkeypatch.chdir(bad_commons)
    done = commons("check", "--format", "json", *paths)
    told = json.loads(done.out)
    assert (told["errors"], told["checked"]) == (errors, checked)
    assert done.code == int(errors > 0)


def test_paths_may_be_whole_or_start_in_the_current_folder(bad_commons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bad_commons / "communities/customer-contact")
    assert commons("check", "bad.md").out == commons("check", str(bad_commons / BAD)).out != ""
    assert commons("check", "../peer-challenge/challenge-begins.md").code == 0
    assert commons("check", "communities/peer-challenge/challenge-begins.md").code == 0


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("communities/none.md", "does not exist"),
        ("..", "is outside the commons"),
        ("/", "is outside the commons"),
        ("docs", "is not a part of the commons that is checked"),
        ("no\x1b[31mthing", "no\\x1b[31mthing does not exist"),
    ],
)
def test_wrong_path_is_a_usage_error(good_commons: Path, monkeypatch: pytest.MonkeyPatch, path: str, said: str) -> None:
    monkeypatch.chdir(good_commons)
    (good_commons / "docs").mkdir()
    done = commons("check", path)
    assert done.code == 2
    assert done.out == ""
    assert said in done.err
    assert len(done.err.splitlines()) == 2, "an error and a hint"


def test_a_file_that_was_deleted_can_be_asked_for_at_a_commit(
    git_commons: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(git_commons)
    (git_commons / "communities/customer-contact/we-count.md").unlink()
    assert commons("check", "communities/customer-contact/we-count.md").code == 2
    done = commons("check", "--at", "HEAD", "communities/customer-contact/we-count.md")
    assert (done.code, done.err) == (0, "1 contribution checked: 0 errors, 0 warnings\n")


@pytest.mark.parametrize("name", ["--upload-pack=x", "no-such", "HEAD:communities", "", "@{u}", "a b", "\x1b"])
def test_wrong_commit_is_a_usage_error(git_commons: Path, name: str) -> None:
    done = commons("-C", git_commons, "check", f"--at={name}")
    assert done.code == 2
    assert "is not a commit" in done.err
    assert "\x1b" not in done.err


def test_a_commit_is_asked_for_outside_git(good_commons: Path) -> None:
    assert commons("-C", good_commons, "check", "--at", "HEAD").code == 2


def test_outside_a_commons(tmp_path: Path) -> None:
    done = commons("-C", tmp_path, "check")
    assert done.code == 2
    assert "is not in a commons" in done.err


def test_quiet_leaves_out_warnings_and_summary(good_commons: Path) -> None:
    (good_commons / BAD).write_bytes(contribution("We utilised it."))
    assert "officialese" in commons("-C", good_commons, "check").out
    assert commons("-C", good_commons, "check", "--quiet") == (0, "", "")


def test_output_goes_to_a_file(bad_commons: Path, tmp_path: Path) -> None:
    done = commons("-C", bad_commons, "check", "--format", "junit", "--output", tmp_path / "report.xml")
    assert done.code == 1
    assert done.out == ""
    assert (tmp_path / "report.xml").read_bytes().startswith(b"<testsuites>")
    missing = commons("-C", bad_commons, "check", "--output", tmp_path / "none" / "report.xml")
    assert missing.code == 2
    assert "Traceback" not in missing.err


def test_commons_in_a_folder_of_a_repository(git_commons: Path, git: Callable[..., str], tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    (outer / "inner").mkdir(parents=True)
    git(outer, "init", "--quiet", "--initial-branch=main")
    for folder in ("communities", "contributions"):
        (git_commons / folder).rename(outer / "inner" / folder)
    git(outer, "add", ".")
    git(outer, "commit", "--quiet", "--message", "Begin")
    assert (
        commons("-C", outer / "inner", "check", "--at", "HEAD").err
        == "14 contributions checked: 0 errors, 0 warnings\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="POSIX has modes of files")
def test_programs_and_unreadable_files(good_commons: Path) -> None:
    (good_commons / "communities/customer-contact/we-count.md").chmod(0o755)
    done = commons("-C", good_commons, "check")
    assert "communities/customer-contact/we-count.md:0:0 error file-mode is marked as a program" in done.out
