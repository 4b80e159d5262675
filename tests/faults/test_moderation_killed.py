"""Submitting and accepting, killed at any moment: what was confirmed is there, and nothing needs a person."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from faults.breaking import posix, rounds
from moderation.conftest import ANN, NOW, STORY, peopled
from moderation.test_submission import submit
from practice_commons.moderation import decision
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.proof import verify
from practice_commons.moderation.record import decisions

WORK = """
import datetime as dt, sys
from pathlib import Path
from practice_commons.moderation import decision, submission
from practice_commons.moderation.decision import Decider
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.submission import Contributor, Draft
from practice_commons.moderation.terms import Door
root, work, text = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]).read_bytes()
desk, now = Desk.local(root, work, lambda _: None), dt.datetime(2026, 11, 22, 13, tzinfo=dt.UTC)
print("begun", flush=True)
while True:
    receipt = submission.submit(desk, Draft(text), Contributor(), Door.COMMAND, now)
    print("submitted", receipt.reference, flush=True)
    done = decision.accept(desk, receipt.reference, Decider("contact-facilitator"), now)
    print("accepted", receipt.reference, *done.identities, flush=True)
"""


@posix
def test_what_was_confirmed_is_there_whenever_it_was_killed(
    git_commons: Path, tmp_path: Path, git: Callable[..., str]
) -> None:
    root, work, story = git_commons, tmp_path / "work", tmp_path / "story.md"
    peopled(root, git)
    story.write_text(STORY, "utf-8")
    chance = random.Random(5)
    command = [sys.executable, "-c", WORK, str(root), str(work), str(story)]
    submitted: set[str] = set()
    accepted: dict[str, str] = {}
    for _ in range(rounds(4, 100)):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "begun\n", process.stderr.read()
        time.sleep(chance.uniform(0, 1.5))
        process.send_signal(signal.SIGKILL)
        said, wrong = process.communicate()
        assert "Traceback" not in wrong, wrong
        for line in said.splitlines():
            what, reference, *identities = line.split()
            submitted.add(reference)
            if what == "accepted" and identities:
                accepted[reference] = identities[0]
    desk = Desk.local(root, work, lambda _: None)
    last = submit(desk)
    decision.accept(desk, last.reference, ANN, NOW)
    known = {one.submission for one in decisions(desk)} | {one.reference for one in desk.queue()}
    assert submitted <= known
    for reference, identity in accepted.items():
        assert any(one.submission == reference and one.contributions == (identity,) for one in decisions(desk))
    assert verify(desk).holds
    git(root, "fsck", "--strict", "--no-dangling")
    assert git(root, "status", "--porcelain") == "", "the folder has followed"
    for one in desk.queue():
        decision.accept(desk, one.reference, ANN, NOW)
    assert desk.queue() == []
