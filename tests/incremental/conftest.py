"""Commons of two sizes, each built once and put back to how it began as often as a test asks."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from incremental import growing
from incremental.growing import Garden, build
from practice_commons import crew
from practice_commons.cli import room
from practice_commons.site import material

SIZES = {"small": 64, "long": 270}
"""Contributions in each: the larger one has lists of several parts."""


@pytest.fixture(scope="session")
def _templates():
    found = {}
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # thousands of folders come and go
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(dir=memory) as place:
        themes = growing.Themes(material.Theme)
        patch.setattr(material, "Theme", themes)
        patch.setattr(crew, "cores", lambda: 0)
        patch.setattr(room, "now", lambda: growing.BEGUN)
        for name, count in SIZES.items():
            root = Path(place) / name / "commons"
            root.mkdir(parents=True)
            growing.begin(root, count)
            build(root)
            shutil.copytree(root, root.with_name("template"), symlinks=True)
            found[name] = root
        patch.undo()  # or the clock would stand still for every test after these
        yield found, themes


@pytest.fixture
def begun(_templates, monkeypatch):
    """Return a function that puts a commons back to how it began, its clock too."""
    roots, themes = _templates
    monkeypatch.setattr(material, "Theme", themes)
    monkeypatch.setattr(crew, "cores", lambda: 0)  # this process alone: workers have tests of their own

    def again(name):
        root = roots[name]
        shutil.rmtree(root)
        shutil.copytree(root.with_name("template"), root, symlinks=True)
        garden = Garden(root)
        garden.number = 1000
        monkeypatch.setattr(room, "now", lambda: garden.clock)
        return garden

    return again
