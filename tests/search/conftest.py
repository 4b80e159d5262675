from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from searchable import opened, small_commons

from practice_commons.search.index import Index


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Return the index of the small commons, to be asked and not changed."""
    with opened(small_commons(tmp_path_factory.mktemp("small") / "commons")) as (index, _):
        yield index


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small commons of the test's own."""
    return small_commons(tmp_path / "commons")
