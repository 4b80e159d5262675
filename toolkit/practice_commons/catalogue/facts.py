"""What the catalogue writes of a contribution at its path: a function of its content, the lists and the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from practice_commons.catalogue.codec import storable
from practice_commons.catalogue.entry import Headline, councils_of
from practice_commons.checks.inspection import Placed, placed_problems
from practice_commons.checks.layout import FEDERATED
from practice_commons.checks.rules.links import aims
from practice_commons.checks.rules.references import references
from practice_commons.model.asking import priorities_of
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import Call, Event, Offer, Request, stands
from practice_commons.model.problem import Problem
from practice_commons.rendering.survey import Link

CLOSELY = "closely"
"""An aim of whatever may be at fault although all that it refers to is there."""
FOREVER = "9999-12-31"
"""The last day on which something stands that has none."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What follows from one contribution at its path, as rows. Nothing in it depends on any other file."""

    path: str
    file: tuple[str, str, str]
    """Identity, kind and latest day: the columns of `file` that only a contribution has."""
    aims: tuple[str, ...]
    problems: tuple[Problem, ...]
    placement: tuple[object, ...] | None
    """The columns of `placement` from `blob` to `headline`; None for what can never be published."""
    facets: tuple[tuple[str, str], ...]


def facts_of(placed: Placed) -> Facts:
    """Return what follows from a contribution at its path."""
    one, said, path = placed.examined, placed.contribution, placed.path
    links = one.rendered.links if one.rendered else ()
    found = {f"{kind}:{aim}" for kind, aim in aims(path, said, links)}
    found.update(f"id:{identity}" for _, identity in references(said))
    if said is not None and said.adapted_from:
        found.add(f"text:{said.adapted_from.partition('@')[0]}")
    if not _is_plain(said, links):
        found.add(CLOSELY)
    placement: tuple[object, ...] | None = None
    facets: tuple[tuple[str, str], ...] = ()
    if said is not None and said.id is not None and path.startswith(("communities/", f"{FEDERATED}/")):
        councils = councils_of(said, placed.vocabularies.register)
        priorities = priorities_of(said)
        placement = (
            one.blob,
            said.id,
            said.kind.value,
            said.community,
            said.date.isoformat(),
            int(said.withdrawn is not None),
            said.responds_to,
            said.superseded_by,
            said.outcome.value if said.outcome else "",
            _until(said),
            said.review_by.isoformat() if said.review_by else None,
            said.author.name if said.author.listed else None,
            said.author.role.label,
            len(said.asks),
            " ".join(councils),
            Headline.of(said).as_json(),
        )
        facets = tuple(
            dict.fromkeys(
                (
                    *(("priority", name) for name in priorities),
                    *(("council", name) for name in councils),
                    *(("tag", name) for name in said.tags),
                    ("licence", said.licence),
                    *([("source", storable(f"{said.origin.peer} {said.origin.commons}"))] if said.origin else []),
                    *((stance.value, name) for name, stance in said.stance.items()),
                )
            )
        )
    return Facts(
        path,
        (one.claimed_id, said.kind.value if said else "", _latest(said)),
        tuple(sorted(storable(aim) for aim in found)),
        tuple(placed_problems(placed)),
        placement,
        facets,
    )


def _is_plain(said: Contribution | None, links: Sequence[Link]) -> bool:
    """Say whether all is well with what a contribution refers to if only it is there: no heading, picture or kind."""
    if said is not None and (said.responds_to or said.superseded_by):
        return False
    return not any("#" in one.address or one.alternative is not None or one.address.startswith("/") for one in links)


def _until(said: Contribution) -> str | None:
    """Return the last day of an event, or on which a call, an offer or a request stands; None where it does not."""
    if isinstance(said, Event):
        return (said.ends or said.starts).date().isoformat()
    if not isinstance(said, Call | Offer | Request) or not stands(said, dt.date.min):
        return None
    last = said.deadline if isinstance(said, Call) else said.until
    return last.isoformat() if last else FOREVER


def _latest(said: Contribution | None) -> str:
    """Return the last day that a contribution speaks of as past: what the rule on future dates looks at."""
    if said is None:
        return ""
    days = [said.date]
    if said.withdrawn:
        days.append(said.withdrawn.date)
    if said.source and said.source.year <= dt.MAXYEAR:
        days.append(dt.date(max(said.source.year, 1), 1, 1))
    return max(days).isoformat() if not said.source or said.source.year <= dt.MAXYEAR else FOREVER
