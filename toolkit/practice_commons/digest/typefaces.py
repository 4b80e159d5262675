"""The typeface of PDF documents: Open Sans, from a package, and the characters that it can show.

A typesetter falls back in silence to whatever the machine has, or leaves boxes; an archive may hold neither. So the
machine's own fonts are never looked at, and a character that the typeface lacks is printed as its number: ‹U+1F600›.
"""

from __future__ import annotations

import functools
import importlib.util
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from practice_commons.failure import Failure

FAMILY = "Open Sans"
_PACKAGE = "ttf_opensans"
_STYLES = ("Regular", "Italic", "Bold", "BoldItalic", "SemiBold")
_ALIKE = {"\u2010": "-", "\u2011": "-", "\ufe0e": "", "\ufe0f": ""}
"""What looks the same, or has no look of its own."""
_INSTALL = "Install what the toolkit needs again: python -m pip install --require-hashes -r requirements.lock"


@functools.cache
def files() -> tuple[Path, ...]:
    """Return the files of the typeface."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise Failure(f"PDF needs the typeface {FAMILY}, which is not installed", _INSTALL)
    folder = Path(found.origin).parent / "ttf"
    return tuple(folder / f"OpenSans-{style}.ttf" for style in _STYLES)


def shown(words: str) -> str:
    """Return words with every character that the typeface lacks printed as its number."""
    known = covered()
    if known.issuperset(words):
        return words
    return "".join(one if one in known else _stand_in(one) for one in unicodedata.normalize("NFC", words))


def _stand_in(one: str) -> str:
    if one in _ALIKE:
        return _ALIKE[one]
    return " " if unicodedata.category(one) == "Zs" else f"‹U+{ord(one):04X}›"


@functools.cache
def covered() -> frozenset[str]:
    """Return the characters that every style of the typeface can show."""
    sets = [frozenset(_characters(path.read_bytes())) for path in files()]
    return frozenset.intersection(*sets) - frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0xAD)))


def _characters(font: bytes) -> Iterator[str]:
    """Yield the characters in the first table of a font's that maps Unicode's basic plane (format 4)."""
    tables = struct.unpack(">H", font[4:6])[0]
    for number in range(tables):
        name, _, start, _ = struct.unpack(">4sIII", font[12 + 16 * number : 28 + 16 * number])
        if name == b"cmap":
            yield from _mapped(font, start)
            return


def _mapped(font: bytes, start: int) -> Iterator[str]:
    for number in range(struct.unpack(">H", font[start + 2 : start + 4])[0]):
        place = start + struct.unpack(">I", font[start + 8 + 8 * number : start + 12 + 8 * number])[0]
        if struct.unpack(">H", font[place : place + 2])[0] == 4:  # noqa: PLR2004 - the format's number
            yield from _segments(font, place)
            return


def _segments(font: bytes, place: int) -> Iterator[str]:
    double = struct.unpack(">H", font[place + 6 : place + 8])[0]

    def column(number: int, gap: int, kind: str) -> tuple[int, ...]:
        start = place + 14 + number * double + gap
        return struct.unpack(f">{double // 2}{kind}", font[start : start + double])

    ends, starts = column(0, 0, "H"), column(1, 2, "H")
    deltas, offsets = column(2, 2, "h"), column(3, 2, "H")
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, last + 1):
            glyph = code + delta
            if offset:
                where = place + 16 + 3 * double + 2 * index + offset + 2 * (code - first)
                glyph = struct.unpack(">H", font[where : where + 2])[0]
            if glyph % 65536 and code != 0xFFFF:  # noqa: PLR2004 - the mark at the end of the table
                yield chr(code)
