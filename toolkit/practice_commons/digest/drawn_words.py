"""A stranger's words inside a picture: they stay words, and the picture stays well-formed."""

from __future__ import annotations

import html
import re


def drawn(words: str) -> str:
    """Return words for SVG."""
    return html.escape(well_formed(words))


def well_formed(words: str) -> str:
    """Return words without the characters that XML 1.0 does not allow."""
    return re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", words)
