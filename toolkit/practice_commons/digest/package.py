"""Office documents as what they are: zip files of XML. Packed so that the same parts always give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from xml.sax.saxutils import escape

from practice_commons.failure import Failure

_DATE = (1980, 1, 1, 0, 0, 0)
_FIRST = ("mimetype", "[Content_Types].xml")


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package that we made ourselves. For a stranger's, see `carriers`."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist() if not name.endswith("/")}


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a package that may be anybody's. Raises Failure, also for what is found damaged while it is open."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
        raise Failure("the file is damaged: it cannot be unpacked", "Get it again, or make the digest again.") from None


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a package: in order of name, without dates, and stored, since compression differs between machines."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(parts, key=lambda one: (_FIRST.index(one) if one in _FIRST else len(_FIRST), one)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 0
            package.writestr(entry, parts[name])
    return stream.getvalue()


def changed(parts: Mapping[str, bytes], name: str, change: Callable[[str], str]) -> dict[str, bytes]:
    """Return parts with the text of one changed."""
    return {**parts, name: change(parts[name].decode()).encode()}


def swapped(text: str, pattern: str, replacement: str) -> str:
    """Return text with what a pattern finds replaced, wherever it stands. It must be there: else pandoc has changed."""
    text, found = re.subn(pattern, lambda match: match.expand(replacement), text, flags=re.DOTALL)
    assert found, f"pandoc's document has no {pattern}"
    return text


def xml(words: str) -> str:
    """Return words as text or an attribute of XML."""
    return escape("".join(one for one in words if one >= " "), {'"': "&quot;"})
