"""The search of a published commons in a browser, beside Pagefind on the same pages: bytes, requests and time.

Run it with `.venv/bin/python tests/benchmarks/searching.py`, or with a commons, or `--site` for one that is built.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT / "tests") not in sys.path:  # run as a program, only this file's own folder is on it
    sys.path.insert(0, str(ROOT / "tests"))

from benchmarks import pagefind  # noqa: E402
from benchmarks.asked import questions  # noqa: E402
from benchmarks.browsing import SIDES, Visits, chromium_is_there, kind_of, started  # noqa: E402
from benchmarks.comparison import say  # noqa: E402
from benchmarks.machine import shape, versions  # noqa: E402
from benchmarks.measurement import CommandError, cost  # noqa: E402
from benchmarks.peers import COMMONS  # noqa: E402
from benchmarks.searched import (  # noqa: E402
    BUILDING,
    CUT,
    INDEXING,
    OURS,
    PAGEFIND,
    SLIPPED,
    TYPED,
    WHOLE,
    Searched,
    aimed,
    tables,
)
from benchmarks.synthetic import generate  # noqa: E402
from benchmarks.wire import serving  # noqa: E402

HEADING = "## Searching in a browser"
_LIMIT = 1_800
"""Seconds that a build, or Pagefind, may take."""
_SPARE = 5
"""Queries that are made besides those asked cold, for such as one side has no result for."""


@dataclass(frozen=True)
class Sizes:
    """How much is asked."""

    cold: int = 20
    """First queries, each in a context of its own."""
    warm: int = 200
    """Warm queries of each form."""
    seconds: float = 60
    """Seconds that a side may be asked warm queries of one form."""
    seed: int = 1


QUICKLY = Sizes(cold=10, warm=60, seconds=10)
"""For a run of all benchmarks in ten minutes."""


def tried(site: Path, scratch: Path, found: Searched, sizes: Sizes) -> str:
    """Search in a scratch folder, with Pagefind installed there; return why that did not get to its end, or nothing."""
    scratch.mkdir()
    try:
        search(site, scratch, found, scratch / "pagefind-installed", sizes)
    except (CommandError, OSError, Error) as error:
        return str(error)
    return ""


def search(site: Path, scratch: Path, found: Searched, program: Path, sizes: Sizes) -> None:
    """Index a site with Pagefind, installed in a folder or to be; ask both, and note what comes of it.

    Raises CommandError, OSError, and Playwright's Error; what was found before stays noted.
    """
    found.contributions = sum(1 for one in (site / "c").iterdir() if (one / "index.html").exists())
    found.size = f"{found.contributions:,} contributions"
    folders = {"/search/": site / "search"}
    found.kept(OURS, on_disk("/search/", folders["/search/"]))
    say("installing Pagefind")
    command = pagefind.installed(program)
    sides = SIDES if command else SIDES[:1]
    if command:
        say("Pagefind indexes")
        bundle, spent = pagefind.indexed(command, site, scratch, _LIMIT)
        if spent is not None:
            say(f"Pagefind took {spent.cpu:.1f} s of CPU, {spent.wall:.1f} s, {spent.peak / 1e6:.0f} MB")
            found.note(INDEXING, PAGEFIND, spent.cpu)
        folders["/pagefind/"] = bundle
        found.kept(PAGEFIND, on_disk("/pagefind/", bundle))
    else:
        found.notes.append("Pagefind took no part: it could not be installed.")
    if not chromium_is_there():
        found.notes.append("Nothing was asked: there is no Chromium.")
        return
    every = questions(site, max(sizes.warm, sizes.cold + _SPARE), sizes.seed)
    with serving(folders) as wire, started() as browser:
        visits = Visits(browser, wire, sides, found)
        found.notes.append(f"Chromium {browser.version}, Pagefind {pagefind.VERSION}.")
        visits.cold(visits.rehearse(every.whole[: sizes.cold + _SPARE])[: sizes.cold])
        for what, texts, more in (
            (WHOLE, every.whole, {}),
            (CUT, every.cut, {"star": "*"}),
            (TYPED, every.cut, {"complete": True}),
            (SLIPPED, every.slipped, {}),
        ):
            visits.warm(what, texts[: sizes.warm], sizes.seconds, **more)
    say("")


def on_disk(path: str, folder: Path) -> dict[str, tuple[int, int]]:
    """Return how many files of each kind there are, and their bytes; the page of results is a page like others."""
    kinds: dict[str, tuple[int, int]] = {}
    for file in folder.rglob("*"):
        if file.is_file() and file.name != "index.html":
            kind = kind_of(f"{path}{file.relative_to(folder).as_posix()}")
            files, size = kinds.get(kind, (0, 0))
            kinds[kind] = files + 1, size + file.stat().st_size
    return kinds


def built(commons: Path, found: Searched) -> Path:
    """Build a commons from nothing, then index it from nothing once more; note both, and return the site."""
    for name in (".commons", "site"):
        shutil.rmtree(commons / name, ignore_errors=True)
    say("building")
    # what has errors is left out, which is a failure too; but then there is a site
    fine = ["sh", "-c", '"$0" "$@" || test -f site/search/manifest.js']
    spent = cost([[*fine, COMMONS, "-C", str(commons), "build", "--anew", "--quiet"]], commons, _LIMIT)
    say(f"the build took {spent.cpu:.1f} s of CPU, {spent.wall:.1f} s, {spent.peak / 1e6:.0f} MB")
    found.note(BUILDING, OURS, spent.cpu)
    shutil.rmtree(commons / ".commons/search")
    say("indexing again, with the catalogue there")
    spent = cost([[COMMONS, "-C", str(commons), "search", "council"]], commons, _LIMIT)
    say(f"indexing took {spent.cpu:.1f} s of CPU, {spent.wall:.1f} s, {spent.peak / 1e6:.0f} MB")
    found.note(INDEXING, OURS, spent.cpu)
    return commons / "site"


def write(file: Path, text: str) -> None:
    """Put a section into a page, in place of the one that was there, or at its end."""
    before, _, rest = (file.read_text("utf-8") if file.exists() else "").partition(HEADING)
    _, mark, after = rest.partition("\n## ")
    file.write_text(f"{before.rstrip()}\n\n{text}\n{mark}{after}".lstrip(), "utf-8")


def section(found: Searched, words: Sequence[str]) -> str:
    """Return the section of the page of results."""
    named = ", ".join(f"{name} {version}" for name, version in versions().items() if name.startswith("practice"))
    command = " ".join([".venv/bin/python tests/benchmarks/searching.py", *words])
    day = f"{dt.datetime.now(dt.UTC).date():%-d %B %Y}"
    return (
        f"{HEADING}\n\nMeasured on {day}: {shape()}; {named}, Pagefind {pagefind.VERSION}.\n\n"
        f"```sh\n{command}\n```\n\n{aimed(found)}\n\n{tables(found)}"
    )


def main() -> None:
    """Read the command line, measure, print the tables and the aims, and write them into a page if asked to."""
    parser = argparse.ArgumentParser(description="Measure the browser's search beside Pagefind on the same pages.")
    parser.add_argument("commons", metavar="DIR", type=Path, nargs="?", help="a commons; a copy of it is built")
    parser.add_argument("--site", metavar="DIR", type=Path, help="a site that is built, instead of a commons")
    parser.add_argument("--contributions", type=int, default=2_000, help="of a synthetic one: 2,000 if left out")
    parser.add_argument("--communities", type=int, default=20, help="of a synthetic one: 20 if left out")
    parser.add_argument("--cold", type=int, default=20, help="first queries: 20 if left out")
    parser.add_argument("--warm", type=int, default=200, help="warm queries of each form: 200 if left out")
    parser.add_argument("--seconds", type=float, default=60, help="for warm queries of a form: 60 if left out")
    parser.add_argument("--seed", type=int, default=1, help="of the queries: 1 if left out")
    parser.add_argument("--pagefind", metavar="DIR", type=Path, help="where Pagefind is installed, or is to be")
    parser.add_argument("--scratch", metavar="DIR", type=Path, help="where to work; what is made there stays")
    parser.add_argument("--write", metavar="FILE", type=Path, help="put the section into the page of results")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scrap:
        scratch = (asked.scratch or Path(scrap)).resolve()
        scratch.mkdir(parents=True, exist_ok=True)
        program = (asked.pagefind or scratch / "pagefind-installed").resolve()
        found = Searched()
        try:
            if asked.site is None:
                commons = scratch / "commons"
                say("generating" if asked.commons is None else "copying")
                if asked.commons is not None:
                    left = shutil.ignore_patterns("site", ".site.*", ".commons")
                    shutil.copytree(asked.commons, commons, ignore=left, symlinks=True)
                elif not commons.exists():
                    generate(commons, asked.communities, asked.contributions, seed=1, commits=40)
                site = built(commons, found)
            else:
                site = asked.site.resolve()
            search(site, scratch, found, program, Sizes(asked.cold, asked.warm, asked.seconds, asked.seed))
        except (CommandError, OSError, Error) as error:  # what was found until then is printed
            found.notes.append(f"Failed: {error}")
    print(f"{tables(found)}\n\n{aimed(found)}")
    if asked.write:
        write(asked.write, section(found, sys.argv[1:]))
    if any(note.startswith("Failed") for note in found.notes):
        sys.exit(1)


if __name__ == "__main__":
    main()
