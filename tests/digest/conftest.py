"""The small commons, in Git, and its catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.small_commons import make
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.federation.view import FederatedTree
from practice_commons.reading.tree import open_tree

NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def open_catalogue(root: Path, scratch: Path, at: str | None = "HEAD") -> Catalogue:
    said: list[str] = []
    return Catalogue.of(
        FederatedTree(open_tree(root, NOW, at), root / ".commons"), scratch / "catalogue.sqlite", said.append
    )


@pytest.fixture(scope="session")
def small_commons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small(small_commons: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with open_catalogue(small_commons, tmp_path_factory.mktemp("scratch")) as catalogue:
        assert not [problem for problem in catalogue.problems() if problem.is_error]
        yield catalogue


@pytest.fixture
def catalogue_of(tmp_path: Path) -> Iterator[object]:
    """A maker of catalogues of a commons in a folder; each is closed at the end."""
    opened: list[Catalogue] = []

    def make_one(root: Path, at: str | None = "HEAD") -> Catalogue:
        opened.append(open_catalogue(root, tmp_path / f"scratch-{len(opened)}", at))
        return opened[-1]

    yield make_one
    for one in opened:
        one.connection.close()
