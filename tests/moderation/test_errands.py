"""What the workflows do: what a stranger handed over is data, and what GitHub says is asked again."""

from __future__ import annotations

import json

import pytest

from moderation.conftest import NOW, STORY
from moderation.forges import HASTE, proposed
from moderation.github_standin import NAME, TOKEN
from practice_commons.failure import Failure
from practice_commons.model.terms import Kind
from practice_commons.moderation.errands import approved, findings_in, issue_submitted, proposal_of
from practice_commons.moderation.github_api import Api
from practice_commons.moderation.issue_forms import questions
from practice_commons.moderation.submission import Receipt
from practice_commons.reading.ledger import Ledger
from practice_commons.rendering.markdown import render

pytest_plugins = ["moderation.github_fixtures"]
COMMUNITIES = {"customer-contact": "Customer contact"}
HOSTILE = "``` @everyone <img src=x onerror=alert(1)> [x](javascript:alert(1)) \n\n# Head\n\u202e ::error::x -->"


@pytest.fixture
def api(standin):
    found = Api(TOKEN, standin.address, HASTE)
    standin.callers.append(found)
    return found


def handed(folder, number="1", **report):
    folder.mkdir(exist_ok=True)
    (folder / "number").write_text(number, "utf-8")
    whole = {"version": 1, "checked": 1, "errors": 0, "warnings": 0, "problems": [], **report}
    (folder / "report.json").write_text(json.dumps(whole), "utf-8")
    return folder


def problem(**facts):
    plain = {"path": "a.md", "line": 1, "column": 1, "rule": "schema", "severity": "error", "message": "m", "hint": ""}
    return {**plain, **facts}


def test_findings_are_said_of_the_commit_that_was_checked(standin, github, tmp_path):
    commit = proposed(Ledger.at(standin.bare), "theirs")
    number = standin.proposes(commit, "stranger")
    folder = handed(tmp_path / "handed", f"{number}\n", problems=[problem(message="say when")])
    found = proposal_of(github, folder, commit)
    github.forge.set_findings(found, findings_in(folder))
    assert "say when" in standin.comments[0].body
    assert proposal_of(github, folder, "0" * 40) is None
    assert proposal_of(github, handed(folder, "4711"), commit) is None


@pytest.mark.parametrize("number", ["", "x", "0", "01", "-1", "1 2", "1;ls", "9" * 50, "١", "1\n2", "../1"])
def test_what_is_no_number_names_nothing(github, tmp_path, number):
    with pytest.raises(Failure):
        proposal_of(github, handed(tmp_path / "handed", number), "0" * 40)


def test_a_strangers_words_stay_words(tmp_path):
    found = [problem(path=HOSTILE, message=HOSTILE, hint=HOSTILE, rule=HOSTILE), problem(message="`" * 20)]
    text = findings_in(handed(tmp_path / "handed", problems=found))
    shown = str(render(text).html)
    assert "<img" not in shown
    assert "javascript:" not in shown.replace("[x](javascript:alert(1))", "")
    assert "<h1" not in shown
    assert "\u202e" not in text
    assert shown.count("@everyone") == shown.count("@everyone &lt;img")


@pytest.mark.parametrize(
    "report",
    [
        "",
        "[]",
        "{",
        "null",
        '{"problems": [{}]}',
        '{"checked": 1, "errors": "one", "warnings": 0, "problems": []}',
        "[" * 100_000,
        " " * 5_000_000,
    ],
    ids=range(8),
)
def test_what_is_no_report_is_not_said(tmp_path, report):
    folder = handed(tmp_path / "handed")
    (folder / "report.json").write_text(report, "utf-8")
    with pytest.raises(Failure):
        findings_in(folder)


def test_a_link_is_not_followed(tmp_path):
    folder = handed(tmp_path / "handed")
    (folder / "report.json").unlink()
    (folder / "report.json").symlink_to(handed(tmp_path / "other") / "report.json")
    with pytest.raises(Failure, match="was not handed over"):
        findings_in(folder)


