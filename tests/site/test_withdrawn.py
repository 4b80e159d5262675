"""What was withdrawn marks what depends on it."""

from __future__ import annotations

import shutil
from pathlib import Path

from places import ROOT

from practice_commons.cli.building import publish


def test_an_answer_says_that_its_question_was_withdrawn(git_commons: Path) -> None:
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", git_commons)
    site, answer = git_commons / "site", "c/we-count/index.html"
    publish(git_commons, site, quiet=True)
    assert "which has been withdrawn since" not in (site / answer).read_text("utf-8")
    question = git_commons / "communities/customer-contact/who-counts.md"
    head, _, body = question.read_text("utf-8").partition("\n---\n")
    question.write_text(f"{head}\nwithdrawn:\n  date: 2026-01-01\n  reason: Asked twice\n---\n{body}", "utf-8")
    publish(git_commons, site, quiet=True)
    assert "which has been withdrawn since" in (site / answer).read_text("utf-8")
