"""Conditions as people give them."""

from __future__ import annotations

import datetime as dt

import pytest

from practice_commons.search.facets import Unknown, bearers, period, resolve, span
from practice_commons.search.index import Index
from practice_commons.search.results import Top

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
        ("evidence", "Before after", ("before-after",)),
        ("region", "south east", ("South East",)),
        ("region", "north-west", ("North West",)),
        ("year", " 2024 ", ("2024",)),
        ("source", "Here", ("this commons",)),
        ("source", "this-commons", ("this commons",)),
        ("source", "small commons", ("this commons",)),
    ],
)
def test_known(index: Index, name: str, value: str, values: tuple[str, ...]) -> None:
    assert resolve(name, value, index.sight.names) == values


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("council", "Kemt", "Did you mean 'kent'?"),
        ("kind", "newz", "Did you mean 'news'?"),
        ("tag", "@@@", ""),
        ("evidence", "comparisson", "Did you mean 'comparison'?"),
        ("region", "South-Eest", "Did you mean 'south-east'?"),
        ("year", "24", "Give one like 2008."),
        ("source", "this-comons", "Did you mean 'this-commons'?"),
        ("year", "0000", "Give one like 2008."),
        ("year", "２００８", "Give one like 2008."),
    ],
)
def test_unknown(index: Index, name: str, value: str, hint: str) -> None:
    found = resolve(name, value, index.sight.names)
    assert isinstance(found, Unknown)
    assert value in found.message
    assert found.hint == hint


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("e10000016", [Top("council", "kent", "Kent")]),
        ("kent county council", [Top("council", "kent", "Kent")]),
        ("ctr", [Top("tag", "council-tax-support", "Council tax support")]),
        ("council-tax-support", [Top("tag", "council-tax-support", "Council tax support")]),
        ("failure demand", [Top("priority", "avoidable-contact", "Avoidable contact")]),
        ("customer contact", [Top("community", "contact", "Customer contact")]),
        ("contact", [Top("community", "contact", "Customer contact")]),
        ("nothing", []),
    ],
)
def test_bearers_of_a_name(index: Index, name: str, found: list[Top]) -> None:
    assert list(bearers(name, index.sight.names)) == found


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
