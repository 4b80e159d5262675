"""The record, and the proof from Git alone: each way round a decision is found out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.conftest import ANN, BOB, NOW, STORY
from moderation.test_submission import submit
from practice_commons.moderation import decision, submission
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.proof import verify
from practice_commons.moderation.record import decisions
from practice_commons.moderation.terms import Reason
from practice_commons.moderation.trailers import message

HOUR = dt.timedelta(hours=1)
STORY_PATH = "communities/customer-contact/one-call-one-answer.md"


def test_every_decision_is_in_the_record(desk: Desk) -> None:
    first, second, third, fourth = (submit(desk) for _ in range(4))
    decision.send_back(desk, first.reference, BOB, "Which letters?", NOW + HOUR)
    decision.accept(desk, first.reference, ANN, NOW + 2 * HOUR)
    decision.decline(desk, second.reference, ANN, Reason.PROMOTION, NOW + 3 * HOUR)
    submission.take_back(desk, desk.proposal(third.reference), NOW + 4 * HOUR)
    decision.withdraw(desk, "one-form", ANN, "Out of date", NOW + 5 * HOUR)
    decision.send_back(desk, fourth.reference, ANN, "Is it yours?", NOW + 6 * HOUR)
    found = decisions(desk)
    assert [(one.decision, one.by, one.reason) for one in found] == [
        ("return", "contact-facilitator", ""),
        ("withdraw", "contact-facilitator", "Out of date"),
        ("taken-back", "", ""),
        ("decline", "contact-facilitator", "promotion"),
        ("accept", "contact-facilitator", ""),
        ("return", "second-facilitator", ""),
    ]
    assert found[4].waited == 2 * HOUR
    assert found[4].contributions == ("one-call-one-answer",)
    assert [one.decision for one in decisions(desk, community="peer-challenge")] == []
    assert decisions(desk, since=NOW.date() + dt.timedelta(days=1)) == []
    assert found[4].as_json()["waited_seconds"] == 7200


@pytest.mark.parametrize("kind", ["desk", "bare"])
def test_what_was_decided_is_proved(kind: str, request: pytest.FixtureRequest) -> None:
    desk: Desk = request.getfixturevalue(kind)
    path = "communities/customer-contact/one-form.md"
    entry = desk.ledger.files(desk.main(), [path])[path]
    text = dict(desk.ledger.blobs([entry.blob]))[entry.blob].decode()
    first, head, tail = (
        submit(desk),
        submit(desk, text.replace("summary: ", "summary: In short, "), path),
        submit(desk, f"{text}\nIt works.\n", path),
    )
    for receipt in (first, head, tail):
        decision.accept(desk, receipt.reference, ANN, NOW + HOUR)
    decision.withdraw(desk, "how-to-count", ANN, "Out of date", NOW + 2 * HOUR)
    proof = verify(desk)
    assert proof.doubts == []
    assert proof.holds
    assert proof.decided == 4
    assert proof.published == proof.founding + 3


def test_before_it_begins_nothing_is_proved(git_commons: Path, tmp_path: Path) -> None:
    proof = verify(Desk.local(git_commons, tmp_path / "work", print))
    assert not proof.holds
    assert proof.doubts == []


def _forged(desk: Desk, by: str = "contact-facilitator", text: str = STORY, **other: str) -> None:
    """Accept a submission as the decision does, but for what is other."""
    receipt = submit(desk, STORY)
    main = desk.main()
    policy = desk.ledger.files(main, ["communities/commons.yml", "communities/customer-contact/community.yml"])
    trailers = {
        "Commons-Decision": "accept",
        "Commons-Submission": receipt.reference,
        "Commons-Policy": " ".join(one.blob for one in policy.values()),
        "Reviewed-by": by,
        **{name.replace("_", "-"): value for name, value in other.items()},
    }
    blob = desk.ledger.write_blob(text.replace("---\n", "---\nid: one-call-one-answer\n", 1).encode())
    tree = desk.ledger.write_tree(main, {STORY_PATH: blob})
    commit = desk.ledger.write_commit(tree, [main, receipt.commit], message("Accept", "", trailers), NOW + HOUR)
    desk.forge.merge(desk.forge.get(receipt.reference), main, commit)


def test_the_forger_s_own_tool_is_sound(desk: Desk) -> None:
    _forged(desk)
    assert verify(desk).doubts == []


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        ({"by": "nobody"}, "was not entitled"),
        ({"by": "contact-reviewer"}, "was not entitled"),
        ({"by": ""}, "was not entitled"),
        ({"text": STORY.replace("Most people", "All people")}, "is not the text that was submitted"),
        ({"Commons_Policy": "0" * 40}, "another policy"),
        ({"Commons_Submission": ""}, "names no submission"),
        ({"Commons_Decision": "return"}, "without a decision"),
        ({"Commons_Decision": "withdraw"}, "changed by more"),
    ],
)
def test_a_forged_decision_is_found_out(desk: Desk, forged: dict[str, str], why: str) -> None:
    _forged(desk, **forged)
    proof = verify(desk)
    assert [why in one.why for one in proof.doubts] == [True]
    assert {one.path for one in proof.doubts} == {STORY_PATH}


def test_what_was_pushed_past_the_desk_is_found_out(desk: Desk, root: Path, git: Callable[..., str]) -> None:
    def commit(say: str, *, when: str = "2026-11-23T12:00:00+00:00") -> None:
        git(root, "add", "--all")
        git(root, "-c", "user.name=x", "commit", "--quiet", "--date", when, "--message", say)

    decision.accept(desk, submit(desk).reference, ANN, NOW + HOUR)
    assert verify(desk).holds
    (root / "communities/customer-contact/one-form.md").unlink()
    (root / "communities/peer-challenge/new.md").write_text(STORY, "utf-8")
    commit("A change")
    found = {one.path: one.why for one in verify(desk).doubts}
    assert found == {
        "communities/customer-contact/one-form.md": "was changed without a decision",
        "communities/peer-challenge/new.md": "was changed without a decision",
    }
    (root / "docs.md").write_text("A guide", "utf-8")
    commit("No contribution")
    assert len(verify(desk).doubts) == 2


def test_nobody_makes_themselves_a_facilitator_unseen(desk: Desk, root: Path, git: Callable[..., str]) -> None:
    decision.accept(desk, submit(desk).reference, ANN, NOW + HOUR)
    file = root / "communities/customer-contact/community.yml"
    file.write_text(file.read_text("utf-8").replace("Ann Facilitator", "Eve Facilitator"), "utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "A small thing")
    proof = verify(desk)
    assert [path for _, path in proof.rights] == ["communities/customer-contact/community.yml"]
    commons = root / "communities/commons.yml"
    commons.write_text(commons.read_text("utf-8").replace("2026-11-22", "2027-11-22"), "utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "Later")
    assert [one.why for one in verify(desk).doubts] == ["changes the day on which moderation began"]


def test_one_who_was_a_facilitator_once_is_believed_for_that_time(desk: Desk, root: Path, git) -> None:
    decision.accept(desk, submit(desk).reference, ANN, NOW + HOUR)
    file = root / "communities/customer-contact/community.yml"
    file.write_text(file.read_text("utf-8").replace("contact-facilitator", "third-facilitator"), "utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "Somebody else")
    assert verify(desk).holds
    with pytest.raises(Exception, match="may not"):
        decision.accept(desk, submit(desk).reference, ANN, NOW + 2 * HOUR)


def test_their_own_submission_is_found_out(desk: Desk) -> None:
    receipt = submit(desk, role="contact-facilitator")
    main = desk.main()
    policy = desk.ledger.files(main, ["communities/commons.yml", "communities/customer-contact/community.yml"])
    trailers = {
        "Commons-Decision": "accept",
        "Commons-Submission": receipt.reference,
        "Commons-Policy": " ".join(one.blob for one in policy.values()),
        "Reviewed-by": "contact-facilitator",
    }
    blob = desk.ledger.write_blob(STORY.replace("---\n", "---\nid: one-call-one-answer\n", 1).encode())
    tree = desk.ledger.write_tree(main, {STORY_PATH: blob})
    commit = desk.ledger.write_commit(tree, [main, receipt.commit], message("Accept", "", trailers), NOW + HOUR)
    desk.forge.merge(desk.forge.get(receipt.reference), main, commit)
    assert [one.why for one in verify(desk).doubts] == ["'contact-facilitator' decided on their own submission"]
