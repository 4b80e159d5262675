"""A reminder of a call: the councils asked that are silent, whom to ask about each, and a text ready to send.

Nothing here sends anything, and nothing takes silence for an opinion. A neighbour is named only where one of its
contributions may be used with the council's name: what a page shows, a letter need not repeat.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from practice_commons.catalogue.calls import Calling
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest.phrasing import TYPES
from practice_commons.model.council import Council
from practice_commons.model.nearby import Neighbours
from practice_commons.model.terms import Consent, CouncilType
from practice_commons.model.wording import count, day

_SHARED = (
    "SELECT value, count(*) FROM facet JOIN placement USING (number)"
    " WHERE facet = 'council' AND published AND NOT withdrawn GROUP BY 1 ORDER BY 1"
)
_NAMED = frozenset({Consent.NAMED.value, Consent.COUNCIL_ONLY.value})


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The nearest council that has shared something, as the crow flies. `responded` says that it answered this call."""

    council: Council
    kilometres: int
    responded: bool


@dataclass(frozen=True, slots=True)
class Silent:
    """A council asked that no response names. `shared` counts what it has shared otherwise."""

    council: Council
    shared: int
    neighbour: Neighbour | None


@dataclass(frozen=True, slots=True)
class Group:
    """The silent councils of one type in one region, by name."""

    region: str
    type: CouncilType
    silent: tuple[Silent, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a facilitator needs to ask again: who is silent, whom to ask, and what to write."""

    calling: Calling
    groups: tuple[Group, ...]
    facilitators: tuple[str, ...]
    text: str


def reminder(calling: Calling) -> Reminder:
    """Return the reminder of a call on the day of the tree."""
    catalogue = calling.catalogue
    lists = catalogue.vocabularies
    community = lists.communities[calling.call.community]
    people = (*community.facilitators, *lists.commons.moderation.facilitators)
    names = tuple(dict.fromkeys(one.name for one in people))
    order = list(TYPES)
    found = sorted(_silent(calling), key=lambda one: (one.council.name.casefold(), one.council.slug))
    keys = {(one.council.region, one.council.type) for one in found}
    groups = tuple(
        Group(region, kind, tuple(one for one in found if (one.council.region, one.council.type) == (region, kind)))
        for region, kind in sorted(keys, key=lambda key: (key[0], order.index(key[1])))
    )
    return Reminder(calling, groups, names, _text(calling, community.title, names))


def _silent(calling: Calling) -> Iterator[Silent]:
    catalogue = calling.catalogue
    register, today = catalogue.vocabularies.register, catalogue.today
    shared: dict[str, int] = {}
    for slug, number in catalogue.connection.execute(_SHARED).fetchall():
        for council in register.present([slug], today):
            shared[council.slug] = shared.get(council.slug, 0) + number
    responded = {one.slug for one in register.present(sorted(_may_be_named(catalogue, calling.entry.id)), today)}
    others = {one.slug for one in register.present(sorted(_may_be_named(catalogue)), today)}
    known = [one for one in register if one.slug in others | responded]
    neighbours = Neighbours(sorted(known, key=lambda one: (one.slug not in responded, one.slug)))
    for council in calling.silent:
        yield Silent(council, shared.get(council.slug, 0), _nearest(council, neighbours, responded))


def _may_be_named(catalogue: Catalogue, responds_to: str = "") -> set[str]:
    """Return the councils that some contribution names, or some response to a call, and lets be named elsewhere."""
    where, values = ("responds_to = ?", (responds_to,)) if responds_to else ("councils != ''", ())
    query = f"SELECT blob, path, councils FROM placement WHERE published AND NOT withdrawn AND {where}"  # noqa: S608 - ours
    named: set[str] = set()
    for blob, path, councils in catalogue.connection.execute(query, values).fetchall():
        slugs = {*councils.split()}
        if not slugs <= named and json.loads(catalogue.content(blob, path)[0]).get("consent") in _NAMED:
            named |= slugs
    return named


def _nearest(council: Council, neighbours: Neighbours, responded: set[str]) -> Neighbour | None:
    """Return the nearest other council of some; None where nobody knows where it is, or there is no other."""
    found = neighbours.nearest(council)
    return Neighbour(found[0], round(found[1]), found[0].slug in responded) if found else None


def _text(calling: Calling, community: str, names: tuple[str, ...]) -> str:
    call = calling.call
    base = calling.catalogue.vocabularies.commons.base_url.rstrip("/")
    came = calling.responses
    so_far = (
        f"So far there {'is' if len(came) == 1 else 'are'} {calling.answered}." if came else "Nobody has answered yet."
    )
    last = f" The last day is {day(call.deadline)}." if call.deadline else ""
    signed = f"{', '.join(names)}\n{community}" if names else f"The facilitators of {community}"
    return f"""\
Subject: {call.title}

Dear colleague,

We ask councils: {" ".join(call.question.split())}

{so_far} We have not heard from your council. We take that as no view either way.

A paragraph is enough: what you did, what came of it, and how you know. What did not work helps others as much as \
what did. You say how it may be used, and whether your council may be named.{last}

Read the call and answer it: {base}/c/{calling.entry.id}/

With kind regards
{signed}
"""


def silent_line(one: Silent) -> str:
    """Return a silent council in words, with whom to ask about it."""
    said = [f"it has shared {count(one.shared, 'other contribution')}"] if one.shared else []
    if one.neighbour is not None:
        what = "responded" if one.neighbour.responded else "has shared something"
        said.append(f"nearest: {one.neighbour.council.name}, {one.neighbour.kilometres} km, which {what}")
    return f"{one.council.name} ({'; '.join(said)})" if said else one.council.name
