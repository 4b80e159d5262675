"""What the documents on paper hold, taken out of them as other programs do."""

from __future__ import annotations

import dataclasses
import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from practice_commons.digest.digest import Digest

WORD = {"paragraph": "w:p", "parts": ("word/document.xml", "word/footnotes.xml")}
OPEN = {"paragraph": "text:(?:p|h)", "parts": ("content.xml",)}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def office_text(data: bytes, shape: dict[str, Any]) -> str:
    """The paragraphs of a Word or OpenDocument file, one a line, footnotes where the file keeps them."""
    lines = []
    for name in shape["parts"]:
        held = parts(data)[name].decode()
        held = re.sub(r"<text:(?:s|tab|line-break)\b[^>]*/>|<w:br/>", " ", held)
        for found in re.findall(rf"<{shape['paragraph']}\b[^>]*>(.*?)(?=</?{shape['paragraph']}\b)", held, re.DOTALL):
            line = " ".join(html.unescape(re.sub(r"<[^>]+>", "", found)).split())
            lines += [line] if line else []
    return "\n".join(lines) + "\n"


def pdf_text(data: bytes) -> str:
    """The text of a PDF, page by page, as copy and paste has it; the library marks a hyphen that ends a line."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range().replace("\r\n", "\n"))
            text.close()
            page.close()
        return "\f\n".join(pages).replace("\ufffe", "-")
    finally:
        document.close()


def rectangles(data: bytes) -> list[tuple[float, float, float, float]]:
    """Where the lines of a PDF's first page stand: left, bottom, right, top."""
    document = pypdfium2.PdfDocument(data)
    try:
        text = document[0].get_textpage()
        return [text.get_rect(number) for number in range(text.count_rects())]
    finally:
        document.close()


def pdf_bytes(data: bytes) -> Iterator[bytes]:
    """Every stream of a PDF, unpacked, and the file as it lies."""
    yield data
    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_bytes()
        for attached in document.attachments.values():
            yield attached.get_file().read_bytes()


def elements(data: bytes) -> list[tuple[str, str]]:
    """The structure tree of a PDF: each element's kind, and its alternative text or the scope of a header."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            said = str(node.get("/Alt", ""))
            attributes = node.get("/A", pikepdf.Array([]))
            for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
                said = str(one["/Scope"]) if "/Scope" in one else said
            found.append((str(node["/S"]), said))
            walk(node.get("/K", pikepdf.Array([])))

    with pikepdf.open(io.BytesIO(data)) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


def without_silent(digest: Digest) -> Digest:
    """Every council of the register is in scope or not, whoever contributed: its list says nothing about anybody."""
    return dataclasses.replace(digest, coverage=dataclasses.replace(digest.coverage, silent=()))
