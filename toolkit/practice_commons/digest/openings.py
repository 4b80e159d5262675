"""What is still open: calls for examples that stand, and questions that nobody has answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from practice_commons.digest.account import Account
from practice_commons.digest.digest import OpenCall, OpenQuestion
from practice_commons.digest.passages import Quoting
from practice_commons.model.terms import Kind
from practice_commons.model.wording import known

Responses = Callable[[str], Sequence[Account]]
"""Returns the published contributions that respond to one and still count, by its id."""


def open_calls(
    accounts: Iterable[Account], usable: Iterable[Account], priority: str, responses: Responses, quoting: Quoting
) -> tuple[tuple[OpenCall, ...], int]:
    """Return the calls on a priority that stand on the day, and how many more may not be shown."""
    day = quoting.attribution.day
    standing = [
        account
        for account in accounts
        if account.kind is Kind.CALL
        and account.superseded_by is None
        and account.until is not None
        and account.until >= day.isoformat()
        and account.said["priority"] == priority
    ]
    shown = {account.id for account in usable}
    calls = [_call(account, responses(account.id), quoting) for account in standing if account.id in shown]
    calls.sort(key=lambda call: (call.deadline is None, call.deadline or day, call.title.citation.text))
    return tuple(calls), len(standing) - len(calls)


def open_questions(
    accounts: Iterable[Account], usable: Iterable[Account], answered: Collection[str], quoting: Quoting
) -> tuple[tuple[OpenQuestion, ...], int]:
    """Return the questions that are not among those answered, and how many more may not be shown."""
    unanswered = [
        account
        for account in accounts
        if account.kind is Kind.QUESTION
        and not account.withdrawn
        and account.superseded_by is None
        and account.id not in answered
    ]
    shown = {account.id for account in usable}
    questions = [
        OpenQuestion(
            quoting.title(account), account.date, known(account.date, account.precision), account.day_of("wanted_by")
        )
        for account in unanswered
        if account.id in shown
    ]
    questions.sort(key=lambda question: (question.date, question.title.citation.text))
    return tuple(questions), len(unanswered) - len(questions)


def _call(account: Account, responses: Sequence[Account], quoting: Quoting) -> OpenCall:
    cited = [one for one in responses if one.consents_to_advocacy and quoting.attribution.may_cite(one)]
    return OpenCall(
        quoting.title(account),
        quoting.quote(account, "question", account.said["question"]),
        account.day_of("deadline"),
        len(responses),
        tuple(quoting.cite(one) for one in sorted(cited, key=lambda one: one.id)),
    )
