"""No hostile file takes `commons check` more than five seconds or 512 MB."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile import HERE, contribution, pathological

NASTY = {name: body for name, body in pathological() if name in {
    "nested-quotes", "footnotes", "headings", "task-lists", "huge-table", "long-references", "one-word", "unclosed-elements",
}} | {"ampersands": "&" * 199_000, "links": "[a](b) " * 50_000}
PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (512 * 1024 * 1024,) * 2)
from practice_commons.cli.main import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to RLIMIT_AS")
@pytest.mark.parametrize("name", NASTY)
def test_memory_and_time(good_commons: Path, name: str) -> None:
    (good_commons / HERE).write_bytes(contribution(NASTY[name]))
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "-C", str(good_commons), "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    assert "15 contributions checked" in done.stderr
    assert time.perf_counter() - started < 5
