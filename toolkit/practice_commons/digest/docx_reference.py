"""The look of a digest in Word: pandoc's own reference document, on A4 and with our styles."""

from __future__ import annotations

import functools

from practice_commons.digest.package import changed, packed, swapped, unpacked
from practice_commons.digest.pandoc import default_reference

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_INK, _QUIET, _ACCENT, _LINE, _TINT = "16191D", "4A5058", "0B4F9E", "B8BEC6", "F2F5F8"
_FONT = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>'
FOOT = "COMMONS-DIGEST-FOOT"
"""What stands in the footer until a document's own words take its place."""

WIDTH = 9638
"""What lies between the margins of a page, in twentieths of a point."""
_SECTION = f"""<w:sectPr {_R}><w:footerReference w:type="default" r:id="rIdFooter"/>\
<w:footnotePr><w:numRestart w:val="continuous"/></w:footnotePr><w:pgSz w:w="11906" w:h="16838"/>\
<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>\
</w:sectPr>"""
_FOOTER = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr {_W} {_R}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t>{FOOT}</w:t></w:r>\
<w:r><w:tab/><w:t xml:space="preserve">Page </w:t></w:r>\
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>\
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>\
</w:p></w:ftr>"""
_RELATION = (
    '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"'
    ' Id="rIdFooter" Target="footer1.xml" />'
)
_TYPE = (
    '<Override PartName="/word/footer1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml" />'
)


def _spacing(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="264" w:lineRule="auto"/>'


def _border(colour: str, width: int, side: str = "left") -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="{width}" w:space="8" w:color="{colour}"/></w:pBdr>'


def _run(half_points: int, colour: str = _INK, *, bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    return f'{_FONT}{weight}<w:color w:val="{colour}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(level: int) -> tuple[str, str, str]:
    size, before, after = {1: (40, 0, 80), 2: (28, 320, 100), 3: (23, 220, 60), 4: (21, 160, 40)}[level]
    rule = _border(_INK, 8, "top") if level == 2 else ""  # noqa: PLR2004 - the sections
    paragraph = f'<w:keepNext/><w:keepLines/>{rule}{_spacing(before, after)}<w:outlineLvl w:val="{level - 1}"/>'
    return f"Heading{level}", f"heading {level}", _style_body("Normal", paragraph, _run(size, bold=True), "BodyText")


def _style_body(base: str, paragraph: str, run: str, following: str = "") -> str:
    after = f'<w:next w:val="{following}"/>' if following else ""
    return f'<w:basedOn w:val="{base}"/>{after}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr>'


_SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{_TINT}"/>'
_TABS = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
_ASK = f'<w:keepNext/>{_border(_ACCENT, 36)}{_spacing(120, 40)}<w:ind w:left="170"/>'
_NOTICE = f'{_border(_QUIET, 24)}{_SHADE}{_spacing(60, 120)}<w:ind w:left="170"/>'
_STYLES: tuple[tuple[str, str, str], ...] = (
    ("BodyText", "Body Text", _style_body("Normal", _spacing(60, 100), _run(20))),
    ("Compact", "Compact", _style_body("BodyText", _spacing(20, 50), _run(20))),
    ("TableText", "Table Text", _style_body("Normal", _spacing(20, 20), _run(17))),
    *(_heading(level) for level in (1, 2, 3, 4)),
    ("Facts", "Facts", _style_body("Normal", _spacing(0, 140), _run(19, _QUIET))),
    ("Notice", "Notice", _style_body("Normal", _NOTICE, _run(19))),
    ("Ask", "Ask", _style_body("Normal", _ASK, _run(27, bold=True))),
    (
        "Quotation",
        "Quotation",
        _style_body("Normal", f'<w:keepNext/>{_border(_LINE, 24)}{_spacing(60, 0)}<w:ind w:left="170"/>', _run(20)),
    ),
    (
        "Credit",
        "Credit",
        _style_body("Normal", f'{_border(_LINE, 24)}{_spacing(0, 140)}<w:ind w:left="170"/>', _run(18, _QUIET)),
    ),
    ("Command", "Command", _style_body("Normal", _SHADE + _spacing(60, 120), _run(18))),
    ("FootnoteText", "footnote text", _style_body("Normal", _spacing(0, 0), _run(16, _QUIET))),
    (
        "TableCaption",
        "Table Caption",
        _style_body("Normal", f"<w:keepNext/>{_spacing(160, 60)}", _run(19, bold=True)),
    ),
    ("Footer", "footer", _style_body("Normal", _TABS + _spacing(0, 0), _run(16, _QUIET))),
)
_LINK = (
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    f'<w:rPr><w:color w:val="{_ACCENT}"/><w:u w:val="single"/></w:rPr></w:style>'
)
_TABLE = f"""<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>\
<w:basedOn w:val="TableNormal"/><w:qFormat/><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr>\
<w:tblPr><w:tblBorders>{
    "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
}</w:tblBorders>\
<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/>\
<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>\
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>{_SHADE}</w:tcPr></w:tblStylePr>\
<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>"""


@functools.cache
def reference() -> bytes:
    """Return the reference document."""
    parts = unpacked(default_reference("docx")) | {"word/footer1.xml": _FOOTER.encode()}
    parts = changed(parts, "word/styles.xml", _restyled)
    parts = changed(parts, "word/document.xml", lambda text: swapped(text, r"<w:sectPr>.*?</w:sectPr>", _SECTION))
    parts = changed(parts, "word/settings.xml", lambda text: swapped(text, "en-US", "en-GB"))
    for name, end, line in (
        ("word/_rels/document.xml.rels", "</Relationships>", _RELATION),
        ("[Content_Types].xml", "</Types>", _TYPE),
    ):
        parts[name] = parts[name].replace(end.encode(), f"{line}{end}".encode())
    return packed(parts)


def _restyled(text: str) -> str:
    text = swapped(text, r'w:val="en-US"', 'w:val="en-GB"')
    text = swapped(text, r"<w:rFonts w:asciiTheme[^>]*/>(\s*<w:sz w:val=\"24\" />)", rf"{_FONT}\1")
    for name in ("Table", "Hyperlink", *(name for name, _, _ in _STYLES)):
        text = _without(text, name)
    ours = [
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{label}"/>{body}</w:style>'
        for name, label, body in _STYLES
    ]
    return text.replace("</w:styles>", "".join((*ours, _LINK, _TABLE, "</w:styles>")))


def _without(text: str, name: str) -> str:
    """Return the styles without the one with a name, if it is among them."""
    before, found, rest = text.partition(f'w:styleId="{name}"')
    if not found:
        return text
    return before[: before.rindex("<w:style ")] + rest[rest.index("</w:style>") + len("</w:style>") :]
