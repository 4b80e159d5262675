"""The files that GitHub reads are as the model and the communities have them."""

from __future__ import annotations

import datetime as dt

import pytest
from places import ROOT

from practice_commons.moderation import codeowners, issue_forms
from practice_commons.moderation.policy import Policy
from practice_commons.reading.tree import REGULAR, FolderTree
from practice_commons.reading.vocabularies import read_vocabularies

MEND = "Write it again with: commons reference --write"


@pytest.fixture(scope="module")
def policy():
    tree = FolderTree(ROOT, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    lists, _ = read_vocabularies(tree, [entry for entry in tree.entries() if entry.mode == REGULAR])
    return Policy(lists.commons, lists.communities)


def expected(policy):
    titles = {slug: policy.communities[slug].title for slug in sorted(policy.communities)}
    return issue_forms.files(titles) | codeowners.files(policy)


def test_they_are_current(policy):
    for path, text in expected(policy).items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path}. {MEND}"


def test_there_are_no_others(policy):
    forms = {one.relative_to(ROOT).as_posix() for one in (ROOT / issue_forms.FOLDER).glob("*.yml")}
    assert forms == {path for path in expected(policy) if path.startswith(issue_forms.FOLDER)}
