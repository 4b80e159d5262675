"""`commons submit` and `commons moderate`, from a folder of the commons, as people type them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from moderation.conftest import STORY, peopled
from practice_commons.cli.main import commons

ANN = ("--as", "contact-facilitator")


@pytest.fixture
def root(git_commons: Path, git: Callable[..., str]) -> Path:
    return peopled(git_commons, git)


def run(root: Path, *arguments: str, given: str | None = None, code: int = 0) -> Result:
    done = CliRunner().invoke(commons, ["-C", str(root), *arguments], input=given)
    assert done.exit_code == code, done.output
    return done


@pytest.fixture
def reference(root: Path, tmp_path: Path) -> str:
    file = tmp_path / "story.md"
    file.write_text(STORY, "utf-8")
    done = run(root, "submit", str(file))
    assert "Submitted “One call, one answer” as s-" in done.stdout
    return re.search(r"as (s-\w+)\.", done.stdout)[1]


def test_from_submission_to_publication(root: Path, reference: str) -> None:
    assert reference in run(root, "moderate", "queue").stdout
    [said] = json.loads(run(root, "moderate", "queue", "--json").stdout)
    assert (said["reference"], said["state"], said["communities"]) == (reference, "waiting", ["customer-contact"])
    shown = run(root, "moderate", "show", reference).stdout
    assert "We let whoever answers decide." in shown
    assert f"commons moderate accept {reference} --seen {said['head'][:12]}" in shown
    done = run(root, "moderate", "accept", reference, "--seen", said["head"][:12], *ANN)
    assert "Accepted one-call-one-answer, in communities/customer-contact/one-call-one-answer.md" in done.stdout
    assert (root / "communities/customer-contact/one-call-one-answer.md").is_file()
    assert run(root, "moderate", "queue").stdout == "Nothing is waiting.\n"
    assert "accept     one-call-one-answer after" in run(root, "moderate", "log").stdout
    assert json.loads(run(root, "moderate", "log", "--json").stdout)[0]["submission"] == reference
    proof = run(root, "moderate", "verify")
    assert "1 decision accounted for; 0 doubts." in proof.stdout
    assert "one-call-one-answer" in run(root, "search", "whoever answers").stdout


def test_returned_revised_declined(root: Path, reference: str) -> None:
    run(root, "moderate", "return", reference, "--ask", "Which letters?", "--as", "contact-reviewer")
    assert "returned" in run(root, "moderate", "queue").stdout
    assert "Which letters?" in run(root, "moderate", "show", reference).stdout
    done = run(root, "submit", "-", "--revise", reference, given=STORY.replace("the letters", "those letters"))
    assert "Revised “One call, one answer”" in done.stdout
    run(root, "moderate", "decline", reference, "--reason", "promotion", *ANN)
    assert "promotion" in run(root, "moderate", "log").stdout
    assert "decline" in run(root, "moderate", "log", "--community", "customer-contact").stdout


def test_a_new_version_and_a_withdrawal(root: Path) -> None:
    file = root / "communities/customer-contact/one-form.md"
    given = file.read_text("utf-8") + "\nAnd it still works.\n"
    receipt = json.loads(run(root, "submit", "-", "--about", "one-form", "--json", given=given).stdout)
    assert receipt["path"] == "communities/customer-contact/one-form.md"
    run(root, "moderate", "accept", receipt["reference"], *ANN)
    assert file.read_text("utf-8") == given
    run(root, "moderate", "withdraw", "one-form", "--reason", "It no longer works", *ANN)
    assert "It no longer works" in file.read_text("utf-8")
    assert "withdraw   one-form, contact-facilitator: It no longer works" in run(root, "moderate", "log").stdout


def test_what_the_checks_refuse_is_said_and_not_kept(root: Path) -> None:
    done = run(root, "submit", "-", given=STORY.replace("role: officer", "role: chief"), code=1)
    assert "schema" in done.stderr
    assert "Not submitted" in done.stderr
    assert run(root, "moderate", "queue").stdout == "Nothing is waiting.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("moderate", "accept", "s-nothing", *ANN), "there is no open submission 's-nothing'"),
        (("moderate", "accept", "--help"), "Publish a submission"),
        (("moderate", "accept", "--seen", "x", "../../main", *ANN), "there is no open submission"),
        (("moderate", "sign-in", "--as", "nobody"), "'nobody' looks after no community"),
        (("submit", "-", "--about", "nothing"), "there is no contribution 'nothing'"),
        (("submit", "-", "--about", "x", "--revise", "y"), "exclude each other"),
        (("moderate", "decline", "x", "--reason", "dislike", *ANN), "'dislike' is not one of"),
    ],
)
def test_usage(root: Path, arguments: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(commons, ["-C", str(root), *arguments], input=STORY)
    assert done.exit_code == (0 if "--help" in arguments else 2)
    assert said in done.output
    assert "Traceback" not in done.output


def test_who_decides_has_to_be_said(root: Path, reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(root, "moderate", "accept", reference, code=2)
    assert "who decides is not said" in done.stderr
    assert "contact-facilitator" in done.stderr
    monkeypatch.setenv("COMMONS_ROLE", "contact-facilitator")
    run(root, "moderate", "accept", reference)


def test_a_link_to_sign_in_with(root: Path) -> None:
    link = run(root, "moderate", "sign-in", *ANN).stdout
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/moderate/sign-in/[\w-]{40,}\n", link)
    assert (root / ".commons-private/key").stat().st_mode & 0o077 == 0


def test_the_queue_as_a_feed(root: Path, reference: str) -> None:
    feed = run(root, "moderate", "queue", "--feed", "https://commons.example/moderate").stdout
    assert f'href="https://commons.example/moderate/{reference}/"' in feed
    assert "One call, one answer" in feed


def test_outside_git_it_says_what_to_do(good_commons: Path) -> None:
    done = CliRunner().invoke(commons, ["-C", str(good_commons), "moderate", "queue"])
    assert done.exit_code == 2
    assert "git init" in done.output


def test_a_contributor_s_text_cannot_drive_the_terminal(root: Path, git: Callable[..., str]) -> None:
    git(root, "checkout", "--quiet", "-b", "submissions/s-hostile")
    hostile = STORY.replace("One call", "One \x1b[2J\u202ecall")
    (root / "contributions/hostile.md").write_text(hostile, "utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "\x1b[2J")
    git(root, "checkout", "--quiet", "main")
    for command in (("queue",), ("show", "s-hostile")):
        said = run(root, "moderate", *command).output
        assert "s-hostile" in said
        assert "\x1b" not in said
        assert "\u202e" not in said
