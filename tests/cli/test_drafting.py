"""`commons new` and `commons schema`, run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from practice_commons.cli.main import commons
from practice_commons.model.terms import Kind
from practice_commons.starter.contents import Start, contents

START = Start("Our commons", "https://commons.example/", "customer-contact", "Customer contact")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a new commons, and stand in it."""
    for path, text in contents(START).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(commons, arguments)


@pytest.mark.parametrize("kind", Kind)
def test_new_writes_a_draft_of_each_kind(here: Path, kind: Kind) -> None:
    title, day = "One call, one answer", "2026-04-30"
    done = run("new", kind.value, "--community", "customer-contact", "--title", title, "--date", day)
    assert done.exit_code == 0, done.output
    draft = here / "contributions" / "one-call-one-answer.md"
    data = draft.read_bytes()
    assert b"\r" not in data
    assert f"kind: {kind}\n" in data.decode()
    assert "\ndate: 2026-04-30\n" in data.decode()
    assert "commons check" in done.output
    assert "one-call-one-answer.md" in done.output


def test_new_without_a_title_is_named_by_kind_and_day(here: Path) -> None:
    assert run("new", "news", "--community", "customer-contact", "--date", "2026-04-30").exit_code == 0
    assert (here / "contributions" / "news-2026-04-30.md").is_file()


def test_new_never_overwrites_unless_forced(here: Path) -> None:
    file = here / "draft.md"
    file.write_text("mine", "utf-8")
    arguments = ("new", "news", "--community", "customer-contact", "--output", str(file))
    done = run(*arguments)
    assert (done.exit_code, file.read_text("utf-8")) == (2, "mine")
    assert "--force" in done.output
    assert run(*arguments, "--force").exit_code == 0
    assert file.read_text("utf-8").startswith("---\n")


def test_new_from_a_folder_inside_the_commons(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here / "communities" / "customer-contact")
    assert run("new", "news", "--community", "customer-contact", "--title", "A title").exit_code == 0
    assert (here / "contributions" / "a-title.md").is_file()


def test_unknown_community_is_asked_about(here: Path) -> None:
    done = run("new", "news", "--community", "customer-contct")
    assert done.exit_code == 2
    assert "Did you mean 'customer-contact'?" in done.output
    assert [file.name for file in (here / "contributions").glob("*.md")] == ["README.md"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "novel", "--community", "customer-contact"),
        ("new", "news"),
        ("schema",),
        ("schema", "novel"),
        ("schema", "news", "--list"),
        ("schema", "news", "--json"),
        ("schema", "--json"),
        ("new", "news", "--community", "customer-contact", "--date", "yesterday"),
    ],
)
def test_misuse_is_said(here: Path, arguments: tuple[str, ...]) -> None:
    assert here
    done = run(*arguments)
    assert (done.exit_code, done.exception.__class__) == (2, SystemExit)


def test_a_place_that_cannot_be_written_is_said(here: Path) -> None:
    (here / "file").write_text("", "utf-8")
    done = run("new", "news", "--community", "customer-contact", "--output", str(here / "file" / "draft.md"))
    assert done.exit_code == 2
    assert "cannot be written" in done.output


@pytest.mark.parametrize("kind", Kind)
def test_schema_prints_json(kind: Kind) -> None:
    done = run("schema", kind.value)
    assert json.loads(done.output)["properties"]["kind"]["const"] == kind


def test_schema_lists_the_kinds() -> None:
    listed = json.loads(run("schema", "--list", "--json").output)
    assert [one["kind"] for one in listed] == [kind.value for kind in Kind]
    assert run("schema", "--list").output.count("\n") == len(Kind)


def test_new_as_a_program(here: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "practice_commons.cli",
        "new",
        "question",
        "--community",
        "customer-contact",
        "--title",
        "Who knows?",
    ]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (here / "contributions" / "who-knows.md").is_file()
    again = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert again.stderr.startswith("Error: ")
