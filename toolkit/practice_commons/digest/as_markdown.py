"""A digest as GitHub Flavored Markdown: plain in a file, tidy in any viewer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from practice_commons.digest import carriers
from practice_commons.digest.digest import Digest
from practice_commons.digest.layout import laid_out
from practice_commons.digest.manifest import proof
from practice_commons.digest.markdown_text import inline, link, quotation
from practice_commons.digest.outline import (
    Block,
    Heading,
    Inline,
    Items,
    Link,
    NewPage,
    Note,
    Outline,
    Paragraph,
    Picture,
    Table,
    Terms,
    Text,
    Voice,
)
from practice_commons.digest.profile import Profile

_NUMBER = re.compile(r"^(\d+)\\([.)])")
"""What would begin a numbered list, and begins none in a heading."""


def markdown(digests: Sequence[Digest], profile: Profile = Profile.BRIEFING) -> str:
    """Return digests as one Markdown document."""
    return f"{written(laid_out(digests, profile))}\n{carriers.trailer(proof(digests, profile))}"


def written(outline: Outline) -> str:
    """Return an outline as Markdown."""
    said: list[str] = []
    quoting = False
    for block in outline.blocks:
        voice = block.voice if isinstance(block, Paragraph) else None
        if quoting and voice is Voice.CREDIT and isinstance(block, Paragraph):
            said.append(f">\n> {_content(block.content)}\n")
        elif quoting and voice is Voice.QUOTATION and isinstance(block, Paragraph):
            said[-1] = said[-1].rstrip("\n") + f"\\\n{_quoted(block)}"
        else:
            if quoting and said:
                said.append("")
            said += _block(block)
        quoting = voice in {Voice.QUOTATION, Voice.ASK}
    return "\n".join(said).rstrip("\n") + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            words = _NUMBER.sub(r"\1\2", inline(block.words))
            yield f"{'#' * block.level} {words or '(no title)'}\n"
        case Paragraph():
            yield _paragraph(block)
        case Items():
            yield from _items(block, "")
            yield ""
        case Terms():
            yield from (f"- **{inline(name)}:** {_content(content)}" for name, content in block.entries)
            yield ""
        case Table():
            yield f"**{inline(block.caption)}**\n"
            yield from _table(block)
        case Picture():
            yield f"*{inline(block.caption)}.* {inline(block.alternative)}\n"
        case NewPage():
            yield "---\n"


def _paragraph(paragraph: Paragraph) -> str:
    match paragraph.voice:
        case Voice.QUOTATION | Voice.ASK:
            return _quoted(paragraph)
        case Voice.NOTICE:
            return f"> {_content(paragraph.content)}\n"
        case Voice.COMMAND:
            plain = "".join(one.words for one in paragraph.content if isinstance(one, Text))
            return f"```\n{plain.replace('`', '')}\n```\n"
        case _:
            return f"{_content(paragraph.content)}\n"


def _quoted(paragraph: Paragraph) -> str:
    """Return a paragraph inside a quotation; one of plain words keeps what makes a line of its own."""
    if len(paragraph.content) == 1 and isinstance(paragraph.content[0], Text) and not paragraph.content[0].emphasis:
        return quotation(paragraph.content[0].words)
    return f"> {_content(paragraph.content)}"


def _items(items: Items, indent: str) -> Iterator[str]:
    for number, entry in enumerate(items.entries, start=1):
        mark = f"{number}." if items.numbered else "-"
        under = f"{indent}{' ' * (len(mark) + 1)}"
        first, *others = entry
        yield f"{indent}{mark} {_content(first.content) if isinstance(first, Paragraph) else ''}".rstrip()
        if isinstance(first, Items):
            yield from _items(first, under)
        for part in others:
            if isinstance(part, Items):
                yield from _items(part, under)
            else:
                yield f"\n{under}{_content(part.content)}"


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(inline, table.head))} |"
    yield f"| {' | '.join(['---', *('---:' if table.numbers else '---' for _ in table.head[1:])])} |"
    for row in table.rows:
        yield f"| {' | '.join(map(_content, row))} |"
    yield ""


def _content(content: Iterable[Inline]) -> str:
    """Return content, its blanks kept between the pieces. A piece that ends a word is no beginning of a line."""
    said = ""
    for one in content:
        piece = _inline(one)
        if isinstance(one, Note):
            said = f"{said.rstrip()} {piece}"
        else:
            words = one.words
            before = " " if words[:1].isspace() and said else ""
            after = " " if words[-1:].isspace() and words.strip() else ""
            said += f"{before}{piece}{after}"
    return said.strip()


def _inline(one: Inline) -> str:
    if isinstance(one, Note):
        cited = (link(each.text, each.link) if each.link else f"`{each.text}`" for each in one.citations)
        return f"({', '.join(cited)})"
    if isinstance(one, Link):
        return link(one.words, one.address)
    words = inline(one.words)
    if words and one.strong:
        return f"**{words}**"
    return f"*{words}*" if words and one.emphasis else words
