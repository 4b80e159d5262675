"""The pieces that a site is made of: pages, parts of lists, feeds, sitemaps and pictures, each made on its own.

A piece names what it is about; which files it has follows from the holdings, and so does every byte of them. A change
makes some pieces again (`reach`), a whole site all of them, in any order and in any number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from practice_commons.failure import Failure
from practice_commons.feeds.calendar import calendar, occasions
from practice_commons.feeds.feed import NEWEST, feeds
from practice_commons.feeds.sitemap import sitemap, sitemap_index
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.tree import REGULAR, Tree
from practice_commons.site import (
    address,
    community_pages,
    council_pages,
    digest_pages,
    hub_pages,
    listing,
    priority_pages,
    tag_pages,
)
from practice_commons.site.contribution_page import contribution_page
from practice_commons.site.gathered import CARRYING, Gathered
from practice_commons.site.holdings import Holdings
from practice_commons.site.introduction import introduction
from practice_commons.site.page import Crumb, Section, SitePage
from practice_commons.site.people_pages import people, people_page, person_page
from practice_commons.site.vocabulary_files import vocabularies
from practice_commons.site.wardrobe import Wardrobe


class Piece(NamedTuple):
    """One piece: its family, what it is about, and for a list, which part."""

    family: str
    about: str = ""
    part: int = 0


HUB = tuple(
    Piece(family)
    for family in (
        "home",
        "communities",
        "priorities",
        "tags",
        "people",
        "open",
        "search",
        "feeds",
        "digests",
        "councils",
        "newest",
        "sitemap",
        "introduction",
        "vocabularies",
    )
)
"""The pieces that there is one of."""


@dataclass(frozen=True)
class Listing:
    """A full list: whose it is, what it holds, and where its pages stand."""

    title: str
    gathered: Gathered
    section: Section
    crumbs: tuple[Crumb, ...]


def pieces(holdings: Holdings) -> Iterator[Piece]:
    """Iterate over every piece of the site."""
    lists = holdings.vocabularies
    yield from HUB
    yield from (Piece("person", file) for file in people(holdings))
    yield from (Piece("digest", one.name) for one in digest_pages.papers(holdings))
    subjects = (
        *(("priorities", "priority", one) for one in lists.priorities),
        *(("tags", "tag", one) for one in lists.tags),
        *(("councils", "council", council.slug) for council in lists.register),
        *(("communities", "community", one) for one in lists.communities),
    )
    for folder, family, about in subjects:
        yield Piece(family, about)
        yield from list_pieces(holdings, f"{folder}/{about}/")
    for name in hub_pages.OPEN_LISTS:
        yield from list_pieces(holdings, f"open/{name}/")
    connection = holdings.catalogue.connection
    for (identity,) in connection.execute("SELECT id FROM placement WHERE published ORDER BY community, path"):
        yield Piece("contribution", identity)
    for (path,) in connection.execute("SELECT path FROM file WHERE path GLOB 'communities/*' ORDER BY path"):
        if holdings.picture(path):
            yield Piece("picture", path)


def list_pieces(holdings: Holdings, folder: str) -> Iterator[Piece]:
    """Iterate over the parts of the full list that belongs to a folder of the site."""
    found = listing_of(holdings, folder)
    yield from (Piece("list", folder, part) for part in listing.parts(len(found.gathered))) if found else ()


def listing_of(holdings: Holdings, folder: str) -> Listing | None:
    """Return the full list that belongs to a folder of the site; None where there is nothing of that name."""
    subject, about = folder.split("/")[:2]
    lists = holdings.vocabularies
    if subject == "communities" and about in lists.communities:
        title = lists.communities[about].title
        crumbs = (*community_pages.CRUMBS, Crumb(title, address.community(about)))
        return Listing(title, holdings.by_community(about), Section.COMMUNITIES, crumbs)
    if subject == "priorities" and about in lists.priorities:
        title = lists.priorities[about].label
        crumbs = (*priority_pages.CRUMBS, Crumb(title, address.priority(about)))
        return Listing(title, holdings.by_priority(about), Section.PRIORITIES, crumbs)
    if subject == "tags" and about in lists.tags:
        title = lists.tags[about].label
        crumbs = (*tag_pages.CRUMBS, Crumb(title, address.tag(about)))
        return Listing(title, holdings.by_tag(about), Section.TAGS, crumbs)
    if subject == "councils" and (council := lists.register.find(about)) is not None and council.slug == about:
        crumbs = (*council_pages.CRUMBS, Crumb(council.name, address.council(about)))
        return Listing(council.name, holdings.by_council(about), Section.COUNCILS, crumbs)
    if subject == "open":
        gathered = hub_pages.open_list(holdings, about)
        return Listing(hub_pages.OPEN_LISTS[about][0], gathered, Section.OPEN, hub_pages.OPEN_CRUMBS)
    return None


@dataclass(frozen=True)
class Workshop:
    """What pieces are made with: the holdings, the theme's shells, the guides that pages point at, and the tree."""

    holdings: Holdings
    wardrobe: Wardrobe
    guides: Mapping[str, str]
    tree: Tree

    def paths(self, piece: Piece) -> tuple[str, ...]:
        """Return the files that a piece has; none where what it is about is not there."""
        family, about = piece.family, piece.about
        if family in _HUB_FILES:
            return _HUB_FILES[family]
        if family == "list":
            one = listing_of(self.holdings, about)
            there = one is not None and piece.part in listing.parts(len(one.gathered))
            return (listing.full_list(about, piece.part),) if there else ()
        if family == "picture":
            blob = self.holdings.picture(about)
            return (address.media(blob, about),) if blob else ()
        return self._subject(family, about)

    def _subject(self, family: str, about: str) -> tuple[str, ...]:
        lists = self.holdings.vocabularies
        found: tuple[str, ...] = ()
        match family:
            case "contribution" if self.holdings.find(about):
                found = (address.contribution(about),)
            case "community" if about in lists.communities:
                feeds_and_map = (f"communities/{about}/{name}" for name in (*_FOLLOWED, "sitemap.xml"))
                found = (address.community(about), *feeds_and_map)
            case "priority" if about in lists.priorities:
                found = (address.priority(about), *(f"priorities/{about}/{name}" for name in _FOLLOWED))
            case "tag" if about in lists.tags:
                found = (address.tag(about),)
            case "council" if any(council.slug == about for council in lists.register):
                found = (address.council(about),)
            case "person" if about in people(self.holdings):
                found = (about,)
            case "digest":
                found = digest_pages.paths(self.holdings, about)
        return found

    def files(self, piece: Piece) -> Iterator[tuple[str, bytes]]:
        """Iterate over (path, bytes) of a piece's files. What it is about is there."""
        page = self._page(piece)
        if page is not None:
            yield page.path, self.wardrobe.dress(page)
        holdings, about = self.holdings, piece.about
        lists = holdings.vocabularies
        base = f"{lists.commons.base_url.rstrip('/')}/"
        yield from _FOR_PROGRAMS.get(piece.family, _nothing)(holdings)
        match piece.family:
            case "newest":
                yield from feeds(lists.commons.name, base, "feeds/", holdings.entries.latest(NEWEST), base)
                yield "feeds/calendar.ics", self._calendar(lists.commons.name, "1")
            case "community":
                title = lists.communities[about].title
                yield from self._feeds(f"communities/{about}/", title, holdings.by_community(about))
                yield f"communities/{about}/calendar.ics", self._calendar(title, "community = ?", about)
                yield f"communities/{about}/sitemap.xml", sitemap(self._permalinks(about))
            case "priority":
                label = lists.priorities[about].label
                yield from self._feeds(f"priorities/{about}/", label, holdings.by_priority(about))
                yield f"priorities/{about}/calendar.ics", self._calendar(label, CARRYING, "priority", about)
            case "picture":
                blob = holdings.picture(about) or ""
                read = [data for _, data in self.tree.read([TreeEntry(REGULAR, blob, about)])]
                if not read:
                    raise Failure(f"{about} has changed while it was read", "Build again.")
                yield address.media(blob, about), read[0]
            case "digests":
                yield from digest_pages.feeds_of(holdings)
            case "digest":
                yield from digest_pages.downloads(holdings, about)
            case "sitemap":
                maps = [f"communities/{slug}/sitemap.xml" for slug in lists.communities]
                yield "sitemap.xml", sitemap_index(f"{base}{path}" for path in ("hub.xml", *maps))
                yield "hub.xml", sitemap(self._hub_permalinks())

    def _page(self, piece: Piece) -> SitePage | None:
        holdings, about = self.holdings, piece.about
        if piece.family in _HUB_PAGES:
            return _HUB_PAGES[piece.family](holdings)
        if piece.family in _SUBJECT_PAGES:
            return _SUBJECT_PAGES[piece.family](holdings, about)
        if piece.family in _GUIDED_PAGES:
            return _GUIDED_PAGES[piece.family](holdings, about, self.guides)
        if piece.family == "contribution" and (found := holdings.catalogue.page(about)) is not None:
            return contribution_page(holdings, *found, self.guides)
        if piece.family == "list" and (one := listing_of(holdings, about)) is not None:
            return listing.listing_page(holdings, about, one.title, one.gathered, one.section, one.crumbs, piece.part)
        return None

    def _feeds(self, folder: str, title: str, gathered: Gathered) -> Iterator[tuple[str, bytes]]:
        commons = self.holdings.vocabularies.commons
        base = f"{commons.base_url.rstrip('/')}/"
        return feeds(f"{title}: {commons.name}", f"{base}{folder}", folder, gathered.latest(NEWEST), base)

    def _calendar(self, title: str, where: str, *values: str) -> bytes:
        base = f"{self.holdings.vocabularies.commons.base_url.rstrip('/')}/"
        return calendar(title, base, occasions(self.holdings.catalogue, where, values))

    def _permalinks(self, slug: str) -> list[tuple[str, str]]:
        base = f"{self.holdings.vocabularies.commons.base_url.rstrip('/')}/"
        rows = self.holdings.catalogue.connection.execute(
            "SELECT id, substr(changed, 1, 10) FROM placement"
            " WHERE community = ? AND published AND NOT withdrawn AND source = '' ORDER BY id",  # the originals only
            (slug,),
        )
        own = (f"{base}{address.permalink(address.community(slug))}", "")
        return [own, *((f"{base}{address.permalink(address.contribution(one))}", day) for one, day in rows)]

    def _hub_permalinks(self) -> list[tuple[str, str]]:
        lists = self.holdings.vocabularies
        base = f"{lists.commons.base_url.rstrip('/')}/"
        paths = (
            address.HOME,
            address.COMMUNITIES,
            address.PRIORITIES,
            address.COUNCILS,
            address.TAGS,
            address.OPEN,
            address.DIGESTS,
            *(address.digest(one.name) for one in digest_pages.papers(self.holdings)),
            *map(address.priority, lists.priorities),
            *map(address.tag, lists.tags),
            *(address.council(council.slug) for council in lists.register),
        )
        return [(f"{base}{address.permalink(path)}", "") for path in paths]


