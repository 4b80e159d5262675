"""`commons digest`, run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest.small_commons import CONTRIBUTIONS, FILES, git, make, write
from practice_commons.cli.main import commons
from practice_commons.failure import Failure


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "commons")


def digest(root: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(commons, ["-C", str(root), "digest", *map(str, arguments)], standalone_mode=False)


def test_markdown_goes_to_standard_output(root) -> None:
    done = digest(root, "repairs")
    assert done.exception is None
    assert done.stdout.startswith("# Advocacy digest: Repairs\n")
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.md", "# Advocacy"),
        ("a.HTML", "<!doctype html>"),
        ("a.json", '{\n  "schema": "practice-commons/digest/'),
    ],
)
def test_form_follows_the_file(root, tmp_path, name, begins) -> None:
    done = digest(root, "repairs", "--output", tmp_path / name)
    assert (tmp_path / name).read_bytes().decode().lstrip().startswith(begins)
    assert (done.stdout, done.stderr) == ("", f"Wrote {tmp_path / name}\n")
    assert not list(tmp_path.glob(".a*"))


def test_format_wins_over_the_file(root, tmp_path) -> None:
    digest(root, "repairs", "--format", "json", "--output", tmp_path / "a.txt")
    assert json.loads((tmp_path / "a.txt").read_text("utf-8"))["digests"][0]["priority"] == "repairs"


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["repair"], "'repair' is not a policy priority", "Did you mean 'repairs'?\nThere are: repairs, phones, empty"),
        (["zzz"], "'zzz' is not a policy priority", "There are: repairs, phones, empty"),
        (["repairs", "--output", "a.doc"], "a.doc does not say which form to write", ".md, .html, .json, .csv, .docx"),
        (["repairs", "--output", "no/such/folder/a.md"], "cannot be written: No such file", ""),
        (["repairs", "--at", "nowhere"], "'nowhere' is not a commit", ""),
    ],
)
def test_failures_say_how_to_go_on(root, arguments, said, hint) -> None:
    done = digest(root, *arguments)
    assert isinstance(done.exception, Failure)
    assert said in done.exception.message
    assert hint in done.exception.hint


@pytest.mark.parametrize(
    "arguments", [[], ["--list", "repairs"], ["repairs", "--json"], ["repairs", "--since", "2026", "--until", "2025"]]
)
def test_usage(root, arguments) -> None:
    assert digest(root, *arguments).exception.exit_code == 2


def test_list(root) -> None:
    assert digest(root, "--list").stdout.splitlines() == [
        "repairs     21  Repairs",
        "phones       1  Phones",
        "empty        0  Nothing yet",
    ]
    assert json.loads(digest(root, "--list", "--json").stdout)[0] == {
        "priority": "repairs",
        "label": "Repairs",
        "contributions": 21,
        "ask_settled": True,
    }


def test_period(root) -> None:
    done = json.loads(digest(root, "repairs", "--until", "2001", "--format", "json").stdout)["digests"][0]
    assert [item["citation"]["text"].split("@")[0] for item in done["annex"]] == ["long-ago"]
    assert (done["until"], done["method"]["included"]) == ("2001-12-31", 1)


def test_the_commit_is_read_and_not_the_folder(root) -> None:
    before = digest(root, "repairs").stdout
    path = root / "communities/homes/first-visit.md"
    path.write_text(path.read_text("utf-8").replace("Title of first-visit", "Not committed"), "utf-8", newline="\n")
    write(root, {"communities/homes/fresh.md": "new"})
    done = digest(root, "repairs")
    assert done.stdout == before
    assert done.stderr == "Note: 2 files under communities/ differ from the last commit. The digest reads the commit.\n"
    assert digest(root, "repairs", "--at", git(root, "rev-parse", "HEAD").strip()).stderr == ""


def test_without_a_commit_it_says_so(tmp_path) -> None:
    write(tmp_path, FILES | CONTRIBUTIONS)
    done = digest(tmp_path, "repairs")
    assert done.stderr.startswith("Note: this commons is not committed to Git.")
    assert "first-visit@uncommitted" in done.stdout
    assert "cannot be checked by anybody else" in done.stdout


def test_help_is_short_of_nothing(root) -> None:
    text = CliRunner().invoke(commons, ["digest", "make", "--help"]).output
    for word in ("--since", "--until", "--format", "--output", "--at", "--list", "Examples:"):
        assert word in text


def test_the_groups_help_names_every_command(root) -> None:
    text = CliRunner().invoke(commons, ["digest", "--help"]).output
    for word in ("make", "verify", "PRIORITY", "Examples:"):
        assert word in text


def test_make_may_be_said(root) -> None:
    assert digest(root, "make", "repairs").stdout == digest(root, "repairs").stdout
