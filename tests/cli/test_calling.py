"""`commons call`, from a folder of the commons, as people type it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from moderation.conftest import peopled
from practice_commons.cli.main import commons

ANN = ("--as", "contact-facilitator")
BOB = ("--as", "second-facilitator")
OPEN = ("call", "open", "--community", "customer-contact", "--priority", "avoidable-contact")
QUESTION = ("--question", "What cut the calls that nobody needed to make?")
COUNTED = ("responses", "councils_asked", "councils_heard", "other_councils_heard")


@pytest.fixture
def root(git_commons: Path, git: Callable[..., str]) -> Path:
    return peopled(git_commons, git)


def run(root: Path, *arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(commons, ["-C", str(root), *arguments])
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done


def said(root: Path, *arguments: str) -> dict[str, object]:
    return json.loads(run(root, *arguments, "--json").stdout)


def calls(root: Path, *arguments: str) -> list[dict[str, object]]:
    return said(root, "call", "list", *arguments)["calls"]


@pytest.fixture
def published(root: Path) -> str:
    """A call that asks three councils by name and those of a region, opened and accepted."""
    receipt = said(root, *OPEN, *QUESTION, *ANN, "--region", "south east", "--council", "fife", "--deadline", "2099")
    run(root, "moderate", "accept", str(receipt["reference"]), *BOB)
    return "call-for-examples-avoidable-contact"


def respond(root: Path, git: Callable[..., str], name: str, call: str, **fields: str) -> None:
    facts = {
        "id": name,
        "kind": "example",
        "title": f"An example, {name}",
        "summary": "What we did.",
        "date": "2026-04-01",
        "community": "customer-contact",
        "author": "{name: A. Officer, role: officer}",
        "responds_to": call,
    } | fields
    lines = [f"{key}: {value}" for key, value in facts.items()]
    text = "\n".join(["---", *lines, "---", "We counted.", ""])
    (root / f"communities/customer-contact/{name}.md").write_text(text, "utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", f"Example {name}")


def test_from_the_question_to_the_end(root: Path, git: Callable[..., str]) -> None:
    receipt = said(root, *OPEN, *QUESTION, *ANN, "--why", "A response is due in spring.", "--consent", "named")
    assert receipt["councils_asked"] == 8
    assert calls(root) == []  # nothing is published before somebody else has accepted it
    refused = run(root, "moderate", "accept", str(receipt["reference"]), *ANN, code=2)
    assert "nobody decides on their own submission" in refused.stderr
    run(root, "moderate", "accept", str(receipt["reference"]), *BOB)
    file = root / "communities/customer-contact/call-for-examples-avoidable-contact.md"
    text = file.read_text("utf-8")
    today = re.search(r"date: (\d{4}-\d{2}-\d{2})", text)[1]
    assert text == "---\nid: call-for-examples-avoidable-contact\n" + CALL.format(today=today)
    run(root, "check")
    [call] = calls(root)
    assert (call["id"], call["open"], call["days_left"]) == ("call-for-examples-avoidable-contact", True, None)
    assert [call[one] for one in COUNTED] == [0, 8, 0, 0]
    done = run(root, "call", "close", str(call["id"]), "--reason", "Enough examples\nhave come", *ANN)
    assert "Proposed to close “Call for examples: Avoidable contact” as s-" in done.stdout
    [waiting] = json.loads(run(root, "moderate", "queue", "--json").stdout)
    assert calls(root)[0]["open"]
    before = file.read_text("utf-8")
    run(root, "moderate", "accept", waiting["reference"], *BOB)
    assert file.read_text("utf-8") == before.replace(
        "priority: avoidable-contact\n",
        "priority: avoidable-contact\nstatus: closed\nclosed_because: Enough examples have come\n",
    )
    assert calls(root) == []
    closed = next(one for one in calls(root, "--all") if one["id"] == call["id"])
    assert (closed["open"], closed["closed_because"]) == (False, "Enough examples have come")
    assert "is not open any more" in run(root, "call", "close", str(call["id"]), code=2).stderr
    assert "is not open any more" in run(root, "call", "remind", str(call["id"]), code=2).stderr
    assert "0 doubts" in run(root, "moderate", "verify").stdout


CALL = """\
kind: call
title: "Call for examples: Avoidable contact"
summary: "We ask councils for short examples, to inform the policy priority “Avoidable contact”."
date: {today}
community: customer-contact
author:
  name: Ann Facilitator
  role: officer
