"""How long a submission and a decision take in a commons of some size, with many waiting.

Run it with `.venv/bin/python tests/benchmarks/moderating.py DIR`, where DIR is a commons that
`tests/benchmarks/synthetic.py` made: it is changed. Each figure is that of one call in a process that has just begun
its work, once with the catalogue of the moment before, as between two decisions; minimum, median and maximum.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from practice_commons.moderation import decision, submission
from practice_commons.moderation.decision import Decider
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.submission import Contributor, Draft, Receipt
from practice_commons.moderation.terms import Door, Reason

ROLE = "benchmark-facilitator"
TEXT = """\
---
kind: news
title: Synthetic submission {number}
summary: Something that a generator wrote.
date: 2020-01-01
community: {community}
author:
  name: Synthetic
  role: officer
---
A synthetic submission, number {number}.
"""
_Result = TypeVar("_Result")


def main() -> None:
    """Make submissions, decide on some, and print how long each took."""
    parser = argparse.ArgumentParser(description="Time submissions and decisions in a synthetic commons.")
    parser.add_argument("commons", type=Path)
    parser.add_argument("--waiting", type=int, default=1_000, help="submissions that wait: 1,000 if left out")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    desk = Desk.local(
        asked.commons.resolve(), asked.commons.resolve() / ".commons", lambda said: print(said, file=sys.stderr)
    )
    community = _facilitated(desk)
    now = dt.datetime.now(dt.UTC)
    _, first = _timed(lambda: _submit(desk, community, 0, now))
    print(f"first submission, which makes the desk's catalogue: {first:.2f} s")
    for number in range(1, asked.waiting):
        _submit(desk, community, number, now)
        if number % 100 == 0:
            print(f"{number} waiting", file=sys.stderr)
    taken: dict[str, list[float]] = {"submit": [], "queue": [], "show": [], "accept": [], "decline": []}
    by, reason = Decider(ROLE), Reason.TEST
    for turn in range(asked.rounds):
        receipt, seconds = _timed(lambda turn=turn: _submit(desk, community, asked.waiting + turn, now))
        taken["submit"].append(seconds)
        queue, seconds = _timed(desk.queue)
        taken["queue"].append(seconds)
        taken["show"].append(_timed(lambda receipt=receipt: desk.proposal(receipt.reference))[1])
        taken["accept"].append(_timed(lambda receipt=receipt: decision.accept(desk, receipt.reference, by, now))[1])
        last = queue[0].reference
        taken["decline"].append(_timed(lambda last=last: decision.decline(desk, last, by, reason, now))[1])
    print(f"with {asked.waiting:,} waiting, seconds: minimum, median, maximum")
    for name, seconds in taken.items():
        print(f"{name:8} {min(seconds):.2f} {statistics.median(seconds):.2f} {max(seconds):.2f}")


def _submit(desk: Desk, community: str, number: int, now: dt.datetime) -> Receipt:
    text = TEXT.format(number=number, community=community)
    done = submission.submit(desk, Draft(text.encode()), Contributor(), Door.COMMAND, now)
    if not isinstance(done, Receipt):
        sys.exit(f"refused: {done}")
    return done


def _facilitated(desk: Desk) -> str:
    """Give the first community a facilitator, on main, and return it."""
    main = desk.main()
    entry = next(one for one in desk.ledger.tree(main, "communities/") if one.path.endswith("/community.yml"))
    data = dict(desk.ledger.blobs([entry.blob]))[entry.blob].decode()
    if ROLE not in data:
        kept = data.split("facilitators:")[0].rstrip()
        text = f"{kept}\nfacilitators:\n  - id: {ROLE}\n    name: Synthetic facilitator\n"
        tree = desk.ledger.write_tree(main, {entry.path: desk.ledger.write_blob(text.encode())})
        commit = desk.ledger.write_commit(tree, [main], "A facilitator", dt.datetime.now(dt.UTC))
        desk.forge.merge(None, main, commit)
    return entry.path.split("/")[1]


def _timed(work: Callable[[], _Result]) -> tuple[_Result, float]:
    begun = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begun


if __name__ == "__main__":
    main()
