"""Long lists: a page shows the newest, and the rest is on pages of its own, so that no page grows with the commons.

The parts of a full list are counted from the oldest, a hundred contributions each, so that they stay what they are
when something new is shared: only the newest part, which has an address of its own, changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from practice_commons.site.gathered import Gathered
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import SHOWN, leaf
from practice_commons.site.page import Crumb, Section, SitePage

FULL = 100
"""Contributions in one part of a full list; the newest part has up to twice as many."""
NEWEST = 0
"""The number of the newest part."""


def full_list(folder: str, part: int = NEWEST) -> str:
    """Return the file of a part of the full list that belongs to a folder of the site."""
    return f"{folder}all/{part}.html" if part else f"{folder}all/index.html"


def parts(length: int) -> range:
    """Return the numbers of a list's parts, the newest one's among them; none where one page shows them all."""
    return range(1 + max(0, length // FULL - 1)) if length > SHOWN else range(0)


def part_at(older: int, length: int) -> int:
    """Return the part that holds the contribution which so many are older than."""
    part = older // FULL + 1
    return part if part < len(parts(length)) else NEWEST


def listing_page(
    holdings: Holdings,
    folder: str,
    title: str,
    gathered: Gathered,
    section: Section,
    crumbs: Sequence[Crumb],
    part: int,
) -> SitePage:
    """Return the page of a part of a full list."""
    before = list(parts(len(gathered)))[1:]
    start = 0 if part == NEWEST else len(gathered) - part * FULL
    stop = len(gathered) - len(before) * FULL if part == NEWEST else start + FULL
    return leaf(
        holdings,
        full_list(folder, part),
        "listing.html",
        title=f"{title}: all contributions" + (f", part {part}" if part else ""),
        description=f"Every contribution of {title}, newest first.",
        section=section,
        crumbs=crumbs,
        entries=gathered.part(start, stop),
        count=len(gathered),
        part=part,
        newest=full_list(folder),
        parts_before=[(number, full_list(folder, number)) for number in reversed(before)],
    )


def files(folder: str, length: int) -> Iterator[str]:
    """Iterate over the files of a full list of so many contributions."""
    return (full_list(folder, part) for part in parts(length))
