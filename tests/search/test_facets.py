"""Conditions as people give them."""

from __future__ import annotations

import datetime as dt

import pytest

from practice_commons.search.facets import Unknown, period, resolve, span
from practice_commons.search.index import Index

YEAR = (dt.date(2008, 1, 1), dt.date(2008, 12, 31))


@pytest.mark.parametrize(
    ("name", "value", "values"),
    [
        ("council", "Kent", ("kent",)),
        ("council", "kent county council", ("kent",)),
        ("council", "E10000016", ("kent",)),
        ("council", "E08000016", ("barnsley",)),
        ("council", "cumberland", ("cumberland", "allerdale")),
        ("council", "allerdale", ("allerdale",)),
        ("community", "contact", ("contact",)),
        ("community", "customer contact", ("contact",)),
        ("kind", "Case study", ("case-study",)),
        ("outcome", "did not work", ("did-not-work",)),
        ("priority", "ni14", ("avoidable-contact",)),
        ("tag", "CTR", ("council-tax-support",)),
    ],
)
def test_known(index: Index, name: str, value: str, values: tuple[str, ...]) -> None:
    assert resolve(name, value, index.catalogue.vocabularies) == values


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("council", "Kemt", "Did you mean 'kent'?"),
        ("kind", "newz", "Did you mean 'news'?"),
        ("tag", "@@@", ""),
    ],
)
def test_unknown(index: Index, name: str, value: str, hint: str) -> None:
    found = resolve(name, value, index.catalogue.vocabularies)
    assert isinstance(found, Unknown)
    assert value in found.message
    assert found.hint == hint


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2008", YEAR),
        ("2008-02", (dt.date(2008, 2, 1), dt.date(2008, 2, 29))),
        ("2008-2-3", (dt.date(2008, 2, 3), dt.date(2008, 2, 3))),
        ("", None),
        ("2008-00", None),
        ("2008-13", None),
        ("2008-02-30", None),
        ("0000", None),
        ("last year", None),
    ],
)
def test_periods(text: str, days: tuple[dt.date, dt.date] | None) -> None:
    assert period(text) == days


@pytest.mark.parametrize(
    ("name", "value", "days"),
    [
        ("since", "2008", (YEAR[0], None)),
        ("until", "2008", (None, YEAR[1])),
        ("date", "2008", YEAR),
        ("date", "2008..2008", YEAR),
        ("date", "2008..", (YEAR[0], None)),
        ("date", "..2008", (None, YEAR[1])),
    ],
)
def test_spans(name: str, value: str, days: tuple[dt.date | None, dt.date | None]) -> None:
    assert span(name, value) == days


@pytest.mark.parametrize(
    ("name", "value"), [("date", ".."), ("date", "x..2008"), ("date", "2008..y"), ("since", "2008..")]
)
def test_what_is_no_span(name: str, value: str) -> None:
    assert isinstance(span(name, value), Unknown)
