"""A digest as a Word document: through pandoc, with a reference document of ours, its manifest as a custom XML part."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from practice_commons.digest import carriers
from practice_commons.digest.as_pandoc import tree
from practice_commons.digest.digest import Digest
from practice_commons.digest.docx_reference import FOOT, WIDTH, reference
from practice_commons.digest.layout import laid_out
from practice_commons.digest.manifest import proof
from practice_commons.digest.outline import Outline
from practice_commons.digest.package import changed, packed, swapped, unpacked, xml
from practice_commons.digest.pandoc import converted
from practice_commons.digest.profile import Profile

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_GUID = "{7E1C2F54-9A3B-4D57-8C0E-5B2A6D1F4C90}"
"""What Word knows the manifest's part by: made up once, the same in every digest."""


def docx(digests: Sequence[Digest], profile: Profile = Profile.BRIEFING) -> bytes:
    """Return digests as one Word document."""
    return written(laid_out(digests, profile), proof(digests, profile))


def written(outline: Outline, carried: str) -> bytes:
    """Return an outline as a Word document that carries a manifest."""
    parts = unpacked(converted(tree(outline, "docx"), "docx", reference(), outline.epoch))
    parts = changed(parts, "word/document.xml", _tables)
    for name in [one for one in parts if one.startswith("word/footer")]:
        parts = changed(parts, name, lambda text: text.replace(FOOT, xml(f"{outline.publisher}, {outline.stamp}")))
    parts["docProps/core.xml"] = _properties(outline).encode()
    return packed(_with_manifest(parts, carried))


def _tables(text: str) -> str:
    """Give every table the page's width and the smaller letters, and say which of its cells are headers."""
    return re.sub(r"<w:tbl>.*?</w:tbl>", lambda table: _table(table[0]), text, flags=re.DOTALL)


def _table(text: str) -> str:
    look = '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="0"/>'
    text = swapped(text, r"<w:tblLook [^>]*/>", look)
    text = swapped(text, r'<w:pStyle w:val="Compact" />', '<w:pStyle w:val="TableText" />')
    widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', text)]
    return re.sub(r'(<w:gridCol w:w=")(\d+)"', lambda width: f'{width[1]}{int(width[2]) * WIDTH // sum(widths)}"', text)


def _properties(outline: Outline) -> str:
    when = dt.datetime.fromtimestamp(outline.epoch, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_HEADER}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml(outline.title)}</dc:title><dc:subject>{xml(outline.subject)}</dc:subject>"
        f"<dc:creator>{xml(outline.publisher)}</dc:creator><dc:description>{xml(outline.stamp)}</dc:description>"
        f"<dc:language>{outline.language}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>'
    )


def _with_manifest(parts: dict[str, bytes], carried: str) -> dict[str, bytes]:
    """Return the parts of a document with a custom XML part, the way Word keeps one when the file is saved again."""
    relation = f'<Relationship Id="rIdManifest" Type="{_RELATIONS}/customXml" Target="../customXml/item1.xml"/>'
    kind = (
        '<Override PartName="/customXml/itemProps1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
    )
    parts = changed(
        parts,
        "word/_rels/document.xml.rels",
        lambda text: swapped(text, "</Relationships>", f"{relation}</Relationships>"),
    )
    parts = changed(parts, "[Content_Types].xml", lambda text: swapped(text, "</Types>", f"{kind}</Types>"))
    return parts | {
        "customXml/item1.xml": f"{_HEADER}{carriers.element(carried)}".encode(),
        "customXml/itemProps1.xml": (
            f'{_HEADER}<ds:datastoreItem ds:itemID="{_GUID}" xmlns:ds="{_CUSTOM}">'
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{carriers.NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode(),
        "customXml/_rels/item1.xml.rels": (
            f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_RELATIONS}/customXmlProps" Target="itemProps1.xml"/></Relationships>'
        ).encode(),
    }
