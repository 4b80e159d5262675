"""What is kept is made again when the code that made it changes: no folder that it uses is forgotten."""

from __future__ import annotations

import ast

import pytest

from practice_commons.fingerprint import PACKAGE
from practice_commons.site import stamp


def used_by(floor: str) -> set[str]:
    """Return the folders of the package that the modules of one import from."""
    found = set()
    for file in (PACKAGE / floor).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("practice_commons."):
                found.add(node.module.split(".")[1])
    return {name for name in found if (PACKAGE / name).is_dir()}


@pytest.mark.parametrize("floor", stamp._FLOORS)
def test_the_stamp_of_a_site_covers_all_that_its_pages_are_made_with(floor: str) -> None:
    assert used_by(floor) <= {*stamp._FLOORS}
