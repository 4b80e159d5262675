"""The records of advocacy are read alike from a folder and a commit, and by their own two folders alone."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from practice_commons.model.advocacy import Result
from practice_commons.reading import tree
from practice_commons.reading.records import Records, is_record, read_records
from practice_commons.reading.tree import open_tree

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
FINDINGS = """\
findings:
  - id: keep-it-local
    statement: Keep the measure, and let each council choose how to count.
    asks:
      - id: fewer-repeat-calls
      - id: one-form
        ask: Let councils count as they see fit.
left_out:
  - id: we-count
    reason: It asks something of us.
"""
RECORD = """\
priority: avoidable-contact
ask: Keep the measure local.
raised:
  - on: 2026-02-01
    where: Consultation on the indicators
used: [fewer-repeat-calls]
response:
  on: 2026-03-01
  text: The Department said that it would think about it.
outcome: open
"""


def _put(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text), "utf-8")


@pytest.fixture(autouse=True)
def _bare(good_commons: Path) -> None:
    """Take out the records that the good fixtures have."""
    for name in ("findings", "advocacy"):
        shutil.rmtree(good_commons / "communities" / name)


@pytest.fixture
def recorded(git_commons: Path, git: Callable[..., str]) -> Path:
    """Return a repository with a file of findings and a record of advocacy, committed."""
    _put(git_commons, "communities/findings/avoidable-contact.yml", FINDINGS)
    _put(git_commons, "communities/advocacy/indicators.yml", RECORD)
    git(git_commons, "add", ".")
    git(git_commons, "commit", "--quiet", "--message", "Record")
    return git_commons


def test_folder_and_commit_say_the_same(recorded: Path) -> None:
    folder, commit = (read_records(open_tree(recorded, NOW, at)) for at in (None, "HEAD"))
    assert folder == commit
    assert (list(folder.findings), list(folder.advocacy), folder.problems) == (
        ["avoidable-contact"],
        ["indicators"],
        (),
    )
    finding = folder.findings["avoidable-contact"].findings[0]
    assert [(one.id, one.ask) for one in finding.asks] == [
        ("fewer-repeat-calls", None),
        ("one-form", "Let councils count as they see fit."),
    ]
    assert folder.advocacy["indicators"].outcome is Result.OPEN


def test_folder_shows_what_is_not_committed_and_a_commit_does_not(recorded: Path) -> None:
    (recorded / "communities/advocacy/indicators.yml").unlink()
    _put(recorded, "communities/advocacy/another.yml", RECORD)
    _put(recorded, "communities/findings/avoidable-contact.yml", FINDINGS.replace("Keep", "Save"))
    found = read_records(open_tree(recorded, NOW))
    assert list(found.advocacy) == ["another"]
    assert found.findings["avoidable-contact"].findings[0].statement.startswith("Save")
    assert list(read_records(open_tree(recorded, NOW, "HEAD")).advocacy) == ["indicators"]


def test_folder_inside_a_repository_is_read(tmp_path: Path, recorded: Path, git: Callable[..., str]) -> None:
    outer = tmp_path / "outer"
    (outer / "below").mkdir(parents=True)
    for name in ("communities", "contributions"):
        (recorded / name).rename(outer / "below" / name)
    git(outer, "init", "--quiet", "--initial-branch=main")
    git(outer, "add", ".")
    git(outer, "commit", "--quiet", "--message", "Begin")
    for at in (None, "HEAD"):
        assert list(read_records(open_tree(outer / "below", NOW, at)).advocacy) == ["indicators"]


def test_folder_outside_git_is_read_and_links_are_not_followed(good_commons: Path, tmp_path: Path) -> None:
    assert read_records(open_tree(good_commons, NOW)) == Records()
    _put(good_commons, "communities/advocacy/indicators.yml", RECORD)
    outside = tmp_path / "outside.yml"
    outside.write_text(RECORD, "utf-8")
    (good_commons / "communities/advocacy/linked.yml").symlink_to(outside)
    assert list(read_records(open_tree(good_commons, NOW)).advocacy) == ["indicators"]


def test_nothing_else_is_listed(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the whole tree was listed")

    monkeypatch.setattr(tree, "_committed", refuse)
    for at in (None, "HEAD"):
        assert read_records(open_tree(recorded, NOW, at)).advocacy


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("findings/a.yml", "findings:\n  - id: One\n", "communities/findings/a.yml:2:5 error schema 'findings.1.asks'"),
        ("findings/a.yml", "finding: x\n", "communities/findings/a.yml:1:1 error unknown-key 'finding'"),
        ("findings/a.yml", "findings: &all []\n", "communities/findings/a.yml:1:11 error frontmatter-anchor"),
        ("findings/a.yml", "", "communities/findings/a.yml:1:1 error frontmatter-syntax"),
        (
            "advocacy/a.yml",
            RECORD.replace("open", "lost"),
            "communities/advocacy/a.yml:10:1 error schema 'outcome' must",
        ),
        (
            "advocacy/a.yml",
            RECORD.replace("open", "raised"),
            "schema holds a response although its outcome is 'raised'",
        ),
        ("advocacy/a.yml", RECORD.replace("03-01", "01-01"), "schema was answered before it was raised"),
        (
            "advocacy/a.yml",
            RECORD[: RECORD.index("response")] + "outcome: agreed\n",
            "schema needs a response where its outcome is 'agreed'",
        ),
    ],
)
def test_problems_have_their_path_and_line(good_commons: Path, path: str, text: str, said: str) -> None:
    _put(good_commons, f"communities/{path}", text)
    found = read_records(open_tree(good_commons, NOW))
    assert not found.findings
    assert not found.advocacy
    assert any(said in str(one) for one in found.problems), found.problems


def test_every_result_is_defined() -> None:
    assert all(one.definition.endswith(".") for one in Result)
    assert len({one.definition for one in Result}) == len(Result)


def test_only_lists_straight_in_the_folders_are_records() -> None:
    assert is_record("communities/findings/housing.yml")
    for path in ("communities/findings/community.yml", "communities/findings/a/b.yml", "communities/housing/a.yml"):
        assert not is_record(path)
