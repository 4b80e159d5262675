"""The words of a digest's document, line by line, whatever its format: what a reader of it is told."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib

from practice_commons.failure import Failure

_MOST = 64 * 1024 * 1024
_PARTS = {
    "docx": ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"),
    "odt": ("content.xml",),
}
_ENDS = re.compile(
    rb"</(?:w:p|text:p|text:h|w:tr|table:table-row|p|h[1-6]|li|tr|div)>|<(?:w:br|w:tab|br|text:line-break)[ /][^<>]*>"
)
_TAG = re.compile(rb"<[^<>]*>")
_UNSEEN = re.compile(rb"<(script|style|head)\b.*?</\1>|<!--.*?-->", re.DOTALL)


def form_of(data: bytes) -> str:
    """Return the format of a digest, told by its content."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04"):
        return "odt" if b"opendocument.text" in data[:200] else "docx"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"{"):
        return "json"
    if start.startswith((b'"record"', b"record,")):
        return "csv"
    return "html" if b"<html" in data[:4096].lower() else "md"


def lines_of(data: bytes, form: str) -> list[str] | None:
    """Return a document's lines, trimmed; None where its words cannot be told. Raises Failure."""
    if form == "pdf":
        return None
    if form in _PARTS:
        return [line for part in _PARTS[form] for line in _marked(_part(data, part))]
    if form == "html":
        return _marked(data)
    return [line for one in data.decode("utf-8", "replace").splitlines() if (line := " ".join(one.split()))]


def _marked(data: bytes) -> list[str]:
    """Return the words of marked text: a line for each paragraph, heading, item and row."""
    plain = _TAG.sub(b"", _ENDS.sub(b"\n", _UNSEEN.sub(b"", data)))
    rows = html.unescape(plain.decode("utf-8", "replace")).splitlines()
    return [line for one in rows if (line := " ".join(one.split()))]


def _part(data: bytes, name: str) -> bytes:
    """Return a part of a package, no further than any digest goes; empty where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if name not in package.namelist():
                return b""
            with package.open(name) as stream:
                found = stream.read(_MOST + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
        raise Failure("the file is damaged: it cannot be unpacked", "Get it again, or make the digest again.") from None
    if len(found) > _MOST:
        raise Failure("the file is larger than any digest", "Give a digest as `commons digest` wrote it.")
    return found
