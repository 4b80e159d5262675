"""Which programs take part: found or installed, and each laid out; and why the others do not."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pace import Pace
from benchmarks.peers import HUGO, MATERIAL, MATERIAL_EACH, TENTH, ZENSICAL, Page, Peer, ours, pages
from benchmarks.staging import stage_hugo, stage_one_site, stage_per_community

PYTHON = sys.executable


def peers(commons: Path, tenth: Path, scratch: Path, pace: Pace, zensical: str) -> tuple[list[Peer], dict[str, str]]:
    """Lay out a folder for every program there is; return them, ours first, and why the others are not run."""
    every = pages(commons)
    edited = every[len(every) // 2]
    found, absent = [ours(commons, edited), ours(tenth, edited, TENTH)], {}
    if hugo := shutil.which("hugo"):
        found.append(stage_hugo(scratch / "hugo", every, edited, hugo))
    else:
        absent[HUGO] = "it is not installed"
    if zensical:
        found.append(stage_one_site(scratch / "zensical", every, edited, ZENSICAL, [zensical, "build"]))
    else:
        absent[ZENSICAL] = "it is not installed, and could not be installed beside the project"
    if importlib.util.find_spec("material") is None:
        return found, absent | dict.fromkeys((MATERIAL, MATERIAL_EACH), "it is not installed")
    some = beginning(every, pace.one_site)
    part = ""
    if len(some) < len(every):
        part = (
            f"{len(some):,} of {len(every):,} contributions, because every one of its pages lists all the others,"
            f" which above {pace.one_site:,} takes too long"
        )
    build = [PYTHON, "-m", "mkdocs", "build", "--quiet"]
    found.append(stage_one_site(scratch / "material", some, edited, MATERIAL, build, part))
    some, part = sample(every, edited, pace.communities)
    found.append(stage_per_community(scratch / "per-community", some, edited, part))
    return found, absent


def beginning(every: Sequence[Page], most: int) -> list[Page]:
    """Return at most so many contributions: evenly from all communities."""
    return list(every) if len(every) <= most else [every[number * len(every) // most] for number in range(most)]


def sample(every: Sequence[Page], edited: Page, most: int | None) -> tuple[list[Page], str]:
    """Return the contributions of so many communities, the edited one's among them, and what part of all they are."""
    names = sorted({page.community for page in every})
    if most is None or most >= len(names):
        return list(every), ""
    chosen = {names[number * len(names) // most] for number in range(most - 1)} | {edited.community}
    some = [page for page in every if page.community in chosen]
    return some, (
        f"a sample of {len(chosen)} of {len(names):,} communities, with {len(some):,} of {len(every):,} contributions"
    )


def zensical(folder: Path) -> str:
    """Return the program beside this Python, on the path, or installed into a folder of its own; or nothing."""
    found = shutil.which("zensical", path=str(Path(PYTHON).parent)) or shutil.which("zensical")
    if found:
        return found
    python = folder / "bin/python"
    try:
        for command in (
            [PYTHON, "-m", "venv", str(folder)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "zensical"],
        ):
            subprocess.run(command, check=True, capture_output=True, timeout=180)
    except (subprocess.SubprocessError, OSError):
        return ""
    return str(folder / "bin/zensical")
