"""The parts of a document: headings, paragraphs, notes, lists, tables. Plain data, no format's markup.

Every format that people read is a way of writing the same outline, so they cannot say different things. A new part
is a class here and a line in each of the four writers: `as_markdown`, `as_html`, `as_pandoc` and `as_typst`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from practice_commons.digest.testimony import Citation


@dataclass(frozen=True, slots=True)
class Text:
    """Words, which stay words in every format."""

    words: str
    strong: bool = False
    emphasis: bool = False
    language: str | None = None
    """BCP 47, where it is not the document's."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a statement rests on: a footnote on paper, a link beside it on a screen."""

    citations: tuple[Citation, ...]

    @property
    def content(self) -> tuple[Text | Link, ...]:
        """Return the footnote: what to look up, and where."""
        found: list[Text | Link] = []
        for one in self.citations:
            found += [Text("; ")] if found else []
            found += [Text(one.text)]
            found += [Text(", "), Link(one.link, one.link)] if one.link else []
        return tuple(found)


Inline = Text | Link | Note


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; no level is skipped on the way down."""

    level: int
    words: str


class Voice(StrEnum):
    """How a paragraph speaks, and so how it looks."""

    BODY = "Body"
    FACTS = "Facts"
    NOTICE = "Notice"
    ASK = "Ask"
    QUOTATION = "Quotation"
    CREDIT = "Credit"
    COMMAND = "Command"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: tuple[Inline, ...]
    voice: Voice = Voice.BODY


@dataclass(frozen=True, slots=True)
class Items:
    """A list; an entry may hold a list of its own."""

    entries: tuple[tuple[Paragraph | Items, ...], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Names, each with what is to be said of it."""

    entries: tuple[tuple[str, tuple[Inline, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of headers, which is repeated on every page, and a column of headers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    widths: tuple[int, ...]
    """Of the columns, in hundredths of the page."""
    numbers: bool = False
    """Every column but the first holds numbers."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, with the words that stand for it."""

    svg: str
    alternative: str
    caption: str
    width: int
    """In millimetres."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


Block = Heading | Paragraph | Items | Terms | Table | Picture | NewPage


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole document, and what is said of it in its properties."""

    title: str
    publisher: str
    subject: str
    made: dt.date
    commit: str | None
    blocks: tuple[Block, ...]
    language: str = "en-GB"

    @property
    def epoch(self) -> int:
        """The beginning of the day it was made, in seconds since 1970: the only time in a document."""
        return int(dt.datetime.combine(self.made, dt.time(), dt.UTC).timestamp())

    @property
    def stamp(self) -> str:
        """The state that it describes, for the foot of every page."""
        return f"commit {self.commit[:12]}" if self.commit else "not committed to Git"


def text(words: str) -> tuple[Inline, ...]:
    """Return plain words as content."""
    return (Text(words),)
