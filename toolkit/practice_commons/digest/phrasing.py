"""The words for single things that every format of a digest shares: numbers, dates, councils, credits, counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from practice_commons.model.council import Council
from practice_commons.model.terms import CouncilType, Evidence, Kind, Nation, Outcome, Role, Stance
from practice_commons.model.wording import count, day

if TYPE_CHECKING:
    from practice_commons.digest.digest import Source
    from practice_commons.digest.testimony import Credit, Grade, Sides, Tally, Voice

TYPES: dict[CouncilType, str] = {one: f"{one.plural[0].upper()}{one.plural[1:]}" for one in CouncilType}
TYPE: dict[CouncilType, str] = {
    CouncilType.COUNTY: "County",
    CouncilType.DISTRICT: "District",
    CouncilType.UNITARY: "Unitary",
    CouncilType.METROPOLITAN_DISTRICT: "Metropolitan district",
    CouncilType.LONDON_BOROUGH: "London borough",
    CouncilType.CITY_OF_LONDON: "City of London",
    CouncilType.SCOTTISH_COUNCIL: "Scottish council",
    CouncilType.WELSH_COUNCIL: "Welsh council",
    CouncilType.NORTHERN_IRISH_DISTRICT: "Northern Irish district",
}
SHORT: dict[CouncilType, str] = TYPE | {
    CouncilType.METROPOLITAN_DISTRICT: "Metro. district",
    CouncilType.SCOTTISH_COUNCIL: "Scottish",
    CouncilType.WELSH_COUNCIL: "Welsh",
    CouncilType.NORTHERN_IRISH_DISTRICT: "Northern Irish",
}
"""For the head of a narrow column."""
STANCES: dict[Stance | None, str] = {
    Stance.SUPPORTS: "Supports",
    Stance.MIXED: "Mixed",
    Stance.CHALLENGES: "Challenges",
    None: "No stance given",
}
OUTCOMES: dict[Outcome | None, str] = {
    Outcome.WORKED: "Worked",
    Outcome.MIXED: "Worked in part",
    Outcome.DID_NOT_WORK: "Did not work",
    Outcome.TOO_EARLY: "Too early to say",
    None: "No outcome given",
}
GRADES: dict[Evidence | None, str] = {
    Evidence.INDEPENDENT_EVALUATION: "Independent evaluation",
    Evidence.COMPARISON: "Comparison with those who did not do it",
    Evidence.BEFORE_AFTER: "Figures before and after",
    Evidence.DESCRIBED_CHANGE: "A change described, without figures before and after",
    Evidence.VIEW: "A view",
    None: "Not stated",
}
"""Grades of evidence, strongest first."""
KINDS: dict[Kind, str] = {kind: kind.value.replace("-", " ").capitalize() for kind in Kind}
_ROLES: dict[Role, tuple[str, str]] = {
    Role.OFFICER: ("officer", "officers"),
    Role.COUNCILLOR: ("councillor", "councillors"),
    Role.PARTNER: ("partner", "partners"),
    Role.RESIDENT: ("resident", "residents"),
}
SIDES: dict[Stance, str] = {
    Stance.SUPPORTS: "Experience that supports",
    Stance.MIXED: "Mixed experience",
    Stance.CHALLENGES: "Experience that challenges",
}
LEFT_OUT = "Left out: these words contain a name that the contributor asked us not to print."
SILENCE = "Silence is not disagreement. It means only that nothing has been shared here under the council's name."


def verb(number: int, one: str, several: str) -> str:
    """Return the verb that agrees with a number."""
    return one if number == 1 else several


def listing(parts: Iterable[str], last: str = "and") -> str:
    """Return parts as a list in a sentence: “a, b and c”. A part with a comma makes the separators semicolons."""
    words = list(parts)
    if len(words) < 2:  # noqa: PLR2004 - a list needs two
        return "".join(words)
    separator = "; " if any("," in word for word in words) else ", "
    return f"{separator.join(words[:-1])}{';' if separator == '; ' else ''} {last} {words[-1]}"


def period(since: dt.date | None, until: dt.date | None) -> str:
    """Return the period that a digest covers."""
    if since and until:
        return f"{day(since)} to {day(until)}"
    if since:
        return f"From {day(since)}"
    return f"Up to {day(until)}" if until else "Everything to date"


def council_label(council: Council, today: dt.date) -> str:
    """Return what to call a council: a former one by the name it had, and when it ended."""
    if council.ended is None or today < council.ended:
        return council.name
    return f"{council.official_name} (until {council.ended.year})"


def scope_label(nations: Sequence[Nation], types: Sequence[CouncilType]) -> str:
    """Return which councils a scope takes in."""
    kinds = listing(one.plural for one in types) or "all councils"
    return f"{kinds} in {listing(nations) or 'the United Kingdom'}"


def credit_line(credit: Credit) -> str:
    """Return whom a passage is credited to."""
    role = _ROLES[credit.role][0]
    if credit.author:
        home = f", {credit.author_council}" if credit.author_council else ""
        teller = f"{credit.author} ({role}{home})"
    else:
        teller = f"{'an' if role[0] in 'aeiou' else 'a'} {role} who is not named here"
    line = f"reported by {teller}" if credit.reporting else teller
    line += ", retold from published work" if credit.retold else ""
    if credit.councils:
        return f"{listing(credit.councils)}; {line}"
    return line if credit.author and not credit.reporting else line[0].upper() + line[1:]


def voice_line(voice: Voice) -> str:
    """Return the names under which a council was heard."""
    return " with ".join(voice.names)


def sides_line(sides: Sides) -> str:
    """Return how many stand where."""
    uncoded = f", {sides.uncoded} with no stance given" if sides.uncoded else ""
    return f"{sides.supports} for, {sides.mixed} mixed, {sides.challenges} against{uncoded}"


def tally_line(tally: Tally) -> str:
    """Return who stands where, councils and others apart."""
    said = f"Councils: {sides_line(tally.councils) if tally.voices else 'none by name'}."
    if total(tally.without_council):
        said += f" Contributions naming no council: {sides_line(tally.without_council)}."
    return said


def grades_line(grades: Iterable[Grade]) -> str:
    """Return the evidence present, strongest first."""
    return listing(f"{GRADES[one.evidence].lower()} ({one.contributions})" for one in grades) or "none"


def total(sides: Sides) -> int:
    """Return how many there are on all sides."""
    return sides.supports + sides.mixed + sides.challenges + sides.uncoded


def role_count(role: Role, number: int) -> str:
    """Return so many of a role: “2 officers”."""
    return count(number, *_ROLES[role])


def source_line(source: Source) -> str:
    """Return the published work that a contribution retells."""
    if source.title is None:
        return f"A work of {source.year}, not named here because it would give the author away"
    return ", ".join(filter(None, (source.author, f"“{source.title}”", source.publisher, str(source.year))))
