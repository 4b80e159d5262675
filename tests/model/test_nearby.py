"""How far councils are from one another."""

from __future__ import annotations

import math

import pytest

from practice_commons.model.council import Council
from practice_commons.model.nearby import Neighbours
from practice_commons.model.terms import CouncilType, Nation


def at(slug: str, latitude: float | None, longitude: float | None) -> Council:
    return Council(
        slug, slug, slug, "", (), CouncilType.UNITARY, Nation.ENGLAND, "R", "", None, None, (), latitude, longitude
    )


HERE, NOWHERE = at("here", 60.0, 0.0), at("nowhere", None, None)


def test_the_nearest_council_is_nearest_on_the_ground() -> None:
    # At 60 degrees north a degree of longitude is half as long as one of latitude.
    east, north = at("east", 60.0, 1.5), at("north", 61.0, 0.0)
    found = Neighbours([HERE, north, NOWHERE, east]).nearest(HERE)
    assert found is not None
    assert (found[0], round(found[1])) == (east, 83)


def test_the_first_of_equally_near_ones_is_taken() -> None:
    assert Neighbours([at("west", 60.0, -1.0), at("east", 60.0, 1.0)]).nearest(HERE)[0].slug == "west"


def test_where_nobody_knows_where_they_lie_there_is_no_nearest() -> None:
    assert Neighbours([HERE]).nearest(NOWHERE) is None
    assert Neighbours([NOWHERE, HERE]).nearest(HERE) is None


def test_a_quarter_of_a_great_circle() -> None:
    found = Neighbours([at("equator", 0.0, 77.0)]).nearest(at("pole", 90.0, 0.0))
    assert found is not None
    assert found[1] == pytest.approx(6371.0 * math.pi / 2)