_FOLLOWED = ("feed.atom", "feed.json", "calendar.ics")


def _nothing(_: Holdings) -> Iterator[tuple[str, bytes]]:
    yield from ()


_HUB_FILES: dict[str, tuple[str, ...]] = {
    "home": (address.HOME,),
    "communities": (address.COMMUNITIES,),
    "priorities": (address.PRIORITIES,),
    "tags": (address.TAGS,),
    "people": (address.PEOPLE,),
    "open": (address.OPEN,),
    "search": (address.SEARCH,),
    "feeds": (address.FEEDS,),
    "digests": (address.DIGESTS, *digest_pages.FEEDS),
    "councils": (address.COUNCILS,),
    "newest": tuple(f"feeds/{name}" for name in _FOLLOWED),
    "sitemap": ("sitemap.xml", "hub.xml"),
    "introduction": (address.INTRODUCTION,),
    "vocabularies": tuple(address.VOCABULARIES.values()),
}
_FOR_PROGRAMS: dict[str, Callable[[Holdings], Iterator[tuple[str, bytes]]]] = {
    "introduction": lambda holdings: iter([(address.INTRODUCTION, introduction(holdings))]),
    "vocabularies": lambda holdings: vocabularies(holdings.vocabularies),
}
_GUIDED_PAGES: dict[str, Callable[[Holdings, str, Mapping[str, str]], SitePage]] = {
    "home": lambda holdings, _, guides: hub_pages.home_page(holdings, guides),
    "open": lambda holdings, _, guides: hub_pages.open_page(holdings, guides),
    "community": community_pages.community_page,
    "priority": priority_pages.priority_page,
    "digests": lambda holdings, _, guides: digest_pages.digests_page(holdings, guides),
    "digest": digest_pages.digest_page,
}
_SUBJECT_PAGES: dict[str, Callable[[Holdings, str], SitePage]] = {
    "tag": tag_pages.tag_page,
    "council": council_pages.council_page,
    "person": lambda holdings, about: person_page(holdings, people(holdings)[about]),
}
_HUB_PAGES: dict[str, Callable[[Holdings], SitePage]] = {
    "communities": hub_pages.communities_page,
    "priorities": priority_pages.priorities_page,
    "tags": tag_pages.tags_page,
    "people": people_page,
    "search": hub_pages.search_page,
    "feeds": hub_pages.feeds_page,
    "councils": council_pages.councils_page,
}
