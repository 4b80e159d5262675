"""One page of the site, before the theme dresses it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from practice_commons.rendering.markdown import Html

NOTHING = Html("")
"""No HTML."""


class Section(StrEnum):
    """The sections of the one navigation, in its order."""

    HOME = "Home"
    COMMUNITIES = "Communities"
    PRIORITIES = "Policy priorities"
    COUNCILS = "Councils"
    TAGS = "Tags"
    OPEN = "Calls and questions"
    SEARCH = "Search"
    GUIDES = "Guides"


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the home page: its name, and the page it names (a path from the site's root)."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One line of a page's table of contents."""

    level: int
    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class SitePage:
    """What the theme needs of a page. Text is plain (the theme's door escapes it); markup is safe HTML.

    `path` is the file, from the site's root; `permalink` the address that is canonical, also from the root.
    """

    path: str
    title: str
    description: str
    section: Section
    content: Html
    permalink: str
    contents: tuple[TocEntry, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    head: Html = NOTHING
    language: str = "en-GB"
    canonical: str = ""
    """The whole address of the page that this one is a copy of, on another site; empty where it is the original."""
