"""What every test may use: a good commons, as a folder or as a repository, and a home that is nobody's."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before any test loads numpy: with threads nothing is forked
FIXTURES = Path(__file__).parent / "fixtures"
COMMITTED = "2026-05-01T12:00:00+00:00"


@pytest.fixture(autouse=True)
def _nobodys_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forbid the real home directory, and the settings of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def good_commons(tmp_path: Path) -> Path:
    """Return a fresh copy of fixtures/good."""
    return Path(shutil.copytree(FIXTURES / "good", tmp_path / "commons"))


@pytest.fixture
def git() -> Callable[..., str]:
    """Return a function that runs Git in a folder, with made-up names and a fixed clock."""

    def run(folder: Path, *arguments: str, feed: bytes = b"") -> str:
        who = {"GIT_AUTHOR_NAME": "Example", "GIT_AUTHOR_EMAIL": "example@example.org", "GIT_AUTHOR_DATE": COMMITTED}
        who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
        command = ["git", "-c", "core.protectNTFS=false", *arguments]
        done = subprocess.run(command, cwd=folder, env=os.environ | who, input=feed, capture_output=True, check=True)
        return done.stdout.decode()

    return run


@pytest.fixture
def git_commons(good_commons: Path, git: Callable[..., str]) -> Path:
    """Return a fresh copy of fixtures/good that is a repository with one commit."""
    git(good_commons, "init", "--quiet", "--initial-branch=main")
    git(good_commons, "add", ".")
    git(good_commons, "commit", "--quiet", "--message", "Begin")
    return good_commons
