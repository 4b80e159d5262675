"""The one door to pandoc: a program that comes with a package, given a tree on its input, with nothing else to read."""

from __future__ import annotations

import functools
import importlib.util
import os
import subprocess
import tempfile
from pathlib import Path

from practice_commons.failure import Failure

_SECONDS = 120
_MEMORY = ("+RTS", "-A64m", "-RTS")
"""Room between two collections of its garbage: a fifth faster on a long digest."""


def converted(tree: str, form: str, reference: bytes, epoch: int) -> bytes:
    """Return a syntax tree as a document of pandoc's format `form`, styled as a reference document is."""
    with tempfile.TemporaryDirectory(prefix="commons-") as folder:
        model = Path(folder) / f"reference.{form}"
        model.write_bytes(reference)
        options = ("--from=json", f"--to={form}", f"--reference-doc={model}", "--wrap=none", "--output=-")
        return _run(*options, stdin=tree.encode(), epoch=epoch)


@functools.cache
def default_reference(form: str) -> bytes:
    """Return pandoc's own reference document of a format."""
    return _run(f"--print-default-data-file=reference.{form}")


def _run(*options: str, stdin: bytes = b"", epoch: int = 0) -> bytes:
    """Run pandoc in a sandbox, in an environment that holds nothing of the machine's."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    environment = kept | {"SOURCE_DATE_EPOCH": str(epoch), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    command = [str(_program()), "--sandbox", *_MEMORY, *options]
    try:
        done = subprocess.run(  # noqa: S603 - the options are all ours
            command, input=stdin, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failure(f"pandoc cannot be run: {error}", _INSTALL) from None
    if done.returncode or done.stderr:
        raise Failure(f"pandoc could not make the document: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout


_INSTALL = "Install what the toolkit needs again: python -m pip install --require-hashes -r requirements.lock"


def _program() -> Path:
    """Return the pandoc of the package that the lock names, never one that the machine happens to have."""
    found = importlib.util.find_spec("pypandoc")
    if found is None or found.origin is None:
        raise Failure("Word and OpenDocument need pandoc, which is not installed", _INSTALL)
    folder = Path(found.origin).parent / "files"
    for name in ("pandoc", "pandoc.exe"):
        if (folder / name).is_file():
            return folder / name
    raise Failure("Word and OpenDocument need pandoc, which is not installed", _INSTALL)
