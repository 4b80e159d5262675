"""A synthetic commons of any size, for benchmarks and tests: generated, clearly marked, and never to be published.

Run it with `.venv/bin/python tests/benchmarks/synthetic.py DIR`, or call `generate`. The same arguments give the same
bytes and the same commit ids. It is written as one stream to `git fast-import`, and then checked out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT / "tests") not in sys.path:  # run as a program, only this file's own folder is on it
    sys.path.insert(0, str(ROOT / "tests"))

from benchmarks.synthetic_commons.frontmatter import frontmatter, quoted  # noqa: E402
from benchmarks.synthetic_commons.plan import FIRST, SYNTHETIC, Entry, Plan, commit_day, plan, slug  # noqa: E402
from benchmarks.synthetic_commons.prose import FEWEST, MOST, Language, body, language, with_links  # noqa: E402
from benchmarks.synthetic_commons.terms import PRIORITIES, SUBJECTS  # noqa: E402

NOTICE = "Synthetic: a program made all of this to measure software. Nothing here happened, and nobody wrote it."
IDENTITY = "Synthetic facilitator <synthetic@example.org>"
_COPIES = ROOT / "toolkit/practice_commons/starter/copies"
_COPIED = ("communities/councils.csv", "communities/councils.md")
_IGNORED = "# What the commons command makes, and can make again.\n/.commons/\n/site/\n/.site.*/\n"
_HEADINGS = {"case-study": ("Context", "What we did", "What changed", "What did not work", "Lessons")}
_MEDIANS = {"case-study": 650, "guidance": 600, "module": 700, "challenge": 500, "answer": 170, "offer": 120}
"""Words in the middle one of a kind's contributions, where it is not the usual 260."""
_SPREAD = 0.75
_ENVIRONMENT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C", "TZ": "UTC"}
_SETTINGS = ("core.autocrlf=false", "core.hooksPath=/dev/null", "init.templateDir=", "pack.compression=1")


def generate(folder: Path, communities: int, contributions: int, seed: int, commits: int) -> None:
    """Make a synthetic commons, a Git repository with `main` checked out, in a folder that is new or empty.

    Raises FileExistsError where it is neither, ValueError for a size below one, and CalledProcessError when Git fails.
    """
    if min(communities, contributions, commits) < 1:
        raise ValueError("a commons needs at least one community, one contribution and one commit")
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    made = plan(ROOT / _COPIED[0], communities=communities, contributions=contributions, seed=seed, commits=commits)
    _git(folder, "init", "--quiet", "--initial-branch=main", "--object-format=sha1")
    importing = ["git", *_settings(), "fast-import", "--quiet", "--done", "--date-format=raw"]
    with subprocess.Popen(importing, cwd=folder, stdin=subprocess.PIPE, env=_environment(), bufsize=1 << 20) as process:
        if process.stdin is None:
            raise RuntimeError("Git was given no way to hear us")
        _write(process.stdin, made, language(seed))
        process.stdin.close()
        if process.wait() != 0:
            raise subprocess.CalledProcessError(process.returncode, importing)
    _git(folder, "-c", "checkout.workers=0", "checkout", "--quiet", "--force", "main")


def contribution(made: Plan, entry: Entry, spoken: Language, *, first_version: bool = False) -> bytes:
    """Return a contribution's file. It depends on the plan's seed and the entry alone, in whatever order they are made.

    A first version, to be revised by a later commit, lacks the last block and what came afterwards.
    """
    random = Random(f"{made.seed} {entry.number}")
    facts = frontmatter(made, entry, spoken, random, first_version=first_version)
    random = Random(f"{made.seed} {entry.number} body")
    words = 0
    while not FEWEST <= words <= MOST:
        words = int(random.lognormvariate(math.log(_MEDIANS.get(entry.kind, 260)), _SPREAD))
    blocks = body(spoken, random, words, topics=entry.topics, headings=_HEADINGS.get(entry.kind, ()))
    with_links(blocks, [_link(made, entry, made.entries[number]) for number in entry.links], random)
    if first_version and len(blocks) > 1 and not blocks[-2].startswith("#"):
        blocks.pop()
    return (facts + "\n" + "\n\n".join(blocks) + "\n").encode()


def _link(made: Plan, entry: Entry, other: Entry) -> tuple[str, str]:
    """Return a link's words and address: to a file beside or in another community, a heading, or a permalink."""
    address = f"{other.id}.md"
    if other.community != entry.community:
        address = f"../{made.communities[other.community][0]}/{address}"
    if other.kind == "case-study" and other.number % 3 == 0:
        address += "#lessons"
    elif other.number % 11 == 0:
        address = f"/c/{other.id}/"
    return other.title, address


