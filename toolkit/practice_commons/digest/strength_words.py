"""What a finding's strength is computed from, and what each part of it says in plain English."""

from __future__ import annotations

from dataclasses import dataclass

from practice_commons.digest.phrasing import GRADES, OUTCOMES, listing, role_count, verb
from practice_commons.digest.spread import DRAWS, Spread
from practice_commons.model.terms import Evidence, Outcome, Role, Term
from practice_commons.model.wording import count


class Aspect(Term):
    """A part of a strength."""

    COUNCILS = "councils"
    RICHER = "richer"
    MEASURED = "measured"
    COMPARED = "compared"
    AGREED = "agreed"
    CAUTION = "caution"
    REGIONS = "regions"
    TYPES = "types"
    OUTCOMES = "outcomes"
    ROLES = "roles"

    @property
    def label(self) -> str:
        """Return the part's name as people read it."""
        return {
            Aspect.COUNCILS: "Councils for it",
            Aspect.RICHER: "More than a view",
            Aspect.MEASURED: "Figures before and after",
            Aspect.COMPARED: "A comparison or evaluation",
            Aspect.AGREED: "Share for it",
            Aspect.CAUTION: "Caution about the share",
            Aspect.REGIONS: "Spread over regions",
            Aspect.TYPES: "Spread over types of council",
            Aspect.OUTCOMES: "What came of it",
            Aspect.ROLES: "Who spoke",
        }[self]


@dataclass(frozen=True, slots=True)
class Facts:
    """The counts behind a strength, of councils counted once each."""

    supports: int
    mixed: int
    challenges: int
    uncoded: int
    richer: int
    measured: int
    compared: int
    at_least: int
    """Wilson's lower bound of the share for it, in per cent."""
    best_for: Evidence | None
    best_against: Evidence | None
    outcomes: tuple[tuple[Outcome | None, int], ...]
    roles: tuple[tuple[Role, int], ...]
    outside: int
    """Councils for it that are not in scope."""
    regions: Spread | None
    types: Spread | None

    @property
    def taken(self) -> int:
        """Return how many councils take a side or are mixed."""
        return self.supports + self.mixed + self.challenges

    @property
    def share(self) -> int:
        """Return the share for it, in per cent rounded down."""
        return 100 * self.supports // self.taken if self.taken else 0


def sentences(facts: Facts) -> dict[Aspect, tuple[int, str]]:
    """Return the number and the sentence of each part."""
    worked = dict(facts.outcomes)[Outcome.WORKED]
    return {
        Aspect.COUNCILS: (facts.supports, _councils(facts)),
        Aspect.RICHER: (facts.richer, f"{_of_those(facts.richer, facts)} more than a view."),
        Aspect.MEASURED: (
            facts.measured,
            (
                f"{_of_those(facts.measured, facts)} figures before and after, or better, that are not too early to"
                " tell. Without a comparison, figures do not show what caused a change."
            ),
        ),
        Aspect.COMPARED: (
            facts.compared,
            f"{_of_those(facts.compared, facts)} a comparison or an independent evaluation.",
        ),
        Aspect.AGREED: (
            facts.share,
            f"{_of_taken(facts.supports, facts)} {verb(facts.supports, 'is', 'are')} for it ({facts.share}%).",
        ),
        Aspect.CAUTION: (
            facts.at_least,
            (
                f"Were these councils a random draw, which they are not, the share could be as low as"
                f" {facts.at_least}%. This is a caution, and no estimate of what all councils think."
            ),
        ),
        Aspect.REGIONS: (_far(facts.regions), _spread(facts.regions, "regions", facts.outside)),
        Aspect.TYPES: (_far(facts.types), _spread(facts.types, "types of council", facts.outside)),
        Aspect.OUTCOMES: (worked, _outcomes(facts)),
        Aspect.ROLES: (sum(number > 0 for _, number in facts.roles), _roles(facts)),
    }


def stronger(facts: Facts) -> str:
    """Return the sentence for a challenge on stronger evidence."""
    return (
        f"The challenge rests on stronger evidence ({GRADES[facts.best_against].lower()}) than the support"
        f" ({GRADES[facts.best_for].lower()})."
    )


def challenged(facts: Facts) -> str:
    """Return the sentence for how many challenge."""
    return f"{_of_taken(facts.challenges, facts)} {verb(facts.challenges, 'challenges', 'challenge')} it."


def _councils(facts: Facts) -> str:
    said = f"{_number(facts.supports, 'council')} {verb(max(1, facts.supports), 'is', 'are')} for it, each counted once"
    said += f"; {facts.mixed} mixed and {facts.challenges} against."
    if facts.uncoded:
        said += (
            f" {count(facts.uncoded, 'more council')} gave no stance and {verb(facts.uncoded, 'is', 'are')} not used."
        )
    return said


def _of_those(number: int, facts: Facts) -> str:
    if not facts.supports:
        return "No council is for it, so none gives"
    gives = "give" if number > 1 else "gives"
    return f"{number or 'None'} of the {count(facts.supports, 'council')} for it {gives}"


def _of_taken(number: int, facts: Facts) -> str:
    sided = verb(facts.taken, "takes a side or is mixed", "take a side or are mixed")
    return f"{number} of the {count(facts.taken, 'council')} that {sided}"


def _number(number: int, noun: str) -> str:
    return count(number, noun) if number else f"No {noun}"


def _far(spread: Spread | None) -> int:
    return spread.distance if spread else 100


def _spread(spread: Spread | None, groups: str, outside: int) -> str:
    if spread is None:
        return f"No council for it is in scope, so its spread over {groups} cannot be judged."
    judged = "no further than chance brings" if spread.within else "further than chance brings"
    said = (
        f"Over {groups}, the {count(spread.councils, 'council')} for it in scope {verb(spread.councils, 'is', 'are')}"
        f" {spread.distance}% away from the mix of all in scope, which is {judged}: of {DRAWS} random draws of as many,"
        f" 95% stay within {spread.chance}%."
    )
    if spread.missing:
        said += f" None from: {listing(spread.missing)}."
    if outside:
        said += f" {count(outside, 'council')} out of scope {verb(outside, 'is', 'are')} left out of this."
    return said


def _outcomes(facts: Facts) -> str:
    told = [f"{OUTCOMES[outcome].lower()} ({number})" for outcome, number in facts.outcomes if number]
    if not told:
        return "No council for it, so no outcomes."
    return f"What councils for it say came of it: {listing(told)}. An outcome decides nothing by itself."


def _roles(facts: Facts) -> str:
    told = [f"{role_count(role, 2).removeprefix('2 ')} in {number}" for role, number in facts.roles if number]
    return f"Who spoke of the councils for it: {listing(told)}." if told else "Nobody's role is known."
