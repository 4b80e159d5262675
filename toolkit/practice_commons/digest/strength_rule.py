"""The rule by which a finding's strength is judged, as data, so that people can argue with it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from practice_commons.model.terms import Term


class Level(Term):
    """How much weight a finding bears, weakest first."""

    VERY_LIMITED = "very-limited"
    LIMITED = "limited"
    MODERATE = "moderate"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Needs:
    """What a level needs, all of it. Councils are those for the finding, each counted once."""

    councils: int = 0
    richer: int = 0
    """Councils with more than a view: a change described, or better."""
    measured: int = 0
    """Councils with figures before and after, or better, that are not too early to tell."""
    compared: int = 0
    """Councils with a comparison or an independent evaluation, not too early to tell."""
    agreed: Fraction = Fraction(0)
    """The share for it, of all councils that take a side or are mixed."""
    regions: bool = False
    """Whether their regions must be no further from those in scope than chance brings."""
    types: bool = False
    """The same of their types."""


NEEDS: dict[Level, Needs] = {
    Level.VERY_LIMITED: Needs(),
    Level.LIMITED: Needs(3, 1, 0, 0, Fraction(1, 2)),
    Level.MODERATE: Needs(5, 3, 2, 0, Fraction(2, 3), regions=True),
    Level.STRONG: Needs(10, 6, 4, 2, Fraction(4, 5), regions=True, types=True),
}
"""The rule. Argue with it in docs/strength.md, which shows the same table."""
CHALLENGED = Fraction(1, 4)
"""The share against it from which a finding is contested."""


class Cap(Term):
    """What keeps a finding at or below a level, whatever else it has."""

    FEW = "few"
    NO_FIGURES = "no-figures"
    CONTESTED = "contested"

    @property
    def level(self) -> Level:
        """Return the highest level under the cap."""
        return {Cap.FEW: Level.VERY_LIMITED, Cap.NO_FIGURES: Level.LIMITED, Cap.CONTESTED: Level.MODERATE}[self]

    @property
    def label(self) -> str:
        """Return the cap in words."""
        return {
            Cap.FEW: f"Fewer than {NEEDS[Level.LIMITED].councils} councils are for it",
            Cap.NO_FIGURES: "No council for it gives figures before and after that can tell yet",
            Cap.CONTESTED: "It is contested",
        }[self]


def table() -> list[tuple[str, ...]]:
    """Return the rule as a table in words: a row of headings, then a row for each level, strongest first."""
    heads = ("Level", "Councils for it", "with more than a view", "with figures before and after")
    rows: list[tuple[str, ...]] = [
        (*heads, "with a comparison or evaluation", "Share for it", "Regions as by chance", "Types as by chance")
    ]
    for level, needs in reversed(NEEDS.items()):
        numbers = [str(number or "–") for number in (needs.councils, needs.richer, needs.measured, needs.compared)]
        share = f"{needs.agreed.numerator} in {needs.agreed.denominator}" if needs.agreed else "–"
        rows.append((level.label, *numbers, share, *("yes" if one else "–" for one in (needs.regions, needs.types))))
    return rows
