"""No hostile file takes `commons check` more than five seconds or 512 MB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hostile import HERE, contribution, pathological

NASTY = {
    name: body
    for name, body in pathological()
    if name
    in {
        "footnotes",
        "task-lists",
        "huge-table",
        "one-word",
        "unclosed-elements",
    }
} | {"ampersands": "&" * 159_000, "links": "[a](b) " * 25_000}
PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (512 * 1024 * 1024,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
from practice_commons.cli.main import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to RLIMIT_AS")
@pytest.mark.parametrize("name", NASTY)
def test_memory_and_time(good_commons: Path, name: str) -> None:
    (good_commons / HERE).write_bytes(contribution(NASTY[name]))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "-C", str(good_commons), "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    assert "15 contributions checked" in done.stderr
