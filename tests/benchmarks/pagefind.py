"""Pagefind: installed outside the repository, and run over the contributions' pages alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.measurement import Cost, cost

VERSION = "1.5.2"
PAGES = "c"
"""The folder of the site that the pages of contributions are in."""
_UNUSED = ("*ui*", "*highlight*", "playground")
"""What Pagefind writes besides for those who want its own boxes; none of it searches."""


def installed(folder: Path) -> list[str]:
    """Return the command, as it is in a folder or installed there with npm or pip; nothing where neither can."""
    node, python = folder / "node_modules/.bin/pagefind", folder / "python/bin/python"
    ways: tuple[tuple[list[str], list[str]], ...] = (
        (["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), f"pagefind@{VERSION}"], [str(node)]),
        ([sys.executable, "-m", "venv", str(folder / "python")], []),
        (
            [str(python), "-m", "pip", "install", "--quiet", f"pagefind[bin]=={VERSION}"],
            [str(python), "-m", "pagefind"],
        ),
    )
    for ready, found in ((node, ways[0][1]), (python, ways[2][1])):
        if ready.exists() and _says(found):
            return found
    folder.mkdir(parents=True, exist_ok=True)
    for command, found in ways:
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=300)
        except (subprocess.SubprocessError, OSError):
            continue
        if found and _says(found):
            return found
    return []


def _says(command: list[str]) -> bool:
    try:
        said = subprocess.run([*command, "--version"], check=True, capture_output=True, text=True, timeout=60).stdout
    except (subprocess.SubprocessError, OSError):
        return False
    return VERSION in said


def indexed(command: list[str], site: Path, folder: Path, limit: float) -> tuple[Path, Cost | None]:
    """Index a site's contributions into a folder; return where it searches from, and what that cost.

    What lies there already is taken as it is, and cost nothing that we know. Raises CommandError.
    """
    bundle = folder / "pagefind"
    if (bundle / "pagefind.js").exists():
        return bundle, None
    tree = folder / "pages"
    _linked(site / PAGES, tree / PAGES)
    # Its words are those of the page's own content: ours knows nothing of the banner, the header and the footer either.
    words = ["--site", str(tree), "--output-path", str(bundle), "--root-selector", "main", "--quiet"]
    spent = cost([[*command, *words]], folder, limit)
    shutil.rmtree(tree)
    for pattern in _UNUSED:
        for found in bundle.glob(pattern):
            shutil.rmtree(found) if found.is_dir() else found.unlink()
    return bundle, spent


def _linked(pages: Path, target: Path) -> None:
    """Give a folder the same pages, without copying where the file system can."""
    for one in os.scandir(pages):
        page = Path(one.path, "index.html")
        if not page.exists():
            continue
        (target / one.name).mkdir(parents=True)
        try:
            os.link(page, target / one.name / "index.html")
        except OSError:  # another file system
            shutil.copyfile(page, target / one.name / "index.html")
