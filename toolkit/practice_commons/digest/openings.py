"""What is still open: calls for examples that stand, and questions that nobody has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from practice_commons.catalogue.entry import Entry
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.digest import OpenCall, OpenQuestion
from practice_commons.digest.passages import Quoting
from practice_commons.model.kinds import Call, Question, stands
from practice_commons.model.terms import Kind
from practice_commons.model.wording import known

Responses = Callable[[str], Sequence[Entry]]
"""Returns the published contributions that respond to one, by its id."""


def open_calls(
    entries: Iterable[Entry],
    usable: Iterable[Entry],
    priority: str,
    responses: Responses,
    quoting: Quoting,
    day: dt.date,
) -> tuple[tuple[OpenCall, ...], int]:
    """Return the calls on a priority that stand on a day, and how many more may not be shown."""
    standing = [
        entry
        for entry in entries
        if isinstance(entry.contribution, Call)
        and entry.contribution.priority == priority
        and entry.contribution.superseded_by is None
        and stands(entry.contribution, day)
    ]
    shown = {entry.id for entry in usable}
    calls = [_call(entry, responses(entry.id), quoting) for entry in standing if entry.id in shown]
    calls.sort(key=lambda call: (call.deadline is None, call.deadline or day, call.title.citation.text))
    return tuple(calls), len(standing) - len(calls)


def open_questions(
    entries: Iterable[Entry], usable: Iterable[Entry], responses: Responses, quoting: Quoting
) -> tuple[tuple[OpenQuestion, ...], int]:
    """Return the questions that have no published answer, and how many more may not be shown."""
    unanswered = [
        entry
        for entry in entries
        if isinstance(entry.contribution, Question)
        and entry.contribution.withdrawn is None
        and entry.contribution.superseded_by is None
        and not any(one.contribution.kind is Kind.ANSWER and _lives(one) for one in responses(entry.id))
    ]
    shown = {entry.id for entry in usable}
    questions = [
        OpenQuestion(
            quoting.title(entry),
            entry.contribution.date,
            known(entry.contribution.date, entry.contribution.date_known_to),
            entry.contribution.wanted_by,
        )
        for entry in unanswered
        if entry.id in shown and isinstance(entry.contribution, Question)
    ]
    questions.sort(key=lambda question: (question.date, question.title.citation.text))
    return tuple(questions), len(unanswered) - len(questions)


def _call(entry: Entry, responses: Sequence[Entry], quoting: Quoting) -> OpenCall:
    call = entry.contribution
    assert isinstance(call, Call)
    living = [one for one in responses if _lives(one)]
    cited = [one for one in living if _citable(one, quoting.attribution)]
    return OpenCall(
        quoting.title(entry),
        quoting.quote(entry, "question", call.question),
        call.deadline,
        len(living),
        tuple(quoting.cite(one) for one in sorted(cited, key=lambda one: one.id)),
    )


def _lives(entry: Entry) -> bool:
    return entry.contribution.withdrawn is None and entry.contribution.superseded_by is None


def _citable(entry: Entry, attribution: Attribution) -> bool:
    return entry.contribution.consents_to_advocacy and attribution.may_cite(entry)
