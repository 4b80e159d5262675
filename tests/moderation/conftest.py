"""A commons in Git with people who may decide, and the desk on which they do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from practice_commons.moderation.decision import Decider
from practice_commons.moderation.desk import Desk

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
STORY = """\
---
kind: case-study
title: One call, one answer
summary: We answered most calls at the first attempt.
date: 2026-04-30
community: customer-contact
author:
  name: A. Officer
  role: officer
consent: named
---

## Context

Fewer calls about the same thing.

## What we did

We let whoever answers decide.

## What changed

Most people ring once.

## What did not work

We did not begin with the letters.

## Lessons

Begin with the letters.
"""
PEOPLE = """
facilitators:
  - id: contact-facilitator
    name: Ann Facilitator
    github: ann-f
  - id: second-facilitator
    name: Bob Facilitator
  - id: contact-reviewer
    name: Cat Reviewer
reviewers: [contact-reviewer]
approvers: [contact-facilitator, second-facilitator]
"""
ANN, BOB, CAT = Decider("contact-facilitator"), Decider("second-facilitator"), Decider("contact-reviewer")


def peopled(root: Path, git: Callable[..., str]) -> Path:
    """Give a community people who may decide, and let moderation begin, in a commit. Returns the folder."""
    file = root / "communities/customer-contact/community.yml"
    lines = file.read_text("utf-8").split("facilitators:")[0].rstrip()
    file.write_text(f"{lines}{PEOPLE}", "utf-8")
    commons = root / "communities/commons.yml"
    commons.write_text(commons.read_text("utf-8") + "moderation:\n  begins: 2026-11-22\n", "utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "People")
    return root


@pytest.fixture
def root(git_commons: Path, git: Callable[..., str]) -> Path:
    """The folder of a commons with people, on its branch main."""
    return peopled(git_commons, git)


@pytest.fixture
def desk(root: Path, tmp_path: Path) -> Desk:
    return Desk.local(root, tmp_path / "work", print)


@pytest.fixture
def bare(root: Path, tmp_path: Path, git: Callable[..., str]) -> Desk:
    """The desk of a repository without a work tree."""
    git(root, "clone", "--quiet", "--bare", str(root), str(tmp_path / "bare.git"))
    return Desk.local(tmp_path / "bare.git", tmp_path / "bare-work", print)
