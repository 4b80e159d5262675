"""The stand-in for GitHub, as a fixture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_core import OpenAPI

from moderation.forges import github_forge
from moderation.github_description import UnavailableError, description
from moderation.github_standin import Standin, standing_in
from practice_commons.moderation.desk import Desk
from practice_commons.reading.ledger import Ledger


@pytest.fixture(scope="session")
def github_says() -> tuple[dict[str, Any], OpenAPI]:
    """GitHub's own description of itself; where npm cannot bring it, what needs it is skipped, and says so."""
    try:
        found = description()
    except UnavailableError as error:
        pytest.skip(str(error))
    return found, OpenAPI.from_dict(found)


@pytest.fixture
def standin(
    root: Path, tmp_path: Path, git: Callable[..., str], github_says: tuple[dict[str, Any], OpenAPI]
) -> Iterator[Standin]:
    """GitHub over a bare clone of the commons. Whatever its own description would not allow fails the test."""
    bare = tmp_path / "github.git"
    git(root, "clone", "--quiet", "--bare", str(root), str(bare))
    with standing_in(bare, *github_says) as found:
        yield found
    assert found.violations == []


@pytest.fixture
def github(standin: Standin, tmp_path: Path, git: Callable[..., str]) -> Desk:
    """A desk that has GitHub below it, with a ledger of its own."""
    here = tmp_path / "seat"
    here.mkdir()
    git(here, "init", "--quiet", "--bare", "--initial-branch=main")
    ledger = Ledger.at(here)
    forge = github_forge(standin, ledger)
    forge.refresh()
    return Desk(ledger, forge, tmp_path / "work", print)
