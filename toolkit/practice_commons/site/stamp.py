"""Whether anything has changed since a site was published, told without opening the catalogue or loading the theme."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from practice_commons import fingerprint, sealed
from practice_commons.reading.tree import FolderTree, Tree
from practice_commons.site.extras import Extras

ENGINES = (
    "cmarkgfm",
    "feedgenerator",
    "jinja2",
    "markdown",
    "markupsafe",
    "mkdocs",
    "mkdocs-material",
    "nh3",
    "pydantic",
    "pygments",
    "pymdown-extensions",
    "pypandoc-binary",
    "pyyaml",
    "resvg-py",
    "selectolax",
    "ttf-opensans",
    "typst",
    "whoosh-reloaded",
)
_FLOORS = (
    "model",
    "reading",
    "rendering",
    "checks",
    "catalogue",
    "feeds",
    "search",
    "digest",
    "drafting",
    "metrics",
    "federation",
    "site",
)
_SUFFIXES = (".py", ".html", ".sql", ".css", ".js")


def stamp_of(tree: Tree, extras: Extras) -> str | None:
    """Return a hash of all that a site is made from; None for a tree of which that cannot be told quickly."""
    overlay = tree.overlay()
    if overlay is None:
        return None
    lying = [[path, one and [one.mode, one.blob]] for path, one in sorted(overlay.items())]
    stewards = ""
    if isinstance(tree, FolderTree):
        files = [tree.root / "mkdocs.yml", *(tree.root / "docs").rglob("*")]
        stewards = fingerprint.of_files(files, tree.root)
    said = [tree.commit, tree.when.isoformat(), tree.name, tree.present.date().isoformat(), lying, stewards]
    return hashlib.sha256(json.dumps([*said, str(extras), toolkit()]).encode()).hexdigest()


def toolkit() -> str:
    """Return a hash of all that decides how a site looks, given the same tree: our own files, and the engines."""
    return fingerprint.of_sources(_FLOORS, _SUFFIXES, ENGINES)


def read(file: Path) -> dict[str, Any]:
    """Return what was kept of a publication; empty where nothing was, or it is damaged."""
    try:
        said = json.loads(sealed.read(file) or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def keep(file: Path, facts: dict[str, Any]) -> None:
    """Keep what there is to know of a publication; where it cannot be kept, the next build looks more closely."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        sealed.keep(file, json.dumps(facts), file.with_name(f"{file.name}.new"))
