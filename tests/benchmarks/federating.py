"""Federation, measured: the first fetch, nothing new, and one peer that changed one contribution.

    .venv/bin/python tests/benchmarks/federating.py --peers 50 --contributions 1000

Peers are real repositories, served over HTTP on this machine by Git's own server. Every command runs in a process of
its own, as a person runs it. Beside each time stands the most memory that the process had.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from neighbours import Backend, begun, git

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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=int, default=50)
    parser.add_argument("--contributions", type=int, default=1000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="commons-federating-") as folder:
        measure(Path(folder), wanted.peers, wanted.contributions)


def measure(folder: Path, peers: int, contributions: int) -> None:
    served = folder / "served"
    served.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Backend,), {"root": served}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    names = [f"peer-{number:02}" for number in range(peers)]
    for name in names:
        neighbour(served / name, name, contributions)
    ours = begun(folder / "ours")
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", ours)
    entries = "".join(
        f"  {name}:\n    url: http://127.0.0.1:{server.server_port}/{name}/.git\n    communities: [customer-contact]\n"
        "    insecure: yes\n    unsigned: yes\n    tags:\n      exact_match: {customer-service: customer-service}\n"
        "    priorities:\n      exact_match: {avoidable-contact: avoidable-contact}\n"
        for name in names
    )
    (ours / "communities/federation.yml").write_text(f"peers:\n{entries}", "utf-8")
    git(ours, "add", ".")
    git(ours, "commit", "-q", "-m", "Peers")
    site = folder / "site"
    print(f"{peers} peers of {contributions:,} contributions each")
    timed("first sync", ours, ["federation", "sync"])
    timed("accept all", ours, *[["federation", "accept", name] for name in names])
    timed("first publication", ours, ["build", "--output", str(site)])
    timed("sync, nothing new", ours, ["federation", "sync"])
    timed("publication, nothing new", ours, ["build", "--output", str(site)])
    timed("status", ours, ["federation", "status"])
    timed("verify", ours, ["federation", "verify"])
    changed = served / names[0] / "communities/customer-contact/story-00000.md"
    changed.write_text(changed.read_text("utf-8").replace("We asked", "We then asked"), "utf-8")
    git(served / names[0], "commit", "-q", "-a", "-m", "One")
    steps = [
        ["federation", "sync", names[0]],
        ["federation", "diff", names[0]],
        ["federation", "accept", names[0]],
        ["build", "--output", str(site)],
    ]
    for step in steps:
        timed(f"one changed by one: {' '.join(step[:2]) if step[0] == 'federation' else step[0]}", ours, step)
    page = (site / f"c/{names[0]}/story-00000/index.html").read_text("utf-8")
    assert "We then asked" in page
    server.shutdown()
    server.server_close()


def neighbour(folder: Path, name: str, contributions: int) -> None:
    begun(folder)
    for number in range(contributions):
        file = folder / f"communities/customer-contact/story-{number:05}.md"
        file.write_text(TEXT.format(number=number, peer=name, words=WORDS), "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Stories")


def timed(what: str, ours: Path, *commands: list[str]) -> None:
    """Run commands, and print how long they took together and the most memory that one of them had."""
    begin, most = time.monotonic(), 0
    for arguments in commands:
        command = [sys.executable, "-m", "practice_commons.cli", "-C", str(ours), *arguments]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status):
            raise SystemExit(f"{what}: {said.decode()}")
        most = max(most, used.ru_maxrss)
    print(f"{what:48} {time.monotonic() - begin:8.2f} s {most / 1024:8.0f} MiB")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
