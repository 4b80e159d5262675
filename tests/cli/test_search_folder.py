"""What `commons build` gives browsers to search with, by its options."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commanding import commons
from places import ROOT


@pytest.fixture
def root(good_commons: Path) -> Path:
    """Return a commons that can be built."""
    shutil.copyfile(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", good_commons / "mkdocs.yml")
    return good_commons


def shards(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in (site / "search").rglob("*.js"))


def test_smaller_shards_are_more_files_and_stay_as_small(root: Path) -> None:
    site = root / "site"
    assert commons("-C", root, "build").code == 0
    usual = shards(site)
    assert commons("-C", root, "build", "--anew", "--max-shard", "1000").code == 0
    small = shards(site)
    assert len(small) > len(usual)
    assert commons("-C", root, "build", "--anew").code == 0
    assert {name for name in shards(site) if "/t" in name} <= set(small)


def test_shards_of_another_size_are_made_with_everything_else(root: Path) -> None:
    done = commons("-C", root, "build", "--max-shard", "1000")
    assert done.code == 2
    assert "--max-shard needs --anew" in done.err


def test_search_can_be_left_out_and_comes_back(root: Path) -> None:
    site = root / "site"
    assert commons("-C", root, "build", "--no-search").code == 0
    assert shards(site) == []
    assert (site / "search/index.html").exists()
    assert commons("-C", root, "build").code == 0
    assert "search/manifest.js" in shards(site)
    assert commons("-C", root, "build", "--no-search").code == 0
    assert shards(site) == []
