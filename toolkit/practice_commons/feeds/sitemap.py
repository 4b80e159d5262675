"""The sitemap (sitemaps.org protocol 0.9): every permalink, and when its text last changed."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(pages: Iterable[tuple[str, str]]) -> bytes:
    """Return the sitemap of (address, date) pairs; an empty date is left out."""
    ET.register_namespace("", _SPACE)
    top = ET.Element(f"{{{_SPACE}}}urlset")
    for location, date in sorted(pages):
        page = ET.SubElement(top, f"{{{_SPACE}}}url")
        ET.SubElement(page, f"{{{_SPACE}}}loc").text = location
        if date:
            ET.SubElement(page, f"{{{_SPACE}}}lastmod").text = date
    document: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return document
