"""A picture as PNG, for programs that show no SVG. Its letters are the digest's own typeface, wherever it is made."""

from __future__ import annotations

import functools

from practice_commons.digest.typefaces import FAMILY, files

_ZOOM = 2
"""Dots of the PNG to one of the SVG: sharp on paper."""


@functools.lru_cache(maxsize=32)
def png(svg: str) -> bytes:
    """Return a picture of ours, given as SVG, as PNG."""
    import resvg_py  # noqa: PLC0415 - a large library that only two formats need

    made = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=_ZOOM,
        skip_system_fonts=True,
        font_files=[str(path) for path in files()],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
    return bytes(made)
