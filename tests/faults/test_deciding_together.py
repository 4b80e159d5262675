"""Facilitators who decide at the same moment: of two on one submission one wins, and nothing is lost."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.breaking import posix, rounds
from moderation.conftest import NOW, peopled
from moderation.test_submission import submit
from practice_commons.failure import Failure
from practice_commons.moderation import decision
from practice_commons.moderation.decision import Decider
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.proof import verify


@pytest.fixture
def root(git_commons: Path, git: Callable[..., str]) -> Path:
    return peopled(git_commons, git)


@pytest.fixture
def desk(root: Path, tmp_path: Path) -> Desk:
    return Desk.local(root, tmp_path / "work", print)


def _race(root: str, work: str, reference: str, role: str, done: multiprocessing.Queue) -> None:
    desk = Desk.local(Path(root), Path(work), lambda _: None)
    try:
        decision.accept(desk, reference, Decider(role), NOW)
        done.put("accepted")
    except Failure as failure:
        done.put(failure.message)


@posix
def test_of_two_who_act_at_once_one_wins_and_the_other_is_told(desk: Desk, root: Path, tmp_path: Path, git) -> None:
    """Two on the same submission, and two on different ones, again and again: nothing is lost."""
    context = multiprocessing.get_context("fork")
    for turn in range(rounds(3, 50)):
        same, other = submit(desk), submit(desk)
        done = context.Queue()
        work = [str(tmp_path / f"w{n}") for n in range(3)]
        everyone = [
            context.Process(target=_race, args=(str(root), work[0], same.reference, "contact-facilitator", done)),
            context.Process(target=_race, args=(str(root), work[1], same.reference, "second-facilitator", done)),
            context.Process(target=_race, args=(str(root), work[2], other.reference, "contact-facilitator", done)),
        ]
        for one in everyone:
            one.start()
        said = sorted(done.get(timeout=60) for _ in everyone)
        for one in everyone:
            one.join()
        assert said.count("accepted") == 2, said
        assert desk.queue() == []
        assert git(root, "status", "--porcelain") == ""
        assert len(list((root / "communities/customer-contact").glob("one-call*.md"))) == 2 * (turn + 1)
    assert verify(desk).holds
