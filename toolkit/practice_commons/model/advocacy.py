"""What became of advocacy: what was raised, where, on whose experience, and what was answered.

It is written so that those whose experience was used can see what became of it.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from practice_commons.model.contribution import Part
from practice_commons.model.scalars import Date, Id, Line, Link, Slug, Text
from practice_commons.model.terms import Term


class Result(Term):
    """How it stands with what was asked. It says what they did, and not that they did it because they were asked."""

    RAISED = "raised"
    OPEN = "open"
    ANSWERED = "answered"
    AGREED = "agreed"
    PARTLY_AGREED = "partly-agreed"
    DECLINED = "declined"

    @property
    def definition(self) -> str:
        """Return what the word means, as a reader is told it."""
        return {
            Result.RAISED: "It was put to them, and no answer is known.",
            Result.OPEN: "They are considering it, and have not decided.",
            Result.ANSWERED: "They answered, and neither agreed nor declined.",
            Result.AGREED: "They agreed to what was asked.",
            Result.PARTLY_AGREED: "They agreed to part of what was asked.",
            Result.DECLINED: "They declined what was asked.",
        }[self]


UNANSWERED = (Result.RAISED, Result.OPEN)
"""The results that need no response: every other is somebody's answer, and the answer is told."""


class Raised(Part):
    """One occasion on which it was raised."""

    on: Date = Field(description="The day on which it was raised.", examples=["2026-04-30"])
    where: Line = Field(
        description="The meeting, the consultation or the committee.",
        examples=["Consultation on the national indicators"],
    )
    link: Link | None = Field(None, description="Where that can be read.")
    digest: Slug | None = Field(
        None, description="The published digest that was used, by the name of its file in communities/digests."
    )


class Response(Part):
    """What was answered."""

    on: Date = Field(description="The day of the answer.", examples=["2026-06-30"])
    text: Text = Field(description="What was answered, in their words or in a fair and plain account of them.")
    link: Link | None = Field(None, description="Where the answer can be read.")


class AdvocacyRecord(Part):
    """What became of an ask, in `communities/advocacy/<name>.yml`."""

    priority: Slug = Field(description="The policy priority that it serves, from communities/priorities.yml.")
    ask: Text = Field(description="What was asked, as it was put.", examples=["Keep the measure local and voluntary."])
    findings: tuple[Slug, ...] = Field(
        (), description="The settled findings that it rests on, by their ids in communities/findings."
    )
    raised: tuple[Raised, ...] = Field(min_length=1, description="Where it was raised, and when.")
    used: tuple[Id, ...] = Field(
        (), description="The ids of the contributions that it rests on. Each must consent to use in advocacy."
    )
    response: Response | None = Field(None, description="What was answered, once it was.")
    outcome: Result = Field(description="How it stands with what was asked.")

    @model_validator(mode="after")
    def _tells_the_answer(self) -> AdvocacyRecord:
        if self.outcome is Result.RAISED and self.response is not None:
            raise ValueError("holds a response although its outcome is 'raised': say how it stands with it now")
        if self.outcome not in UNANSWERED and self.response is None:
            raise ValueError(f"needs a response where its outcome is {self.outcome.value!r}")
        first = min(one.on for one in self.raised)
        if self.response is not None and self.response.on < first:
            raise ValueError("was answered before it was raised")
        return self