consent: named
question: "What cut the calls that nobody needed to make?"
priority: avoidable-contact
---

A response is due in spring.

A paragraph is enough: what you did, what came of it, and how you know. What did not work helps others as much as what \
did. You say how it may be used.
"""


def test_councils_are_counted_whatever_the_consent_and_once_each(
    root: Path, git: Callable[..., str], published: str
) -> None:
    respond(root, git, "first", published, councils="[kent]", consent="named")
    respond(root, git, "second", published, councils="[kent]", consent="none")
    respond(root, git, "third", published, councils="[wycombe]", consent="anonymous")  # Buckinghamshire since 2020
    respond(root, git, "pseudonym", published)  # names no council on its page, and so is of none
    respond(root, git, "away", published, councils="[york]")  # in a region that was not asked
    respond(root, git, "wrong", published, councils="[surrey]", withdrawn="{date: 2026-04-02, reason: Wrong.}")
    respond(root, git, "old", published, councils="[surrey]", superseded_by="first")
    [call] = calls(root, "--priority", "avoidable-contact", "--community", "customer-contact")
    # asked: Kent, Surrey and Buckinghamshire of the South East, and Fife by name
    assert [call[one] for one in COUNTED] == [5, 4, 2, 1]
    text = run(root, "call", "list").stdout
    assert "5 responses from 2 of the 4 councils asked, and 1 other council." in text
    assert "Asked: Councils in South East; Fife." in text
    assert "days left" in text


def test_silence_is_listed_with_whom_to_ask_and_what_to_write(
    root: Path, git: Callable[..., str], published: str
) -> None:
    respond(root, git, "first", published, councils="[kent]", consent="named")
    respond(root, git, "hidden", published, councils="[fife]", consent="anonymous")
    text = run(root, "call", "remind", published).stdout
    assert text.endswith(REMINDER), text
    found = said(root, "call", "remind", published)
    assert [one["council"] for one in found["silent"]] == ["surrey", "buckinghamshire"]
    assert found["facilitators"] == ["Ann Facilitator", "Bob Facilitator", "Cat Reviewer"]
    rows = list(csv.DictReader(io.StringIO(run(root, "call", "remind", published, "--csv").stdout, newline="")))
    assert [(one["council"], one["neighbour"], one["neighbour_responded"]) for one in rows] == [
        ("surrey", "Buckinghamshire", "no"),
        ("buckinghamshire", "Surrey", "no"),
    ]
    # Fife has answered, and asked not to be named: no letter sends anybody there
    assert "Fife" not in text.split("Not heard.")[1]


REMINDER = """\

Not heard. Silence is not disagreement: it means only that no response names the council.

South East, county councils
  Surrey (it has shared 2 other contributions; nearest: Buckinghamshire, 61 km, which has shared something)
South East, unitary councils
  Buckinghamshire (it has shared 1 other contribution; nearest: Surrey, 61 km, which has shared something)

Who can ask: Ann Facilitator, Bob Facilitator, Cat Reviewer.

A text to send. Nothing has been sent.

--------
Subject: Call for examples: Avoidable contact

Dear colleague,

We ask councils: What cut the calls that nobody needed to make?

So far there are 2 responses from 2 of the 4 councils asked. We have not heard from your council. We take that as no \
view either way.

A paragraph is enough: what you did, what came of it, and how you know. What did not work helps others as much as what \
did. You say how it may be used, and whether your council may be named. The last day is 31 December 2099.

Read the call and answer it: https://commons.example/c/call-for-examples-avoidable-contact/

