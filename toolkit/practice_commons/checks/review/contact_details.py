"""Personal data by which somebody can be reached: e-mail addresses and telephone numbers.

Sources: RFC 5321 (addresses: 64 characters before the sign), RFC 2606 and RFC 6761 (names kept for examples), Ofcom's
National Telephone Numbering Plan and ITU-T E.164 as the library phonenumbers holds them, and the Information
Commissioner's guidance “What is personal data?”: a work address that names a person is personal data too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatch, PhoneNumberMatcher, PhoneNumberType, number_type

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.manuscript import Manuscript

_LOCAL = r"(?<![\w.+'&=%~@-])[\w.+'&=%~-]{1,64}"
_LABEL = r"[^\W_][\w-]{0,62}"
_EMAIL = re.compile(rf"({_LOCAL})@((?:{_LABEL}\.){{1,8}}[^\W\d_]{{2,24}})(?![\w-])")
_SPELT = re.compile(  # “name [at] council [dot] gov.uk”
    rf"({_LOCAL}) ?[\[({{] ?at ?[\])}}] ?"
    rf"((?:{_LABEL}(?:\.| ?[\[({{] ?dot ?[\])}}] ?)){{1,8}}[^\W\d_]{{2,24}})(?![\w-])",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:info|enquir(?:y|ies)|inquiries|contact(?:us)?|hello|help(?:desk)?|mail|post|office|admin|support|press|media|news"
    r"|communications|customer\W?services?|feedback|complaints|consultations?|democratic\W?services|planning|licensing"
    r"|council(?:tax)?|register|elections?|webmaster|postmaster|editor|bookings?|events?|training|foi|data\W?protection|"
    r"dpo|no\W?reply)",
    re.IGNORECASE,
)
_KEPT_FOR_EXAMPLES = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)", re.IGNORECASE)

_NUMBER = re.compile(r"(?<![\w£$€])(?<!\d[.,/-])\(?[+0](?!\.\d)(?=[\d()  .–-]{8})")
_NOT_A_TELEPHONE = re.compile(
    r"\b(?:ISBN|ISSN|DOI|UPRN|USRN|(?:ref(?:erence)?|order|invoice)(?:\.|\s(?:no|number))?)\b"
    r"[^\w\n]{0,4}(?:\d{1,4}[ -]?){0,3}$",
    re.IGNORECASE,
)
_ELEVEN = re.compile(r"\(?0(?:[() .-]{0,2}\d){10}(?=\s)", re.ASCII)
_WINDOW = 48
"""Characters in which a telephone number has ended, with those after it by which it is judged."""
_TRIES = 500
"""Beginnings of numbers looked at in one file: more than a person writes, and half a second's work at most."""
_SERVICES = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
    PhoneNumberType.VOICEMAIL,
}


def contact_details(manuscript: Manuscript) -> Iterator[Remark]:
    """Iterate over e-mail addresses and telephone numbers."""
    yield from _email_addresses(manuscript)
    yield from _telephone_numbers(manuscript)


def _email_addresses(manuscript: Manuscript) -> Iterator[Remark]:
    for pattern in (_EMAIL, _SPELT):
        for match in pattern.finditer(manuscript.prose):
            local, domain = match.group(1, 2)
            if _KEPT_FOR_EXAMPLES.fullmatch(domain):
                said = "an e-mail address, under a name that is kept for examples"
            elif _OFFICE.fullmatch(local):
                said = "an office's e-mail address, by its name: is it public?"
            else:
                said = "an e-mail address: does its owner agree to its being published?"
            ending = re.split(r"\W+", domain)[-1]
            yield manuscript.remark(match.start(), Concern.PERSONAL_DATA, said, f"{local[0]}…@…{ending}")


def _telephone_number(window: str) -> PhoneNumberMatch | None:
    """Return the telephone number that a text begins with: with all that may belong to it, or its eleven digits."""
    eleven = _ELEVEN.match(window)
    for text in (window, eleven[0] if eleven else ""):
        found: PhoneNumberMatch | None = next(iter(PhoneNumberMatcher(text, "GB", Leniency.VALID, 3)), None)
        if found is not None and found.start <= 1:
            return found
    return None


def _telephone_numbers(manuscript: Manuscript) -> Iterator[Remark]:
    prose = manuscript.prose
    at = 0
    for _ in range(_TRIES):
        begun = _NUMBER.search(prose, at)
        if begun is None:
            return
        start, at = begun.start(), begun.end()
        window = prose[start : start + _WINDOW].split("\n", 1)[0]
        found = _telephone_number(window)
        if found is None or _NOT_A_TELEPHONE.search(prose[max(0, start - 32) : start]):
            continue
        at = max(at, start + found.end)
        kind = number_type(found.number)
        if kind in _SERVICES:
            said = "a telephone number of the kind that services have: is it public?"
        elif kind in {PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER}:
            said = "a mobile telephone number: does its owner agree to its being published?"
        else:
            said = "a telephone number: is it a switchboard's, or somebody's own?"
        digits = "".join(one for one in found.raw_string if one.isdigit() or one == "+")
        yield manuscript.remark(start, Concern.PERSONAL_DATA, said, f"{digits[:2]}…{digits[-2:]}")
