"""An outline as Typst. Every word is a string in quotation marks, so no word is ever read as markup or as code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from practice_commons.digest.carriers import MARK
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
from practice_commons.digest.typefaces import FAMILY, shown
from practice_commons.digest.typst_style import STYLE

_UNTITLED = "(no title)"
"""What stands for a heading without words, which PDF/UA refuses."""
_LONG_WORD = re.compile(r"(\S{25,})")
"""A word that may not fit into a column: a citation, an address, or nonsense."""
_PIECE = re.compile(r"[^-@]{1,20}[-@]?|[-@]")
_ONE_LINE = str.maketrans(dict.fromkeys("\n\r\t", " "))
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'} | {chr(code): f"\\u{{{code:x}}}" for code in (*range(0x20), 0x7F)})


def source(outline: Outline, proof: str) -> str:
    """Return an outline as a Typst document with a manifest attached."""
    language, _, region = outline.language.partition("-")
    known = {
        "title": quoted(outline.title),
        "author": quoted(outline.publisher),
        "description": quoted(outline.subject),
        "date": f"datetime(year: {outline.made.year}, month: {outline.made.month}, day: {outline.made.day})",
    }
    attached = {
        "relationship": '"data"',
        "mime-type": '"application/json"',
        "description": '"What this digest says, for software that checks it"',
    }
    lines = (
        f"#set document({_named(known)})",
        f"#set text(font: {quoted(FAMILY)}, fallback: false, lang: {quoted(language)}, region: {quoted(region)})",
        f"#let foot = {quoted(f'{outline.publisher}, {outline.stamp}')}",
        STYLE,
        f"#pdf.attach({quoted(f'{MARK}.json')}, bytes({_string(proof)}), {_named(attached)})",
        *map(_block, outline.blocks),
    )
    return "\n".join(lines) + "\n"


def _named(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())


def quoted(words: str) -> str:
    """Return words as a Typst string, with what no typeface shows made visible."""
    return _string(shown(words.translate(_ONE_LINE)))


def _string(text: str) -> str:
    """Return text as a Typst string."""
    return f'"{text.translate(_ESCAPES)}"'


def _block(block: Block) -> str:
    match block:
        case Heading():
            code = f"heading(level: {block.level}, {quoted(block.words.strip() or _UNTITLED)})"
        case Paragraph():
            code = _voiced(block)
        case Items():
            code = _items(block)
        case Terms():
            entries = ", ".join(f"({quoted(name)}, {_content(content)})" for name, content in block.entries)
            code = f"names(({entries},))"
        case Table():
            code = _table(block)
        case Picture():
            words = f"{quoted(block.alternative)}, {quoted(block.caption)}"
            code = f"picture(bytes({_string(block.svg)}), {words}, {block.width}mm)"
        case NewPage():
            code = "pagebreak(weak: true)"
    return f"#{code};"


def _voiced(paragraph: Paragraph) -> str:
    content = _content(paragraph.content)
    if paragraph.voice is Voice.BODY:
        return f"par({content})"
    return f"{paragraph.voice.name.lower()}({content})"


def _items(items: Items) -> str:
    name = "enum" if items.numbered else "list"
    return f"{name}({', '.join('[' + ''.join(map(_entry, one)) + ']' for one in items.entries)})"


def _entry(part: Paragraph | Items) -> str:
    return f"#{_items(part)};" if isinstance(part, Items) else f"#par({_content(part.content)});"


def _table(table: Table) -> str:
    columns = ", ".join(f"{width}fr" for width in table.widths)
    head = ", ".join(_content((Text(name, strong=True),)) for name in table.head)
    rows = ",\n".join(", ".join(map(_content, row)) for row in table.rows)
    numbers = "true" if table.numbers else "false"
    return f"sheet({quoted(table.caption)}, ({columns},), {numbers}, ({head},),\n{rows})"


def _content(content: Iterable[Inline]) -> str:
    return f"[{''.join(map(_inline, content))}]"


def _inline(inline: Inline) -> str:
    if isinstance(inline, Note):
        return f"#footnote({_content(inline.content)});"
    words = _breakable(inline.words)
    if isinstance(inline, Link):
        return f"#link({_string(inline.address)}, {words});"
    options = 'weight: "bold", ' if inline.strong else ""
    options += 'style: "italic", ' if inline.emphasis else ""
    if inline.language:
        language = inline.language.partition("-")[0].lower()
        options += f"lang: {_string(language)}, region: none, "
    return f"#text({options}{words});" if options else words[1:-1]


def _breakable(words: str) -> str:
    """Return words in which even the longest can be broken at the end of a line, and are copied unbroken."""
    return f"[{''.join(map(_word, filter(None, _LONG_WORD.split(words))))}]"


def _word(words: str) -> str:
    """Return words as they are, or a very long one in boxes: a line may be broken before each."""
    if not _LONG_WORD.fullmatch(words):
        return f"#{quoted(words)};"
    first, *others = _PIECE.findall(words)
    return f"#{quoted(first)};" + "".join(f"#box({quoted(piece)});" for piece in others)
