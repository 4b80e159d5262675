"""Ours and the programs it is measured beside, each given the same titles and bodies in the way it likes best.

A peer that is not installed, or that a size is too large for, is named with the reason and not run.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.measurement import Command

PYTHON = sys.executable
MOST_IN_ONE_SITE = 1_000
MOST_PER_COMMUNITY = 2_000
_MKDOCS = "site_name: {name}\ntheme: {{name: material, font: false}}\nplugins: [search]\n"
_HUGO = """baseURL = "https://synthetic.invalid/"
title = "Synthetic commons"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]
"""
_HTML = '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{{ .Title }}</title></head>\n<body>\n%s'
_LIST = (
    '<h1>{{ .Title }}</h1>\n<ul>{{ range .%s }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>\n'
)
THEME = {
    "single.html": _HTML % "<h1>{{ .Title }}</h1>\n{{ .TableOfContents }}\n{{ .Content }}\n</body>\n</html>\n",
    "list.html": _HTML % f"{_LIST % 'Pages'}</body>\n</html>\n",
    "home.html": _HTML % f"{_LIST % 'Sections'}</body>\n</html>\n",
}
"""A plain theme for Hugo, ours: a title, a table of contents and the body; lists of links."""


@dataclass(frozen=True)
class Page:
    """A contribution as every program is given it."""

    community: str
    name: str
    title: str
    body: str


@dataclass(frozen=True)
class Peer:
    """A program with its folder: what builds all, what it runs when nothing changed, and after one change."""

    name: str
    folder: Path
    cold: Sequence[Command]
    unchanged: Sequence[Command]
    changed: Sequence[Command]
    made: Sequence[str]
    edited: str

    def forget(self) -> None:
        """Delete all that was built, so that the next build is a cold one."""
        for name in self.made:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit(self, sentence: str) -> None:
        """Change the body of one contribution: the same one for every program."""
        with (self.folder / self.edited).open("a", encoding="utf-8") as file:
            file.write(f"\n{sentence}\n")

    def pages(self) -> int:
        """Return how many HTML pages it has built."""
        return sum(1 for name in self.made if name[0] != "." for _ in (self.folder / name).rglob("*.html"))


def pages(commons: Path) -> list[Page]:
    """Return a commons' contributions, in the order of their paths."""
    found = []
    for source in sorted(commons.glob("communities/*/*.md")):
        head, marker, body = source.read_text("utf-8").partition("\n---\n")
        titles = [line for line in head.splitlines() if line.startswith("title:")]
        if marker and titles:
            found.append(Page(source.parent.name, source.stem, yaml.safe_load(titles[0])["title"], body))
    return found


def peers(commons: Path, scratch: Path) -> tuple[list[Peer], dict[str, str]]:
    """Lay out a folder for every program there is; return them, ours first, and why the others are not run."""
    every = pages(commons)
    edited = every[len(every) // 2]
    found, absent = [ours(commons, edited)], {}
    if hugo := shutil.which("hugo"):
        found.append(stage_hugo(scratch / "hugo", every, edited, hugo))
    else:
        absent["Hugo"] = "it is not installed"
    for name, command, missing in (
        ("Material, one site", [PYTHON, "-m", "mkdocs", "build", "--quiet"], not _importable("material")),
        ("Zensical, one site", [_zensical(), "build"], not _zensical()),
    ):
        if missing:
            absent[name] = "it is not installed"
        elif len(every) > MOST_IN_ONE_SITE:
            absent[name] = f"above {MOST_IN_ONE_SITE:,} contributions it takes too long"
        else:
            found.append(stage_one_site(scratch / name.split(",", maxsplit=1)[0].lower(), every, edited, name, command))
    if not _importable("material"):
        absent["Material, a site per community"] = "it is not installed"
    elif len(every) > MOST_PER_COMMUNITY:
        absent["Material, a site per community"] = f"above {MOST_PER_COMMUNITY:,} contributions it takes too long"
    else:
        found.append(stage_per_community(scratch / "per-community", every, edited))
    return found, absent


def ours(commons: Path, edited: Page) -> Peer:
    """Return ours, which reads the commons as it is."""
    build = [[PYTHON, "-m", "practice_commons.cli", "build", "--quiet"]]
    path = f"communities/{edited.community}/{edited.name}.md"
    return Peer("ours", commons, build, build, build, ("site", ".commons"), path)


def stage_hugo(folder: Path, every: Iterable[Page], edited: Page, program: str) -> Peer:
    """Lay out a Hugo site with the plain theme: a section per community."""
    files = {"config.toml": _HUGO}
    for name, text in THEME.items():
        files[f"layouts/{'index.html' if name == 'home.html' else f'_default/{name}'}"] = text
    for page in every:
        files[f"content/{page.community}/_index.md"] = f"---\ntitle: {page.community}\n---\n"
        files[f"content/{page.community}/{page.name}.md"] = (
            f"---\ntitle: {json.dumps(page.title, ensure_ascii=False)}\n---\n{page.body}"
        )
    _write(folder, files)
    build = [[program, "--quiet"]]
    return Peer("Hugo", folder, build, build, build, ("public",), f"content/{edited.community}/{edited.name}.md")


def stage_one_site(folder: Path, every: Iterable[Page], edited: Page, name: str, command: Command) -> Peer:
    """Lay out one stock MkDocs project with all communities in it."""
    files = {"mkdocs.yml": _MKDOCS.format(name="Synthetic commons"), "docs/index.md": "# Home\n"}
    for page in every:
        files[f"docs/{page.community}/{page.name}.md"] = _markdown(page)
    _write(folder, files)
    path = f"docs/{edited.community}/{edited.name}.md"
    return Peer(name, folder, [command], [command], [command], ("site", ".cache"), path)


def stage_per_community(folder: Path, every: Iterable[Page], edited: Page) -> Peer:
    """Lay out a stock MkDocs project for each community, to be built in turn; after a change, the one it is in."""
    files: dict[str, str] = {}
    for page in every:
        files[f"{page.community}/mkdocs.yml"] = _MKDOCS.format(name=page.community)
        files[f"{page.community}/docs/index.md"] = "# Home\n"
        files[f"{page.community}/docs/{page.name}.md"] = _markdown(page)
    _write(folder, files)
    communities = sorted({name.partition("/")[0] for name in files})
    build = {one: [PYTHON, "-m", "mkdocs", "build", "--quiet", "-f", f"{one}/mkdocs.yml"] for one in communities}
    return Peer(
        "Material, a site per community",
        folder,
        cold=list(build.values()),
        unchanged=(),
        changed=[build[edited.community]],
        made=[f"{one}/site" for one in communities],
        edited=f"{edited.community}/docs/{edited.name}.md",
    )


def _markdown(page: Page) -> str:
    return f"# {page.title}\n\n{page.body}"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def _importable(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _zensical() -> str:
    """Return the program beside this Python or on the path, or nothing."""
    return shutil.which("zensical", path=str(Path(PYTHON).parent)) or shutil.which("zensical") or ""
