"""The look of a digest in OpenDocument: pandoc's own reference document, on A4 and with our styles."""

from __future__ import annotations

import functools
import re

from practice_commons.digest.package import changed, packed, swapped, unpacked
from practice_commons.digest.pandoc import default_reference

_INK, _QUIET, _ACCENT, _LINE, _TINT = "#16191d", "#4a5058", "#0b4f9e", "#b8bec6", "#f2f5f8"
FOOT = "COMMONS-DIGEST-FOOT"
"""What stands in the footer until a document's own words take its place."""


def _style(name: str, parent: str, paragraph: str, text: str, outline: int = 0) -> str:
    level = f' style:default-outline-level="{outline}"' if outline else ""
    return (
        f'<style:style style:name="{name.replace(" ", "_20_")}" style:display-name="{name}" style:family="paragraph"'
        f' style:parent-style-name="{parent}"{level} style:class="text"><style:paragraph-properties {paragraph}/>'
        f"<style:text-properties {text}/></style:style>"
    )


def _space(before: str, after: str, more: str = "") -> str:
    return f'fo:margin-top="{before}" fo:margin-bottom="{after}" fo:line-height="118%" {more}'.rstrip()


def _text(points: str, colour: str = _INK, *, bold: bool = False) -> str:
    weight = "bold" if bold else "normal"
    return f'fo:font-size="{points}" fo:color="{colour}" fo:font-weight="{weight}" style:use-window-font-color="false"'


def _rule(colour: str, width: str) -> str:
    return f'fo:border-left="{width} solid {colour}" fo:padding-left="3mm" fo:margin-left="3mm"'


_KEEP = 'fo:keep-with-next="always"'
_SHADE = f'fo:background-color="{_TINT}"'
_STYLES = (
    ("Text body", "Standard", _space("1mm", "1.8mm"), _text("10pt")),
    ("First paragraph", "Text_20_body", _space("1mm", "1.8mm"), _text("10pt")),
    ("Heading 1", "Heading", _space("0mm", "1.5mm", _KEEP), _text("20pt", bold=True)),
    (
        "Heading 2",
        "Heading",
        _space("6mm", "2mm", f'{_KEEP} fo:border-top="1pt solid {_INK}" fo:padding-top="1.5mm"'),
        _text("14pt", bold=True),
    ),
    ("Heading 3", "Heading", _space("4mm", "1mm", _KEEP), _text("11.5pt", bold=True)),
    ("Heading 4", "Heading", _space("3mm", "0.8mm", _KEEP), _text("10.5pt", bold=True)),
    ("Facts", "Standard", _space("0mm", "2.5mm"), _text("9.5pt", _QUIET)),
    ("Notice", "Standard", _space("1mm", "2mm", f"{_SHADE} {_rule(_QUIET, '3pt')}"), _text("9.5pt")),
    ("Ask", "Standard", _space("1.5mm", "0mm", f"{_KEEP} {_rule(_ACCENT, '4pt')}"), _text("13.5pt", bold=True)),
    ("Quotation", "Standard", _space("1mm", "0mm", f"{_KEEP} {_rule(_LINE, '3pt')}"), _text("10pt")),
    ("Credit", "Standard", _space("0mm", "2.5mm", _rule(_LINE, "3pt")), _text("9pt", _QUIET)),
    ("Command", "Standard", _space("1mm", "2mm", _SHADE), _text("9pt")),
    ("NewPage", "Standard", 'fo:break-after="page"', _text("10pt")),
    ("Table Contents", "Standard", _space("0.4mm", "0.4mm"), _text("9pt")),
    ("Table Heading", "Table_20_Contents", _space("0.4mm", "0.4mm"), _text("9pt", bold=True)),
    ("TableCaption", "Standard", _space("3mm", "1mm", _KEEP), _text("9.5pt", bold=True)),
    (
        "Footnote",
        "Standard",
        _space("0mm", "0mm", 'fo:margin-left="5mm" fo:text-indent="-5mm"'),
        _text("8pt", _QUIET),
    ),
    ("Footer", "Standard", _space("0mm", "0mm"), _text("8pt", _QUIET)),
)
_FOOTER = (
    f'<style:footer><text:p text:style-name="Footer">{FOOT} · Page '
    '<text:page-number text:select-page="current">1</text:page-number></text:p></style:footer>'
)
_PAGE = r"\g<1>210mm\g<2>297mm\g<3>"
_SIZE = r'(fo:page-width=")[^"]*("\s+fo:page-height=")[^"]*(")'


@functools.cache
def reference() -> bytes:
    """Return the reference document."""
    return packed(changed(unpacked(default_reference("odt")), "styles.xml", _restyled))


def _restyled(text: str) -> str:
    text = swapped(text, r'fo:country="US"', 'fo:country="GB"')
    text = swapped(text, r'style:font-name="(Times New Roman|Arial|[^"]*)"', 'fo:font-family="Arial"')
    text = swapped(text, _SIZE, _PAGE)
    text = swapped(text, r'fo:margin-(top|bottom|left|right)="1in"', r'fo:margin-\1="20mm"')
    text = swapped(text, r"<style:footer>.*?</style:footer>", _FOOTER)
    for name, *_ in _STYLES:
        encoded = re.escape(name.replace(" ", "_20_"))
        shape = rf'<style:style style:name="{encoded}"(?:[^>]*/>|[^>]*[^/]>.*?</style:style>)'
        text = re.sub(shape, "", text, count=1, flags=re.DOTALL)
    levels = {f"Heading {level}": level for level in (1, 2, 3, 4)}
    ours = "".join(_style(*one, outline=levels.get(one[0], 0)) for one in _STYLES)
    return text.replace("</office:styles>", f"{ours}</office:styles>")
