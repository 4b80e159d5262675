"""What the comments of the client's scripts say of types is true."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest


@pytest.mark.skipif("TSC" not in os.environ, reason="TSC is to name TypeScript's compiler")
def test_the_compiler_finds_nothing(scripts: Path) -> None:
    command = [os.environ["TSC"], "--project", str(scripts)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout == ""
    assert done.returncode == 0
