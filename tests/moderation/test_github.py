"""What only GitHub has: strangers' pull requests, reviews, limits and faults, and a token that nobody may see."""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import shutil
import subprocess
import time
import traceback

import pytest

from moderation.forges import NOW, branch, github_forge, github_place, proposed, taken_in
from moderation.github_standin import BOT, NAME, TOKEN, TOKENS, Fault
from practice_commons.failure import Failure
from practice_commons.moderation.conversation import marked, marker
from practice_commons.moderation.forge import DECISIONS, Note
from practice_commons.moderation.github_api import Patience
from practice_commons.moderation.terms import State
from practice_commons.reading.ledger import MAIN, NONE

pytest_plugins = ["moderation.github_fixtures"]
SECRETS = (TOKEN, base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode())


@pytest.fixture
def place(standin, tmp_path, git):
    return github_place(standin.bare, standin, tmp_path, git)


@pytest.fixture
def seat(place):
    return place.seat()


@pytest.fixture
def forge(seat):
    return seat[1]


def offered(place, text=b"By a stranger.", parent=NONE, by="stranger", **facts):
    """Have a stranger open a pull request, and return its number and commit."""
    commit = proposed(place.truth, "theirs", parent, text)
    return place.standin.proposes(commit, by, **facts), commit


def test_a_strangers_pull_request_waits_like_any_other(place, forge):
    place.standin.authors["Practice Commons"] = "co-author"
    number, commit = offered(place)
    found = forge.get(f"pr-{number}")
    assert (found.reference, found.head, found.base) == ("pr-1", commit, place.truth.reference(MAIN))
    assert found.accounts == ("stranger", "co-author")  # not what a stranger's commit says of itself
    assert found.address == f"https://github.com/{NAME}/pull/1"
    assert list(forge.waiting()) == [found]


def test_it_is_taken_in_and_closed_like_any_other(place, seat):
    ledger, forge = seat
    first, second = offered(place)[0], offered(place, b"Another.")[0]
    forge.merge(found := forge.get(f"pr-{first}"), *taken_in(ledger, found.head))
    assert place.standin.pulls[first].merged
    record = ledger.write_commit(ledger.write_tree(NONE, {}), [], "Decline\n", NOW)
    forge.close(forge.get(f"pr-{second}"), NONE, record, "It is not for here.")
    assert (place.standin.pulls[second].state, place.standin.pulls[second].merged) == ("closed", False)
    assert "It is not for here." in place.standin.comments[-1].body
    assert place.truth.reference(DECISIONS) == record
    assert list(forge.waiting()) == []


@pytest.mark.parametrize("home", [None, "stranger/commons", NAME])
def test_a_pull_request_is_the_same_wherever_it_comes_from(place, forge, home):
    if home == NAME:
        place.truth.move(("refs/heads/patch-1", NONE, commit := proposed(place.truth, "theirs")))
        number = place.standin.proposes(commit, "stranger", home=home)
    else:
        number, commit = offered(place, home=home)
    found = forge.get(f"pr-{number}")
    assert (found.reference, found.head) == (f"pr-{number}", commit)
    if home is None:  # a fork that was deleted: GitHub answers with null, whatever its description says
        assert place.standin.violations
        place.standin.violations.clear()


def test_a_branch_that_borrows_the_name_of_a_pull_request_is_not_it(place, forge):
    offered(place)
    place.truth.move((branch("pr-1"), NONE, commit := proposed(place.truth, "theirs", data=b"Mine.")))
    number = place.standin.proposes(commit, "writer", branch="submissions/pr-1", home=NAME)
    assert forge.get("pr-1").head != commit
    assert forge.get(f"pr-{number}").head == commit
    assert sorted(one.reference for one in forge.waiting()) == ["pr-1", "pr-2"]


def test_a_fork_that_borrows_the_name_of_our_branch_is_not_ours(place, forge):
    number, _ = offered(place, branch="submissions/s-first")
    assert forge.get("s-first") is None
    found = forge.get(f"pr-{number}")
    assert "somebody" not in found.accounts


def test_our_own_is_known_by_the_number_of_its_pull_request_too(seat):
    ledger, forge = seat
    forge.open("s-first", proposed(ledger, "s-first"), "One", "", NOW)
    assert forge.get("pr-1") == forge.get("s-first")


