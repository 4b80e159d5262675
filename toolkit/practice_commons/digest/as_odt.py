"""A digest as an OpenDocument text: through pandoc, on a reference document of ours, its manifest as a file inside."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from practice_commons.digest.as_pandoc import tree
from practice_commons.digest.carriers import ODT_PART
from practice_commons.digest.digest import Digest
from practice_commons.digest.layout import laid_out
from practice_commons.digest.manifest import proof
from practice_commons.digest.odt_reference import FOOT, reference
from practice_commons.digest.outline import Outline, Picture
from practice_commons.digest.package import changed, packed, swapped, unpacked, xml
from practice_commons.digest.pandoc import converted
from practice_commons.digest.profile import Profile


def odt(digests: Sequence[Digest], profile: Profile = Profile.BRIEFING) -> bytes:
    """Return digests as one OpenDocument text."""
    return written(laid_out(digests, profile), proof(digests, profile))


def written(outline: Outline, carried: str) -> bytes:
    """Return an outline as an OpenDocument text that carries a manifest."""
    parts = unpacked(converted(tree(outline, "odt"), "odt", reference(), outline.epoch))
    foot = xml(f"{outline.publisher}, {outline.stamp}")
    parts = changed(parts, "styles.xml", lambda text: swapped(text, FOOT, foot.replace("\\", r"\\")))
    parts = changed(parts, "content.xml", lambda text: _described(_ruled(text), outline))
    parts["meta.xml"] = _properties(outline).encode()
    entry = f'<manifest:file-entry manifest:media-type="application/json" manifest:full-path="{ODT_PART}"/>'
    parts = changed(
        parts,
        "META-INF/manifest.xml",
        lambda text: swapped(text, "</manifest:manifest>", f"{entry}</manifest:manifest>"),
    )
    return packed(parts | {ODT_PART: carried.encode()})


def _ruled(text: str) -> str:
    """Draw lines round the cells of tables, and shade their headers."""
    if "<table:table " not in text:
        return text
    text = swapped(text, 'fo:border="none"', 'fo:border="0.5pt solid #b8bec6" fo:padding="1mm"')
    return swapped(
        text, r'("TableHeaderRowCell"[^>]*>\s*<style:table-cell-properties)', r'\1 fo:background-color="#f2f5f8"'
    )


def _described(text: str, outline: Outline) -> str:
    """Give every picture the words that stand for it: pandoc leaves them out of OpenDocument."""
    words = iter([one.alternative for one in outline.blocks if isinstance(one, Picture)])
    return re.sub(r"</draw:frame>", lambda _: f"<svg:desc>{xml(next(words))}</svg:desc></draw:frame>", text)


def _properties(outline: Outline) -> str:
    when = dt.datetime.fromtimestamp(outline.epoch, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
        ' office:version="1.3"><office:meta>'
        f"<dc:title>{xml(outline.title)}</dc:title><dc:subject>{xml(outline.subject)}</dc:subject>"
        f"<dc:creator>{xml(outline.publisher)}</dc:creator><dc:description>{xml(outline.stamp)}</dc:description>"
        f"<dc:language>{outline.language}</dc:language><dc:date>{when}</dc:date>"
        f"<meta:creation-date>{when}</meta:creation-date></office:meta></office:document-meta>\n"
    )
