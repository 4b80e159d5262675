"""Small files that may be lost, and that nobody believes when they are damaged: a checksum, then a text."""

from __future__ import annotations

import zlib
from pathlib import Path


def read(file: Path, key: str = "") -> str | None:
    """Return the text that is kept in a file under a key; None where none is, or it is damaged."""
    try:
        head, _, text = file.read_text("utf-8").partition("\n")
    except (OSError, ValueError):
        return None
    return text if head == _head(text, key) else None


def keep(file: Path, text: str, beside: Path, key: str = "") -> None:
    """Keep a text in a file under a key, written `beside` it first. Raises OSError, and leaves nothing beside it."""
    try:
        beside.write_text(f"{_head(text, key)}\n{text}", "utf-8", newline="\n")
        beside.replace(file)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _head(text: str, key: str) -> str:
    """Return the first line: the key, if there is one, and a checksum (CRC-32, ISO 3309)."""
    return f"{key} {zlib.crc32(text.encode()):08x}".lstrip()
