"""One contract, kept by every forge: this machine's own repository, and GitHub."""

from __future__ import annotations

import pytest

from moderation.forges import NOW, branch, github_place, local_place, proposed, taken_in
from moderation.github_standin import TOKENS
from practice_commons.failure import Failure
from practice_commons.moderation.forge import DECISIONS, REFERENCE, MovedError, Note
from practice_commons.moderation.terms import State
from practice_commons.reading.ledger import MAIN, NONE

pytest_plugins = ["moderation.github_fixtures"]
HOSTILE = [
    "",
    "-h",
    "--upload-pack=touch /tmp/x",
    "--output=x",
    "../main",
    "../../heads/main",
    "s-1/../../main",
    "main",
    "S-CAPITALS",
    "s-1 x",
    "s-1\nx",
    "s-1\0x",
    "s-1?",
    "s-*",
    "s-1~1",
    "s-1^{}",
    "s-1@{0}",
    "s-1..s-2",
    "s-1.lock",
    "s-é",
    "ｓ-1",
    "s-\u202e1",
    "s" * 10_000,
    "pr-",
    "pr-0",
    "pr-07",
    "pr-1x",
    f"pr-{'9' * 40}",
    "pr-١",
]


@pytest.fixture(params=["local", "github"])
def place(request, root, tmp_path, git):
    if request.param == "local":
        return local_place(root)
    standin = request.getfixturevalue("standin")
    return github_place(standin.bare, standin, tmp_path, git)


@pytest.fixture
def seat(place):
    return place.seat()


def opened(seat, reference="s-first", **others):
    ledger, forge = seat
    commit = proposed(ledger, reference, **others)
    forge.open(reference, commit, "One", "What it is about.", NOW)
    found = forge.get(reference)
    assert found is not None
    return found


def test_a_submission_is_opened_and_found(seat, place):
    ledger, forge = seat
    commit = proposed(ledger, "s-first")
    address = forge.open("s-first", commit, "One", "What it is about.", NOW)
    found = forge.get("s-first")
    assert (found.reference, found.head, found.base) == ("s-first", commit, ledger.reference(MAIN))
    assert (found.state, found.notes, found.address) == (State.WAITING, (), address)
    assert found.changed >= found.opened
    assert "somebody" in found.accounts
    assert place.truth.reference(branch("s-first")) == commit


def test_a_reference_is_used_once(seat):
    ledger, forge = seat
    first = opened(seat)
    with pytest.raises(MovedError):
        forge.open("s-first", proposed(ledger, "s-first", data=b"another"), "Two", "", NOW)
    assert forge.get("s-first").head == first.head


def test_waiting_are_told_oldest_first_and_by_whoever_looks(place):
    seat = place.seat()
    for name in ("s-one", "s-two", "s-three"):
        opened(seat, name)
    _, other = place.seat()
    found = other.waiting()
    assert sorted(one.reference for one in found) == ["s-one", "s-three", "s-two"]
    assert [one.opened for one in found] == sorted(one.opened for one in found)
    assert [other.get(one.reference) for one in found] == list(found)


def test_nothing_waits_in_a_new_place(seat):
    assert list(seat[1].waiting()) == []


def test_a_submission_is_revised(place):
    seat = place.seat()
    ledger, forge = seat
    first = opened(seat)
    second = proposed(ledger, "s-first", parent=first.head, data=b"better")
    forge.revise("s-first", first.head, second, NOW)
    found = place.seat()[1].get("s-first")
    assert (found.head, found.base, found.state) == (second, first.base, State.WAITING)
    with pytest.raises(MovedError):
        forge.revise("s-first", first.head, proposed(ledger, "s-first", parent=first.head, data=b"late"), NOW)
    assert forge.get("s-first").head == second


