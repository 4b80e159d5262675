"""Small charts as SVG of ours: figures before and after, and councils by quarter. Each has its table beside it.

They are read without colour: what was before is hatched and what came after is solid, and every bar has its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from practice_commons.digest.drawn_words import drawn

_INK, _BLUE, _GREY, _PALE = "#0b0c0c", "#12436d", "#505a5f", "#d5e3f0"
_WIDE = 620
_BAR = 300
"""The length of the longest bar."""
_LEFT = 210
_ROW = 16
_MOST = 24
"""Letters of a name that are shown in a line."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after, as given."""

    name: str
    before: str
    after: str
    unit: str


def drawable(before: str | None, after: str | None) -> bool:
    """Say whether two figures can be drawn side by side: both given, and neither below nothing."""
    try:
        return before is not None and after is not None and min(Decimal(before), Decimal(after)) >= 0
    except InvalidOperation:
        return False


def before_and_after(changes: Sequence[Change], title: str, prefix: str) -> str:
    """Return figures before and after as SVG, each pair on a scale of its own: units differ."""
    parts = []
    y = 8
    for one in changes:
        before, after = Decimal(one.before), Decimal(one.after)
        most = max(before, after) or Decimal(1)
        parts.append(_label(_LEFT - 10, y + 17, _short(one.name), "end"))
        for at, (value, shown, words) in enumerate(((before, one.before, "before"), (after, one.after, "after"))):
            top = y + at * _ROW
            long = max(1, int(_BAR * value / most))
            look = f'fill="url(#{prefix}-hatch)" stroke="{_BLUE}"' if at == 0 else f'fill="{_BLUE}" stroke="{_BLUE}"'
            parts.append(f'<rect x="{_LEFT}" y="{top}" width="{long}" height="12" {look}/>')
            parts.append(_label(_LEFT + long + 6, top + 10.5, f"{shown} {words}"))
        y += 2 * _ROW + 12
    return _svg(parts, y, title, _told(changes), prefix)


def by_quarter(quarters: Sequence[tuple[str, int]], title: str, prefix: str) -> str:
    """Return councils by quarter as SVG: a column for each, with its number."""
    most = max((number for _, number in quarters), default=0) or 1
    step = (_WIDE - 20) / max(len(quarters), 1)
    high = 110
    parts = [f'<path d="M10 {high + 20}H{_WIDE - 10}" stroke="{_INK}"/>']
    for at, (name, number) in enumerate(quarters):
        x = 10 + at * step
        tall = high * number / most
        if number:
            parts.append(
                f'<rect x="{x + step * 0.15:.1f}" y="{high + 20 - tall:.1f}" width="{step * 0.7:.1f}"'
                f' height="{tall:.1f}" fill="{_BLUE}"/>'
            )
        parts.append(_label(x + step / 2, high + 14 - tall, f"{number}", "middle"))
        year, _, quarter = name.partition("-")
        parts.append(_label(x + step / 2, high + 34, quarter, "middle"))
        if at == 0 or quarters[at - 1][0].partition("-")[0] != year:
            parts.append(_label(x + step / 2, high + 49, year, "middle"))
    told = "; ".join(f"{name} {number}" for name, number in quarters)
    return _svg(parts, high + 60, title, f"Councils heard by quarter: {told}.", prefix)


def _told(changes: Sequence[Change]) -> str:
    return "; ".join(f"{one.name}: {one.before} before, {one.after} after ({one.unit})" for one in changes) + "."


def _svg(parts: Sequence[str], high: int, title: str, told: str, prefix: str) -> str:
    hatch = (
        f'<pattern id="{prefix}-hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<rect width="5" height="5" fill="{_PALE}"/><path d="M0 5L5 0" stroke="{_BLUE}"/></pattern>'
    )
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" width="{_WIDE}" height="{high}"'
                f' role="img" aria-labelledby="{prefix}-title {prefix}-desc" fill="none" font-size="11"'
                ' font-family="Arial, Helvetica, Liberation Sans, sans-serif" style="forced-color-adjust:none">'
            ),
            f'<title id="{prefix}-title">{drawn(title)}</title>',
            f'<desc id="{prefix}-desc">{drawn(told)}</desc>',
            f"<defs>{hatch}</defs>" if f"url(#{prefix}-hatch)" in "".join(parts) else "",
            f'<rect width="{_WIDE}" height="{high}" fill="#fff"/>',
            *parts,
            "</svg>\n",
        )
    )


def _label(x: float, y: float, words: str, anchor: str = "start") -> str:
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:g}" y="{y:g}" fill="{_INK}"{where}>{drawn(words)}</text>'


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _MOST else f"{flat[: _MOST - 1].rstrip()}…"
