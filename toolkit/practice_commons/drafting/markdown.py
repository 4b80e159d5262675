"""Markdown for pages that the toolkit writes: headings with the marker of a written page, tables, fenced code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

WRITTEN = "written by `commons reference --write`"
"""What every written file says in its first three lines. A file that does not say it is never removed."""


def opening(title: str) -> list[str]:
    """Return the first lines of a written page. The marker comes second: MkDocs wants the title first."""
    return [f"# {title}", "", f"<!-- This page is {WRITTEN}: a change made here would be lost. -->", ""]


def is_written(text: str) -> bool:
    """Say whether a file was written by the toolkit, and so may be written again or removed."""
    return any(WRITTEN in line for line in text.split("\n", 3)[:3])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table, and a blank one."""
    body = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |", *body, ""]


def fenced(text: str, language: str = "text") -> list[str]:
    """Return the lines of a code block, fenced with more backticks than the text itself uses, and a blank one."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return [f"{fence}{language}", *text.rstrip("\n").split("\n"), fence, ""]


def plain(text: str) -> str:
    """Return text in which nothing is taken for markup, code spans apart."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else _marked_up(part) for part in parts)


def _marked_up(text: str) -> str:
    return re.sub(r"([\\*\[\]])", r"\\\1", text).replace("<", "&lt;")
