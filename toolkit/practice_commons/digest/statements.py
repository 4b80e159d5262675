"""The sentences of a digest, made from its numbers once for every format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from practice_commons.digest.digest import (
    Contact,
    Coverage,
    Digest,
    Experience,
    Finding,
    Heard,
    Item,
    Method,
    OpenCall,
    OpenQuestion,
    Share,
    Trends,
)
from practice_commons.digest.phrasing import (
    GRADES,
    LEFT_OUT,
    OUTCOMES,
    STANCES,
    credit_line,
    grades_line,
    listing,
    role_count,
    tally_line,
    verb,
)
from practice_commons.digest.strength import Strength
from practice_commons.digest.testimony import Backing, Citation
from practice_commons.model.terms import Stance
from practice_commons.model.wording import count, day

UNSETTLED = "The association has not settled an ask on this priority."
SETTLED = "The wording and the grouping are staff's. One of the asks that it gathers, word for word:"
EXPERIENCE_INTRO = (
    "Each of these takes a side on the priority, as people coded it. It is quoted by its summary, the best"
    " evidenced first."
)
SETBACKS_INTRO = (
    "In the contributors' own words: what did not work, or not all of it, and what case studies say under that heading."
)
NO_SETBACKS = (
    "No contribution tells of anything that did not work. That is a gap in what was shared; it does not show that"
    " nothing failed."
)
FIGURES_INTRO = (
    "Figures are printed as given, and the notes belong to them. A figure before and after, without a comparison, does"
    " not show what caused a change."
)
_FEW = 3
"""Fewer councils than this are a lead and no evidence of what councils think."""
_GAPS = 3
"""Silent groups that the first page names."""


@dataclass(frozen=True, slots=True)
class Line:
    """A named line of the first page."""

    name: str
    text: str
    citations: tuple[Citation, ...] = ()


def asks_intro(digest: Digest, shown: int) -> str:
    """Return the words before the findings on the first page, of which so many are shown."""
    asked = len(digest.findings)
    if not asked:
        return "No contributor asks for anything here yet."
    if asked == 1:
        return "Contributors ask for one thing:"
    first = f"The first {shown}, ranked" if shown < asked else "Ranked"
    return f"Contributors ask for {asked} things. {first} by how many councils ask, then by strength of evidence:"


def brief(digest: Digest) -> tuple[Line, ...]:
    """Return the first page's lines: on what evidence, who stands where, who dissents, who is missing."""
    return (
        Line("How far to lean on it", standing(digest)),
        Line("Rests on", rests_on(digest)),
        Line("Where experience stands", tally_line(digest.tally)),
        dissent(digest),
        Line("Heard", coverage_line(digest.coverage)),
        Line("Biggest gap", gap_line(digest.coverage)),
    )


def sides_of(finding: Finding) -> str:
    """Return how many councils are for, mixed and against a finding's priority, on its experience."""
    sides = finding.tally.councils
    said = f"Councils for {sides.supports}, mixed {sides.mixed}, against {sides.challenges}"
    return f"{said}, no stance given {sides.uncoded}." if sides.uncoded else f"{said}."


def silent_line(coverage: Coverage) -> str:
    """Return how many councils were not heard, and where they are named."""
    number = coverage.in_scope - len(coverage.heard)
    if not number:
        return "Every council in scope was heard by name."
    return f"{count(number, 'council')} {verb(number, 'was', 'were')} not heard by name. Annex B says whom to ask."


def contact_line(contact: Contact) -> str:
    """Return a community that shared experience, and who looks after it."""
    by = f", looked after by {listing(contact.facilitators)}" if contact.facilitators else ""
    return f"{contact.title}{by} ({count(contact.contributions, 'contribution')} used here)"


def trends_line(told: Trends, shown: int) -> str:
    """Return what the table of quarters leaves out."""
    said = "Councils are counted, each once in a quarter, by when their experience is from."
    if not told.quarters:
        said = "No council's experience is known to the quarter."
    if len(told.quarters) > shown:
        said += f" The last {shown} quarters of {len(told.quarters)} are shown."
    if told.earlier:
        said += f" Before them, {count(told.earlier, 'council')} {verb(told.earlier, 'was', 'were')} heard."
    if told.undated:
        said += f" Of {count(told.undated, 'more council', 'more councils')} only the year is known."
    return said


def strength_line(strength: Strength) -> str:
    """Return how strong a finding is, what holds it back, and why it is contested, if it is."""
    held = listing(tuple(part.aspect.label.lower() for part in strength.held_back))
    said = f"{strength.level.label}."
    if strength.cap is not None:
        said += f" {strength.cap.label}."
    elif held:
        said += f" Held back by: {held}."
    return " ".join([said, *(f"Contested: {why}" for why in strength.contested)])


def standing(digest: Digest) -> str:
    """Return how far the digest can be leant on."""
    heard = len(digest.coverage.heard)
    if not digest.method.evidence:
        return "Not at all: there is no experience to report here yet."
    if heard == 0:
        return "No council in scope is heard by name. Use this as a lead to follow up, not as what councils say."
    if heard < _FEW:
        return (
            f"Only {count(heard, 'council')} in scope {verb(heard, 'is', 'are')} heard by name. Use this as a lead to"
            " follow up, not as what councils in general say."
        )
    return "These councils chose to share. They are not a sample of all councils, so do not read the counts as shares."


def rests_on(digest: Digest) -> str:
    """Return how much evidence there is, and of what strength."""
    if not digest.method.evidence:
        return "No contribution that may be used."
    number = count(digest.method.evidence, "contribution")
    return f"{number}, by strength of evidence: {grades_line(digest.grades)}."


