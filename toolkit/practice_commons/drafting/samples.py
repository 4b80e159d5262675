"""The made-up facts and sentences of the reference page's examples, where the model's own examples do not serve."""

from __future__ import annotations

from typing import Any, NamedTuple

from practice_commons.model.terms import Kind


class Sample(NamedTuple):
    """What one example says: its title, its summary and its body."""

    title: str
    summary: str
    body: str


SAMPLES = {
    Kind.CASE_STUDY: Sample(
        "One call, one answer",
        "We gave each repair a date on the first call. Calls that chase a repair fell by a third.",
        "",
    ),
    Kind.EXAMPLE: Sample(
        "A date for every repair",
        "We give each repair a date on the first call, so fewer people ring to ask.",
        "We agreed dates with the team that does the work. Missed dates are read out each Monday.",
    ),
    Kind.QUESTION: Sample(
        "How do you count a call that need not have been made?",
        "We want to count needless calls without asking people to press more buttons.",
        "We tried a tick box for the person who takes the call. Two people ticked it in two different ways.",
    ),
    Kind.ANSWER: Sample(
        "Count for one week, by hand",
        "One week of counting by hand told us as much as a year of codes.",
        "Ask each person who takes calls to note why the caller rang. Sort the notes together on the Friday.",
    ),
    Kind.RESOURCE: Sample(
        "A tally sheet for needless calls",
        "One page to print, for counting by hand for a week.",
        "Print one for each person. It has room for forty calls and asks for one word about each.",
    ),
    Kind.GUIDANCE: Sample(
        "How to count contact fairly",
        "Say what you count, count it the same way each time, and say when that changes.",
        "Agree in advance what is needless. A call that reassures somebody may be worth every minute.",
    ),
    Kind.EVENT: Sample(
        "A day on needless contact",
        "Six councils compare what they counted and what they would do again.",
        "Bring one figure that surprised you. We will not share names outside the room.",
    ),
    Kind.OFFER: Sample(
        "Come and see how we date repairs",
        "Two places each month to sit with the team that takes the calls.",
        "Visits begin at nine, when the telephones are busiest.",
    ),
    Kind.REQUEST: Sample(
        "A peer who has moved a contact centre in-house",
        "We begin in the autumn and would value an hour of somebody's time.",
        "We have the budget and the building. What we lack is somebody who has done it.",
    ),
    Kind.CALL: Sample(
        "Examples wanted: fewer needless calls",
        "Short examples from any council, to inform what we ask of government.",
        "What you send will be read by the people who write the response. Say what did not work too.",
    ),
    Kind.CHALLENGE: Sample(
        "Peer challenge of customer contact",
        "Four peers spent two days with the contact centre and said what they saw.",
        "The team listened to calls and spoke to those who make the repairs.",
    ),
    Kind.MODULE: Sample(
        "Telling needless contact from contact that matters",
        "A short module for anybody who takes calls or reads the figures.",
        "Listen to one call. Ask what would have made it unnecessary, and whether the caller would be glad.",
    ),
    Kind.NEWS: Sample(
        "The tally sheet has a second edition",
        "It is shorter, and asks one question less.",
        "Nobody used the last column, so it is gone. The first edition still works.",
    ),
}

UNDER_HEADINGS = {
    "Context": "Four in ten calls to our contact centre chased something that we had promised and not done.",
    "What we did": "We gave each repair a date on the first call, and one team the whole of the work.",
    "What changed": "Calls that chase a repair fell by a third in a year. We counted them in the same way throughout.",
    "What did not work": "Text messages on the day. Half of the numbers that we held were wrong.",
    "Lessons": "- Count for a month before you change anything.\n- Let the people who do the work set the date.",
}

VALUES: dict[str, Any] = {
    "community": "customer-contact",
    "language": "en-GB",
    "licence": "OGL-UK-3.0",
    "tags": ["customer-service", "data"],
    "priorities": ["avoidable-contact"],
    "priority": "avoidable-contact",
    "stance": {"avoidable-contact": "supports"},
    "responds_to": "call-avoidable-contact",
    "note": "The definition did not change between the two.",
    "source.title": "Counting the calls that need not have been made",
    "source.author": "A. Writer",
    "source.publisher": "A Council",
    "wanted_by": "2026-06-30",
    "until": "2026-12-31",
    "status": "open",
    "deadline": "2026-07-31",
    "asked_types": ["county", "unitary"],
    "call.question": "How has your council cut the calls that nobody needed to make?",
    "host": "kent",
    "council": "essex",
    "lines_of_enquiry": ["How do residents reach the council, and how often do they have to try again?"],
    "recommendations": ["Answer the commonest question on the letter that prompts it."],
    "report_date": "2026-04-30",
    "review_date": "2026-10-30",
    "sessions.title": "What we counted, and what we missed",
    "speakers": ["A. Officer", "B. Councillor"],
    "contribution": "what-we-counted",
    "lessons": ["Tell avoidable contact from contact that people value."],
    "quiz.question": "A resident rings to ask when a repair will be done. Is that avoidable?",
    "options": ["Usually", "Never"],
    "answer": 1,
    "because": "A date given at the start would have saved the call.",
}
"""Values by key, or by the kind or key that holds the key and the key's own name, which is asked first."""

ROWS: dict[str, tuple[dict[str, str], ...]] = {
    "team": (
        {"name": "C. Peer", "role": "councillor", "council": "essex"},
        {"name": "D. Peer", "role": "officer", "council": "devon", "position": "Peer"},
    ),
}
"""Values of several parts in a row, for a key that one part alone would not show fairly."""
