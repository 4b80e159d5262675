"""Runs `commons` as a person does, in this process."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import NamedTuple

from practice_commons.cli.main import main


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


def commons(*arguments: str | Path) -> Done:
    """Run `commons` with arguments, and return its exit code and what it wrote."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(one) for one in arguments])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    return Done(code, out.getvalue(), err.getvalue())
