"""A call for examples as its file: written from what is asked of whom, and closed again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from practice_commons.editor.answers import Answers
from practice_commons.editor.writing import UnwritableError, answers_of, written
from practice_commons.failure import Failure
from practice_commons.model.terms import Consent, Kind, Role, Status

_WHAT_HELPS = (
    "A paragraph is enough: what you did, what came of it, and how you know. What did not work helps others as much as "
    "what did. You say how it may be used."
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked, of whom and until when; and who asks. `label` is the priority's. Empty is left out."""

    community: str
    priority: str
    label: str
    question: str
    author: str
    date: dt.date
    role: Role = Role.OFFICER
    title: str = ""
    summary: str = ""
    why: str = ""
    deadline: dt.date | None = None
    councils: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    consent: Consent = Consent.NONE


def opened(asking: Asking) -> bytes:
    """Return the file of a call. Raises Failure for text that a file cannot hold."""
    fields: dict[str, object] = {
        "kind": Kind.CALL.value,
        "title": " ".join(asking.title.split()) or f"Call for examples: {asking.label}",
        "summary": asking.summary
        or f"We ask councils for short examples, to inform the policy priority “{asking.label}”.",
        "date": asking.date.isoformat(),
        "community": asking.community,
        "author": {"name": asking.author, "role": asking.role.value},
        "consent": asking.consent.value,
        "question": asking.question.strip(),
        "priority": asking.priority,
        "deadline": asking.deadline.isoformat() if asking.deadline else "",
        "asked_regions": [*asking.regions],
        "asked_types": [*asking.types],
        "asked_councils": [*asking.councils],
    }
    why = asking.why.strip()
    return _written(Answers(fields, f"{why}\n\n{_WHAT_HELPS}" if why else _WHAT_HELPS))  # type: ignore[arg-type]


def closed(data: bytes, reason: str) -> bytes:
    """Return the file of a call that is closed; all else stays as its author wrote it. Raises Failure."""
    answers = answers_of(data)
    if answers.kind is not Kind.CALL:
        raise Failure("this is no call for examples", "See the calls with: commons call list --all")
    fields = {**answers.fields, "status": Status.CLOSED.value}
    if said := " ".join(reason.split()):
        fields["closed_because"] = said
    return _written(Answers(fields, answers.body), data)


def _written(answers: Answers, original: bytes = b"") -> bytes:
    try:
        return written(answers, original)
    except UnwritableError as error:
        name = f"{error.key}: " if error.key else ""
        raise Failure(f"the call cannot be written: {name}{error.message}", "Use other characters.") from None
