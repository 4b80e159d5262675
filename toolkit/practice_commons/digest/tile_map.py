"""The tile map: one square for each council, the same small SVG for the site, HTML, PDF and Word.

It is read without colour: every standing has a pattern and a mark of its own, drawn as lines, so that a renderer
without fonts shows them too. It brings its own white ground and dark ink, and asks for them to be left as they are, so
it reads alike on dark pages and under forced colours. The tables beside it say the same.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from practice_commons.digest.cartogram import Square
from practice_commons.digest.digest import Tile
from practice_commons.digest.drawn_words import drawn, well_formed
from practice_commons.digest.phrasing import listing
from practice_commons.digest.standing import Standing
from practice_commons.model.wording import count

_TILE = 20
"""The side of a square, with its gap."""
_MARGIN = 132
"""Room for the names of regions on either side."""
_LINE = 15
_INK, _BLUE, _GREY, _PALE = "#0b0c0c", "#12436d", "#505a5f", "#d5e3f0"
_SQUARE = '<rect x="1.5" y="1.5" width="17" height="17" rx="2"'
_MARKS: dict[Standing, str] = {
    Standing.OWN: f'{_SQUARE} fill="{_BLUE}"/><path d="M5 10.5l3.5 4 6.5-9" stroke="#fff" stroke-width="2.4"/>',
    Standing.FORMER: (
        f'{_SQUARE} fill="{_PALE}" stroke="{_BLUE}"/>'
        f'<path d="M2 9l7-7M2 18L18 2M11 18l7-7" stroke="{_BLUE}" stroke-width="1.8"/>'
        '<circle cx="10" cy="10" r="6" fill="#fff"/>'
        f'<path d="M8 14.5v-9h5M8 10h4" stroke="{_INK}" stroke-width="1.8"/>'
    ),
    Standing.COUNTY: (
        f'{_SQUARE} fill="{_PALE}" stroke="{_BLUE}"/>'
        f'<path d="M13.5 7.2a4.6 4.6 0 1 0 0 5.6" stroke="{_INK}" stroke-width="1.9"/>'
    ),
    Standing.BEYOND: (
        f'{_SQUARE} fill="#fff" stroke="{_GREY}" stroke-dasharray="2.5 2"/>'
        f'<path d="M10 5.5v9M5.5 10h9" stroke="{_INK}" stroke-width="1.8"/>'
    ),
    Standing.SILENT: f'{_SQUARE} fill="#fff" stroke="{_GREY}"/><path d="M7 10h6" stroke="{_GREY}" stroke-width="1.6"/>',
    Standing.OUTSIDE: f'<path d="M7.5 7.5l5 5m0-5l-5 5" stroke="{_GREY}" stroke-width="1.3"/>',
}
_LEGEND = (
    "Each square is one council, near its neighbours. A county is shown by its districts.",
    "Silence is not disagreement.",
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A region's name at the side: where it stands, and the end of the line that leads to the region."""

    region: str
    left: bool
    y: float
    end: tuple[float, float]


def tile_map(tiles: Sequence[Tile], title: str, prefix: str = "tile-map") -> str:
    """Return the map as SVG. `prefix` begins every id in it, so that one page can hold several."""
    shown = tiles
    wide = 1 + max((tile.column for tile in shown), default=0)
    high = 1 + max((tile.row for tile in shown), default=0)
    counts = Counter(tile.standing for tile in shown)
    present = [one for one in Standing if counts[one]]
    held = {(tile.column, tile.row): tile.region for tile in shown}
    width = max(wide * _TILE + 2 * _MARGIN, 560)
    shift = (width - wide * _TILE) // 2
    names = _names(held, wide, shift)
    foot = max([high * _TILE + 8, *(int(one.y) + 2 * _LINE for one in names)]) + 12
    height = foot + 24 * len(present) + _LINE * len(_LEGEND) + 24
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -8 {width} {height + 8}" width="{width}"'
            f' height="{height + 8}" role="img" aria-labelledby="{prefix}-title {prefix}-desc"'
            ' font-family="Arial, Helvetica, Liberation Sans, sans-serif" font-size="13" fill="none"'
            ' style="forced-color-adjust:none">'
        ),
        f'<title id="{prefix}-title">{drawn(title)}</title>',
        f'<desc id="{prefix}-desc">{drawn(described(shown))}</desc>',
        "<defs>",
        *(f'<g id="{prefix}-{one}">{_MARKS[one]}</g>' for one in present),
        "</defs>",
        f'<rect y="-8" width="{width}" height="{height + 8}" fill="#fff"/>',
        f'<g transform="translate({shift})">',
        *(_tile(tile, prefix) for tile in shown),
        f'<path d="{_outline(held)}" stroke="{_INK}" stroke-width="1.7" stroke-linecap="square"/>',
        "</g>",
        *(_drawn(name, width) for name in names),
        *_legend(present, counts, foot, prefix),
        "</svg>\n",
    ]
    return "\n".join(parts)


