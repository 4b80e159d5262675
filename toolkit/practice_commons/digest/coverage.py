"""Who was heard, of the councils that a priority concerns, and who was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from practice_commons.digest.account import Account
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.cartogram import Square
from practice_commons.digest.digest import Cell, Contact, Coverage, Heard, Share, Silence, Silent, Tile
from practice_commons.digest.passages import Quoting
from practice_commons.digest.phrasing import TYPES, council_label, scope_label
from practice_commons.digest.testimony import Citation
from practice_commons.digest.tile_standing import rows
from practice_commons.model.community import Community, Scope
from practice_commons.model.council import Council
from practice_commons.model.nearby import Neighbours
from practice_commons.model.terms import CouncilType, Nation, Role


@dataclass
class _Hearing:
    """What was heard of one present-day council."""

    council: Council
    own: bool = False
    through: set[str] = field(default_factory=set)
    citations: dict[str, Citation] = field(default_factory=dict)
    first_hand: bool = False


def coverage(
    accounts: Iterable[Account],
    scopes: Sequence[Scope],
    quoting: Quoting,
    communities: Mapping[str, Community],
    squares: Mapping[str, Square],
) -> Coverage:
    """Return who was heard through contributions, among the councils that lie in every one of the scopes.

    `squares` are those of the register's councils on the map.
    """
    attribution = quoting.attribution
    wanted = attribution.register.in_scope(scopes, attribution.day)
    hearings: dict[str, _Hearing] = {}
    ended: set[str] = set()
    roles: Counter[Role] = Counter()
    without_council = 0
    shared: Counter[str] = Counter()
    for account in accounts:
        roles[account.role] += 1
        shared[account.community] += 1
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
                hearing.own |= one.slug == council.slug
                if one.slug != council.slug:
                    hearing.through.add(council_label(council, attribution.day))
    inside = {council.slug for council in wanted}
    heard = sorted((_heard(hearing) for hearing in hearings.values()), key=lambda one: _in_order(one.name, one.slug))
    named = tuple(one for one in heard if one.slug in inside)
    slugs = {one.slug for one in named}
    speaking = [hearing.council for slug, hearing in sorted(hearings.items()) if slug in slugs]
    found = Coverage(
        scope=_scope(scopes),
        in_scope=len(wanted),
        heard=named,
        outside=tuple(one for one in heard if one.slug not in inside),
        ended=tuple(sorted(ended)),
        by_type=_shares(wanted, slugs, lambda one: TYPES[one.type], list(TYPES.values())),
        by_region=_shares(wanted, slugs, lambda one: one.region, sorted({one.region for one in wanted})),
        cells=_cells(wanted, slugs),
        silent=_silent([council for council in wanted if council.slug not in slugs], Neighbours(speaking)),
        roles=tuple((role, roles[role]) for role in Role if roles[role]),
        without_council=without_council,
        contacts=tuple(_contact(slug, communities, number) for slug, number in _most_first(shared)),
        tiles=(),
    )
    return replace(found, tiles=_tiles(attribution, found, scopes, squares))


def _heard(hearing: _Hearing) -> Heard:
    council = hearing.council
    return Heard(
        council.slug,
        council.name,
        council.type,
        council.region,
        hearing.own,
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


def _cells(wanted: Iterable[Council], heard: set[str]) -> tuple[Cell, ...]:
    in_scope: Counter[tuple[str, CouncilType]] = Counter()
    spoke: Counter[tuple[str, CouncilType]] = Counter()
    for council in wanted:
        in_scope[council.region, council.type] += 1
        spoke[council.region, council.type] += council.slug in heard
    return tuple(
        Cell(region, kind, in_scope[region, kind], spoke[region, kind]) for region, kind in sorted(in_scope, key=_group)
    )


def _silent(councils: Iterable[Council], speaking: Neighbours) -> tuple[Silence, ...]:
    gathered: dict[tuple[str, CouncilType], list[Council]] = {}
    for council in councils:
        gathered.setdefault((council.region, council.type), []).append(council)
    return tuple(
        Silence(
            *group,
            tuple(
                Silent(one.slug, one.name, _neighbour(one, speaking))
                for one in sorted(gathered[group], key=lambda one: _in_order(one.name, one.slug))
            ),
        )
        for group in sorted(gathered, key=_group)
    )


def _neighbour(council: Council, speaking: Neighbours) -> str | None:
    found = speaking.nearest(council)
    return found[0].name if found else None


def _contact(slug: str, communities: Mapping[str, Community], number: int) -> Contact:
    known = communities.get(slug)
    looked_after = tuple(one.name for one in known.facilitators) if known else ()
    return Contact(slug, known.title if known else slug, looked_after, number)


def _most_first(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def _tiles(
    attribution: Attribution, found: Coverage, scopes: Sequence[Scope], squares: Mapping[str, Square]
) -> tuple[Tile, ...]:
    return tuple(
        Tile(row.slug, row.name, row.region, row.standing, row.through, *squares[row.slug])
        for row in rows(attribution.register, attribution.day, found, scopes)
        if row.slug in squares
    )


def _group(group: tuple[str, CouncilType]) -> tuple[str, int]:
    return group[0], list(TYPES).index(group[1])


def _scope(scopes: Sequence[Scope]) -> str:
    """Return what lies in every one of the scopes, in words."""
    nations = [one for one in Nation if all(not scope.nations or one in scope.nations for scope in scopes)]
    types = [one for one in CouncilType if all(not scope.types or one in scope.types for scope in scopes)]
    return scope_label(
        nations if any(scope.nations for scope in scopes) else [], types if any(scope.types for scope in scopes) else []
    )


def _in_order(name: str, slug: str) -> tuple[str, str]:
    return (name.casefold(), slug)
