"""Federation, measured: the first fetch, nothing new, and one peer that changed one contribution.

    .venv/bin/python tests/benchmarks/federating.py --peers 50 --contributions 1000

Peers are real repositories, served over HTTP on this machine by Git's own server. Every command runs in a process of
its own, as a person runs it. Beside each wall time stand the CPU time of the command with all that it began, and the
most memory that they held at once; what the server takes is in the wall time only. With `--folder` all that was made is
kept, and a second run goes on from there: it measures what comes after the first publication.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from neighbours import begun, git, serving

from benchmarks.measurement import Cost, cost

ROOT = Path(__file__).parents[2]
TEXT = """\
---
id: story-{number:05}
kind: guidance
title: Story {number} of {peer}
summary: What {peer} learnt the {number}th time, in a sentence that is as long as most of them are.
date: 2010-05-01
community: customer-contact
tags: [customer-service]
priorities: [avoidable-contact]
author:
  name: A. Officer
  role: officer
  council: kent
publisher: Example Association
applies_to: Everybody
---
## What we did

{words}
"""
WORDS = "We asked every caller one question and wrote the answer down, and then we read what we had written. " * 20


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=int, default=50)
    parser.add_argument("--contributions", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3, help="how often one peer changes: 3 if left out")
    parser.add_argument("--no-search", action="store_true", help="publish without what browsers search with")
    parser.add_argument("--folder", type=Path, help="where to work, and to leave everything")
    wanted = parser.parse_args()
    build = ["build", *(["--no-search"] if wanted.no_search else [])]
    with tempfile.TemporaryDirectory(prefix="commons-federating-") as scratch:
        folder = (wanted.folder or Path(scratch) / "network").absolute()
        folder.mkdir(parents=True, exist_ok=True)
        names = [f"peer-{number:02}" for number in range(wanted.peers)]
        with served(folder) as address:
            print(f"{wanted.peers} peers of {wanted.contributions:,} contributions each; load {os.getloadavg()[0]:.1f}")
            begin(folder, names, wanted.contributions, address, build)
            go_on(folder, names, build, wanted.rounds)


def begin(folder: Path, names: list[str], contributions: int, address: str, build: list[str]) -> None:
    """Make the network, and publish it a first time, unless that was done before."""
    ours, site = folder / "ours", folder / "site"
    if not ours.exists():
        join(folder, names, contributions, address)
    if not site.exists():
        timed("first publication", ours, [*build, "--output", str(site)])


def join(folder: Path, names: list[str], contributions: int, address: str) -> None:
    """Make the peers, and a commons that takes from all of them."""
    ours = folder / "ours"
    for name in names:
        neighbour(folder / "served" / name, name, contributions)
    begun(ours)
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", ours)
    entries = "".join(
        f"  {name}:\n    url: {address}/{name}/.git\n    communities: [customer-contact]\n"
        "    insecure: yes\n    unsigned: yes\n    tags:\n      exact_match: {customer-service: customer-service}\n"
        "    priorities:\n      exact_match: {avoidable-contact: avoidable-contact}\n"
        for name in names
    )
    (ours / "communities/federation.yml").write_text(f"peers:\n{entries}", "utf-8")
    git(ours, "add", ".")
    git(ours, "commit", "-q", "-m", "Peers")
    timed("first sync", ours, ["federation", "sync"])
    timed("accept all", ours, *[["federation", "accept", name] for name in names])


def go_on(folder: Path, names: list[str], build: list[str], rounds: int) -> None:
    """Measure a network that is published: with nothing new, and with one contribution changed."""
    ours, site = folder / "ours", folder / "site"
    publish = [*build, "--output", str(site)]
    timed("everything once, so that all is warm", ours, ["federation", "sync"], publish, ["federation", "status"])
    timed("sync, nothing new", ours, ["federation", "sync"])
    timed("publication, nothing new", ours, publish)
    timed("status", ours, ["federation", "status"])
    timed("verify", ours, ["federation", "verify"])
    sums = []
    for number in range(rounds):
        name = names[number % len(names)]
        story = folder / "served" / name / "communities/customer-contact/story-00000.md"
        words, mark = story.read_text("utf-8").rsplit("\n", 1)[0], os.urandom(4).hex()
        story.write_text(f"{words}\n\nSeen again as {mark}.\n", "utf-8")
        git(folder / "served" / name, "commit", "-q", "-a", "-m", "One")
        steps = [["federation", verb, name] for verb in ("sync", "diff", "accept")]
        each = [timed(f"one by one: {step[-2]}", ours, step) for step in steps]
        each.append(timed("one by one: publish", ours, publish))
        sums.append(told("one peer changed by one, together", each))
        assert mark in (site / f"c/{name}/story-00000/index.html").read_text("utf-8")
    print(f"together: {statistics.median(one.wall for one in sums):.2f} s (median of {rounds})")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the peers' repositories, on the port that a run before has had, and give the address."""
    kept = folder / "port"
    port = int(kept.read_text("utf-8")) if kept.exists() else 0
    with serving(folder / "served", port) as address:
        kept.write_text(address.rpartition(":")[2], "utf-8")
        yield address


def neighbour(folder: Path, name: str, contributions: int) -> None:
    """Make a peer with some contributions."""
    begun(folder)
    for number in range(contributions):
        file = folder / f"communities/customer-contact/story-{number:05}.md"
        file.write_text(TEXT.format(number=number, peer=name, words=WORDS), "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Stories")


def timed(what: str, ours: Path, *commands: list[str]) -> Cost:
    """Run commands, and print what they cost together and the most memory that one of them had."""
    begin = [sys.executable, "-m", "practice_commons.cli", "-C", str(ours)]
    return told(what, [cost([[*begin, *command]], ours) for command in commands])


def told(what: str, each: list[Cost]) -> Cost:
    """Print what some commands cost together, and return it."""
    found = Cost(sum(one.cpu for one in each), sum(one.wall for one in each), max(one.peak for one in each))
    print(f"{what:40} {found.wall:8.2f} s {found.cpu:8.2f} s CPU {found.peak / 2**20:8.0f} MiB", flush=True)
    return found


if __name__ == "__main__":
    main()
