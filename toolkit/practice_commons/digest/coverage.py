"""Who was heard, of the councils that a priority concerns, and who was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from practice_commons.digest.account import Account
from practice_commons.digest.digest import Coverage, Heard, Share, Silence
from practice_commons.digest.passages import Quoting
from practice_commons.digest.phrasing import TYPES, council_label, scope_label
from practice_commons.digest.testimony import Citation
from practice_commons.model.community import Scope
from practice_commons.model.council import Council
from practice_commons.model.terms import CouncilType, Nation, Role


@dataclass
class _Hearing:
    """What was heard of one present-day council."""

    council: Council
    through: set[str] = field(default_factory=set)
    citations: dict[str, Citation] = field(default_factory=dict)
    first_hand: bool = False


def coverage(accounts: Iterable[Account], scopes: Sequence[Scope], quoting: Quoting) -> Coverage:
    """Return who was heard through contributions, among the councils that lie in every one of the scopes."""
    attribution = quoting.attribution
    wanted = attribution.register.in_scope(scopes, attribution.day)
    hearings: dict[str, _Hearing] = {}
    ended: set[str] = set()
    roles: Counter[Role] = Counter()
    without_council = 0
    for account in accounts:
        roles[account.role] += 1
        councils = attribution.councils(account)
        without_council += not councils
        for council in councils:
            present = attribution.present(council)
            if not present:
                ended.add(council_label(council, attribution.day))
            for one in present:
                hearing = hearings.setdefault(one.slug, _Hearing(one))
                hearing.citations[account.id] = quoting.cite(account)
                hearing.first_hand |= not account.reporting and account.retells is None
                if one.slug != council.slug:
                    hearing.through.add(council_label(council, attribution.day))
    inside = {council.slug for council in wanted}
    heard = sorted((_heard(hearing) for hearing in hearings.values()), key=lambda one: _in_order(one.name, one.slug))
    named = tuple(one for one in heard if one.slug in inside)
    slugs = {one.slug for one in named}
    return Coverage(
        scope=_scope(scopes),
        in_scope=len(wanted),
        heard=named,
        outside=tuple(one for one in heard if one.slug not in inside),
        ended=tuple(sorted(ended)),
        by_type=_shares(wanted, slugs, lambda one: TYPES[one.type], list(TYPES.values())),
        by_region=_shares(wanted, slugs, lambda one: one.region, sorted({one.region for one in wanted})),
        silent=_silent([council for council in wanted if council.slug not in slugs]),
        roles=tuple((role, roles[role]) for role in Role if roles[role]),
        without_council=without_council,
    )


def _heard(hearing: _Hearing) -> Heard:
    council = hearing.council
    return Heard(
        council.slug,
        council.name,
        council.type,
        council.region,
        tuple(sorted(hearing.through)),
        hearing.first_hand,
        tuple(hearing.citations[identity] for identity in sorted(hearing.citations)),
    )


def _shares(
    wanted: Iterable[Council], heard: set[str], group: Callable[[Council], str], order: Sequence[str]
) -> tuple[Share, ...]:
    in_scope: Counter[str] = Counter()
    spoke: Counter[str] = Counter()
    for council in wanted:
        in_scope[group(council)] += 1
        spoke[group(council)] += council.slug in heard
    return tuple(Share(name, in_scope[name], spoke[name]) for name in order if in_scope[name])


def _silent(councils: Iterable[Council]) -> tuple[Silence, ...]:
    gathered: dict[tuple[str, CouncilType], list[Council]] = {}
    for council in councils:
        gathered.setdefault((council.region, council.type), []).append(council)
    order = list(TYPES)
    return tuple(
        Silence(region, kind, tuple(one.name for one in sorted(found, key=lambda one: _in_order(one.name, one.slug))))
        for (region, kind), found in sorted(gathered.items(), key=lambda item: (item[0][0], order.index(item[0][1])))
    )


def _scope(scopes: Sequence[Scope]) -> str:
    """Return what lies in every one of the scopes, in words."""
    nations = [one for one in Nation if all(not scope.nations or one in scope.nations for scope in scopes)]
    types = [one for one in CouncilType if all(not scope.types or one in scope.types for scope in scopes)]
    return scope_label(
        nations if any(scope.nations for scope in scopes) else [], types if any(scope.types for scope in scopes) else []
    )


def _in_order(name: str, slug: str) -> tuple[str, str]:
    return (name.casefold(), slug)