def test_a_later_push_answers_a_review(place, seat):
    ledger, forge = seat
    number, commit = offered(place)
    place.standin.members.add("ann-f")
    place.standin.reviews_it(number, "ann-f", "CHANGES_REQUESTED", "How many?")
    found = forge.get("pr-1")
    assert found.state is State.RETURNED
    assert [(one.by, one.text, one.returned) for one in found.notes] == [("ann-f", "How many?", True)]
    place.standin.pushes(number, proposed(place.truth, "theirs", commit, b"400."))
    assert forge.get("pr-1").state is State.WAITING
    place.standin.reviews_it(number, "ann-f", "CHANGES_REQUESTED", "Of whom?")
    assert forge.get("pr-1").state is State.RETURNED
    place.standin.reviews_it(number, "ann-f", "APPROVED")
    found = forge.get("pr-1")
    assert found.state is State.WAITING
    assert [one.text for one in found.notes] == ["How many?", "Of whom?"]
    with pytest.raises(Failure, match="made in another repository"):
        forge.revise("pr-1", found.head, proposed(ledger, "theirs", found.head), NOW)


def test_strangers_can_neither_send_back_nor_speak_for_us(place, seat):
    _, forge = seat
    number, commit = offered(place)
    place.standin.reviews_it(number, "troll", "CHANGES_REQUESTED", "Go away.")
    forged = marker("note", by="contact-facilitator", returned=True, head=commit)
    place.standin.says(number, "troll", f"{forged}\nGo away.")
    place.standin.says(number, "stranger", "It is about calls.")
    found = forge.get("pr-1")
    assert found.state is State.WAITING
    assert [(one.by, one.returned) for one in found.notes] == [("troll", False), ("troll", False), ("", False)]
    assert found.changed == found.notes[-1].when
    place.standin.members.add(BOT)
    forge.comment(found, Note("contact-reviewer", NOW, "How many?", returned=True))
    found = forge.get("pr-1")
    assert (found.state, found.notes[-1].by) == (State.RETURNED, "contact-reviewer")


def test_findings_are_one_comment_of_ours_whoever_copies_it(place, forge):
    number, _ = offered(place)
    found = forge.get("pr-1")
    place.standin.says(number, "troll", f"{marker('findings')}\nAll is well.")
    assert forge.findings(found) == ""
    forge.set_findings(found, "Two things.")
    asked = len(place.standin.written())
    forge.set_findings(found, "Two things.")
    assert len(place.standin.written()) == asked
    place.standin.says(number, BOT, f"{marker('findings')}\nTwo things, said twice.")
    forge.set_findings(found, "One thing.")
    said = [(one.by, one.body.partition("\r\n")[2]) for one in place.standin.comments]
    assert said == [("troll", "All is well."), (BOT, "One thing.")]
    assert forge.findings(found) == "One thing."
    assert [one.by for one in forge.get("pr-1").notes] == ["troll"]


def test_findings_that_are_too_long_are_cut(place, forge):
    offered(place)
    forge.set_findings(forge.get("pr-1"), "é" * 200_000)
    assert len(place.standin.comments[0].body) < 65_536


def test_drafts_and_other_branches_do_not_wait(place, forge):
    for _ in range(3):
        offered(place)
    place.standin.pulls[1].draft, place.standin.pulls[2].base = True, "elsewhere"
    assert [one.reference for one in forge.waiting()] == ["pr-3"]
    assert forge.get("pr-1") is None
    assert forge.get("pr-2") is None


def test_main_that_was_merged_into_a_proposal_is_not_a_part_of_it(place, seat):
    ledger, forge = seat
    number, commit = offered(place)
    forge.merge(None, *taken_in(ledger, ledger.reference(MAIN), "communities/customer-contact/other.md"))
    main = place.truth.reference(MAIN)
    tree = place.truth.write_tree(main, {"contributions/theirs.md": place.truth.write_blob(b"By a stranger.")})
    place.standin.pushes(number, place.truth.write_commit(tree, [commit, main], "Merge main", NOW))
    found = forge.get("pr-1")
    assert found.base == main
    assert list(next(ledger.differences([(found.base, found.head)]))) == ["contributions/theirs.md"]


def test_a_harmful_pull_request_keeps_nobody_waiting(place, forge):
    for number in range(1, 6):
        text = f"Number {number}".encode()
        offered(place, text)
    blob = place.truth.write_blob(b"x")
    hostile = f"100644 blob {blob}\t.git\n100644 blob {blob}\tinnocent.md\n".encode()
    made = subprocess.run(["git", "mktree"], cwd=place.truth.root, input=hostile, capture_output=True, check=True)
    tree = made.stdout.decode().strip()
    commit = place.truth.write_commit(tree, [place.truth.reference(MAIN)], "Hostile", NOW)
    place.standin.pushes(3, commit)
    assert [one.reference for one in forge.waiting()] == ["pr-1", "pr-2", "pr-4", "pr-5"]
    assert forge.get("pr-3") is None


def test_what_is_no_longer_open_is_forgotten_here(place, seat):
    ledger, forge = seat
    offered(place)
    assert len(forge.waiting()) == 1
    place.standin.pulls[1].state = "closed"
    assert list(forge.waiting()) == []
    assert list(ledger.references("refs/commons/github/pull")) == []


