"""A stranger's text inside Markdown: it stays text. No heading, link, HTML, emphasis, list or cell can come of it.

Written for GitHub Flavored Markdown, which also turns bare addresses into links; the test-suite renders hostile and
random text with GitHub's own engine and compares words. Only blanks at the ends of lines, and runs of them, are lost.
"""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[ \t\f\v]+")
_NEWLINES = re.compile(r"\s*[\r\n]\s*")
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>~&#$^!]")
_LINKED = re.compile(r"(?<=[A-Za-z]):(?=/|\S*@)|(?<=[wW]{3})\.")
_AT = re.compile(r"@(?=\S)")
_REFERENCE = re.compile(r"\\#(?=\d)")
_MARKER = re.compile(r"^[+\-=:]")
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def inline(text: str) -> str:
    """Return text for the middle of a line: a heading, a list item, a table cell."""
    return _escaped(_NEWLINES.sub(" ", text.strip()))


def quotation(text: str) -> str:
    """Return text as a block quotation, its lines kept."""
    lines = [inline(line) for line in text.splitlines() if line.strip()]
    return "\\\n".join(f"> {line}" for line in lines)


def link(text: str, address: str | None) -> str:
    """Return a link whose text is our own and whose address is checked; plain text without an address."""
    return f"[{text}](<{address}>)" if address else text


def _escaped(line: str) -> str:
    line = _SPECIAL.sub(r"\\\g<0>", _BLANKS.sub(" ", line))
    line = _REFERENCE.sub(r"\\#<!-- -->", line)
    line = _LINKED.sub(r"\\\g<0>", line)
    line = _AT.sub("@<!-- -->", line).replace("|", "&#124;")
    return _NUMBER.sub(r"\1\\\2", _MARKER.sub(r"\\\g<0>", line))
