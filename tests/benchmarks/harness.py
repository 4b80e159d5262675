"""Ours beside Hugo, Material and Zensical on the same synthetic pages; its search beside Pagefind; ours alone; aims.

Run it with `.venv/bin/python tests/benchmarks/harness.py`, or with `--full` for the whole size. It prints CPU, wall and
memory as minimum, median and maximum, ours divided by each other's, and which of our aims are reached. The machine's
noise is in all of them; believe the ratios.
"""

from __future__ import annotations

import argparse
import datetime as dt
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT / "tests") not in sys.path:  # run as a program, only this file's own folder is on it
    sys.path.insert(0, str(ROOT / "tests"))

from benchmarks.aims import FULL, HEADINGS, aims, verdict  # noqa: E402
from benchmarks.alone import Alone  # noqa: E402
from benchmarks.comparison import compare, say  # noqa: E402
from benchmarks.layout import table  # noqa: E402
from benchmarks.machine import shape, versions  # noqa: E402
from benchmarks.measurement import CommandError, cost  # noqa: E402
from benchmarks.pace import QUICK, WHOLE, Pace  # noqa: E402
from benchmarks.page import BOUNDS, page  # noqa: E402
from benchmarks.peers import COMMONS, OURS  # noqa: E402
from benchmarks.programs import peers, zensical  # noqa: E402
from benchmarks.report import Outcome, tables  # noqa: E402
from benchmarks.searching import QUICKLY, Sizes, tried  # noqa: E402
from benchmarks.synthetic import generate  # noqa: E402


def measure(contributions: int, communities: int, pace: Pace, scratch: Path, zensical: str, *, search: bool) -> Outcome:
    """Generate the pages in a scratch folder, measure, and return what came of it."""
    commons, tenth = scratch / "commons", scratch / "tenth"
    say("generating")
    generate(commons, communities, contributions, seed=1, commits=40)
    generate(tenth, max(1, communities // 10), max(1, contributions // 10), seed=1, commits=40)
    say("laying out")
    running, absent = peers(commons, tenth, scratch, pace, zensical)
    outcome = Outcome(
        f"{contributions:,} contributions in {communities:,} communities",
        absent=absent,
        parts={peer.name: peer.part for peer in running if peer.part},
    )
    try:
        compare(running, pace, outcome)
        if search:
            _search(commons, scratch, outcome, QUICKLY if contributions < FULL else Sizes())
        Alone(running[0], pace, outcome).measure()
    except KeyboardInterrupt:
        outcome.absent["the rest"] = "the run was interrupted"
    say("")
    return outcome


def _search(commons: Path, scratch: Path, outcome: Outcome, sizes: Sizes) -> None:
    """Measure a site that can be searched, and say why where it cannot be."""
    say("ours, with search")
    try:
        cost([[COMMONS, "-C", str(commons), "build", "--quiet", "--output", str(scratch / "searched")]], commons)
        reason = tried(scratch / "searched", scratch / "searching", outcome.searched, sizes)
    except CommandError as error:
        reason = str(error)
    if reason:
        outcome.absent["searching in a browser"] = reason


def main() -> None:
    """Read the command line, measure, print the tables and the aims, and write the page if asked to."""
    parser = argparse.ArgumentParser(
        description="Measure ours beside its peers on the same synthetic pages, and alone."
    )
    parser.add_argument("--full", action="store_true", help="the whole size, in an hour: 55,000 in 550 communities")
    parser.add_argument("--contributions", type=int, help="2,000 if left out")
    parser.add_argument("--communities", type=int, help="20 if left out")
    parser.add_argument("--runs", type=int, help="turns of ours and of Hugo, at most: 5 if left out")
    parser.add_argument("--rounds", type=int, help="turns of the others, at most: 3 if left out, 1 with --full")
    parser.add_argument("--minutes", type=float, help="how long all may take: 9 if left out, 52 with --full")
    parser.add_argument("--no-search", action="store_true", help="leave search out: indexing the whole size takes long")
    parser.add_argument("--write", metavar="FILE", type=Path, help="write the page of results")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was found until then is printed
    contributions, communities = asked.contributions or (2_000, 55_000)[asked.full], asked.communities
    communities = communities or (20, 550)[asked.full]
    given = {name: value for name in ("runs", "rounds", "minutes") if (value := getattr(asked, name)) is not None}
    pace = replace(WHOLE if asked.full else QUICK, **given)
    with tempfile.TemporaryDirectory() as scratch:
        program = zensical(Path(scratch) / "zensical-installed")
        took_part = versions(program)  # before, because the checkout may move on meanwhile
        outcome = measure(contributions, communities, pace, Path(scratch), program, search=not asked.no_search)
    print(f"{outcome.size}\n\n{tables(outcome)}\n")
    print(f"{table(HEADINGS, aims(outcome, contributions), 2)}\n\n{verdict(outcome, contributions)}")
    if asked.write:
        before = asked.write.read_text("utf-8") if asked.write.exists() else ""
        _, heading, rest = before.partition(BOUNDS)
        text = page(
            outcome,
            contributions=contributions,
            date=f"{dt.datetime.now(dt.UTC).date():%-d %B %Y}",
            shape=shape(),
            versions=took_part,
            commands=" ".join([".venv/bin/python tests/benchmarks/harness.py", *sys.argv[1:]]),
            kept=(heading + rest).rstrip(),
        )
        asked.write.write_text(text, "utf-8")
    if failed := [name for name in outcome.absent if name == OURS or name.startswith(f"{OURS},")]:
        sys.exit(f"Failed: {'; '.join(failed)}")


if __name__ == "__main__":
    main()
