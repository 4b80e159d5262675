"""The words of a digest's document, line by line, whatever its format: what a reader of it is told."""

from __future__ import annotations

import html
import re

from practice_commons.digest.package import opened
from practice_commons.failure import Failure

_MOST = 64 * 1024 * 1024
_PARTS = {
    "docx": ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"),
    "odt": ("content.xml",),
}
_ENDS = re.compile(
    rb"</(?:w:p|text:p|text:h|w:tr|table:table-row|p|h[1-6]|li|tr|div)>|<(?:w:br|w:tab|br|text:line-break)[ /][^<>]*>"
)
_LINK = re.compile(rb"<(?:a|text:a)\b[^<>]*?\bhref=\"(https?:[^\"<>]*)\"[^<>]*>")
_TARGET = re.compile(rb"<Relationship\b[^<>]*?\bTarget=\"(https?:[^\"<>]*)\"")
"""Where Word keeps the addresses of links, apart from the words."""
_TAG = re.compile(rb"<[^<>]*>")
_UNSEEN = re.compile(rb"<(script|style|head)\b.*?</\1>|<!--.*?-->", re.DOTALL)


def lines_of(data: bytes, form: str) -> list[str] | None:
    """Return a document's lines, trimmed; None where its words cannot be told. Raises Failure."""
    if form == "pdf":
        return None
    if form in _PARTS:
        kept = (f"word/_rels/{name}.xml.rels" for name in ("document", "footnotes")) if form == "docx" else ()
        addresses = {html.unescape(one.decode()) for part in kept for one in _TARGET.findall(_part(data, part))}
        return [line for part in _PARTS[form] for line in _marked(_part(data, part))] + sorted(addresses)
    if form == "html":
        return _marked(data)
    return [line for one in data.decode("utf-8", "replace").splitlines() if (line := " ".join(one.split()))]


def _marked(data: bytes) -> list[str]:
    """Return the words of marked text, and where its links lead: a line for each paragraph, heading, item and row."""
    plain = _TAG.sub(b"", _LINK.sub(rb" \1 ", _ENDS.sub(b"\n", _UNSEEN.sub(b"", data))))
    rows = html.unescape(plain.decode("utf-8", "replace")).splitlines()
    return [line for one in rows if (line := " ".join(one.split()))]


def _part(data: bytes, name: str) -> bytes:
    """Return a part of a package, no further than any digest goes; empty where there is none."""
    with opened(data) as package:
        if name not in package.namelist():
            return b""
        with package.open(name) as stream:
            found = stream.read(_MOST + 1)
    if len(found) > _MOST:
        raise Failure("the file is larger than any digest", "Give a digest as `commons digest` wrote it.")
    return found