def test_many_findings_are_cut(tmp_path):
    text = findings_in(handed(tmp_path / "handed", problems=[problem(message=str(at) * 500) for at in range(500)]))
    assert len(text) < 60_000
    assert "460 more" in text
    assert "nothing to mend" in findings_in(handed(tmp_path / "handed"))


def test_an_approval_stands_for_the_commit_that_was_approved(standin, api, github):
    truth = Ledger.at(standin.bare)
    commit = proposed(truth, "theirs")
    number = standin.proposes(commit, "stranger")
    assert approved(api, NAME, commit, "ann-f") == []
    standin.reviews_it(number, "ann-f", "COMMENTED", "Hm.")
    assert approved(api, NAME, commit, "ann-f") == []
    standin.reviews_it(number, "ann-f", "APPROVED")
    assert approved(api, NAME, commit, "ann-f") == [f"pr-{number}"]
    assert approved(api, NAME, commit, "bob") == []
    later = proposed(truth, "theirs", commit, b"Something else.")
    standin.pushes(number, later)
    assert approved(api, NAME, later, "ann-f") == []
    assert approved(api, NAME, commit, "ann-f") == []
    standin.reviews_it(number, "ann-f", "APPROVED")
    standin.reviews_it(number, "ann-f", "CHANGES_REQUESTED")
    assert approved(api, NAME, later, "ann-f") == []
    github.forge.open("s-ours", ours := proposed(github.ledger, "s-ours", data=b"Ours."), "Ours", "", NOW)
    standin.reviews_it(number + 1, "ann-f", "APPROVED")
    assert approved(api, NAME, ours, "ann-f") == ["s-ours"]


def filled(kind, **answers):
    said = {"Title": "One call", "Summary": "Short.", "Community": "Customer contact", "Author: name": "A", **answers}
    said |= {"Author: role": "Officer"}
    rows = ["### What it is", "", kind.value.replace("-", " ").capitalize()]
    for one in questions(kind, COMMUNITIES):
        default = "Said plainly." if one.long and not one.place else "_No response_"
        rows += ["", f"### {one.label}", "", said.get(one.label, default)]
    return "\n".join(rows)


def event(tmp_path, body, number=1, login="stranger"):
    file = tmp_path / "event.json"
    file.write_text(
        json.dumps({"action": "opened", "issue": {"number": number, "body": body, "user": {"login": login}}})
    )
    return file


def test_an_issue_becomes_a_submission_of_whoever_wrote_it(standin, api, github, tmp_path):
    standin.issues[1] = "open"
    done = issue_submitted(github, api, NAME, event(tmp_path, filled(Kind.CASE_STUDY)), NOW, COMMUNITIES)
    assert isinstance(done, Receipt), done
    found = github.forge.get(done.reference)
    assert "stranger" in found.accounts  # who may not decide on it
    assert standin.issues[1] == "closed"
    assert done.reference in standin.comments[-1].body
    proposal = github.proposal(done.reference)
    assert [one.contribution.title for one in proposal.files] == ["One call"]


def test_an_issue_that_cannot_be_submitted_is_answered(standin, api, github, tmp_path):
    standin.issues[1] = "open"
    body = filled(Kind.CASE_STUDY, Community="@everyone <b>nowhere</b>")
    done = issue_submitted(github, api, NAME, event(tmp_path, body), NOW, COMMUNITIES)
    assert not isinstance(done, Receipt)
    assert done
    assert standin.issues[1] == "open"
    assert list(github.forge.waiting()) == []
    shown = str(render(standin.comments[-1].body).html)
    assert "<b>" not in shown


def test_other_issues_are_left_alone(standin, api, github, tmp_path):
    for body in (None, "", "Hello", STORY, "### What it is\n\nSomething else\n"):
        assert issue_submitted(github, api, NAME, event(tmp_path, body), NOW, COMMUNITIES) is None
    with pytest.raises(Failure):
        issue_submitted(github, api, NAME, handed(tmp_path / "x") / "report.json", NOW, COMMUNITIES)
    assert standin.comments == []
