"""Where things lie in a commons, told from a path alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from practice_commons.reading.own_files import KEPT_FOLDERS

FEDERATED = "federation"
"""What the paths of peers' contributions begin with here: nothing in a commons itself lies there."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
DEEPEST = 8
"""Folders inside folders, twice what the layout needs; a stranger's tree may hold paths of thousands."""


def is_contribution(path: str) -> bool:
    """Say whether a path is where a contribution may lie: a Markdown file in a community or in the in-tray."""
    parts = path.split("/")
    if not path.lower().endswith(".md") or parts[-1].lower() == "readme.md":
        return False
    if parts[0] == "communities":
        return len(parts) == 3 and parts[1] not in KEPT_FOLDERS  # noqa: PLR2004 - communities, slug, file
    if parts[0] == FEDERATED:
        return len(parts) == 4  # noqa: PLR2004 - federation, peer, community there, file
    return parts[0] == "contributions" and len(parts) == 2  # noqa: PLR2004 - in-tray, file


def source_of(path: str) -> str:
    """Return the peer that a path is of; empty for this commons itself."""
    return path.split("/")[1] if path.startswith(f"{FEDERATED}/") else ""


def is_picture(path: str) -> bool:
    """Say whether a path has the ending of a picture."""
    return path.lower().endswith(PICTURES)


def steps(path: str) -> Iterator[str]:
    """Iterate over the folders that a path lies in, outermost first, and the path itself; no deeper than DEEPEST."""
    at = path.find("/")
    for _ in range(DEEPEST):
        if at < 0:
            break
        yield path[:at]
        at = path.find("/", at + 1)
    yield path


def folded(path: str) -> str:
    """Return a path as systems see it that know neither capitals nor how an accent is stored."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold()).casefold()
