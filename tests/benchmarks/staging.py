"""The folders that the other programs build from: the same titles and bodies, laid out as each likes best."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.measurement import Command
from benchmarks.peers import HUGO, MATERIAL_EACH, Page, Peer

PYTHON = sys.executable
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
    return Peer(HUGO, folder, build, build, build, ("public",), f"content/{edited.community}/{edited.name}.md")


def stage_one_site(
    folder: Path, every: Iterable[Page], edited: Page, name: str, command: Command, part: str = ""
) -> Peer:
    """Lay out one stock MkDocs project with all communities in it; one of a part is only built cold."""
    files = {"mkdocs.yml": _MKDOCS.format(name="Synthetic commons"), "docs/index.md": "# Home\n"}
    for page in every:
        files[f"docs/{page.community}/{page.name}.md"] = _markdown(page)
    _write(folder, files)
    path = f"docs/{edited.community}/{edited.name}.md"
    again = () if part else [command]
    return Peer(name, folder, [command], again, again, ("site", ".cache"), path, part)


def stage_per_community(folder: Path, every: Iterable[Page], edited: Page, part: str = "") -> Peer:
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
        MATERIAL_EACH,
        folder,
        cold=list(build.values()),
        changed=[build[edited.community]],
        unchanged=(),
        made=["*/site"],
        edited=f"{edited.community}/docs/{edited.name}.md",
        part=part,
    )


def _markdown(page: Page) -> str:
    return f"# {page.title}\n\n{page.body}"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
