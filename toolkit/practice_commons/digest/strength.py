"""How strong the experience behind a finding is: a level, the parts it is made of, and what holds it back.

The form is that of GRADE-CERQual, for findings from qualitative evidence (Lewin et al. 2018): adequacy, coherence and
relevance are judged one by one and shown, in four levels. The grades of evidence follow the Maryland Scientific Methods
Scale (Sherman et al. 1997; Farrington et al. 2002), which puts figures before and after without a comparison low,
whatever they show. The numbers of the rule are ours; no source gives any. docs/strength.md argues for them.

The level is that of the weakest part and no mean: many views do not make up for figures that nobody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from practice_commons.digest.counting import STRENGTH, side
from practice_commons.digest.phrasing import TYPES
from practice_commons.digest.spread import Spread, spread
from practice_commons.digest.strength_rule import CHALLENGED, NEEDS, Cap, Level
from practice_commons.digest.strength_words import Aspect, Facts, challenged, sentences, stronger
from practice_commons.digest.wilson import lower_bound
from practice_commons.model.terms import CouncilType, Evidence, Outcome, Role, Stance


@dataclass(frozen=True, slots=True)
class Witness:
    """What one council brings to a finding: where it stands, its best evidence, and what came of it."""

    slug: str
    stance: Stance | None
    evidence: Evidence | None
    outcome: Outcome | None
    region: str
    type: CouncilType
    roles: frozenset[Role] = frozenset()
    """In which capacities people spoke of it."""


@dataclass(frozen=True, slots=True)
class InScope:
    """A council that the priority concerns."""

    slug: str
    region: str
    type: CouncilType


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a strength: its number, what it says, and the highest level that it allows."""

    aspect: Aspect
    value: int
    sentence: str
    allows: Level | None
    """None: shown, and decides nothing."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong the experience behind a finding is, and why."""

    level: Level
    parts: tuple[Part, ...]
    cap: Cap | None
    """The lowest cap that applies, if any."""
    contested: tuple[str, ...]
    """Why it is contested; empty where it is not."""

    @property
    def held_back(self) -> tuple[Part, ...]:
        """Return the parts that allow no higher level; none for a strong finding."""
        return () if self.level is Level.STRONG else tuple(part for part in self.parts if part.allows is self.level)


def strength(witnesses: Iterable[Witness], scope: Iterable[InScope]) -> Strength:
    """Return the strength of a finding. Neither order nor repetition matters.

    Councils that give no stance are said and decide nothing. Those outside the scope count, except in the spread.
    """
    facts = _facts(once(witnesses), tuple({one.slug: one for one in scope}.values()))
    words = sentences(facts)
    allowed = _allowed(facts)
    contested = _contested(facts)
    caps = [
        cap
        for cap, applies in (
            (Cap.FEW, facts.supports < NEEDS[Level.LIMITED].councils),
            (Cap.NO_FIGURES, facts.measured == 0),
            (Cap.CONTESTED, bool(contested)),
        )
        if applies
    ]
    level = min((*allowed.values(), *(cap.level for cap in caps)), key=_rank)
    parts = tuple(Part(aspect, value, sentence, allowed.get(aspect)) for aspect, (value, sentence) in words.items())
    return Strength(level, parts, min(caps, key=lambda cap: _rank(cap.level), default=None), contested)


def once(witnesses: Iterable[Witness]) -> tuple[Witness, ...]:
    """Count each council once: with experience on both sides it is mixed, with several grades it has the best."""
    gathered: dict[str, list[Witness]] = {}
    for witness in witnesses:
        gathered.setdefault(witness.slug, []).append(witness)
    return tuple(
        Witness(
            slug,
            side(one.stance for one in told),
            max((one.evidence for one in told), key=lambda grade: STRENGTH[grade]),
            _outcome({one.outcome for one in told}),
            min(one.region for one in told),
            min(one.type for one in told),
            frozenset().union(*(one.roles for one in told)),
        )
        for slug, told in sorted(gathered.items())
    )


