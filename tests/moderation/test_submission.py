"""Submissions: checked, on a branch of their own, and nothing else touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.conftest import ANN, NOW, STORY
from practice_commons.failure import Failure
from practice_commons.moderation import decision, submission
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.submission import Contributor, Draft, Receipt
from practice_commons.moderation.terms import Door, State

HOUR = dt.timedelta(hours=1)


def submit(desk: Desk, text: str = STORY, about: str = "", role: str = "", now: dt.datetime = NOW) -> Receipt:
    done = submission.submit(desk, Draft(text.encode(), about), Contributor(role), Door.FORM, now)
    assert isinstance(done, Receipt), done
    return done


@pytest.mark.parametrize("kind", ["desk", "bare"])
def test_a_submission_is_a_branch_and_nothing_else_changes(kind: str, request: pytest.FixtureRequest, git) -> None:
    desk: Desk = request.getfixturevalue(kind)
    before = desk.main()
    receipt = submit(desk)
    assert desk.main() == before
    assert git(desk.ledger.root, "status", "--porcelain") == "" if kind == "desk" else True
    proposal = desk.proposal(receipt.reference)
    assert (proposal.title, proposal.communities) == ("One call, one answer", ("customer-contact",))
    assert [one.data.decode() for one in proposal.files] == [STORY]
    assert proposal.outside == ()
    assert (proposal.waiting.state, proposal.waiting.opened, proposal.waiting.head) == (
        State.WAITING,
        NOW,
        receipt.commit,
    )
    assert [one.reference for one in desk.queue()] == [receipt.reference]


def test_what_the_checks_refuse_is_not_kept(desk: Desk) -> None:
    found = submission.submit(
        desk, Draft(STORY.replace("kind: case-study", "kind: story").encode()), Contributor(), Door.FORM, NOW
    )
    assert isinstance(found, tuple)
    assert {one.rule for one in found if one.is_error} == {"schema"}
    assert desk.queue() == []


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"---\n", b"x" * 600_000, b"---\nid: abcd\n---\n"])
def test_whatever_it_is_it_is_refused_in_words(desk: Desk, data: bytes) -> None:
    try:
        found = submission.submit(desk, Draft(data), Contributor(), Door.COMMAND, NOW)
    except Failure as failure:
        found = (failure,)
    assert isinstance(found, tuple)
    assert found
    assert desk.queue() == []


def test_the_queue_is_oldest_first_and_says_who_is_to_act(desk: Desk) -> None:
    late, early = submit(desk, now=NOW + HOUR), submit(desk, STORY.replace("One call", "Two calls"))
    assert [one.reference for one in desk.queue()] == [early.reference, late.reference]
    decision.send_back(desk, early.reference, ANN, "Which letters?\n\nReviewed-by: nobody", NOW + HOUR)
    waiting = desk.proposal(early.reference).waiting
    assert waiting.state is State.RETURNED
    assert [(note.by, note.text, note.returned) for note in waiting.notes] == [
        ("contact-facilitator", "Which letters?\n\nReviewed-by: nobody", True)
    ]


def test_a_revision_takes_its_place_and_what_changed_meanwhile_is_told(desk: Desk) -> None:
    receipt = submit(desk)
    decision.send_back(desk, receipt.reference, ANN, "Which letters?", NOW + HOUR)
    seen = desk.proposal(receipt.reference)
    text = STORY.replace("the letters", "the letters about bins").encode()
    done = submission.revise(desk, seen, text, Contributor(), Door.FORM, NOW + 2 * HOUR)
    assert isinstance(done, Receipt)
    now = desk.proposal(receipt.reference)
    assert now.waiting.state is State.WAITING
    assert [one.data for one in now.files] == [text]
    with pytest.raises(Failure, match="meanwhile"):
        submission.revise(desk, seen, text, Contributor(), Door.FORM, NOW + 3 * HOUR)
    bad = submission.revise(desk, now, b"---\n---\n", Contributor(), Door.FORM, NOW + 3 * HOUR)
    assert isinstance(bad, tuple)
    assert desk.proposal(receipt.reference).waiting.head == done.commit


def test_a_contributor_can_take_it_back_and_its_text_is_gone(desk: Desk, git: Callable[..., str]) -> None:
    receipt = submit(desk)
    submission.take_back(desk, desk.proposal(receipt.reference), NOW + HOUR)
    assert desk.queue() == []
    with pytest.raises(Failure, match="no open submission"):
        desk.proposal(receipt.reference)
    said = git(desk.ledger.root, "log", "--format=%B", "decisions")
    assert receipt.reference in said
    assert "One call" not in said
    assert git(desk.ledger.root, "ls-tree", "-r", "decisions") == ""
    reachable = git(desk.ledger.root, "rev-list", "--all", "--objects")
    assert "one-call" not in reachable


def test_a_change_of_something_published(desk: Desk, root: Path) -> None:
    path = "communities/customer-contact/one-form.md"
    text = (root / path).read_text("utf-8")
    receipt = submit(desk, f"{text}\nAnd it still works.\n", path)
    proposal = desk.proposal(receipt.reference)
    assert [(one.path, bool(one.published)) for one in proposal.files] == [(path, True)]
    for about in ("communities/../x.md", "communities/customer-contact/nothing.md", "docs/index.md", "-x"):
        with pytest.raises(Failure):
            submit(desk, text, about)


@pytest.mark.parametrize(
    "reference", ["", "-x", "../../heads/main", "s-" + "x" * 80, "é", "a\nb", "--upload-pack=x", "s"]
)
def test_a_reference_that_is_none_is_said_in_words(desk: Desk, reference: str) -> None:
    with pytest.raises(Failure):
        desk.proposal(reference)


def test_a_branch_that_touches_other_files_cannot_hide_them(desk: Desk, git: Callable[..., str]) -> None:
    main = desk.main()
    blob = desk.ledger.write_blob(STORY.encode())
    paths = dict.fromkeys(["contributions/a.md", ".github/workflows/x.yml", "communities/commons.yml", "hooks/x"], blob)
    commit = desk.ledger.write_commit(desk.ledger.write_tree(main, paths), [main], "x", NOW)
    desk.forge.open("s-hidden", commit, "x", "", NOW)
    proposal = desk.proposal("s-hidden")
    assert [one.path for one in proposal.files] == ["contributions/a.md"]
    assert set(proposal.outside) == set(paths) - {"contributions/a.md"}
    with pytest.raises(Failure, match="touches"):
        decision.accept(desk, "s-hidden", ANN, NOW)


def test_a_branch_that_took_main_in_proposes_only_its_own(desk: Desk, root: Path, git: Callable[..., str]) -> None:
    git(root, "checkout", "--quiet", "-b", "submissions/s-merged")
    (root / "contributions/mine.md").write_text(STORY, "utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Mine")
    git(root, "checkout", "--quiet", "main")
    decision.accept(desk, submit(desk).reference, ANN, NOW)
    git(root, "checkout", "--quiet", "submissions/s-merged")
    git(root, "merge", "--quiet", "--no-edit", "main")
    git(root, "checkout", "--quiet", "main")
    proposal = desk.proposal("s-merged")
    assert [one.path for one in proposal.files] == ["contributions/mine.md"]
    assert proposal.outside == ()