def test_eleven_pull_requests_are_three_pages_of_five(place, seat):
    for number in range(11):
        offered(place, str(number).encode())
    forge = github_forge(place.standin, seat[0], patience=Patience(answer=2, between=0, wait=1, times=3, page=5))
    assert len(forge.waiting()) == 11
    first = len(place.standin.asked)
    assert len(forge.waiting()) == 11
    assert len([one for one in place.standin.asked[first:] if one.startswith("GET /repos")]) == 3  # nothing had changed
    place.standin.says(7, "stranger", "And this.")
    assert sum(len(one.notes) for one in forge.waiting()) == 1


def test_main_of_ours_never_overtakes_githubs(place, seat):
    ledger, forge = seat
    main = ledger.reference(MAIN)
    ledger.move((MAIN, main, taken_in(ledger, main)[1]))
    with pytest.raises(Failure, match="main has commits in"):
        forge.waiting()


@pytest.mark.skipif("sys.platform == 'win32'", reason="a hook is a shell script")
def test_a_protected_branch_says_so(place, seat):
    ledger, forge = seat
    hook = place.standin.bare / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'error: GH006: Protected branch update failed' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    with pytest.raises(Failure, match="GH006: Protected branch"):
        forge.merge(None, *taken_in(ledger, ledger.reference(MAIN)))
    assert ledger.reference(MAIN) == place.truth.reference(MAIN)


def test_a_workflows_own_token_needs_its_name_said(place, seat, monkeypatch):
    monkeypatch.setitem(TOKENS, "ghs", "github-actions[bot]")
    with pytest.raises(Failure, match="does not say whose"):
        github_forge(place.standin, seat[0], "ghs").whoami()


def test_a_wrong_token_is_said_to_be_wrong(place, seat):
    with pytest.raises(Failure, match="does not know the token"):
        github_forge(place.standin, seat[0], "wrong").waiting()
    with pytest.raises(Failure, match=r"(?s)could not be"):
        github_forge(place.standin, seat[0], "wrong").refresh()


