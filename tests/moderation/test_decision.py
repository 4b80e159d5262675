"""Decisions: one merge each, by those who may, and only on what they saw."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.conftest import ANN, BOB, CAT, NOW, STORY
from moderation.test_submission import submit
from practice_commons.failure import Failure
from practice_commons.moderation import decision
from practice_commons.moderation.decision import Decider, OvertakenError
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.terms import Reason

LATER = NOW + dt.timedelta(hours=2)


@pytest.mark.parametrize("kind", ["desk", "bare"])
def test_accepting_stamps_moves_and_merges(kind: str, request: pytest.FixtureRequest, git: Callable[..., str]) -> None:
    desk: Desk = request.getfixturevalue(kind)
    main = desk.main()
    receipt = submit(desk)
    done = decision.accept(desk, receipt.reference, Decider("contact-facilitator", "Ann <ann@example.org>"), LATER)
    assert done.identities == ("one-call-one-answer",)
    assert done.paths == ("communities/customer-contact/one-call-one-answer.md",)
    folder = desk.ledger.root
    assert git(folder, "rev-parse", "main", "main^1", "main^2").split() == [done.commit, main, receipt.commit]
    text = git(folder, "show", f"main:{done.paths[0]}")
    assert text.splitlines() == STORY.replace("---\n", "---\nid: one-call-one-answer\n", 1).splitlines()
    changed = git(folder, "diff", "--name-only", main, "main").split()
    assert changed == list(done.paths), "the tray is empty, and nothing else has changed"
    message = git(folder, "log", "-1", "--format=%B", "main")
    for line in (
        "Commons-Decision: accept",
        f"Commons-Submission: {receipt.reference}",
        "Commons-Contribution: one-call-one-answer",
        "Reviewed-by: contact-facilitator",
        "Signed-off-by: Ann <ann@example.org>",
    ):
        assert line in message.splitlines()
    assert desk.queue() == []
    if kind == "desk":
        assert git(folder, "status", "--porcelain") == "", "the folder follows"
        assert (folder / done.paths[0]).is_file()


def test_the_folder_keeps_what_somebody_was_writing(desk: Desk, root: Path, git: Callable[..., str]) -> None:
    own = root / "communities/customer-contact/one-form.md"
    own.write_text(own.read_text("utf-8") + "\nMine.\n", "utf-8")
    (root / "communities/customer-contact/new.md").write_text("draft", "utf-8")
    decision.accept(desk, submit(desk).reference, ANN, LATER)
    assert own.read_text("utf-8").endswith("\nMine.\n")
    assert git(root, "status", "--porcelain").split() == [
        "M",
        "communities/customer-contact/one-form.md",
        "??",
        "communities/customer-contact/new.md",
    ]


def test_ids_and_names_are_never_taken_twice(desk: Desk) -> None:
    first, second = submit(desk), submit(desk)
    one, two = (decision.accept(desk, each.reference, ANN, LATER) for each in (first, second))
    assert (one.identities, two.identities) == (("one-call-one-answer",), ("one-call-one-answer-2",))
    assert one.paths != two.paths


@pytest.mark.parametrize("by", ["nobody", "", "contact-reviewer", "Reviewed-by: contact-facilitator", "../x"])
def test_who_may_not_decide_does_not(desk: Desk, by: str) -> None:
    receipt, main = submit(desk), desk.main()
    for act in (
        lambda: decision.accept(desk, receipt.reference, Decider(by), LATER),
        lambda: decision.decline(desk, receipt.reference, Decider(by), Reason.TEST, LATER),
        lambda: decision.withdraw(desk, "one-form", Decider(by), "Because", LATER),
    ):
        with pytest.raises(Failure, match="may not"):
            act()
    assert desk.main() == main
    assert len(desk.queue()) == 1
    if by == "contact-reviewer":
        decision.send_back(desk, receipt.reference, CAT, "Why?", LATER)


@pytest.mark.parametrize(
    ("role", "author"),
    [("contact-facilitator", "A. Officer"), ("", "Ann Facilitator"), ("", "ann facilitator"), ("ann-f", "A. Officer")],
)
def test_nobody_decides_on_their_own(desk: Desk, role: str, author: str) -> None:
    receipt = submit(desk, STORY.replace("A. Officer", author), role=role)
    with pytest.raises(Failure, match="their own"):
        decision.accept(desk, receipt.reference, ANN, LATER)
    decision.accept(desk, receipt.reference, BOB, LATER)


def test_what_changed_since_it_was_seen_is_not_decided_on(desk: Desk) -> None:
    receipt = submit(desk)
    decision.send_back(desk, receipt.reference, ANN, "Why?", LATER)
    for act in (
        lambda: decision.accept(desk, receipt.reference, BOB, LATER, seen=receipt.commit),
        lambda: decision.decline(desk, receipt.reference, BOB, Reason.TEST, LATER, seen=receipt.commit),
        lambda: decision.send_back(desk, receipt.reference, BOB, "x", LATER, seen=receipt.commit),
    ):
        with pytest.raises(OvertakenError):
            act()


def test_declining_records_who_and_why_and_nothing_of_the_text(desk: Desk, git: Callable[..., str]) -> None:
    main, receipt = desk.main(), submit(desk)
    decision.decline(desk, receipt.reference, ANN, Reason.PROMOTION, LATER)
    assert (desk.main(), desk.queue()) == (main, [])
    said = git(desk.ledger.root, "log", "--format=%B", "decisions")
    assert "Commons-Reason: promotion" in said
    assert "Reviewed-by: contact-facilitator" in said
    assert "One call" not in said
    assert "letters" not in git(desk.ledger.root, "log", "--all", "-p", "--", "contributions/")


def test_withdrawing_leaves_a_tombstone(desk: Desk, root: Path) -> None:
    file = next(path for path in (root / "communities").rglob("*.md") if "id: " in path.read_text("utf-8"))
    identity = re.search(r"^id: (\S+)", file.read_text("utf-8"), re.MULTILINE)[1]
    file = next(
        path for path in (root / "communities/customer-contact").glob("*.md") if "\nid: " in path.read_text("utf-8")
    )
    identity = re.search(r"^id: (\S+)", file.read_text("utf-8"), re.MULTILINE)[1]
    before = file.read_text("utf-8")
    decision.withdraw(desk, identity, ANN, "The figures: were “wrong”.", LATER)
    after = file.read_text("utf-8")
    assert 'withdrawn:\n  date: 2026-11-22\n  reason: "The figures: were “wrong”."\n---' in after
    assert after.replace('withdrawn:\n  date: 2026-11-22\n  reason: "The figures: were “wrong”."\n', "") == before
    with pytest.raises(Failure):
        decision.withdraw(desk, identity, ANN, "Again", LATER)
    with pytest.raises(Failure, match="no contribution"):
        decision.withdraw(desk, "nothing-here", ANN, "x", LATER)


def test_two_versions_of_one_page_are_put_together_or_refused(desk: Desk, root: Path) -> None:
    path = "communities/customer-contact/one-form.md"
    text = (root / path).read_text("utf-8")
    head, tail = text.replace("summary: ", "summary: In short, ", 1), f"{text}\nAnd it still works.\n"
    first, second, third = submit(desk, head, path), submit(desk, tail, path), submit(desk, f"{text}\nOr not.\n", path)
    decision.accept(desk, first.reference, ANN, LATER)
    decision.accept(desk, second.reference, ANN, LATER)
    now = (root / path).read_text("utf-8")
    assert "summary: In short, " in now
    assert "And it still works." in now
    with pytest.raises(Failure, match="same lines"):
        decision.accept(desk, third.reference, ANN, LATER)


@pytest.mark.parametrize("change", [("id: ", "id: x"), ("community: customer-contact", "community: peer-challenge")])
def test_a_change_keeps_id_and_community(desk: Desk, root: Path, change: tuple[str, str]) -> None:
    path = "communities/customer-contact/one-form.md"
    text = (root / path).read_text("utf-8").replace(*change)
    main = desk.main()
    tree = desk.ledger.write_tree(main, {path: desk.ledger.write_blob(text.encode())})
    desk.forge.open("s-moved", desk.ledger.write_commit(tree, [main], "x", NOW), "x", "", NOW)
    with pytest.raises(Failure):
        decision.accept(desk, "s-moved", ANN, LATER)


def test_what_is_accepted_can_be_cited_at_the_merge_that_published_it(desk: Desk, root: Path) -> None:
    done = decision.accept(desk, submit(desk).reference, ANN, LATER)
    path = "communities/customer-contact/one-form.md"
    text = (root / path).read_text("utf-8")
    receipt = submit(desk, f"{text}\nAnd it still works.\n", path)
    decision.accept(desk, receipt.reference, ANN, LATER)
    with desk.catalogue(desk.main()) as catalogue:
        new, changed = catalogue.entry("one-call-one-answer"), catalogue.entry("one-form")
    assert [one.commit for one in new.changes] == [done.commit]
    assert new.citation == f"one-call-one-answer@{done.commit[:12]}"
    assert next(one.commit for one in changed.changes) == receipt.commit
    assert len(changed.changes) == 2
