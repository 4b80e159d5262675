"""An outline as pandoc's own syntax tree. Words go in as words: no markup is read anywhere on the way."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

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
from practice_commons.digest.raster import png

_API = [1, 23, 1]
"""The version of the syntax tree that is written."""
_BLANKS = re.compile(r"[ \t\r\n]+")
_NOT_XML = re.compile(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN = ["", [], []]
_MILLIMETRES = 25.4
_BREAKS = {
    "docx": {"t": "RawBlock", "c": ["openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>']},
    "odt": {"t": "RawBlock", "c": ["opendocument", '<text:p text:style-name="NewPage"/>']},
}


def tree(outline: Outline, form: str) -> str:
    """Return the JSON of an outline's syntax tree, for one of pandoc's formats."""
    meta = {"lang": {"t": "MetaString", "c": outline.language}}
    blocks = [one for block in outline.blocks for one in _block(block, form)]
    return json.dumps({"pandoc-api-version": _API, "meta": meta, "blocks": blocks})


def _block(block: Block, form: str) -> Iterator[dict[str, Any]]:
    if isinstance(block, Heading):
        yield {"t": "Header", "c": [block.level, _PLAIN, _inlines((Text(block.words),))]}
    elif isinstance(block, Paragraph):
        yield _paragraph(block)
    elif isinstance(block, Items):
        yield _items(block)
    elif isinstance(block, Terms):
        entries = [[_para("Plain", (Text(f"{name}: ", strong=True), *content))] for name, content in block.entries]
        yield {"t": "BulletList", "c": entries}
    elif isinstance(block, Table):
        yield _table(block)
    elif isinstance(block, Picture):
        yield _picture(block)
    elif isinstance(block, NewPage):
        yield _BREAKS[form]


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    plain = _para("Para", paragraph.content)
    if paragraph.voice is Voice.BODY:
        return plain
    return {"t": "Div", "c": [["", [], [["custom-style", paragraph.voice.value]]], [plain]]}


def _para(name: str, content: Iterable[Inline]) -> dict[str, Any]:
    return {"t": name, "c": _inlines(content)}


def _items(items: Items) -> dict[str, Any]:
    entries = [
        [_items(one) if isinstance(one, Items) else _para("Plain", one.content) for one in entry]
        for entry in items.entries
    ]
    if items.numbered:
        return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], entries]}
    return {"t": "BulletList", "c": entries}


def _table(table: Table) -> dict[str, Any]:
    columns = [
        [{"t": "AlignRight" if table.numbers and number else "AlignLeft"}, {"t": "ColWidth", "c": width / 100}]
        for number, width in enumerate(table.widths)
    ]
    head = _row([(Text(name),) for name in table.head])
    body = [_PLAIN, 1, [], [_row(row) for row in table.rows]]
    caption = [None, [_para("Plain", (Text(table.caption),))]]
    return {"t": "Table", "c": [_PLAIN, caption, columns, [_PLAIN, [head]], [body], [_PLAIN, []]]}


def _row(cells: Iterable[Iterable[Inline]]) -> list[Any]:
    plain = [[_PLAIN, {"t": "AlignDefault"}, 1, 1, [_para("Plain", content)]] for content in cells]
    return [_PLAIN, plain]


def _picture(picture: Picture) -> dict[str, Any]:
    address = f"data:image/png;base64,{base64.b64encode(png(picture.svg)).decode()}"
    size = ["", [], [["width", f"{picture.width / _MILLIMETRES:.2f}in"]]]
    image = {"t": "Image", "c": [size, _inlines((Text(picture.alternative),)), [address, ""]]}
    caption = [None, [_para("Plain", (Text(picture.caption),))]]
    return {"t": "Figure", "c": [_PLAIN, caption, [{"t": "Plain", "c": [image]}]]}


def _inlines(content: Iterable[Inline]) -> list[dict[str, Any]]:
    return [one for inline in content for one in _inline(inline)]


def _inline(inline: Inline) -> Iterator[dict[str, Any]]:
    if isinstance(inline, Note):
        yield {"t": "Note", "c": [_para("Para", inline.content)]}
    elif isinstance(inline, Link):
        yield {"t": "Link", "c": [_PLAIN, list(_words(inline.words)), [inline.address, ""]]}
    else:
        words = list(_words(inline.words))
        if inline.strong:
            words = [{"t": "Strong", "c": words}]
        if inline.emphasis:
            words = [{"t": "Emph", "c": words}]
        if inline.language:
            words = [{"t": "Span", "c": [["", [], [["lang", inline.language]]], words]}]
        yield from words


def _words(text: str) -> Iterator[dict[str, Any]]:
    """Yield words as one string, blanks and all: pandoc takes it so, and far faster than word by word.

    Blanks are one blank each, as on paper. What XML cannot hold is shown as a replacement character.
    """
    plain = _BLANKS.sub(" ", text)
    if plain:
        yield {"t": "Str", "c": _NOT_XML.sub("\ufffd", plain)}
