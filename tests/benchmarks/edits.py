"""What somebody does between two builds: the same to the files of every program."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

_TITLE = re.compile(r'^(title: "|# )(.*?)( \(edition \d+\))?("?)$', re.MULTILINE)


def body(file: Path, number: int) -> None:
    """Add a sentence to a contribution."""
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"\nA sentence more, number {number}.\n")


def title(file: Path, number: int) -> None:
    """Change a contribution's title."""
    file.write_text(_titled(file.read_text("utf-8"), number), "utf-8")


def add(file: Path, number: int) -> None:
    """Add a contribution beside another, much like it."""
    name = f"{file.stem}-{number}"
    text = _titled(file.read_text("utf-8"), 1_000 + number).replace(f"\nid: {file.stem}\n", f"\nid: {name}\n", 1)
    file.with_name(f"{name}.md").write_text(text, "utf-8")


def commit(file: Path, number: int) -> None:
    """Commit what has changed, a minute after the last commit; nothing where the programs know no commits."""
    top = file.parents[2]
    if not (top / ".git").exists():
        return
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    git = ["git", "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0"]
    git += ["-c", "user.name=Synthetic", "-c", "user.email=synthetic@example.org"]
    asked = [*git, "log", "-1", "--format=%ct"]
    last = int(subprocess.run(asked, cwd=top, env=clean, capture_output=True, check=True).stdout)
    moment = f"{last + 60} +0000"
    clean |= {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    for words in (["add", "--all", "communities"], ["commit", "--quiet", "-m", f"Change number {number}"]):
        subprocess.run([*git, *words], cwd=top, env=clean, check=True)


def _titled(text: str, number: int) -> str:
    return _TITLE.sub(lambda found: f"{found[1]}{found[2]} (edition {number}){found[4]}", text, count=1)
