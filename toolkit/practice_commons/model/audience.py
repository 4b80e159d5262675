"""The councils that a call for examples is aimed at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from practice_commons.model.community import Scope
from practice_commons.model.council import Council, Register
from practice_commons.model.kinds import Call


def asked(call: Call, register: Register, scopes: Sequence[Scope], day: dt.date) -> tuple[Council, ...]:
    """Return the councils of a day that a call asks, in the register's order.

    They are those that lie in every one of the scopes (the commons' and the priority's), fewer where the call names
    regions or types. A council that is named is asked wherever it lies, and its successors in its place; where nothing
    else is named, nobody else is asked.
    """
    wanted: set[str] = set()
    if call.asked_regions or call.asked_types or not call.asked_councils:
        regions = {region_key(one) for one in call.asked_regions}
        wanted = {
            one.slug
            for one in register.in_scope(scopes, day)
            if (not regions or region_key(one.region) in regions)
            and (not call.asked_types or one.type in call.asked_types)
        }
    wanted.update(one.slug for one in register.present(call.asked_councils, day))
    return tuple(one for one in register if one.slug in wanted)


def region_key(name: str) -> str:
    """Return a region's name for comparing: case and spaces do not count."""
    return " ".join(name.split()).casefold()
