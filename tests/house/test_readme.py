"""The README's session runs as it is printed, and says what it promises."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from places import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_the_session_runs_as_printed(tmp_path, git):
    commons = tmp_path / "commons"
    commons.mkdir()
    for name in ("communities", "contributions", "docs", "peers"):
        shutil.copytree(ROOT / name, commons / name, ignore=shutil.ignore_patterns(".commons"))
    shutil.copy(ROOT / "mkdocs.yml", commons)
    git(commons, "init", "--quiet", "--initial-branch=main")
    git(commons, "add", ".")
    git(commons, "commit", "--quiet", "--message", "Begin")
    lines = re.findall(r"^\$ (.*?)(?: +#.*)?$", README, re.MULTILINE)
    assert len(lines) == 10
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    codes = {}
    for line in lines[1:]:
        words = shlex.split(line)
        assert words[0] == "commons"
        done = subprocess.run(
            [sys.executable, "-m", "practice_commons.cli", *words[1:]],
            cwd=commons, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        codes[" ".join(words[1:3])] = done.returncode
    # The draft lacks its author and summary still: that is a finding, and it is not published.
    assert {line: code for line, code in codes.items() if code} == {"check": 1}
    assert (commons / "paper.html").is_file()
    assert (commons / "public/index.html").is_file()
    assert (commons / "our-commons/communities/commons.yml").is_file()


def test_the_two_commands_come_first_and_the_picture_is_there():
    head = README.split("## Ten lines")[0]
    assert head.index("make run") < head.index("make test") < head.index("PowerShell")
    for path in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / path).exists(), path
