"""Where everything on the site is. Links name files, so that the site also works from a folder."""

from __future__ import annotations

import posixpath
import re
import unicodedata

from practice_commons.model.place import place_of

HOME = "index.html"
COMMUNITIES = "communities/index.html"
PRIORITIES = "priorities/index.html"
COUNCILS = "councils/index.html"
TAGS = "tags/index.html"
OPEN = "open/index.html"
PEOPLE = "people/index.html"
SEARCH = "search/index.html"
FEEDS = "feeds/index.html"
DIGESTS = "digests/index.html"
OFFLINE = "offline.html"
INTRODUCTION = ".well-known/commons.json"
"""Where other programs learn what this commons is (RFC 8615)."""
VOCABULARIES = {"tags": "vocabularies/tags.jsonld", "priorities": "vocabularies/priorities.jsonld"}
RESERVED = (
    "assets",
    "c",
    "communities",
    "councils",
    "digests",
    "feeds",
    "media",
    "offline",
    "offline.md",
    "open",
    "people",
    "priorities",
    "search",
    "tags",
    "vocabularies",
)
"""Folders, and a page, that the site makes itself; a guide cannot lie there."""


def contribution(identity: str) -> str:
    """Return the file of a contribution's page: its permalink's, for ever."""
    return f"{place_of(identity)}index.html"


def community(slug: str) -> str:
    """Return the file of a community's page."""
    return f"communities/{slug}/index.html"


def priority(identity: str) -> str:
    """Return the file of a policy priority's page."""
    return f"priorities/{identity}/index.html"


def council(slug: str) -> str:
    """Return the file of a council's page."""
    return f"councils/{slug}/index.html"


def tag(identity: str) -> str:
    """Return the file of a tag's page."""
    return f"tags/{identity}/index.html"


def digest(name: str) -> str:
    """Return the file of a published digest's page."""
    return f"digests/{name}/index.html"


def digest_file(name: str, form: str) -> str:
    """Return the file of a published digest in a format."""
    return f"digests/{name}/{name}.{form}"


def person(name: str) -> str:
    """Return the file of the page of somebody who chose to be listed."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"people/{re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or 'person'}/index.html"


def media(blob: str, path: str) -> str:
    """Return the file of a picture: named by its content, so that it never changes."""
    return f"media/{blob}{posixpath.splitext(path)[1].lower()}"


def permalink(path: str) -> str:
    """Return a file's address as people write it: without `index.html`."""
    return path.removesuffix("index.html")


def relative(page: str, target: str) -> str:
    """Return the link from one page's file to another's: up to the site's root, and down again."""
    return "../" * page.count("/") + target