def described(rows: Sequence[Tile]) -> str:
    """Return in words what the map shows."""
    counts = Counter(row.standing for row in rows)
    said = [f"{one.label[0].lower()}{one.label[1:]}, {counts[one]:,}" for one in Standing if counts[one]]
    heard: Counter[str] = Counter()
    for row in rows:
        heard[row.region] += row.standing in {Standing.OWN, Standing.FORMER, Standing.COUNTY}
    regions = Counter(row.region for row in rows if row.standing not in {Standing.OUTSIDE, Standing.BEYOND})
    by_region = listing(f"{region} {heard[region]:,} of {regions[region]:,}" for region in sorted(regions))
    words = f"A map of {count(len(rows), 'council')}, one square each: {'; '.join(said) or 'none'}."
    return f"{words} Heard, of those in scope, by region: {by_region}." if by_region else words


def _tile(row: Tile, prefix: str) -> str:
    x, y = row.column * _TILE, row.row * _TILE
    words = row.standing.value if row.standing is Standing.SILENT else row.standing.label.lower()
    through = f" ({', '.join(row.through)})" if row.through and row.standing is not Standing.COUNTY else ""
    title = drawn(f"{row.name}: {words}{through}")
    return f'<use href="#{prefix}-{row.standing}" x="{x}" y="{y}"><title>{title}</title></use>'


def _outline(held: Mapping[Square, str]) -> str:
    """Return the borders of regions and the coast, as lines as long as they run straight."""
    sides: set[tuple[bool, int, int]] = set()
    for (column, row), region in held.items():
        for dx, dy in ((0, 0), (1, 0)):
            if held.get((column - 1 + 2 * dx, row + dy)) != region:
                sides.add((False, column + dx, row))
        for below in (0, 1):
            if held.get((column, row - 1 + 2 * below)) != region:
                sides.add((True, row + below, column))
    path = []
    for flat, line, start in sorted(sides):
        if (flat, line, start - 1) in sides:
            continue
        end = start
        while (flat, line, end) in sides:
            end += 1
        a, b, at = start * _TILE, end * _TILE, line * _TILE
        path.append(f"M{a} {at}H{b}" if flat else f"M{at} {a}V{b}")
    return "".join(path)


def _names(held: Mapping[Square, str], wide: int, shift: int) -> list[_Name]:
    """Return the names of regions, each at the side and the height from which fewest squares are crossed.

    Where squares are crossed, the line runs between two rows of them.
    """
    found: dict[bool, list[_Name]] = {True: [], False: []}
    for region in sorted(set(held.values())):
        own = [square for square, name in held.items() if name == region]
        middle = sum(row for _, row in own) / len(own)
        ways = []
        for row in {row for _, row in own}:
            columns = [column for column, at in own if at == row]
            for left in (True, False):
                edge = min(columns) if left else max(columns)
                beyond = range(edge) if left else range(edge + 1, wide)
                crossed = sum((column, row) in held for column in beyond)
                between = crossed and held.get((edge, row - 1)) == region
                cost = (3 if between else 5) * crossed + abs(row - middle) + 0.2 * len(beyond)
                ways.append((cost, not left, row, edge, 0.0 if between else 0.5))
        _, right, row, edge, down = min(ways)
        end = (shift + _TILE * (edge + right) + (-3 if right else 3), _TILE * (row + down))
        found[not right].append(_Name(region, not right, end[1], end))
    return [name for side in found.values() for name in _apart(side)]


def _apart(names: Sequence[_Name]) -> list[_Name]:
    """Return the names of one side, moved down where they would touch."""
    placed: list[_Name] = []
    lowest = 0.0
    for name in sorted(names, key=lambda one: (one.y, one.region)):
        y = max(name.y, lowest + _LINE * len(_lines(name.region)) / 2)
        placed.append(_Name(name.region, name.left, y, name.end))
        lowest = y + _LINE * len(_lines(name.region)) / 2 + 4
    return placed


def _lines(region: str) -> list[str]:
    return textwrap.wrap(well_formed(region), 15, max_lines=2, placeholder="…") or ["?"]


def _drawn(name: _Name, width: int) -> str:
    lines = _lines(name.region)
    x = _MARGIN - 20 if name.left else width - _MARGIN + 20
    start = x + 4 if name.left else x - 4
    line = f'<path d="M{start} {name.y:g}L{name.end[0]:g} {name.end[1]:g}"'
    top = name.y - _LINE * (len(lines) - 1) / 2 + 4.5
    words = "".join(f'<tspan x="{x}" y="{top + _LINE * at:g}">{drawn(words)}</tspan>' for at, words in enumerate(lines))
    anchor = ' text-anchor="end"' if name.left else ""
    return (
        f'{line} stroke="#fff" stroke-width="3"/>{line} stroke="{_INK}"/>'
        f'<circle cx="{name.end[0]:g}" cy="{name.end[1]:g}" r="2.4" fill="{_INK}"/>'
        f'<text fill="{_INK}" font-weight="bold"{anchor}>{words}</text>'
    )


def _legend(present: Sequence[Standing], counts: Counter[Standing], top: int, prefix: str) -> Iterable[str]:
    for at, one in enumerate(present):
        y = top + 24 * at
        yield f'<use href="#{prefix}-{one}" x="{_TILE}" y="{y}"/>'
        yield f'<text x="50" y="{y + 14.5:g}" fill="{_INK}">{drawn(one.label)} ({counts[one]:,})</text>'
    for at, words in enumerate(_LEGEND):
        y = top + 24 * len(present) + _LINE * (at + 1) + 6
        yield f'<text x="{_TILE}" y="{y}" fill="{_INK}">{drawn(words)}</text>'
