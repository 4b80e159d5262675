"""The pieces that a digest in Markdown is made of: quotations, citations, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from practice_commons.digest import phrasing
from practice_commons.digest.markdown_text import inline, quotation
from practice_commons.digest.testimony import Citation, Passage


def quoted(passage: Passage, coded: str = "") -> str:
    """Return a passage as a quotation, with whom to credit and where to check it."""
    said = quotation(passage.words) if passage.words is not None else f"> *{phrasing.LEFT_OUT}*"
    more = " *(It goes on.)*" if not passage.complete else ""
    credit = f"{inline(phrasing.credit_line(passage.credit))}. {inline(coded)}".rstrip()
    return f"{said}{more}\n>\n> {credit} {cite(passage.citation)}\n"


def words(passage: Passage) -> str:
    """Return a passage for the middle of a line."""
    return inline(passage.words) if passage.words is not None else f"*{phrasing.LEFT_OUT}*"


def cite(citation: Citation) -> str:
    """Return a citation, linked to its permalink."""
    return f"[{citation.text}](<{citation.link}>)" if citation.link else f"`{citation.text}`"


def cites(citations: Iterable[Citation]) -> str:
    """Return citations for the end of a line, with a blank before them; nothing where there are none."""
    said = ", ".join(map(cite, citations))
    return f" {said}" if said else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table whose cells are Markdown already."""
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
