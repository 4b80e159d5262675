"""Fingerprints: hashes of our own files and of the engines' versions, by which what was computed before is known."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parent


_APART = os.fspath(PACKAGE / "checks" / "review") + os.sep
"""What advises moderators: it decides nothing, and nothing that is kept depends on it."""


@functools.cache
def of_sources(floors: tuple[str, ...], suffixes: tuple[str, ...], engines: tuple[str, ...]) -> str:
    """Return a hash of our own files on some floors, and of the versions of the engines that they use.

    Read once: what is loaded does not change with the files.
    """
    here = os.fspath(PACKAGE)
    found: list[str] = []
    for floor in floors:
        for folder, _, names in os.walk(f"{here}{os.sep}{floor}"):
            found += [f"{folder}{os.sep}{name}" for name in names if name.endswith(suffixes)]
    files = [Path(file) for file in found if not file.startswith(_APART)]
    return of_files(files, PACKAGE, versions(engines))


def of_files(files: Iterable[Path], root: Path, beside: str = "") -> str:
    """Return a hash of files' paths below a folder and of their bytes, whatever their line endings."""
    digest = hashlib.sha256(beside.encode())
    below = (*root.parts,)
    for file in sorted(files):
        try:
            data = file.read_bytes().replace(b"\r\n", b"\n")
        except (FileNotFoundError, IsADirectoryError, PermissionError):
            if file.is_file():
                raise
            continue
        inside = file.parts[: len(below)] == below
        path = "/".join(file.parts[len(below) :]) if inside else file.name
        digest.update(f"{path} {len(data)}\n".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()


def versions(engines: Iterable[str]) -> str:
    """Return the installed versions of some distributions, told from the names of their folders alone."""
    held = _installed()
    return "\n".join(f"{engine} {held.get(_plain(engine), '')}" for engine in sorted(engines))


@functools.cache
def _installed() -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names are all that is wanted
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info"):
                distribution, _, version = name.removesuffix(".dist-info").rpartition("-")
                found.setdefault(_plain(distribution), version)
    return found


def _plain(name: str) -> str:
    """Return a distribution's name as all its spellings mean it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
