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
    return _document(top)


def sitemap_index(sitemaps: Iterable[str]) -> bytes:
    """Return the index of the sitemaps at some addresses: one sitemap may hold no more than fifty thousand pages."""
    ET.register_namespace("", _SPACE)
    top = ET.Element(f"{{{_SPACE}}}sitemapindex")
    for location in sorted(sitemaps):
        ET.SubElement(ET.SubElement(top, f"{{{_SPACE}}}sitemap"), f"{{{_SPACE}}}loc").text = location
    return _document(top)


def _document(top: ET.Element) -> bytes:
    document: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return document
