"""Fetching from a peer and accepting, killed at any moment: the lock is whole, it holds, and nothing needs a person."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from neighbours import Ours, begun, git, neighbour, serving

from faults.breaking import posix, rounds
from practice_commons.federation.files import lock_text
from practice_commons.model.federation import LOCK
from practice_commons.reading.federation import read_federation
from practice_commons.reading.git import Repository
from practice_commons.reading.tree import CommitTree

STORY = "communities/customer-contact/fewer-repeat-calls.md"
WORK = """
import sys
from commanding import commons
print("begun", flush=True)
while True:
    for verb in (["sync"], ["accept", "kent"]):
        done = commons("-C", sys.argv[1], "federation", *verb)
        print(verb[0], done.code, done.err.replace(chr(10), " "), flush=True)
"""


@posix
def test_the_lock_is_whole_whenever_it_was_killed(tmp_path: Path) -> None:
    with serving(tmp_path / "served") as address:
        theirs = neighbour(tmp_path / "served", address, "kent")
        ours = Ours(begun(tmp_path / "ours"))
        ours.join(theirs)
        chance, published = random.Random(7), [theirs.head()]
        environment = {"PYTHONPATH": str(Path(__file__).parents[1]), "PATH": os.environ["PATH"]}
        for number in range(rounds(5, 100)):
            before = "None of it happened." if number == 0 else f"Round {number - 1}."
            theirs.edit(STORY, before, f"Round {number}.")
            published.append(theirs.commit())
            process = subprocess.Popen(
                [sys.executable, "-c", WORK, str(ours.folder)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=environment,
            )
            assert process.stdout.readline() == "begun\n", process.stderr.read()
            time.sleep(chance.uniform(0, 3))
            process.send_signal(signal.SIGKILL)
            said, wrong = process.communicate()
            assert "Traceback" not in wrong, wrong
            assert "our fault" not in said, said
            repository = Repository(ours.folder)
            tree = CommitTree(repository, "main")
            found = read_federation(tree)
            assert found.problems == ()
            assert found.lock.pins["kent"].commit in published
            (entry,) = repository.files("main", [LOCK]).values()
            assert dict(repository.blobs([entry.blob]))[entry.blob].decode() == lock_text(found.lock)
        assert ours.federation("sync").code == 0
        assert ours.federation("accept", "kent").code in {0, 2}  # 2: it was accepted already
        assert read_federation(CommitTree(Repository(ours.folder), "main")).lock.pins["kent"].commit == published[-1]
        assert ours.federation("verify").code == 0
        assert git(ours.folder, "status", "--porcelain") == "", "the folder has followed"
        git(ours.folder, "fsck", "--strict", "--no-dangling")
        git(ours.folder / ".commons/federation/kent.git", "fsck", "--no-dangling")
