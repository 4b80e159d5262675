"""The search folder of a site, as it changes: what browsers search with, beside the pages.

It follows the index's history and not only the commit: a change adds a small generation to it, and none is made again
for that alone. What the manifest before named stays for one publication more, for whoever is reading with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from practice_commons.catalogue.names import Names
from practice_commons.search import export
from practice_commons.search.shelf import State


def files(state: State, names: Names) -> Iterator[tuple[str, bytes]]:
    """Iterate over (path, bytes) of all that the folder holds, but for the page."""
    for path, file in export.large(state):
        yield path, export.read(file)
    yield from export.small(state, names).items()


def changes(state: State, names: Names, live: Path) -> Iterator[tuple[str, bytes | None]]:
    """Iterate over what differs from the live site: a path with its bytes, or None where it is to go."""
    small = export.small(state, names)
    large = dict(export.large(state))
    for path, file in large.items():
        if not (live / path).is_file():
            yield path, export.read(file)
    named = _named(live)
    for path in _held(live):
        part = path.split("/")[1]
        if path not in small and path not in large and part not in named:
            yield path, None
    yield from small.items()


def _held(live: Path) -> list[str]:
    """Return the files of the folder, but for the page and what others put there."""
    folder = live / export.FOLDER
    inside = (*folder.glob("*/*.js"), *folder.glob("*-*.js"))
    return sorted(file.relative_to(live).as_posix() for file in inside)


def _named(live: Path) -> set[str]:
    """Return what the live manifest names: generations, and files of names and labels."""
    try:
        text = (live / export.MANIFEST).read_text("utf-8")
        said = json.loads(text[text.index("(") + 1 : text.rindex(")")])
        return {one["name"] for one in said["generations"]} | {said["names"], said["labels"], said["known"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
