"""Personal data: what is remarked on, what passes, and how little of it is shown."""

from __future__ import annotations

import pytest

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.identity_numbers import checks
from practice_commons.checks.review.manuscript import read_manuscript
from practice_commons.checks.review.personal_data import personal_data


def found(text: str) -> list[Remark]:
    return list(personal_data(read_manuscript(text.encode())))


EMAILS = [
    ("Write to j.smith@kent.gov.uk today.", "j…@…uk"),
    ("<mailto:j.smith@kent.gov.uk>", "j…@…uk"),
    ("[Jo](mailto:jo@council.org)", "j…@…org"),
    ("*jo+calls@council.org*", "j…@…org"),
    ("jo [at] council [dot] gov [dot] uk", "j…@…uk"),
    ("jo (at) council.gov.uk", "j…@…uk"),
    ("jo&#64;council.gov.uk", "j…@…uk"),
    (r"jo\@council.gov.uk", "j…@…uk"),
    ("jo\u200b@council\xad.gov.uk", "j…@…uk"),
    ("Siân@cyngor.cymru", "S…@…cymru"),
    ("info@kent.gov.uk", "i…@…uk"),
    ("someone@example.org", "s…@…org"),
]
NO_EMAILS = [
    "Five @ two pounds",
    "Follow @KentCouncil",
    "jo at council dot gov",
    "https://user:word@host.example/",
    "a@b",
    "@@@@@@",
    "jo@localhost",
    "a @ b.org",
]


@pytest.mark.parametrize(("text", "shown"), EMAILS)
def test_email_address(text, shown):
    (one,) = found(text)
    assert (one.concern, one.shown) == (Concern.PERSONAL_DATA, shown)
    assert "e-mail address" in one.message


@pytest.mark.parametrize("text", NO_EMAILS)
def test_no_email_address(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("enquiries@kent.gov.uk", "office's"),
        ("Info@kent.gov.uk", "office's"),
        ("customer.services@kent.gov.uk", "office's"),
        ("jo@example.com", "kept for examples"),
        ("jo@council.example", "kept for examples"),
        ("information.jo@kent.gov.uk", "its owner"),
    ],
)
def test_email_address_is_told_by_whose_it_seems(address, words):
    assert words in found(address)[0].message


PHONES = [
    ("Call 020 7946 0958.", "02…58", "switchboard"),
    ("(01622) 696001", "01…01", "switchboard"),
    ("01622 696001", "01…01", "switchboard"),
    ("01622696001", "01…01", "switchboard"),
    ("Tel.: +44 (0)1622 696001", "+4…01", "switchboard"),
    ("0044 1622 696001", "00…01", "switchboard"),
    ("07911 123456", "07…56", "mobile"),
    ("07911-123-456", "07…56", "mobile"),
    ("+353 1 676 1234", "+3…34", "switchboard"),
    ("+33 1 42 68 53 00", "+3…00", "switchboard"),
    ("0300 123 4567", "03…67", "services"),
    ("0800 328 1234", "08…34", "services"),
    ("0845 600 6161", "08…61", "services"),
]
NO_PHONES = [
    "In 2008-09 and 2009-10, and in 2010/11",
    "E08000038 and E06000001",
    "ISBN 0 14 044926 8",
    "ISBN 01622 696001",
    "£01622 696001",
    "0.01622696001",
    "1622 696001",
    "Ring 999, 101, 111 or 116 123",
    "9,876,543,210 pounds",
    "1234567890123",
    "0000 0000 0000",
    "07/08/2010 12:30",
    "2010-04-01",
    "https://a.org/01622696001",
    "01622696001234567",
    "x01622696001",
    "01632 960123",
    "07700 900123",
    "0.012345678901",
    "Order no. 01622696001",
    "ref: 01622 696001",
]


@pytest.mark.parametrize(("text", "shown", "words"), PHONES)
def test_telephone_number(text, shown, words):
    (one,) = found(text)
    assert one.shown == shown
    assert words in one.message


@pytest.mark.parametrize("text", NO_PHONES)
def test_no_telephone_number(text):
    assert found(text) == []


def test_two_telephone_numbers_side_by_side():
    assert [one.column for one in found("01622 696001 01622 696002")] == [1, 14]


INSURANCE = ["AB123456C", "AB 12 34 56 C", "ab123456c", "JY-12-34-56-D", "(CE 123456 A)", "number:AB123456A."]
NO_INSURANCE = [
    "QQ123456C",
    "DA123456C",
    "AO123456C",
    "GB123456C",
    "NT123456A",
    "ZZ123456A",
    "AB123456E",
    "AB12345C",
    "AB1234567C",
    "XAB123456C",
    "AB123456CD",
    "E08000038",
]


