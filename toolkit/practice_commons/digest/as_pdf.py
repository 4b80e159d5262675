"""A digest as PDF, through Typst: tagged, for archives and for people who listen to it, with its manifest attached.

The standards are PDF/UA-1 and PDF/A-3a. PDF/A-2a is the same but for one thing: it allows no attached file that is not
a PDF/A itself, and the manifest is one. Typst refuses to write a file that keeps neither: a picture without
alternative text, a heading that skips a level, a character that the typeface lacks.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from practice_commons.digest.as_typst import source
from practice_commons.digest.digest import Digest
from practice_commons.digest.layout import laid_out
from practice_commons.digest.manifest import proof
from practice_commons.digest.outline import Outline
from practice_commons.digest.profile import Profile
from practice_commons.digest.typefaces import files
from practice_commons.failure import Failure

if TYPE_CHECKING:
    import typst

STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]


def pdf(digests: Sequence[Digest], profile: Profile = Profile.BRIEFING) -> bytes:
    """Return digests as one PDF."""
    return written(laid_out(digests, profile), proof(digests, profile))


def written(outline: Outline, carried: str) -> bytes:
    """Return an outline as a PDF that carries a manifest."""
    import typst  # noqa: PLC0415 - a large library that no other format needs

    text = source(outline, carried).encode()
    try:
        made, warnings = typst.Compiler(text, font_paths=_fonts(), ignore_system_fonts=True).compile_with_warnings(
            format="pdf", pdf_standards=STANDARDS, timestamp=outline.epoch
        )
    except typst.TypstError as error:
        raise Failure(f"the PDF cannot be made: {error.message}") from None
    if warnings:
        raise Failure(f"the PDF cannot be made as it should be: {warnings[0].message}")
    assert isinstance(made, bytes)
    return made


@functools.cache
def _fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415 - see above

    folder = str(files()[0].parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
