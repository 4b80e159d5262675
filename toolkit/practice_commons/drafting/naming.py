"""A file's name, made from a title: safe in addresses and on every file system."""

from __future__ import annotations

import re
import unicodedata

_LENGTH = 60
_TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|readme|index)")
"""Names that Windows keeps for devices, and those that a folder's own page has."""


def slug(title: str, otherwise: str) -> str:
    """Return a title in lower-case words joined by hyphens; `otherwise` where nothing of it can be kept."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().replace("'", "").lower()
    words = "-".join(re.findall("[a-z0-9]+", plain))
    if len(words) > _LENGTH:
        words = words[: _LENGTH + 1].rpartition("-")[0] or words[:_LENGTH]
    if not words:
        return otherwise
    return f"{otherwise}-{words}" if _TAKEN.fullmatch(words) else words