def test_what_is_said_is_kept_in_order(seat):
    _, forge = seat
    found = opened(seat)
    forge.comment(found, Note("contact-facilitator", NOW, "Thank you.\n\nWe look at it today."))
    found = forge.get("s-first")
    forge.comment(found, Note("contact-reviewer", NOW, "So do we."))
    notes = forge.get("s-first").notes
    assert [(one.by, one.text, one.returned) for one in notes] == [
        ("contact-facilitator", "Thank you.\n\nWe look at it today.", False),
        ("contact-reviewer", "So do we.", False),
    ]
    assert forge.get("s-first").state is State.WAITING


def test_what_is_sent_back_waits_for_its_contributor_until_revised(seat):
    ledger, forge = seat
    forge.comment(opened(seat), Note("contact-reviewer", NOW, "How many calls?", returned=True))
    found = forge.get("s-first")
    assert found.state is State.RETURNED
    assert [(one.by, one.text, one.returned) for one in found.notes] == [("contact-reviewer", "How many calls?", True)]
    forge.revise("s-first", found.head, proposed(ledger, "s-first", parent=found.head, data=b"400"), NOW)
    again = forge.get("s-first")
    assert again.state is State.WAITING
    assert again.notes == found.notes
    assert again.opened == found.opened


def test_words_that_look_like_ours_are_words(seat):
    _, forge = seat
    text = 'Look:\n\nCommons-Decision: return\n<!-- practice-commons {"said": "findings"} -->\nReviewed-by: me -->'
    forge.comment(opened(seat), Note("contact-reviewer", NOW, text))
    found = forge.get("s-first")
    assert [(one.by, one.text) for one in found.notes] == [("contact-reviewer", text)]
    assert found.state is State.WAITING
    assert forge.findings(found) == ""


def test_nobody_speaks_of_what_has_changed_meanwhile(seat):
    ledger, forge = seat
    found = opened(seat)
    forge.revise("s-first", found.head, proposed(ledger, "s-first", parent=found.head, data=b"better"), NOW)
    with pytest.raises(MovedError):
        forge.comment(found, Note("contact-reviewer", NOW, "How many calls?", returned=True))
    assert forge.get("s-first").notes == ()


def test_findings_are_set_in_the_place_of_those_before(seat, place):
    _, forge = seat
    found = opened(seat)
    assert forge.findings(found) == ""
    forge.set_findings(found, "## Two things\n\n- `a`\n- `b`")
    forge.set_findings(found, "## Two things\n\n- `a`\n- `b`")
    assert forge.findings(found) == "## Two things\n\n- `a`\n- `b`"
    forge.set_findings(found, "Nothing any more.")
    assert place.seat()[1].findings(found) == "Nothing any more."
    assert forge.get("s-first") == found or place.standin
    assert forge.get("s-first").notes == ()


def test_a_merge_moves_main_and_ends_the_submission(place):
    seat = place.seat()
    ledger, forge = seat
    found = opened(seat)
    main, merge = taken_in(ledger, found.head)
    forge.merge(found, main, merge)
    assert place.truth.reference(MAIN) == ledger.reference(MAIN) == merge
    assert place.truth.reference(branch("s-first")) == NONE
    assert forge.get("s-first") is None
    assert list(place.seat()[1].waiting()) == []
    if place.standin:
        assert [(one.state, one.merged) for one in place.standin.pulls.values()] == [("closed", True)]


def test_main_moves_without_a_submission(seat, place):
    ledger, forge = seat
    main, commit = taken_in(ledger, ledger.reference(MAIN))
    forge.merge(None, main, commit)
    assert place.truth.reference(MAIN) == ledger.reference(MAIN) == commit
    with pytest.raises(MovedError):
        forge.merge(None, main, commit)


