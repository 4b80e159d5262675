"""The shells that Material made, kept: pages are dressed from them without asking MkDocs again.

They are made again when anything that Material sees of a commons differs: `mkdocs.yml`, the guides, the name, the
address, the notice, our theme, or the engines' versions.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from practice_commons import fingerprint, sealed
from practice_commons.model.community import Commons
from practice_commons.site.extras import Extras
from practice_commons.site.page import Section, SitePage
from practice_commons.site.shape import SECTION_FILES, Shape, Shell

ENGINES = ("mkdocs", "mkdocs-material", "jinja2", "markdown", "pymdown-extensions", "pygments")


@dataclass(frozen=True)
class Wardrobe:
    """The shells of one theme, and the home page's own where the stewards wrote a welcome."""

    shells: Mapping[Shape, Shell]
    welcome: Shell | None
    site_url: str

    def dress(self, page: SitePage) -> bytes:
        """Return a page's file."""
        if page.section is Section.HOME and page.path == SECTION_FILES[Section.HOME] and self.welcome is not None:
            return self.welcome.fill(page, self.site_url)
        return self.shells[Shape.of(page)].fill(page, self.site_url)

    def as_json(self) -> str:
        """Return the wardrobe as JSON."""
        return json.dumps(
            {
                "shells": [
                    [one.depth, one.section.name, one.own, list(shell.pieces)] for one, shell in self.shells.items()
                ],
                "welcome": self.welcome and list(self.welcome.pieces),
                "site_url": self.site_url,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Wardrobe:
        """Return the wardrobe that `as_json` wrote. Raises ValueError, KeyError or TypeError."""
        said = json.loads(text)
        shells = {
            Shape(depth, Section[section], own): Shell(tuple(pieces)) for depth, section, own, pieces in said["shells"]
        }
        return cls(shells, Shell(tuple(said["welcome"])) if said["welcome"] else None, said["site_url"])


def theme_key(stewards: Path, commons: Commons, extras: Extras) -> str:
    """Return a hash of all that Material sees of a commons, given the folder of `docs/` and `mkdocs.yml`."""
    own = Path(__file__).parent
    seen = json.dumps([commons.name, commons.base_url, commons.notice, str(extras), fingerprint.versions(ENGINES)])
    ours = fingerprint.of_files([own / "material.py", own / "shape.py", *(own / "theme").rglob("*")], own, seen)
    return fingerprint.of_files([stewards / "mkdocs.yml", *(stewards / "docs").rglob("*")], stewards, ours)


def kept(file: Path, key: str) -> Wardrobe | None:
    """Return the wardrobe kept in a file under a key; None where there is none, or it is damaged."""
    text = sealed.read(file, key)
    try:
        return None if text is None else Wardrobe.from_json(text)
    except (ValueError, KeyError, TypeError):
        return None


def keep(file: Path, key: str, wardrobe: Wardrobe) -> None:
    """Keep a wardrobe in a file under a key; where it cannot be kept, it is made again next time."""
    with contextlib.suppress(OSError):
        sealed.keep(file, wardrobe.as_json(), file.with_name(f"{file.name}.new"), key)
