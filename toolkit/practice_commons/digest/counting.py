"""Counting councils: each once, whatever it sent, and where its experience stands.

1. A council and the councils that it succeeds count as one: two councils whose present-day successors overlap are one
   voice, shown under every name it had.
2. A voice with contributions on one side is on that side. With contributions on both sides, or a mixed one, it is
   mixed. Contributions that give no stance do not move it; if none gives one, it has none.
3. A contribution that names no council, because it gave none or asked us not to print it, is counted by itself and
   apart.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from practice_commons.digest.account import Account
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.phrasing import GRADES, council_label
from practice_commons.digest.testimony import Grade, Sides, Tally, Voice
from practice_commons.model.council import Council
from practice_commons.model.terms import Evidence, Stance

STRENGTH: dict[Evidence | None, int] = {None: 0} | {grade: at for at, grade in enumerate(Evidence, start=1)}
"""How strong evidence is, by its grade: the order in which the field declares them."""


@dataclass(eq=False)
class _Gathered:
    """A voice being gathered: when it was last heard, its present-day councils, its names, and its stances."""

    heard: int
    present: set[str]
    councils: dict[str, Council]
    stances: set[Stance | None]


def tally(accounts: Iterable[Account], priority: str, attribution: Attribution) -> Tally:
    """Count the councils and the other contributions on each side of a priority."""
    voices: dict[str, _Gathered] = {}
    others: Counter[Stance | None] = Counter()
    heard = itertools.count()
    for account in accounts:
        stance = account.stance.get(priority)
        councils = attribution.councils(account)
        if not councils:
            others[stance] += 1
        for council in councils:
            _hear(voices, council, stance, attribution, next(heard))
    told = sorted(
        (
            Voice(tuple(council_label(one, attribution.day) for one in _oldest_first(voice)), side(voice.stances))
            for voice in sorted(dict.fromkeys(voices.values()), key=lambda one: one.heard)
        ),
        key=lambda voice: tuple((name.casefold(), name) for name in voice.names),
    )
    return Tally(_sides(Counter(voice.stance for voice in told)), tuple(told), _sides(others))


def side(stances: Iterable[Stance | None]) -> Stance | None:
    """Return where one voice stands that gave these stances."""
    given = {stance for stance in stances if stance is not None}
    if len(given) > 1:
        return Stance.MIXED
    return next(iter(given), None)


def grades(accounts: Iterable[Account]) -> tuple[Grade, ...]:
    """Count contributions by the strength of their evidence, strongest first."""
    found = Counter(account.evidence for account in accounts)
    return tuple(Grade(grade, found[grade]) for grade in GRADES if found[grade])


def strength(accounts: Sequence[Account]) -> int:
    """Return the strength of the best evidence among contributions."""
    return max((STRENGTH[account.evidence] for account in accounts), default=0)


def _hear(
    voices: dict[str, _Gathered], council: Council, stance: Stance | None, attribution: Attribution, number: int
) -> None:
    """Hear a council: `voices` has each voice under every council of today that it stands for."""
    present = {one.slug for one in attribution.present(council)} or {council.slug}
    heard = _Gathered(number, set(present), {council.slug: council}, {stance})
    for voice in dict.fromkeys(voices[slug] for slug in present if slug in voices):
        heard.present |= voice.present
        heard.councils |= voice.councils
        heard.stances |= voice.stances
    voices.update(dict.fromkeys(heard.present, heard))


def _oldest_first(voice: _Gathered) -> list[Council]:
    councils = voice.councils.values()
    return sorted(councils, key=lambda one: (one.ended is None, one.ended.toordinal() if one.ended else 0, one.slug))


def _sides(counts: Counter[Stance | None]) -> Sides:
    return Sides(counts[Stance.SUPPORTS], counts[Stance.MIXED], counts[Stance.CHALLENGES], counts[None])
