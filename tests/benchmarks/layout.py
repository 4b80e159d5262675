"""Figures and tables, for a terminal and for the page alike."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

SPREAD = ("minimum", "median", "maximum", "runs")


def row(names: Sequence[str], values: Sequence[float]) -> list[str]:
    """Return a row of a table: the names, then minimum, median and maximum, and of how many."""
    spread = (min(values), statistics.median(values), max(values))
    return [*names, *(figure(value) for value in spread), str(len(values))]


def figure(value: float) -> str:
    """Return a number with as many decimals as it is worth."""
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 or not size else 3
    return f"{value:,.{decimals}f}"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], texts: int) -> str:
    """Return a Markdown table, in columns for a terminal too: so many columns of text, and the rest numbers."""
    widths = [max(len(one[at]) for one in (headings, *rows)) for at in range(len(headings))]
    rule = ["-" * width if at < texts else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
    lines = []
    for cells in (headings, rule, *rows):
        padded = (
            cell.ljust(width) if at < texts else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        lines.append(f"| {' | '.join(padded)} |")
    return "\n".join(lines)
