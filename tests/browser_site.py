"""A site built, or served, by the command itself, in a process of its own."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def build(root: Path, output: Path, *options: str, expected: int = 0) -> str:
    """Build a commons, insist on the exit code, and return all that the command said."""
    command = [
        sys.executable,
        "-m",
        "practice_commons.cli",
        "-C",
        str(root),
        "build",
        "--output",
        str(output),
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def serving(root: Path, port: int = 0) -> Iterator[tuple[str, str]]:
    """Serve a commons; give the address of its home page, and all that the command said."""
    command = [sys.executable, "-u", "-m", "practice_commons.cli", "-C", str(root), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = ""
    while "Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    try:
        yield re.search(r"http://127\.0\.0\.1:\d+/\S*", said)[0], said
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in {0, 130}
        process.stdout.close()
