"""`commons init`, run."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from practice_commons.checks.examination import examine
from practice_commons.cli import writing
from practice_commons.cli.main import commons
from practice_commons.reading import git
from practice_commons.reading.git import Repository
from practice_commons.reading.tree import open_tree
from practice_commons.reading.vocabularies import Vocabularies, read_vocabularies


def init(*arguments: str | Path) -> Result:
    """Run `commons init`."""
    return CliRunner().invoke(commons, ["init", *map(str, arguments)])


def vocabularies(root: Path) -> Vocabularies:
    """Return a commons' vocabularies, which have no problems."""
    found, problems = read_vocabularies(open_tree(root, dt.datetime(2026, 4, 30, tzinfo=dt.UTC)))
    assert not problems
    return found


def test_new_commons_is_whole(tmp_path: Path) -> None:
    root = tmp_path / "our commons"
    done = init(
        root,
        "--name",
        'Our: "commons" & $more',
        "--base-url",
        "https://us.example/c/",
        "--community",
        "customer-contact",
        "--community-title",
        "Customer: contact",
    )
    assert done.exit_code == 0, done.output
    found = vocabularies(root)
    assert found.commons.name == 'Our: "commons" & $more'
    assert found.commons.base_url == "https://us.example/c/"
    assert found.communities["customer-contact"].title == "Customer: contact"
    assert len(found.register) > 400
    assert Repository.holding(root) is not None
    assert Repository(root).head() is None
    for file in root.rglob("*"):
        if file.is_file() and ".git" not in file.parts:
            assert b"\r" not in file.read_bytes()
            file.read_text("utf-8")


def test_new_commons_passes_check(tmp_path: Path) -> None:
    assert init(tmp_path / "ours").exit_code == 0
    command = [sys.executable, "-m", "practice_commons.cli"]
    done = subprocess.run([*command, "check"], cwd=tmp_path / "ours", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_draft_in_a_new_commons_needs_only_its_blanks(tmp_path: Path) -> None:
    assert init(tmp_path, "--community-title", "Customer contact").exit_code == 0
    arguments = ["-C", str(tmp_path), "new", "question", "--community", "customer-contact", "--title", "Who knows?"]
    assert CliRunner().invoke(commons, arguments).exit_code == 0
    text = (tmp_path / "contributions" / "who-knows.md").read_text("utf-8")
    for key, value in {"summary": "We wonder.", "  name": "A. Officer", "  role": "officer"}.items():
        text = text.replace(f"\n{key}:\n", f"\n{key}: {value}\n")
    assert examine(text.encode(), vocabularies(tmp_path)).problems == ()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--name", ""),
        ("--name", "two\nlines"),
        ("--base-url", "ftp://us.example"),
        ("--community", "../up"),
        ("--community", "Upper"),
        ("--community-title", "x" * 201),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path: Path, arguments: tuple[str, str]) -> None:
    done = init(tmp_path / "ours", *arguments)
    assert done.exit_code == 2
    assert arguments[0] in done.output
    assert not (tmp_path / "ours").exists()


def test_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    done = init(tmp_path)
    assert done.exit_code == 2
    assert "is not empty: it holds 'notes.txt'" in done.output
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
    assert init(tmp_path / "notes.txt").exit_code == 2


def test_empty_repository_is_as_good_as_an_empty_folder(tmp_path: Path) -> None:
    git.create(tmp_path)
    assert init(tmp_path).exit_code == 0


def test_folder_inside_a_repository_gets_none_of_its_own(tmp_path: Path) -> None:
    git.create(tmp_path)
    assert init(tmp_path / "ours").exit_code == 0
    assert not (tmp_path / "ours" / ".git").exists()


def test_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = writing.write_new

    def stop_at_readme(path: Path, text: str) -> None:
        if path.name == "mkdocs.yml":
            raise KeyboardInterrupt
        real(path, text)

    monkeypatch.setattr(writing, "write_new", stop_at_readme)
    assert init(tmp_path / "ours").exit_code != 0
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
    monkeypatch.undo()
    assert init(tmp_path / "ours").exit_code == 0