def dissent(digest: Digest) -> Line:
    """Return the best evidenced experience that challenges the priority, or failing that is mixed."""
    against = [one for one in digest.experience if one.stance is Stance.CHALLENGES]
    mixed = [one for one in digest.experience if one.stance is Stance.MIXED]
    if against:
        said = f"{count(len(against), 'contribution')} {verb(len(against), 'challenges', 'challenge')} the priority."
    elif mixed:
        unsure = f"{count(len(mixed), 'contribution')} {verb(len(mixed), 'is', 'are')} mixed"
        said = f"None challenges the priority outright; {unsure}."
    else:
        return Line("Main dissent", "No contribution challenges the priority. That does not show that nobody would.")
    told = against or mixed
    words = told[0].summary.words
    which = "It says" if len(told) == 1 else "The best evidenced says"
    quoted = f"{which}: “{words}”" if words is not None else LEFT_OUT
    return Line("Main dissent", f"{said} {quoted}", (told[0].summary.citation,))


def gap_line(coverage: Coverage) -> str:
    """Return the largest groups of councils from which nobody was heard."""
    if not coverage.in_scope:
        return "No council is in scope."
    if not coverage.heard:
        return f"Nothing was heard by name from any of the {count(coverage.in_scope, 'council')} in scope."
    regions, types = gaps(coverage.by_region), gaps(coverage.by_type)
    if not regions and not types:
        return "Something was heard by name from every region and every type of council."
    said = [_gap("regions", regions, coverage.by_region), _gap("types of council", types, coverage.by_type)]
    return " ".join(filter(None, said))


def gaps(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Return the groups from which no council was heard by name, largest first."""
    return tuple(sorted((one for one in shares if not one.heard), key=lambda one: (-one.in_scope, one.group)))


def coverage_line(coverage: Coverage) -> str:
    """Return the coverage, exactly."""
    heard = len(coverage.heard)
    known = f"{heard:,} of the {count(coverage.in_scope, 'council')} in scope {verb(heard, 'is', 'are')}"
    return f"{known} heard by name. In scope: {coverage.scope}."


def roles_line(coverage: Coverage) -> str:
    """Return in what capacity people contributed."""
    roles = listing(role_count(role, number) for role, number in coverage.roles)
    return f"The contributions come from {roles}." if roles else ""


def without_council_line(coverage: Coverage) -> str:
    """Return how many contributions name no council."""
    number = coverage.without_council
    if not number:
        return "Every one of them names a council." if coverage.roles else ""
    name = f"{count(number, 'contribution')} {verb(number, 'names', 'name')}"
    return f"{name} no council: none was given, or it may not be printed."


def hand(heard: Heard) -> str:
    """Return whether a council was heard first hand."""
    return "First hand" if heard.first_hand else "Through others only"


def call_line(call: OpenCall) -> str:
    """Return until when a call stands, and how many answered it."""
    until = f"Open until {day(call.deadline)}" if call.deadline else "Open until it is closed"
    hidden = call.responses - len(call.cited)
    kept = f", {hidden} of which may not be cited here" if hidden else ""
    return f"{until}. {count(call.responses, 'response') if call.responses else 'No response'} so far{kept}."


def more_calls(digest: Digest) -> str:
    """Return what follows the list of calls."""
    nothing = "No call for examples is open on this priority."
    return _more(len(digest.calls), digest.method.hidden_calls, "call", nothing)


def question_line(question: OpenQuestion, today: dt.date) -> str:
    """Return when a question was asked, and by when an answer was wanted."""
    if question.wanted_by is None:
        return f"(asked {question.asked})"
    late = ", which has passed" if question.wanted_by < today else ""
    return f"(asked {question.asked}; wanted by {day(question.wanted_by)}{late})"


def more_questions(digest: Digest) -> str:
    """Return what follows the list of questions."""
    nothing = "No question is waiting for an answer."
    return _more(len(digest.questions), digest.method.hidden_questions, "unanswered question", nothing)


def left_out_line(method: Method) -> str:
    """Return how many passages were left out to keep consent."""
    number = method.left_out_passages
    is_are, it_they = ("is", "it contains") if number == 1 else ("are", "they contain")
    return f"{count(number, 'passage')} {is_are} left out because {it_they} a name that may not be printed."


def weight_line(one: Experience) -> str:
    """Return what came of an experience, and how that is known."""
    return f"{OUTCOMES[one.outcome]}. Evidence: {GRADES[one.evidence].lower()}."


def backing_line(one: Backing) -> str:
    """Return what a contribution behind a finding brings to its counts."""
    return f"{credit_line(one.credit)}; {STANCES[one.stance].lower()}; {GRADES[one.evidence].lower()}"


def coded_line(item: Item) -> str:
    """Return what people coded of a contribution: stance, outcome, evidence."""
    said = [STANCES[item.stance]] if item.stance else []
    said += [OUTCOMES[item.outcome].lower()] if item.outcome else []
    said += [GRADES[item.evidence].lower()] if item.evidence else []
    return _capital("; ".join(said)) or "Nothing coded"


def _gap(what: str, silent: tuple[Share, ...], shares: tuple[Share, ...]) -> str:
    if not silent:
        return ""
    named = [f"{one.group} ({one.in_scope})" for one in silent[:_GAPS]]
    more = [f"{len(silent) - _GAPS} more"] if len(silent) > _GAPS else []
    return f"Nothing was heard by name from {len(silent)} of {len(shares)} {what}: {listing(named + more)}."


def _more(shown: int, hidden: int, noun: str, nothing: str) -> str:
    if hidden:
        may = f"{count(hidden, f'more {noun}' if shown else noun)} may not be shown: no consent for advocacy was given."
        return f"\n{_capital(may)}" if shown else _capital(may)
    return "" if shown else nothing


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
