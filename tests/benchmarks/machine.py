"""What a benchmark ran on: the shape of the machine and the versions of everything, and no names of machines."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "jinja2", "cmarkgfm", "nh3", "whoosh-reloaded")


def shape() -> str:
    """Return cores, memory and processor in a line."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = re.search(r"(?m)^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"))
    return (
        f"{cores} cores, {memory:.0f} GiB of memory, {model[1] if model else platform.machine()}, {platform.system()}"
    )


def versions(zensical: str = "") -> dict[str, str]:
    """Return the version of everything that took part, by name."""
    found = {"practice-commons": _own(), "Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    for name, command in (
        ("Git", ["git", "--version"]),
        ("Hugo", ["hugo", "version"]),
        ("Zensical", [zensical or "zensical", "--version"]),
    ):
        if shutil.which(command[0]):
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            number = re.search(r"\d+\.\d+\S*", said)
            found[name] = number[0] if number else "unknown"
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _own() -> str:
    """Return our version, and the commit where this is a checkout."""
    version = importlib.metadata.version("practice-commons")
    if not shutil.which("git"):
        return version
    commit, changed = (
        subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
        for words in (["rev-parse", "--short=12", "HEAD"], ["status", "--porcelain", "--", "toolkit"])
    )
    return f"{version}{commit and f' at {commit}'}{', with changes' if changed else ''}"
