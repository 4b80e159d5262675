"""A site built by the command itself, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def build(root: Path, output: Path, expected: int = 0) -> str:
    """Build a commons, insist on the exit code, and return all that the command said."""
    command = [sys.executable, "-m", "practice_commons.cli", "-C", str(root), "build", "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr
