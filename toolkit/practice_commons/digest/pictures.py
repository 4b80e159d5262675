"""The pictures of a digest: the map, the charts. Each is told in words, and has a table beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from practice_commons.digest.charts import Change, before_and_after, by_quarter, drawable
from practice_commons.digest.digest import Digest, Figure
from practice_commons.digest.outline import Picture
from practice_commons.digest.phrasing import total
from practice_commons.digest.tile_map import described, tile_map
from practice_commons.digest.typefaces import FAMILY, shown

QUARTERS = 20
"""Quarters in the chart, the last ones."""
_CHANGES = 12
"""Pairs of figures in one chart."""
_WIDE, _MAP = 160, 120
"""Millimetres."""


def heard(digest: Digest) -> Picture | None:
    """Return the map of who was heard; None where the register has no councils to show."""
    tiles = digest.coverage.tiles
    if not tiles:
        return None
    caption = f"Map: who was heard on {digest.label}"
    svg = tile_map(tiles, caption, _named(f"{digest.priority}-map"))
    return Picture(_lettered(svg), f"{described(tiles)} The table below counts them by region and type.", caption, _MAP)


def changes(figures: Sequence[Figure], of: str, prefix: str) -> Picture | None:
    """Return figures before and after, side by side; None where none has both."""
    told = [
        Change(one.name, one.before, one.after, one.unit)
        for one in figures
        if one.before is not None and one.after is not None and drawable(one.before, one.after)
    ][:_CHANGES]
    if not told:
        return None
    caption = f"Chart: {of[0].lower()}{of[1:]}; before (hatched) and after (solid), each pair on its own scale"
    words = "; ".join(f"{one.name}, {one.before} before and {one.after} after ({one.unit})" for one in told)
    return Picture(
        _lettered(before_and_after(told, caption, _named(prefix))),
        f"Bars of figures as given: {words}.",
        caption,
        _WIDE,
    )


def quarters(digest: Digest) -> Picture | None:
    """Return councils by quarter; None where fewer than two quarters are known."""
    told = [(one.quarter, total(one.councils)) for one in digest.trends.quarters[-QUARTERS:]]
    if len(told) < 2:  # noqa: PLR2004 - one column is no trend
        return None
    caption = f"Chart: councils heard on {digest.label}, by quarter"
    words = "; ".join(f"{quarter}, {number}" for quarter, number in told if number)
    svg = by_quarter(told, caption, _named(f"{digest.priority}-trends"))
    return Picture(_lettered(svg), f"Columns of councils heard in each quarter: {words}.", caption, _WIDE)


def _named(words: str) -> str:
    """Return what the ids in a picture begin with: a published digest is a stranger's file, and may say anything."""
    return re.sub("[^a-z0-9]+", "-", words)


def _lettered(svg: str) -> str:
    """Return a picture in the digest's typeface, every character that it lacks told by its number."""
    plain = "\n".join(map(shown, svg.split("\n")))
    return plain.replace('font-family="Arial', f'font-family="{FAMILY}, Arial', 1)
