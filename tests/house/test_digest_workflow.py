"""The monthly draft of digests: its own shell, run on a real repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from digest.small_commons import commit, git, make

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github/workflows/digest.yml"
GH = """#!/bin/sh
printf '%s\\n' "$@" > "$RUNNER_TEMP/asked"
for one in "$@"; do test -f "$one" && cat "$one" > "$RUNNER_TEMP/body"; done
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make(tmp_path / "commons")
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/commons").symlink_to(Path(sys.executable).with_name("commons"))
    git(root, "init", "--quiet", "--bare", tmp_path / "origin")
    git(root, "remote", "add", "origin", str(tmp_path / "origin"))
    git(root, "push", "--quiet", "origin", "main")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/gh").write_text(GH, "utf-8")
    (tmp_path / "bin/gh").chmod(0o755)
    return root


def run(root: Path, name: str, **more: str) -> dict[str, str]:
    """Run a step as the forge does, and return what it set."""
    place = root.parent
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["draft"]["steps"]
    script = next(step["run"] for step in steps if step["name"] == name)
    files = {one: str(place / one.lower()) for one in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    environment = (
        os.environ | files | {"RUNNER_TEMP": str(place), "PATH": f"{place / 'bin'}:{os.environ['PATH']}"} | more
    )
    (place / "github_output").write_text("", "utf-8")
    subprocess.run(["bash", "--noprofile", "--norc", "-e", "-c", script], cwd=root, env=environment, check=True)
    return dict(line.split("=", 1) for line in (place / "github_output").read_text("utf-8").splitlines())


@pytest.mark.skipif(os.name == "nt", reason="the forge's runner has a shell")
def test_what_is_new_is_drafted_on_a_branch_and_opened_for_review(root) -> None:
    branch = run(root, "Draft")["branch"]
    run(root, "Open it for review", BRANCH=branch)
    asked = (root.parent / "asked").read_text("utf-8").splitlines()
    assert asked[:2] == ["pr", "create"]
    assert asked[asked.index("--head") + 1] == branch
    body = (root.parent / "body").read_text("utf-8")
    assert "- `communities/digests/2026-04-repairs.json`: 14 contributions: `a-meeting`" in body
    there = git(root.parent / "origin", "ls-tree", "-r", "--name-only", branch, "communities/digests").split()
    assert there == ["communities/digests/2026-04-phones.json", "communities/digests/2026-04-repairs.json"]
    assert git(root, "status", "--porcelain", "communities") == ""
    git(root, "merge", "--quiet", "--ff-only", branch)
    git(root, "branch", "--quiet", "--delete", branch)
    assert run(root, "Draft") == {}
    file = root / "communities/homes/on-phones.md"
    file.write_text(file.read_text("utf-8") + "\nMore.\n", "utf-8", newline="\n")
    commit(root, "Say more", "2026-05-04T12:00:00+00:00")
    assert run(root, "Draft") == {"branch": branch}
    drafted = git(root, "diff", "--name-only", "main", branch).split()
    assert drafted == ["communities/digests/2026-05-phones.json"]
