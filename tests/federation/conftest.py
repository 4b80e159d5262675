"""Commons beside each other: one that publishes over HTTP on this machine, and one that takes from it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from neighbours import Ours, Theirs, begun, make_key, neighbour, serving
from places import ROOT


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder whose repositories are served, and its address."""
    root = tmp_path / "served"
    with serving(root) as address:
        yield root, address


@pytest.fixture
def theirs(served: tuple[Path, str]) -> Theirs:
    root, address = served
    return neighbour(root, address, "kent")


@pytest.fixture
def ours(tmp_path: Path) -> Ours:
    folder = begun(tmp_path / "ours")
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", folder)
    found = Ours(folder)
    found.commit("A site")
    return found


@pytest.fixture
def key(tmp_path: Path) -> tuple[Path, str]:
    """A key to sign with, and the line of an allowed signers file."""
    return make_key(tmp_path / "key")