def _write(stream: IO[bytes], made: Plan, spoken: Language) -> None:
    show = sys.stderr.isatty()
    begun, done, total = time.monotonic(), 0, sum(len(batch) for batch in made.commits)
    for number, batch in enumerate(made.commits):
        day = commit_day(made, number)
        when = int(dt.datetime.combine(day, dt.time(12), dt.UTC).timestamp())
        said = f"Add and revise {len(batch)} synthetic contributions\n".encode()
        stream.write(b"commit refs/heads/main\n")
        for role in ("author", "committer"):
            stream.write(f"{role} {IDENTITY} {when} +0000\n".encode())
        stream.write(b"data %d\n" % len(said) + said)
        for path, data in (*_own_files(made, number), *_community_files(made, number)):
            _file(stream, path, data)
        for entry, first_version in batch:
            _file(stream, made.path(entry.number), contribution(made, entry, spoken, first_version=first_version))
            done += 1
            if show and done % 500 == 0:
                left = (time.monotonic() - begun) / done * (total - done)
                sys.stderr.write(f"\r\033[KGenerating: {done:,} of {total:,}, {left:.0f} s left")
    stream.write(b"done\n")
    if show:
        sys.stderr.write("\r\033[K")


def _file(stream: IO[bytes], path: str, data: bytes) -> None:
    stream.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))


def _own_files(made: Plan, commit: int) -> Iterator[tuple[str, bytes]]:
    """Iterate over the commons' own files, which the first commit holds."""
    if commit:
        return
    for path in _COPIED:
        yield path, (ROOT / path).read_bytes()
    yield "mkdocs.yml", (_COPIES / "mkdocs.yml").read_bytes()
    yield "docs/index.md", f"# Synthetic commons\n\n{NOTICE}\n".encode()
    yield ".gitignore", _IGNORED.encode()
    yield ".gitattributes", b"* text=auto eol=lf\n"
    yield (
        "communities/commons.yml",
        _lines(
            "name: Synthetic commons",
            "description: Generated to measure software with.",
            "base_url: https://synthetic.invalid/",
            f"notice: {quoted(NOTICE)}",
        ),
    )
    rows = [
        f"  {slug(one)}:\n    label: {one}\n    definition: Synthetic. What bears on {one.lower()}."
        for one in PRIORITIES
    ]
    yield "communities/priorities.yml", _lines("priorities:", *rows)
    broader = {slug(term): slug(subject) for subject, terms in SUBJECTS.items() for term in terms}
    tags = ["tags:"]
    for identity, label in made.tags.items():
        tags.append(f"  {identity}:\n    label: {label}")
        if identity in broader:
            tags.append(f"    broader: [{broader[identity]}]")
    yield "communities/tags.yml", _lines(*tags)


def _community_files(made: Plan, commit: int) -> Iterator[tuple[str, bytes]]:
    """Iterate over the files of the communities that begin with a commit; the empty ones with the first."""
    for at, (identity, title, subject) in enumerate(made.communities):
        if made.began.get(at, 0) != commit:
            continue
        lines = [
            f"title: {quoted(title)}",
            f"purpose: Synthetic. For people who work on {title.removeprefix('Synthetic: ')}.",
            "facilitators:",
        ]
        for number in range(at % 3 + 1):
            lines.append(f"  - id: {SYNTHETIC}-facilitator-{at * 3 + number}")
            lines.append(f"    name: Synthetic facilitator {at * 3 + number}")
        lines.append("themes:")
        gathered = (slug(subject), slug(SUBJECTS[subject][at % 4]))
        lines += [f"  - title: {made.tags[tag]}\n    tags: [{tag}]" for tag in gathered]
        lines.append(f"started: {commit_day(made, commit) if commit else FIRST}")
        yield f"communities/{identity}/community.yml", _lines(*lines)


def _lines(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _environment() -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return clean | _ENVIRONMENT


def _settings() -> list[str]:
    return [word for one in _SETTINGS for word in ("-c", one)]


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *_settings(), *arguments], cwd=folder, env=_environment(), check=True)


def main() -> None:
    """Read the command line, and generate."""
    parser = argparse.ArgumentParser(description="Make a synthetic commons, to measure with. Never publish it.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is new or empty")
    for name, usual in (("communities", 550), ("contributions", 55_000), ("seed", 1), ("commits", 40)):
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"{usual:,} if left out")
    asked = parser.parse_args()
    try:
        generate(asked.folder, asked.communities, asked.contributions, asked.seed, asked.commits)
    except (FileExistsError, ValueError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