LATER = str(int(time.time()) + 4 * 3600)
LIMIT = json.dumps({"message": "API rate limit exceeded for user ID 1.", "documentation_url": ""})
SECONDARY = json.dumps({"message": "You have exceeded a secondary rate limit.", "documentation_url": ""})
FAULTS = {
    "limit": (
        Fault(".", 403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": LATER}, LIMIT, times=99),
        r"Try again in \d+ minutes",
    ),
    "limit-429": (Fault(".", 429, {"Retry-After": "3600"}, LIMIT, times=99), "Try again in 6"),
    "secondary": (Fault(".", 403, {"Retry-After": "120"}, SECONDARY, times=99), "Try again in 2|Try again in 3"),
    "broken": (Fault(".", 502, {}, "<html>Unicorn!</html>", times=99), "out of order"),
    "slow": (Fault(".", seconds=3, times=99), "cannot be reached"),
    "malformed": (Fault(".", 200, {}, '[{"number": ', times=99), "cannot be understood"),
    "html": (Fault(".", 200, {}, "<html>Hello</html>", times=99), "cannot be understood"),
    "other": (Fault(".", 200, {}, '[{"number": "one"}]', times=99), "cannot be understood"),
    "empty": (Fault(".", 200, {}, "", times=99), "cannot be understood"),
    "refused": (Fault(".", 403, {}, '{"message": "Resource not accessible"}', times=99), "Resource not accessible"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_lasts_is_a_failure_in_plain_words(place, seat, name, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    fault, said = FAULTS[name]
    fault.matches = "/repos/"
    place.standin.faults.append(fault)
    fault.times = 99
    patience = Patience(answer=1, between=0, wait=1, times=1, backoff=0.01)
    began = time.monotonic()
    with pytest.raises(Failure) as stopped:
        github_forge(place.standin, seat[0], patience=patience).waiting()
    assert time.monotonic() - began < 15
    assert re.search(said, stopped.value.format_message())
    unseen(caplog, capfd, stopped.value)


BRIEF = {
    "secondary": Fault(".", 403, {"Retry-After": "1"}, SECONDARY),
    "limit": Fault(".", 403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}, LIMIT),
    "broken": Fault(".", 502, {}, "<html>Unicorn!</html>", times=2),
    "slow": Fault(".", seconds=3),
}


@pytest.mark.parametrize("name", BRIEF)
def test_a_fault_that_passes_is_waited_for(place, forge, name, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    offered(place)
    BRIEF[name].matches = "/repos/"
    place.standin.faults.append(BRIEF[name])
    assert len(forge.waiting()) == 1
    assert BRIEF[name].times == 0
    unseen(caplog, capfd, None)


def test_what_adds_something_is_asked_once_but_for_limits(place, forge):
    offered(place)
    found = forge.get("pr-1")
    place.standin.faults.append(Fault("POST .*comments", 502, {}, "{}", after=True))
    with pytest.raises(Failure):
        forge.comment(found, Note("contact-reviewer", NOW, "Once."))
    place.standin.faults.append(Fault("POST .*comments", 403, {"Retry-After": "1"}, SECONDARY))
    forge.comment(found, Note("contact-reviewer", NOW, "Twice asked, once said."))
    assert len(place.standin.comments) == 2


def test_a_submission_whose_opening_lost_its_answer_is_there(place, seat):
    ledger, forge = seat
    place.standin.faults.append(Fault("POST .*pulls", 502, {}, "{}", after=True))
    address = forge.open("s-first", proposed(ledger, "s-first"), "One", "", NOW)
    assert address == forge.get("s-first").address


def test_a_submission_that_could_not_be_opened_leaves_nothing(place, seat):
    ledger, forge = seat
    place.standin.faults.append(Fault("POST .*pulls", 403, {}, '{"message": "Resource not accessible"}'))
    with pytest.raises(Failure, match="Resource not accessible"):
        forge.open("s-first", proposed(ledger, "s-first"), "One", "", NOW)
    assert place.truth.reference(branch("s-first")) == NONE
    assert list(forge.waiting()) == []


def test_a_push_whose_answer_was_lost_has_happened(place, seat):
    ledger, forge = seat
    place.standin.faults.append(Fault("POST .*git-receive-pack", 502, {}, "", after=True))
    main, commit = taken_in(ledger, ledger.reference(MAIN))
    forge.merge(None, main, commit)
    assert place.truth.reference(MAIN) == ledger.reference(MAIN) == commit


def test_a_push_that_did_not_happen_is_a_failure(place, seat, caplog, capfd):
    ledger, forge = seat
    for fault in (Fault("git-receive-pack", 502), Fault("git-receive-pack", seconds=30)):
        place.standin.faults = [fault]
        forge = github_forge(place.standin, ledger)
        forge._mirror._remote._seconds = 3
        with pytest.raises(Failure) as stopped:
            forge.merge(None, *taken_in(ledger, ledger.reference(MAIN)))
        unseen(caplog, capfd, stopped.value)
    assert place.truth.reference(MAIN) == ledger.reference(MAIN)


def test_a_closing_that_could_not_be_told_says_that_it_stands(place, seat):
    ledger, forge = seat
    number, _ = offered(place)
    found = forge.get(f"pr-{number}")
    place.standin.faults.append(Fault("POST .*comments", 502, {}, "{}"))
    record = ledger.write_commit(ledger.write_tree(NONE, {}), [], "Decline\n", NOW)
    with pytest.raises(Failure, match="the decision stands") as stopped:
        forge.close(found, NONE, record, "No.")
    assert found.address in stopped.value.hint
    assert place.truth.reference(DECISIONS) == record


def test_a_markers_line_holds_whatever_is_put_in_it():
    for by in ("--><img src=x>", "a\nb", "--", "-->", "\u2028", "é" * 10):
        line = marker("note", by=by, returned=False)
        assert "\n" not in line
        assert line.count("-->") == 1
        assert marked(f"{line}\r\nText")["by"] == by
    for odd in (
        "<!-- practice-commons [] -->",
        "<!-- practice-commons {} ",
        f"<!-- practice-commons {'[' * 100_000} -->",
    ):
        assert marked(odd) == {}


def test_the_token_is_on_no_list_of_processes(place, seat, tmp_path, monkeypatch):
    """Whatever Git is run with is written down by a program that stands in front of it."""
    log = tmp_path / "arguments"
    front = tmp_path / "bin/git"
    front.parent.mkdir()
    real = shutil.which("git")
    front.write_text(f'#!/bin/sh\nprintf "%s " "$@" >> {log}\nexec {real} "$@"\n', "utf-8")
    front.chmod(0o755)
    monkeypatch.setenv("PATH", f"{front.parent}:{os.environ['PATH']}")
    ledger, forge = seat
    forge.open("s-first", proposed(ledger, "s-first"), "One", "", NOW)
    forge.waiting()
    said = log.read_text("utf-8")
    assert "push" in said
    assert not any(secret in said for secret in SECRETS)
    config = (ledger.root / "config").read_text("utf-8")
    assert not any(secret in config for secret in SECRETS)


def unseen(caplog, capfd, stopped):
    """Assert that the token is in no log, no output and no exception."""
    shown = capfd.readouterr()
    found = [*caplog.messages, shown.out, shown.err]
    seen = set()
    while stopped is not None and id(stopped) not in seen:
        seen.add(id(stopped))
        found += [*traceback.format_exception(stopped), repr(stopped), str(vars(stopped))]
        stopped = stopped.__cause__
    assert not any(secret in text for secret in SECRETS for text in found)
