"""A body's prose, for the plain-English rules: the same text, with all that is not a sentence blanked out.

Every character keeps its place, so that what is found can be told by its line and column.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_NOT_PROSE = re.compile(r"\s*(#{1,6}\s|>|\||\[[^\]\n]{1,200}\]:|</?[a-z])|( {4}|\t)")
_ITEM = re.compile(r"\s*([-*+]|\d{1,9}[.)])\s+(\[[ xX]\]\s+)?")
_SPANS = re.compile(  # every branch begins with a letter or a sign, not with a class: that is found quickest
    r"`[^`\n]*`"  # code
    r"|!\[[^\]\n]*\]\([^()\n]*\)"  # a picture
    r"|\]\([^()\n]*\)|\]\[[^\]\n]*\]|\["  # a link's address; its words stay
    r"|<[^<>\n]*>"  # an element or an address
    r"|https?://\S+|www\.\S+"
    r"|\*[*_~]*|_[*_~]*|~[*_~]*"
)
_END = re.compile(r"[.!?…:;](?:(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*[\"'”’)\]]*(?=\s)|(?<=[:;])\s*(?=\n))")
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: where in its paragraph it begins to be looked for, and its words."""

    after: int
    words: list[str]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a list item: the line of the body on which it begins, and its text, blanked where not prose."""

    line: int
    text: str

    def beginning(self, sentence: Sentence) -> tuple[int, int]:
        """Return the line of the body and the column of a sentence's first word."""
        found = _WORD.search(self.text, sentence.after)
        return self.place(found.start() if found else sentence.after)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line of the body and the column for an offset in the text."""
        line = self.text.count("\n", 0, offset)
        return self.line + line, offset - (self.text.rfind("\n", 0, offset) + 1) + 1

    def sentences(self) -> Iterator[Sentence]:
        """Iterate over the paragraph's sentences."""
        at = 0
        ends = [match.end() for match in _END.finditer(self.text)]
        for end in (*ends, len(self.text)):
            if words := _WORD.findall(self.text, at, end):
                yield Sentence(at, words)
            at = end


@functools.lru_cache(maxsize=1)
def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a body, without code, tables, headings, quotations and HTML; kept for the next rule."""
    return tuple(_paragraphs(body))


def _paragraphs(body: str) -> Iterator[Paragraph]:
    held: list[str] = []
    start = 1
    fence = ""
    for number, row in enumerate((*body.split("\n"), ""), start=1):
        mark = _FENCE.match(row)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
            continue
        item = _ITEM.match(row)
        not_prose = not row.strip() or mark or (_NOT_PROSE.match(row) and not (item or held))
        if (not_prose or item) and held:
            yield Paragraph(start, "\n".join(held))
            held = []
        if mark:
            fence = mark[1]
        if not not_prose:
            if not held:
                start = number
            text = " " * item.end() + row[item.end() :] if item else row
            held.append(_SPANS.sub(lambda match: " " * len(match[0]), text))
