"""A stranger's file as a reader would see it, each character with its true place in the file.

Escapes are resolved and invisible characters dropped, so that nothing is hidden from a review by the way it is written.
"""

from __future__ import annotations

import bisect
import html
import itertools
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.reading import limits
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.strict_yaml import Value

_UNSEEN = "\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_IN_FACTS = re.compile(rf"\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}})|[{_UNSEEN}{_CONTROLS}]")
_IN_BODY = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    rf"|\\[!-/:-@\[-`{{-~]|[{_UNSEEN}{_CONTROLS}]"
)
_DROPPED = re.compile(rf"[{_UNSEEN}{_CONTROLS}]+")
_TARGET = re.compile(
    r"(?:[a-z]{2,8}:)?//[^\s<>\"()\[\]]+|www\.[^\s<>\"()\[\]]+|(?<=\]\()(?!mailto:|tel:)[^()\s]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The file to be reviewed.

    `text` is all of it as seen, `prose` the same with the targets of links blanked out, offset for offset. `body` is
    the Markdown as written and `body_line` the line of the file on which it begins; a file that cannot be read as a
    document is all body. `fields` are the facts, where they can be read.
    """

    text: str
    prose: str
    body: str
    body_line: int
    document: Document | None
    _seen: tuple[int, ...]
    _written: tuple[int, ...]
    _lines: tuple[int, ...]

    @property
    def fields(self) -> Mapping[str, Value]:
        """Return the facts of the frontmatter; none where it cannot be read."""
        return self.document.fields if self.document is not None else {}

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of the file for an offset in `text` or `prose`."""
        piece = bisect.bisect_right(self._seen, offset) - 1
        written = self._written[piece] + offset - self._seen[piece]
        line = bisect.bisect_right(self._lines, written)
        return line, written - self._lines[line - 1] + 1

    def remark(self, offset: int, concern: Concern, message: str, shown: str = "") -> Remark:
        """Return a remark on the place at an offset in `text` or `prose`."""
        return Remark(*self.place(offset), concern, message, shown)


def read_manuscript(data: bytes) -> Manuscript:
    """Read a stranger's bytes, whatever they are; of what is over the limit for a file, its beginning."""
    document = read_document("", data)
    raw = data[: limits.FILE_BYTES].decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    lines = (0, *itertools.accumulate(len(row) + 1 for row in raw.split("\n")))[:-1]
    held = document if isinstance(document, Document) else None
    body_line = held.body_line if held is not None else 1
    begins = lines[body_line - 1] if body_line <= len(lines) else len(raw)
    pieces: list[str] = []
    seen, written = [0], [0]
    length = done = 0
    for start, end, shown in itertools.chain(_escapes(_IN_FACTS, raw, 0, begins), _escapes(_IN_BODY, raw, begins)):
        pieces += (raw[done:start], shown)
        length += start - done
        seen += (length, length + len(shown))
        written += (start, end)
        length += len(shown)
        done = end
    text = "".join((*pieces, raw[done:]))
    prose = _TARGET.sub(lambda match: " " * len(match[0]), text)
    body = held.body if held is not None else raw
    return Manuscript(text, prose, body, body_line, held, tuple(seen), tuple(written), lines)


def _escapes(pattern: re.Pattern[str], raw: str, start: int, end: int | None = None) -> Iterator[tuple[int, int, str]]:
    """Iterate over what is not seen as it is written: where it begins and ends, and what is seen."""
    for match in pattern.finditer(raw, start, len(raw) if end is None else end):
        yield match.start(), match.end(), _DROPPED.sub("", _meant(match[0]))


def _meant(written: str) -> str:
    if written.startswith("&"):
        return html.unescape(written)
    if written.startswith("\\"):
        digits = written[2:]
        code = int(digits, base=16) if digits else ord(written[1])
        return "" if code > sys.maxunicode or unicodedata.category(chr(code)) == "Cs" else chr(code)
    return ""


def letters(text: str) -> str:
    """Return what may be displayed of a stranger's words: one short line with nothing in it that acts."""
    plain = "".join(one if one.isprintable() else "�" for one in text[:60])
    return f"{plain}…" if len(text) > 60 else plain  # noqa: PLR2004 - a line's worth