def _facts(witnesses: Sequence[Witness], scope: Sequence[InScope]) -> Facts:
    sides = {stance: [one for one in witnesses if one.stance is stance] for stance in (*Stance, None)}
    supporting, challenging = sides[Stance.SUPPORTS], sides[Stance.CHALLENGES]
    told = [one for one in supporting if one.outcome is not Outcome.TOO_EARLY]
    inside = {one.slug: one for one in scope}
    placed = [inside[one.slug] for one in supporting if one.slug in inside]
    taken = len(witnesses) - len(sides[None])
    return Facts(
        supports=len(supporting),
        mixed=len(sides[Stance.MIXED]),
        challenges=len(challenging),
        uncoded=len(sides[None]),
        richer=_graded(supporting, Evidence.DESCRIBED_CHANGE),
        measured=_graded(told, Evidence.BEFORE_AFTER),
        compared=_graded(told, Evidence.COMPARISON),
        at_least=lower_bound(len(supporting), taken),
        best_for=_best(supporting),
        best_against=_best(challenging),
        outcomes=tuple((outcome, sum(one.outcome is outcome for one in supporting)) for outcome in (*Outcome, None)),
        roles=tuple((role, sum(role in one.roles for one in supporting)) for role in Role),
        outside=len(supporting) - len(placed),
        regions=spread((one.region for one in placed), (one.region for one in scope)),
        types=spread((TYPES[one.type] for one in placed), (TYPES[one.type] for one in scope)),
    )


def _allowed(facts: Facts) -> dict[Aspect, Level]:
    """Return the highest level that each part allows."""
    share = Fraction(facts.supports, facts.taken) if facts.taken else Fraction(0)
    return {
        Aspect.COUNCILS: _highest(needs.councils <= facts.supports for needs in NEEDS.values()),
        Aspect.RICHER: _highest(needs.richer <= facts.richer for needs in NEEDS.values()),
        Aspect.MEASURED: _highest(needs.measured <= facts.measured for needs in NEEDS.values()),
        Aspect.COMPARED: _highest(needs.compared <= facts.compared for needs in NEEDS.values()),
        Aspect.AGREED: _highest(needs.agreed <= share for needs in NEEDS.values()),
        Aspect.REGIONS: _highest(not needs.regions or _within(facts.regions) for needs in NEEDS.values()),
        Aspect.TYPES: _highest(not needs.types or _within(facts.types) for needs in NEEDS.values()),
    }


def _highest(met: Iterable[bool]) -> Level:
    """Return the highest level of which a need is met, from the lowest up."""
    return [level for level, is_met in zip(NEEDS, met, strict=True) if is_met][-1]


def _contested(facts: Facts) -> tuple[str, ...]:
    """Return why a finding is contested. Mixed experience is no challenge, and no support either."""
    reasons = []
    if facts.challenges and facts.challenges >= CHALLENGED * facts.taken:
        reasons.append(challenged(facts))
    if facts.challenges and STRENGTH[facts.best_against] > STRENGTH[facts.best_for]:
        reasons.append(stronger(facts))
    return tuple(reasons)


def _rank(level: Level) -> int:
    return list(Level).index(level)


def _within(found: Spread | None) -> bool:
    return found is not None and found.within


def _best(witnesses: Iterable[Witness]) -> Evidence | None:
    return max((one.evidence for one in witnesses), key=lambda grade: STRENGTH[grade], default=None)


def _graded(witnesses: Iterable[Witness], grade: Evidence) -> int:
    """Count the witnesses whose evidence is of a grade or better."""
    return sum(STRENGTH[one.evidence] >= STRENGTH[grade] for one in witnesses)


def _outcome(outcomes: set[Outcome | None]) -> Outcome | None:
    """Return what came of it for a council that says it more than once."""
    known = outcomes - {Outcome.TOO_EARLY, None}
    if len(known) > 1:
        return Outcome.MIXED
    return next(iter(known), Outcome.TOO_EARLY if Outcome.TOO_EARLY in outcomes else None)
