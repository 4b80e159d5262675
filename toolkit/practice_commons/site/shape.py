"""What Material makes once for many pages, and what differs from page to page.

Two pages at the same depth, in the same section, have the same header, navigation, scripts and footer to the letter.
Material makes that shell once, with marks where the pages differ; a page is the shell with the marks filled. Rendering
the theme's templates for every page took nine tenths of a build, and gave the same bytes (a test compares them).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from practice_commons.rendering.markdown import text
from practice_commons.rendering.templates import piece
from practice_commons.site import address
from practice_commons.site.holdings import PACKAGE, PIECES
from practice_commons.site.page import Section, SitePage

SECTION_FILES: Mapping[Section, str] = {
    Section.HOME: address.HOME,
    Section.COMMUNITIES: address.COMMUNITIES,
    Section.PRIORITIES: address.PRIORITIES,
    Section.COUNCILS: address.COUNCILS,
    Section.TAGS: address.TAGS,
    Section.OPEN: address.OPEN,
    Section.SEARCH: address.SEARCH,
}
"""The page of each section's own."""


class Hole(StrEnum):
    """A place in a shell where pages differ."""

    TITLE = "title"
    DESCRIPTION = "description"
    CANONICAL = "canonical"
    HEAD = "head"
    CRUMBS = "crumbs"
    CONTENTS = "contents"
    CONTENT = "content"

    @property
    def mark(self) -> str:
        """Return what stands for it in a shell. No text of a page is there when shells are cut."""
        return f"commons-hole-{self.value}-commons"


_MARKS = re.compile("|".join(f"({hole.mark})" for hole in Hole))


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides a page's shell: how deep it lies, its section, and whether it is the section's own page."""

    depth: int
    section: Section
    own: bool

    @classmethod
    def of(cls, page: SitePage) -> Self:
        """Return a page's shape."""
        return cls(page.path.count("/"), page.section, SECTION_FILES.get(page.section) == page.path)

    @property
    def path(self) -> str:
        """Return where the shell lies while it is made: as deep as its pages."""
        return f"{'-/' * self.depth}{self.section.name.lower()}-{'own' if self.own else 'inner'}.html"


SHAPES = (
    Shape(0, Section.HOME, own=True),
    Shape(1, Section.HOME, own=False),
    Shape(2, Section.HOME, own=False),
    *(
        Shape(depth, section, own=depth == 1)
        for section in (Section.COMMUNITIES, Section.PRIORITIES, Section.COUNCILS, Section.TAGS)
        for depth in (1, 2, 3)
    ),
    Shape(1, Section.PRIORITIES, own=False),
    Shape(1, Section.OPEN, own=True),
    Shape(3, Section.OPEN, own=False),
    Shape(1, Section.SEARCH, own=True),
)
"""Every shape that pages have: an index, what it lists, and the full lists of those."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A shell, cut at its marks."""

    pieces: tuple[str, ...]
    """Fixed text and marks' names, by turns."""

    @classmethod
    def cut(cls, output: str, needed: Collection[Hole] = tuple(Hole)) -> Self:
        """Cut what Material made. Raises ValueError where a mark that is needed is missing."""
        pieces: list[str] = []
        at = 0
        for found in _MARKS.finditer(output):
            pieces += [output[at : found.start()], list(Hole)[(found.lastindex or 1) - 1]]
            at = found.end()
        missing = set(needed) - set(pieces[1::2])
        if missing:
            raise ValueError(f"the theme's main.html does not print {', '.join(sorted(missing))}")
        return cls((*pieces, output[at:]))

    def fill(self, page: SitePage, site_url: str) -> bytes:
        """Return a page's file."""
        values = {
            Hole.TITLE.value: text(page.title),
            Hole.DESCRIPTION.value: text(page.description),
            Hole.CANONICAL.value: text(page.canonical or f"{site_url}{page.permalink}"),
            Hole.HEAD.value: page.head,
            Hole.CRUMBS.value: piece(PACKAGE, PIECES, "crumbs", page) if page.crumbs else "",
            Hole.CONTENTS.value: piece(PACKAGE, PIECES, "contents", page) if page.contents else "",
            Hole.CONTENT.value: page.content,
        }
        filled = [values[piece] if number % 2 else piece for number, piece in enumerate(self.pieces)]
        return "".join(filled).encode("utf-8")