def test_a_submission_is_closed_and_the_record_kept(place):
    seat = place.seat()
    ledger, forge = seat
    first, second = opened(seat, "s-first"), opened(seat, "s-second")
    record = NONE
    for one in (first, second):
        commit = ledger.write_commit(ledger.write_tree(NONE, {}), [record] if record else [], "Decline\n", NOW)
        forge.close(one, record, commit, "It is not about practice in local government.")
        record = commit
        assert place.truth.reference(DECISIONS) == ledger.reference(DECISIONS) == commit
        assert place.truth.reference(branch(one.reference)) == NONE
        assert forge.get(one.reference) is None
    if place.standin:
        assert {(one.state, one.merged) for one in place.standin.pulls.values()} == {("closed", False)}
        assert "not about practice" in place.standin.comments[-1].body


def test_of_two_who_take_in_different_submissions_at_once_one_is_told(place):
    one, other = place.seat(), place.seat()
    first, second = opened(one, "s-first"), opened(other, "s-second")
    mine, theirs = taken_in(one[0], first.head), taken_in(other[0], second.head, "communities/customer-contact/two.md")
    one[1].merge(first, *mine)
    with pytest.raises(MovedError):
        other[1].merge(second, *theirs)
    assert place.truth.reference(MAIN) == mine[1]
    assert other[0].reference(MAIN) == mine[1]  # so that whoever was told can begin again from there
    again = other[1].get("s-second")
    assert again.head == second.head
    other[1].merge(again, *taken_in(other[0], again.head, "communities/customer-contact/two.md"))
    assert sorted(
        place.truth.files(MAIN, ["communities/customer-contact/one.md", "communities/customer-contact/two.md"])
    )


@pytest.mark.parametrize("ending", ["merge", "close"])
def test_of_two_who_decide_on_one_submission_one_is_told(place, ending):
    one, other = place.seat(), place.seat()
    found = opened(one)
    seen = other[1].get("s-first")
    commit = other[0].write_commit(other[0].write_tree(NONE, {}), [], "Decline\n", NOW)
    mine = taken_in(one[0], found.head)
    if ending == "merge":
        one[1].merge(found, *mine)
        with pytest.raises(MovedError):
            other[1].close(seen, NONE, commit, "No.")
        assert place.truth.reference(DECISIONS) == NONE
    else:
        other[1].close(seen, NONE, commit, "No.")
        with pytest.raises(MovedError):
            one[1].merge(found, *mine)
        assert place.truth.reference(MAIN) == mine[0]


def test_what_was_revised_meanwhile_is_not_taken_in_and_not_closed(place):
    one, other = place.seat(), place.seat()
    found = opened(one)
    seen = other[1].get("s-first")
    one[1].revise("s-first", found.head, proposed(one[0], "s-first", parent=found.head, data=b"better"), NOW)
    with pytest.raises(MovedError):
        other[1].merge(seen, *taken_in(other[0], seen.head))
    commit = other[0].write_commit(other[0].write_tree(NONE, {}), [], "Decline\n", NOW)
    with pytest.raises(MovedError):
        other[1].close(seen, NONE, commit, "No.")
    assert place.truth.reference(MAIN) == one[0].reference(MAIN)
    assert one[1].get("s-first") is not None


def test_references_that_are_not_there(seat):
    ledger, forge = seat
    for name in ("s-nobody", "pr-4711"):
        assert forge.get(name) is None
        with pytest.raises((MovedError, Failure)):
            forge.revise(name, ledger.reference(MAIN), proposed(ledger, "s-x1"), NOW)


def test_hostile_references_name_nothing(place, seat):
    ledger, forge = seat
    before = place.truth.references("refs/")
    commit = proposed(ledger, "s-x1")
    for name in HOSTILE:
        assert forge.get(name) is None, name
        with pytest.raises((Failure, MovedError)):
            forge.revise(name, ledger.reference(MAIN), commit, NOW)
        if not REFERENCE.fullmatch(name):
            with pytest.raises(Failure):
                forge.open(name, commit, "One", "", NOW)
    assert place.truth.references("refs/") == before


def test_the_account_that_acts(seat, place):
    assert seat[1].whoami() == (next(iter(TOKENS.values())) if place.standin else "")
