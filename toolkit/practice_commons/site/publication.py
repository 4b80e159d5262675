"""The whole site of a commons at one moment: gathered from the catalogue, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.codec import storable
from practice_commons.checks.layout import is_picture
from practice_commons.feeds.feed import feeds
from practice_commons.feeds.sitemap import sitemap
from practice_commons.reading.tree import REGULAR, Tree
from practice_commons.site import address
from practice_commons.site.community_pages import community_pages
from practice_commons.site.contribution_page import contribution_page
from practice_commons.site.council_pages import council_pages
from practice_commons.site.holdings import Holdings
from practice_commons.site.hub_pages import home_page, hub_pages
from practice_commons.site.material import Theme

GUIDES = ("contribute", "moderate", "advocate")
"""Guides that pages point at where the stewards have written them."""


@dataclass
class Publication:
    """A commons about to be published. `stewards` is the folder that holds `docs/` and `mkdocs.yml`."""

    catalogue: Catalogue
    tree: Tree
    stewards: Path
    progress: Callable[[int, int], None] | None = None
    pages: int = 0

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Iterate over (path, bytes) of every file of the site. Raises Failure."""
        pictures = {
            entry.path: entry
            for entry in self.tree.entries()
            if entry.mode == REGULAR and entry.path.startswith("communities/") and is_picture(entry.path)
        }
        refused = self.catalogue.left_out()
        holdings = Holdings(
            self.catalogue, {path: entry.blob for path, entry in pictures.items() if storable(path) not in refused}
        )
        yield from self._pages(holdings)
        for entry, data in self.tree.read(pictures[path] for path in holdings.pictures):
            yield address.media(entry.blob, entry.path), data
        yield from self._feeds(holdings)

    def _pages(self, holdings: Holdings) -> Iterator[tuple[str, bytes]]:
        vocabularies = self.catalogue.vocabularies
        commons = vocabularies.commons
        theme = Theme(self.stewards, commons.name, f"{commons.base_url.rstrip('/')}/", commons.notice or "")
        guides = self._guides()
        total = len(holdings.pages) + len(vocabularies.communities)
        hub = [*hub_pages(holdings, guides), *council_pages(holdings)]
        yield from self._counted(theme.hub(hub, home_page(holdings, guides)), total + len(hub) + 1)
        for slug in sorted(vocabularies.communities):
            pages = [contribution_page(holdings, entry) for entry in holdings.pages_of.get(slug, [])]
            pages += community_pages(holdings, slug, guides)
            yield from self._counted(theme.community(pages), total + len(hub) + 1)

    def _counted(self, dressed: Iterator[tuple[str, bytes]], total: int) -> Iterator[tuple[str, bytes]]:
        for path, data in dressed:
            if path.endswith(".html"):
                self.pages += 1
                if self.progress is not None:
                    self.progress(self.pages, max(total, self.pages))
            yield path, data

    def _guides(self) -> Mapping[str, str]:
        return {name: f"{name}.html" if (self.stewards / "docs" / f"{name}.md").is_file() else "" for name in GUIDES}

    def _feeds(self, holdings: Holdings) -> Iterator[tuple[str, bytes]]:
        vocabularies = self.catalogue.vocabularies
        base = f"{vocabularies.commons.base_url.rstrip('/')}/"
        when = self.catalogue.when
        yield from feeds(vocabularies.commons.name, base, "feeds/", holdings.entries, base, when)
        collections = [
            ("communities", slug, one.title, holdings.by_community) for slug, one in vocabularies.communities.items()
        ]
        collections += [
            ("priorities", slug, one.label, holdings.by_priority) for slug, one in vocabularies.priorities.items()
        ]
        for folder, slug, title, gathered in collections:
            home = f"{base}{folder}/{slug}/"
            yield from feeds(
                f"{title}: {vocabularies.commons.name}", home, f"{folder}/{slug}/", gathered.get(slug, []), base, when
            )
        listed = [
            (f"{base}{address.permalink(address.contribution(entry.id))}", entry.changed.date().isoformat())
            for entry in holdings.entries
        ]
        listed += [
            (f"{base}{address.permalink(path)}", "")
            for path in (
                address.HOME,
                address.COMMUNITIES,
                address.PRIORITIES,
                address.COUNCILS,
                address.TAGS,
                address.OPEN,
                *map(address.community, vocabularies.communities),
                *map(address.priority, vocabularies.priorities),
                *map(address.tag, vocabularies.tags),
                *(address.council(council.slug) for council in vocabularies.register),
            )
        ]
        yield "sitemap.xml", sitemap(listed)