With kind regards
Ann Facilitator, Bob Facilitator, Cat Reviewer
Customer contact
--------
"""


def test_when_everybody_was_heard_nobody_is_reminded(root: Path, git: Callable[..., str]) -> None:
    receipt = said(root, *OPEN, *QUESTION, *ANN, "--council", "Kent")
    run(root, "moderate", "accept", str(receipt["reference"]), *BOB)
    respond(root, git, "first", "call-for-examples-avoidable-contact", councils="[kent]")
    text = run(root, "call", "remind", "call-for-examples-avoidable-contact").stdout
    assert "1 response from 1 of the 1 council asked. Asked: Kent." in text
    assert "Every council asked has been heard." in text


def test_a_draft_is_written_and_never_over_a_file(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "call.md"
    draft = (*OPEN, *QUESTION, "--author", "A. Adviser", "--author-role", "partner", "--output", str(file))
    done = run(root, *draft, "--type", "unitary", "--type", "county", "--title", "Fewer calls", "--deadline", "2030-02")
    assert "It asks 4 councils." in done.stdout
    text = file.read_text("utf-8")
    for line in ("title: Fewer calls", "deadline: 2030-02-28", "  - unitary", "  name: A. Adviser", "  role: partner"):
        assert f"{line}\n" in text
    assert json.loads(run(root, "moderate", "queue", "--json").stdout) == []
    assert "is there already" in run(root, *draft, code=2).stderr
    assert file.read_text("utf-8") == text
    run(root, "submit", str(file))


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        ((*QUESTION,), 2, "who asks is not said"),
        ((*QUESTION, "--as", "nobody"), 2, "'nobody' looks after no community"),
        ((*QUESTION, *ANN, "--deadline", "2001"), 2, "the deadline, 2001-12-31, has passed"),
        ((*QUESTION, *ANN, "--region", "South Est"), 1, "Did you mean 'South East'?"),
        ((*QUESTION, *ANN, "--council", "kentt"), 1, "Did you mean 'kent'?"),
        ((*QUESTION, *ANN, "--region", "Wales", "--type", "county"), 2, "it asks no council"),
        (("--question", "Why\x07?", *ANN), 2, "the call cannot be written: question"),
        (("--question", " ", *ANN), 1, "question"),
        ((*QUESTION, *ANN, "--type", "parish"), 2, "'parish' is not one of"),
    ],
)
def test_what_cannot_be_asked_is_said_and_not_kept(
    root: Path, arguments: tuple[str, ...], code: int, expected: str
) -> None:
    assert expected in run(root, *OPEN, *arguments, code=code).output
    assert json.loads(run(root, "moderate", "queue", "--json").stdout) == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("list", "--priority", "avoidable"), "'avoidable' is not a policy priority"),
        (("list", "--community", "contact"), "'contact' is not a community of practice"),
        (("remind", "one-form"), "there is no call 'one-form'"),
        (("close", "nothing"), "there is no call 'nothing'"),
        (("remind", "x", "--json", "--csv"), "exclude each other"),
        (
            ("open", "--community", "contact", "--priority", "x", "--question", "?"),
            "'contact' is not a community of practice",
        ),
    ],
)
def test_failures_say_how_to_go_on(root: Path, arguments: tuple[str, ...], expected: str) -> None:
    assert expected in run(root, "call", *arguments, code=2).output


def test_a_past_deadline_closes_by_the_trees_own_day(root: Path, git: Callable[..., str]) -> None:
    file = root / "communities/customer-contact/needless-contact-call.md"
    text = file.read_text("utf-8").replace("status: closed\n", "")
    for deadline, is_open, left in (("2026-05-01", True, 0), ("2026-05-02", True, 1), ("2026-04-30", False, None)):
        file.write_text(text.replace("2009-03-31", deadline), "utf-8")
        git(root, "commit", "--quiet", "--all", "--message", "Another last day")  # on 1 May 2026
        [call] = calls(root, "--all")
        assert (call["open"], call["days_left"]) == (is_open, left)
        # the fixture's responses: Kent, York and Buckinghamshire through its county; Surrey
        assert [call[one] for one in COUNTED] == [2, 8, 4, 0]


def test_hostile_words_reach_no_terminal(root: Path, git: Callable[..., str], published: str) -> None:
    file = root / f"communities/customer-contact/{published}.md"
    text = file.read_text("utf-8").replace("What cut the calls", "What \u202ecut =1+1 the calls")
    file.write_text(text, "utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "Hostile")
    for arguments in (("list", "--all"), ("remind", published)):
        done = CliRunner().invoke(commons, ["-C", str(root), "call", *arguments])
        assert "\u202e" not in done.output
        assert done.exit_code in {0, 2}
