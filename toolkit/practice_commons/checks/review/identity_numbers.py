"""Personal data by which the state and the banks know somebody: National Insurance, NHS and bank account numbers.

Sources: HMRC's National Insurance Manual, NIM39110 (the format: which letters and prefixes are never given, suffix A to
D); the NHS Data Model and Dictionary, “NHS Number” (ten digits, the last a modulus-11 check digit); Pay.UK's guidance
on sort codes (six digits) and account numbers (eight).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.manuscript import Manuscript

_INSURANCE = re.compile(
    r"(?<![\w-])([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[\s-]?\d\d[\s-]?\d\d[\s-]?\d\d[\s-]?[A-D](?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_NEVER_GIVEN = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_HEALTH = re.compile(r"(?<![\w£$€+/-])(?<!\d[.,])\d{3}([ -]?)\d{3}\1\d{4}(?![\w/-]|[.,]\d)", re.ASCII)
_OTHER = re.compile(
    r"\b(?:IS[BS]N(?:-1[03])?|UPRN|USRN|(?:ref(?:erence)?|order|invoice)(?:\.|\s(?:no|number))?)\W{0,4}$", re.IGNORECASE
)
"""What other numbers of ten digits are called. The check digit of an ISBN is the same as an NHS number's."""
_WEIGHTS = range(10, 1, -1)
_SORT_CODE = re.compile(r"(?<![\w-])\d\d([- ]?)\d\d\1\d\d(?![\w-])", re.ASCII)
_ACCOUNT = re.compile(r"(?<![\w.,£-])\d{8}(?![\w-]|[.,]\d)", re.ASCII)
_BANKING = re.compile(r"\b(?:sort\s?code|account|acct\b|a/c\b|bank)", re.IGNORECASE)
_NEAR = 80
"""Characters between a sort code and the account number that belongs to it, at most."""


def identity_numbers(manuscript: Manuscript) -> Iterator[Remark]:
    """Iterate over National Insurance numbers, NHS numbers, and sort codes with account numbers."""
    prose = manuscript.prose
    for match in _INSURANCE.finditer(prose):
        if match[1].upper() not in _NEVER_GIVEN:
            said = "a National Insurance number, by its form: it must not be published"
            yield manuscript.remark(match.start(), Concern.PERSONAL_DATA, said, f"{match[1][0]}…{match[0][-1]}")
    for match in _HEALTH.finditer(prose):
        if checks(match[0]) and not _OTHER.search(prose[max(0, match.start() - 24) : match.start()]):
            said = "ten digits with the check digit of an NHS number: it must not be published if it is one"
            yield manuscript.remark(match.start(), Concern.PERSONAL_DATA, said, f"{match[0][:2]}…{match[0][-1]}")
    yield from _bank_accounts(manuscript)


def checks(number: str) -> bool:
    """Say whether ten digits end in the check digit of an NHS number; the same digit ten times is never given."""
    digits = [int(one) for one in number if one.isdigit()]
    remainder = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11
    return len(set(digits)) > 1 and (11 - remainder) % 11 == digits[-1]


def _bank_accounts(manuscript: Manuscript) -> Iterator[Remark]:
    prose = manuscript.prose
    for match in _SORT_CODE.finditer(prose):
        start, end = max(0, match.start() - _NEAR), match.end() + _NEAR
        around = prose[start : match.start()] + " " * len(match[0]) + prose[match.end() : end]
        if _ACCOUNT.search(around) and _BANKING.search(around):
            said = "a sort code with an account number: whose are they?"
            yield manuscript.remark(match.start(), Concern.PERSONAL_DATA, said, f"{match[0][:2]}…")
