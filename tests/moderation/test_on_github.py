"""The whole of moderation with GitHub below it: the same acts, the same refusals, the same proof."""

from __future__ import annotations

import datetime as dt

import pytest

from moderation.conftest import ANN, BOB, CAT, NOW, STORY
from practice_commons.failure import Failure
from practice_commons.moderation import decision, submission
from practice_commons.moderation.forge import DECISIONS
from practice_commons.moderation.proof import verify
from practice_commons.moderation.submission import Contributor, Draft
from practice_commons.moderation.terms import Door, Reason, State
from practice_commons.reading.ledger import MAIN, NONE, Ledger

pytest_plugins = ["moderation.github_fixtures"]
LATER = NOW + dt.timedelta(hours=2)


@pytest.fixture
def truth(standin):
    return Ledger.at(standin.bare)


def sent(desk, text=STORY, who=""):
    return submission.submit(desk, Draft(text.encode()), Contributor(who), Door.FORM, NOW)


def strangers(truth, text=STORY, name="contributions/mine.md"):
    main = truth.reference(MAIN)
    tree = truth.write_tree(main, {name: truth.write_blob(text.encode())})
    return truth.write_commit(tree, [main], "My story", NOW, "A. Stranger")


def test_a_submission_is_returned_revised_and_accepted(github, standin, truth):
    receipt = sent(github)
    decision.send_back(github, receipt.reference, CAT, "How many calls?", LATER)
    assert [one.waiting.state for one in github.queue()] == [State.RETURNED]
    better = STORY.replace("Most people", "Four hundred people").encode()
    submission.revise(github, github.proposal(receipt.reference), better, Contributor(), Door.FORM, LATER)
    assert [one.waiting.state for one in github.queue()] == [State.WAITING]
    done = decision.accept(github, receipt.reference, ANN, LATER)
    assert truth.reference(MAIN) == done.commit
    assert standin.pulls[1].merged
    assert github.queue() == []
    proof = verify(github)
    assert (proof.doubts, proof.decided) == ([], 1)


def test_a_strangers_pull_request_is_accepted_by_somebody_else(github, standin, truth):
    number = standin.proposes(strangers(truth), "ann-f")
    with pytest.raises(Failure, match="their own submission"):
        decision.accept(github, f"pr-{number}", ANN, LATER)
    assert truth.reference(MAIN) == github.main()
    done = decision.accept(github, f"pr-{number}", BOB, LATER)
    assert truth.reference(MAIN) == done.commit
    assert standin.pulls[number].merged
    assert verify(github).holds


def test_whoever_wrote_a_commit_of_it_does_not_decide(github, standin, truth):
    standin.authors["A. Stranger"] = "ann-f"
    number = standin.proposes(strangers(truth), "stranger")
    with pytest.raises(Failure, match="their own submission"):
        decision.accept(github, f"pr-{number}", ANN, LATER)


def test_a_pull_request_that_touches_more_is_not_accepted(github, standin, truth):
    number = standin.proposes(strangers(truth, "on: push", ".github/workflows/mine.yml"), "stranger")
    with pytest.raises(Failure, match=r"touches \.github"):
        decision.accept(github, f"pr-{number}", ANN, LATER)


def test_what_changed_since_it_was_seen_is_not_accepted(github, standin, truth):
    commit = strangers(truth)
    number = standin.proposes(commit, "stranger")
    standin.pushes(number, strangers(truth, STORY.replace("Most", "Some")))
    with pytest.raises(decision.OvertakenError):
        decision.accept(github, f"pr-{number}", ANN, LATER, seen=commit)


def test_a_submission_is_declined_and_another_taken_back(github, standin, truth):
    first, second = sent(github), sent(github, STORY.replace("One call", "Two calls"))
    decision.decline(github, first.reference, ANN, Reason.TEST, LATER)
    submission.take_back(github, github.proposal(second.reference), LATER)
    assert len(list(truth.commits(DECISIONS))) == 2
    assert {one.state for one in standin.pulls.values()} == {"closed"}
    assert truth.references("refs/heads/submissions/") == {}


def test_something_published_is_withdrawn_whoever_else_publishes(github, standin, truth):
    done = decision.accept(github, sent(github).reference, ANN, LATER)
    side = truth.write_commit("main^{tree}", [truth.reference(MAIN)], "Somebody else's\n", LATER)
    truth.move((MAIN, truth.reference(MAIN), side))
    gone = decision.withdraw(github, done.identities[0], ANN, "It was wrong.", LATER)
    assert truth.reference(MAIN) == gone.commit
    assert next(truth.commits(MAIN)).parents[0] == side
    assert truth.reference(DECISIONS) == NONE
