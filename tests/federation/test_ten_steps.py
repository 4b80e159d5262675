"""The guide's ten steps from nothing to a published, federated site, taken as they stand in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from neighbours import Theirs, git
from places import ROOT

GUIDE = ROOT / "docs/run-your-own.md"
STEP = re.compile(r"^(\d+)\. \*\*(.*?)(?=^\d+\. \*\*|^## )", re.MULTILINE | re.DOTALL)
LINES = re.compile(r"^ +```sh\n(.*?)^ +```$", re.MULTILINE | re.DOTALL)


def steps() -> dict[int, list[str]]:
    """Return the command lines of each step, in the pieces between which something is edited."""
    part = GUIDE.read_text("utf-8").split("## Ten steps")[1].split("## What is where")[0]
    return {int(number): LINES.findall(said) for number, said in STEP.findall(f"{part}## ")}


def fill_in(step: tuple[int, int], folder: Path, key: str) -> None:
    """Do what the guide asks of somebody with an editor before a piece of a step."""
    edits = {
        (4, 0): (
            "communities/getting-started/community.yml",
            [(r"facilitators: \[\]", "facilitators: [{id: lead-facilitator, name: A. Officer}]")],
        ),
        (6, 0): (
            "contributions/who-has-tried-this.md",
            [
                ("summary:\n", "summary: One plain sentence.\n"),
                ("name:\n", "name: B. Officer\n"),
                ("role:\n", "role: officer\n"),
                (r"\n> What have.*", "\nHas anybody?\n"),
            ],
        ),
        (8, 1): (
            "communities/federation.yml",
            [(r"( +)(url: .*)", r"\1\2\n\1into: {customer-contact: getting-started}")],
        ),
        (10, 0): (
            "communities/commons.yml",
            [(r"#repository_url: .*", f"repository_url: https://git.example.org/our/commons\nsigners:\n  - {key}")],
        ),
    }
    if step in edits:
        path, pairs = edits[step]
        text = (folder / path).read_text("utf-8")
        for old, new in pairs:
            text, number = re.subn(old, new, text, count=1)
            assert number == 1, (old, path)
        (folder / path).write_text(text, "utf-8")


def test_the_ten_steps_lead_to_a_published_federated_site(theirs: Theirs, key, tmp_path: Path) -> None:
    theirs.key = key[0]
    theirs.commit("Signed", "--allow-empty")
    home = tmp_path / "home"
    home.mkdir()
    environment = {"HOME": str(home), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LC_ALL": "C"}
    bare = tmp_path / "theirs.git"
    git(tmp_path, "init", "-q", "--bare", "--initial-branch=main", str(bare))
    folder = tmp_path / "our-commons"
    ours, reference = "", ""

    def run(lines: str) -> str:
        done = subprocess.run(
            ["bash", "-euc", lines],
            cwd=folder if folder.exists() else tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (lines, done.stdout, done.stderr)
        return done.stdout

    run('git config --global user.name "Ann Example"; git config --global user.email ann@example.org')
    here = {
        "https://git.example.org/our/commons.git": str(bare),
        "https://git.example.org/kent/commons.git": f"{theirs.url} --insecure",
        "kent@example.org ssh-ed25519 AAAAC3Nza…": key[1],
    }
    told = steps()
    assert sorted(told) == list(range(1, 11))
    for number, pieces in sorted(told.items()):
        for at, lines in enumerate(pieces):
            fill_in((number, at), folder, ours)
            said = run(_here(lines, {**here, "REFERENCE": reference}))
            if number == 4:
                ours = "ann@example.org " + " ".join((home / ".ssh/commons.pub").read_text().split()[:2])
            if number == 6:
                reference = re.search(r"s-[a-z0-9]+", said)[0]
    site = tmp_path / "public"
    assert list((site / "c/kent").glob("*/index.html"))
    assert "Who has tried this?" in (site / "communities/getting-started/index.html").read_text("utf-8")
    introduction = json.loads((site / ".well-known/commons.json").read_text("utf-8"))
    assert ours in json.dumps(introduction)
    assert git(bare, "rev-parse", "main") == introduction["commit"]
    assert git(folder, "status", "--porcelain") == ""
    assert "kent: holds" in run("commons federation verify")
    signed = git(folder, "log", "--first-parent", "--format=%H", "main").split()
    assert all("gpgsig" in git(folder, "cat-file", "commit", commit) for commit in signed)


def _here(lines: str, names: dict[str, str]) -> str:
    """Return command lines with what the guide makes up put into the terms of this computer."""
    for made_up, real in names.items():
        lines = lines.replace(made_up, real)
    return lines