@pytest.mark.parametrize("text", INSURANCE)
def test_national_insurance_number(text):
    assert [one.message.split(",")[0] for one in found(text)] == ["a National Insurance number"]
    assert "1234" not in found(text)[0].shown


@pytest.mark.parametrize("text", NO_INSURANCE)
def test_no_national_insurance_number(text):
    assert found(text) == []


HEALTH = ["943 476 5919", "9434765919", "943-476-5919", "NHS number: 943 476 5919, since", "401 023 2137"]
NO_HEALTH = [
    "943 476 5918",
    "9434765918",
    "943 4765919",
    "ISBN 0140449264",
    "ISBN-10: 0140449264",
    "£9434765919",
    "9434765919.50",
    "0.9434765919",
    "111 111 1111",
    "000 000 0000",
    "19434765919",
    "E9434765919",
    "https://a.org/9434765919",
    "Planning ref: 9434765919",
    "order number 9434765919",
]


@pytest.mark.parametrize("text", HEALTH)
def test_nhs_number(text):
    assert ["NHS number" in one.message for one in found(text)] == [True]


@pytest.mark.parametrize("text", NO_HEALTH)
def test_no_nhs_number(text):
    assert found(text) == []


def test_one_check_digit_in_ten_is_right_or_none():
    for stem in range(401_023_210, 401_023_310):
        right = [digit for digit in range(10) if checks(f"{stem}{digit}")]
        weighted = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), str(stem), strict=True))
        assert right == ([] if 11 - weighted % 11 == 10 else [(11 - weighted % 11) % 11])


@pytest.mark.parametrize(
    "text",
    [
        "Sort code 20-60-05, account 12345678",
        "sort code: 206005 account number: 12345678",
        "Pay 12345678 (bank 20-60-05).",
        "A/C 12345678\nSort code 20 60 05",
    ],
)
def test_bank_account(text):
    assert ["sort code" in one.message for one in found(text)] == [True]


@pytest.mark.parametrize(
    "text",
    ["20-60-05", "On 20-10-08 we counted 12345678 calls.", "Sort code 20-60-05", "account 12345678", "bank 2010-20-60"],
)
def test_no_bank_account(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("14 Acacia Avenue, Maidstone, ME14 1XQ", "live there"),
        ("Flat 2, 9b Mill Road\nCambridge\nCB1 2AB", "live there"),
        ("She lives in Acacia Avenue (me14 1xq).", "live there"),
        ("County Hall, 3 Sessions Way, Maidstone ME14 1XQ", "public building"),
        ("at the library, 5 High Street, EC1A 1BB", "public building"),
    ],
)
def test_address(text, words):
    assert [words in one.message for one in found(text)] == [True]
    assert found(text)[0].shown[2:] == "…"


@pytest.mark.parametrize(
    "text",
    [
        "People in ME14 1XQ called most.",
        "County Hall, Maidstone ME14 1XQ",
        "14 Acacia Avenue\n\nThe postcode is ME14 1XQ",
        "14 Acacia Avenue, ME14",
        "E08000038 in 14 Acacia Avenue",
        "14 Acacia Avenue, Q1 2AB",
    ],
)
def test_no_address(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Date of birth: 3 May 1960",
        "DOB 03/05/1960",
        "D.O.B. 03.05.60",
        "born on 3rd May 1960",
        "she was born on the 3rd of May 1960",
        "born 1960-05-03",
        "Date of birth is May 3, 1960",
    ],
)
def test_date_of_birth(text):
    assert ["date of birth" in one.message for one in found(text)] == [True]
    assert "1960" not in found(text)[0].shown


@pytest.mark.parametrize(
    "text",
    ["We ask for the date of birth.", "born in 1960", "an idea born on a Tuesday", "On 3 May 1960", "adobe 03/05/1960"],
)
def test_no_date_of_birth(text):
    assert found(text) == []


def test_line_and_column_are_those_of_the_file():
    data = b"\xef\xbb\xbf---\r\nkind: news\r\ntitle: Ask j&amp;o@kent.gov.uk\r\n---\r\nWords &amp; jo@kent.gov.uk\r\n"
    places = [(one.line, one.column) for one in personal_data(read_manuscript(data))]
    assert places == [(3, 18), (5, 13)]
