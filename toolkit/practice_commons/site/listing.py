"""Long lists: a page shows the newest, and the rest is on pages of its own, so that no page grows with the commons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from practice_commons.catalogue.entry import Entry
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import SHOWN, leaf
from practice_commons.site.page import Crumb, Section, SitePage

FULL = 100
"""Contributions on one page of a full list."""


def full_list(folder: str, page: int = 1) -> str:
    """Return the file of a page of the full list that belongs to a folder of the site."""
    return f"{folder}all/index.html" if page == 1 else f"{folder}all/{page}.html"


def listing_pages(
    holdings: Holdings, folder: str, title: str, entries: Sequence[Entry], section: Section, crumbs: Sequence[Crumb]
) -> Iterator[SitePage]:
    """Iterate over the pages of the full list of what a page shows the newest of; none where it shows them all."""
    if len(entries) <= SHOWN:
        return
    parts = [entries[at : at + FULL] for at in range(0, len(entries), FULL)]
    for number, part in enumerate(parts, start=1):
        yield leaf(
            holdings,
            full_list(folder, number),
            "listing.html",
            title=f"{title}: all contributions" + (f", page {number} of {len(parts)}" if len(parts) > 1 else ""),
            description=f"Every contribution of {title}, newest first.",
            section=section,
            crumbs=crumbs,
            entries=part,
            count=len(entries),
            pages=[full_list(folder, one) for one in range(1, len(parts) + 1)] if len(parts) > 1 else [],
            number=number,
        )
