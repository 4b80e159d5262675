"""The files of a new commons, as text: nothing is written here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from string import Template

from practice_commons.drafting.template import MARKER, draft, scalar
from practice_commons.model.terms import Kind

TEMPLATES = "contributions/templates"
COPIED = ("communities/councils.csv", "communities/councils.md", "contributions/README.md", "mkdocs.yml")
"""What a new commons has from this one. The licence of the register asks that its notice goes with it."""
_EXAMPLE_COMMUNITY = "customer-contact"
"""The community that this commons' in-tray gives as an example."""
_NAVIGATION = re.compile(r"^nav:\n(?:(?:[ #-].*)?\n)*", re.MULTILINE)
_GITIGNORE = "# What the commons command makes, and can make again.\n/.commons/\n/site/\n/.site.*/\n"
_GITATTRIBUTES = """\
# A contribution's Git blob id is its identity: the same bytes on every system.
* text=auto eol=lf
*.png binary
*.jpg binary
*.webp binary
*.gif binary
"""


@dataclass(frozen=True, slots=True)
class Start:
    """What is asked of somebody who starts a commons."""

    name: str
    base_url: str
    community: str
    title: str


def contents(start: Start) -> dict[str, str]:
    """Return every file of a new commons: path, with forward slashes, to text."""
    said = {
        "name": scalar(start.name),
        "base_url": scalar(start.base_url),
        "community": start.community,
        "title": scalar(start.title),
    }
    written = {
        "communities/commons.yml": "communities/commons.yml",
        "communities/priorities.yml": "communities/priorities.yml",
        "communities/tags.yml": "communities/tags.yml",
        f"communities/{start.community}/community.yml": "communities/community.yml",
        "docs/index.md": "docs/index.md",
    }
    made = {path: Template(_text("files", source)).substitute(said) for path, source in written.items()}
    made["README.md"] = Template(_text("files", "README.md")).substitute(said | {"name": start.name})
    for path in COPIED:
        made[path] = _text("copies", path)
    made["contributions/README.md"] = made["contributions/README.md"].replace(_EXAMPLE_COMMUNITY, start.community)
    made |= {".gitignore": _GITIGNORE, ".gitattributes": _GITATTRIBUTES}
    return dict(sorted((made | templates()).items()))


def templates() -> dict[str, str]:
    """Return the template of each kind, as kept in a commons: path to text."""
    return {f"{TEMPLATES}/{kind.value}.md": draft(kind, marker=MARKER) for kind in Kind}


def copied(path: str, original: str) -> str:
    """Return what a new commons has in place of one of this commons' files: itself, but for its own navigation."""
    return _NAVIGATION.sub("nav:\n  - index.md\n", original) if path == "mkdocs.yml" else original


def _text(*path: str) -> str:
    source = resources.files("practice_commons.starter").joinpath("/".join(path))
    return source.read_bytes().decode("utf-8").replace("\r\n", "\n")
