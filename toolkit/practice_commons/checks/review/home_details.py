"""Personal data about where somebody lives and when they were born.

Sources: BS 7666 and Royal Mail's Programmers' Guide (the form of postcodes), and the Information Commissioner's
guidance “What are identifiers and related factors?”: an address or a date of birth tells one person from others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.manuscript import Manuscript

_POSTCODE = re.compile(
    r"(?<![\w-])(?:[A-PR-UWYZ](?:\d[\dA-HJKPSTUW]?|[A-HK-Y]\d[\dABEHMNPRVWXY]?))\s?\d[ABD-HJLNP-UW-Z]{2}(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_HOUSE = re.compile(r"(?<![\w.,£/-])\d{1,4}[a-zA-Z]?,?\s{1,4}[A-Z][a-z'’-]{1,30}")
_STREET = re.compile(
    r"[A-Z][\w'’-]{1,30}\s{1,4}(?:Avenue|Ave|Close|Court|Crescent|Drive|Gardens|Green|Grove|Hill|Lane|Mews|Park|Place|Rise"
    r"|Road|Rd|Row|Square|Street|St|Terrace|View|Walk|Way)\b"
)
_PUBLIC = re.compile(
    r"\b(?:council|offices?|hall|library|cent(?:re|er)|school|college|university|hospital|surgery|church|hub|station"
    r"|headquarters|civic|guildhall|museum|theatre|hotel)\b",
    re.IGNORECASE,
)
_BEFORE = 110
"""Characters before a postcode in which the rest of the address stands."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_BORN = re.compile(
    r"(?<!\w)(?:date\s{1,4}of\s{1,4}birth|d\.?o\.?b\.?|birth\W?date|born(?:\s{1,4}on)?(?:\s{1,4}the)?)(?:\s{1,4}(?:is|was))?\W{0,6}"
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s{{1,4}}(?:of\s{{1,4}})?{_MONTH},?\s{{1,4}}"
    rf"(?:19|20)\d\d|{_MONTH}\s{{1,4}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,4}}(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)


def home_details(manuscript: Manuscript) -> Iterator[Remark]:
    """Iterate over dates of birth, and over postcodes that a house or a street stands before."""
    prose = manuscript.prose
    for match in _BORN.finditer(prose):
        said = "a date of birth: is the person to be known by it?"
        yield manuscript.remark(match.start(), Concern.PERSONAL_DATA, said, f"{match[0][:4].rstrip()}…")
    for match in _POSTCODE.finditer(prose):
        before = prose[max(0, match.start() - _BEFORE) : match.start()].rpartition("\n\n")[2]
        if not (_HOUSE.search(before) or _STREET.search(before)):
            continue
        public = _PUBLIC.search(before)
        said = (
            "an address, of a public building by its words: is it meant to be published?"
            if public
            else "a postcode with a house or a street: does somebody live there?"
        )
        yield manuscript.remark(match.start(), Concern.PERSONAL_DATA, said, f"{match[0][:2]}…")
