"""`commons findings`, run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commanding import commons

from digest.small_commons import FILES, ask, contribution, make
from practice_commons.cli import settling

PATH = "communities/findings/repairs.yml"
TOLD = dict(
    (
        contribution("one-asks", asks=ask("Fund invest-to-save for three years.")),
        contribution("two-asks", asks=ask("Fund invest to save for three years!")),
        contribution("three-asks", asks=ask("Pay for stock held in vans.")),
    )
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "commons", FILES | TOLD)


def test_a_proposal_is_written_checked_and_listed(root):
    done = commons("-C", root, "findings", "suggest", "repairs")
    assert (done.code, done.out) == (0, "")
    assert "Read it, settle on the words" in done.err
    assert commons("-C", root, "check").out == ""
    listed = commons("-C", root, "findings", "list")
    assert listed.out.splitlines()[:2] == [
        "repairs  fund-invest-to-save-for  (2 contributions)",
        "  Fund invest-to-save for three years.",
    ]
    rows = json.loads(commons("-C", root, "findings", "list", "--json").out)
    assert [row["contributions"] for row in rows] == [["one-asks", "two-asks"], ["three-asks"]]
    text = (root / PATH).read_text("utf-8")
    again = commons("-C", root, "findings", "suggest", "repairs")
    assert "Nothing is asked under repairs that staff have not looked at" in again.err
    assert (root / PATH).read_text("utf-8") == text


def test_what_is_not_committed_is_listed_from_the_folder_and_not_from_the_commit(root):
    commons("-C", root, "findings", "suggest", "repairs")
    assert json.loads(commons("-C", root, "findings", "list", "--at", "HEAD", "--json").out) == []


def test_it_goes_to_standard_output_or_another_file_or_a_script(root, tmp_path):
    done = commons("-C", root, "findings", "suggest", "repairs", "--output", "-")
    assert done.out.startswith("# Findings on “Repairs”.\n")
    other = tmp_path / "proposal.yml"
    assert commons("-C", root, "findings", "suggest", "repairs", "--output", other).code == 0
    assert other.read_text("utf-8") == done.out
    assert commons("-C", root, "findings", "suggest", "repairs", "--output", other).code == 2
    said = json.loads(commons("-C", root, "findings", "suggest", "repairs", "--least", "2", "--json").out)
    assert [one["asks"] for one in said["proposed"]] == [
        [["one-asks", "Fund invest-to-save for three years."], ["two-asks", "Fund invest to save for three years!"]]
    ]
    assert not (root / PATH).exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("suggest", "repair"), "Error: 'repair' is not a policy priority\nDid you mean 'repairs'?"),
        (("suggest", "../repairs"), "is not a policy priority"),
        (("suggest", "repairs", "--json", "--output", "-"), "Choose one: --json or --output."),
        (("suggest", "repairs", "--least", "0"), "0 is not in the range"),
        (("list", "--at", "nowhere"), "'nowhere' is not a commit"),
    ],
)
def test_mistakes_are_answered_in_a_sentence(root, arguments, said):
    done = commons("-C", root, "findings", *arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_link_in_the_file_s_place_is_not_followed(root, tmp_path):
    (root / PATH).parent.mkdir()
    (tmp_path / "outside.yml").write_text("findings: []\n", "utf-8")
    (root / PATH).symlink_to(tmp_path / "outside.yml")
    done = commons("-C", root, "findings", "suggest", "repairs")
    assert done.code == 2
    assert "is a symbolic link" in done.err


def test_a_file_with_problems_is_told_and_nothing_is_written(root):
    (root / PATH).parent.mkdir()
    (root / PATH).write_text("findings:\n  - id: One\n", "utf-8")
    done = commons("-C", root, "findings", "suggest", "repairs")
    assert (done.code, (root / PATH).read_text("utf-8")) == (2, "findings:\n  - id: One\n")
    assert "cannot be read: line 2" in done.err
    assert "schema" in commons("-C", root, "findings", "list").err


def test_help_says_how_with_examples():
    for name in ("suggest", "list"):
        assert "Example" in commons("findings", name, "--help").out
    assert settling.findings.epilog
