"""How each council of a map stands: heard in its own name, heard through another, silent, or out of scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from practice_commons.digest.digest import Coverage, Heard
from practice_commons.digest.phrasing import TYPE
from practice_commons.digest.standing import Standing
from practice_commons.model.community import Scope
from practice_commons.model.council import Council, Register


@dataclass(frozen=True, slots=True)
class Row:
    """A council of the day, as the table beside the map lists it."""

    slug: str
    name: str
    type: str
    region: str
    standing: Standing
    through: tuple[str, ...]
    """Whom it was heard through: the councils it replaced, or its county."""


def rows(register: Register, day: dt.date, coverage: Coverage, scopes: Sequence[Scope]) -> tuple[Row, ...]:
    """Return every council of the day, counties too, by region and name.

    A district counts as in scope where its county is, since it stands for its part of the county on the map.

    Raises:
        ValueError: The coverage is of another scope or day.
    """
    inside = {council.slug for council in register.in_scope(scopes, day)}
    if len(inside) != coverage.in_scope or any(one.slug not in inside for one in coverage.heard):
        raise ValueError("The coverage was not made of these scopes on this day.")
    heard = {one.slug: one for one in coverage.heard}
    beyond = {one.slug: one for one in coverage.outside}
    current = (council for council in register if council.existed_on(day))
    told = [_row(council, register.find(council.county), inside, heard, beyond) for council in current]
    return tuple(sorted(told, key=lambda row: (row.region, row.name.casefold(), row.slug)))


def _row(
    council: Council, county: Council | None, inside: set[str], heard: dict[str, Heard], beyond: dict[str, Heard]
) -> Row:
    standing, through = Standing.OUTSIDE, tuple[str, ...]()
    over = county.slug if county else ""
    if council.slug in heard:
        through = heard[council.slug].through
        standing = Standing.OWN if heard[council.slug].own else Standing.FORMER
    elif county and over in heard:
        standing, through = Standing.COUNTY, (county.name,)
    elif council.slug in beyond:
        standing, through = Standing.BEYOND, beyond[council.slug].through
    elif council.slug in inside or over in inside:
        standing = Standing.SILENT
    return Row(council.slug, council.name, TYPE[council.type], council.region, standing, through)
