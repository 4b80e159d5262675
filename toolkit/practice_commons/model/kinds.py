"""The thirteen kinds of contribution, each with its own keys and what its body must have."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from practice_commons.model.contribution import Contribution, Part
from practice_commons.model.scalars import Date, Line, Link, Moment, Reference, Slug, Text, Whole, YesNo
from practice_commons.model.terms import CouncilType, Kind, Role, Status, Term


class CaseStudy(Contribution):
    """A case study: what was done, what changed, what did not work and what others can take from it."""

    kind: Literal[Kind.CASE_STUDY]
    required_headings: ClassVar[tuple[str, ...]] = (
        "Context",
        "What we did",
        "What changed",
        "What did not work",
        "Lessons",
    )


class Example(Contribution):
    """A short answer to a call for examples."""

    kind: Literal[Kind.EXAMPLE]
    responds_to: Reference = Field(description="The id of the call that this example answers.")


class Question(Contribution):
    """A question to colleagues."""

    kind: Literal[Kind.QUESTION]
    body_required: ClassVar[bool] = False
    wanted_by: Date | None = Field(None, description="The day after which an answer no longer helps.")


class Answer(Contribution):
    """An answer to a question."""

    kind: Literal[Kind.ANSWER]
    responds_to: Reference = Field(description="The id of the question that this answers.")


class Format(Term):
    """The form a resource takes."""

    DOCUMENT = "document"
    TOOLKIT = "toolkit"
    TEMPLATE = "template"
    DATASET = "dataset"
    WEBSITE = "website"
    COMMUNITY = "community"
    TRAINING = "training"


class Resource(Contribution):
    """Something to use: a toolkit, a template, a data set, a place to learn."""

    kind: Literal[Kind.RESOURCE]
    format: Format = Field(description="The form it takes.", examples=["toolkit"])
    publisher: Line = Field(description="Who provides it.", examples=["Local Government Association"])
    link: Link | None = Field(None, description="Where it is, if it can still be found.")


class Guidance(Contribution):
    """How to do something well, or what a rule requires."""

    kind: Literal[Kind.GUIDANCE]
    publisher: Line = Field(description="Who gives the guidance.", examples=["Local Government Association"])
    applies_to: Line = Field(
        description="Whom or what it applies to.", examples=["Any council that consults the public"]
    )
    link: Link | None = Field(None, description="Where the original is.")


class Session(Part):
    """One session of an event."""

    title: Line = Field(description="The session's title.")
    starts: Moment | None = Field(None, description="When it starts.", examples=["2026-04-30 10:00"])
    speakers: tuple[Line, ...] = Field((), max_length=20, description="Who speaks.")
    contribution: Reference | None = Field(None, description="The id of the contribution that reports it.")


class Event(Contribution):
    """A meeting, conference, hotseat or visit."""

    kind: Literal[Kind.EVENT]
    starts: Moment = Field(description="When it starts.", examples=["2026-04-30 09:30"])
    ends: Moment | None = Field(None, description="When it ends.", examples=["2026-04-30 16:00"])
    place: Line | None = Field(None, description="Where, if people meet in person.", examples=["Birmingham"])
    online: YesNo = Field(default=False, description="yes if people can take part online.")
    sessions: tuple[Session, ...] = Field((), max_length=60, description="The programme.")

    @model_validator(mode="after")
    def _is_somewhere_and_ends_after_it_starts(self) -> Event:
        if not (self.place or self.online):
            raise ValueError("an event needs a place, or online: yes")
        if self.ends is not None and self.ends < self.starts:
            raise ValueError("an event cannot end before it starts")
        return self


class Offer(Contribution):
    """Help that somebody is willing to give."""

    kind: Literal[Kind.OFFER]
    body_required: ClassVar[bool] = False
    what: Text = Field(description="What is offered.", examples=["A morning's visit to see how it works."])
    until: Date | None = Field(None, description="The last day on which it stands.")
    status: Status = Field(Status.OPEN, description="Whether it still stands.")


class Request(Contribution):
    """Help that somebody needs."""

    kind: Literal[Kind.REQUEST]
    body_required: ClassVar[bool] = False
    what: Text = Field(description="What is needed.", examples=["A peer who has moved a contact centre in-house."])
    until: Date | None = Field(None, description="The last day on which it would help.")
    status: Status = Field(Status.OPEN, description="Whether it still stands.")


class Call(Contribution):
    """A call for examples, to inform a policy priority."""

    kind: Literal[Kind.CALL]
    question: Text = Field(description="What examples are sought, as a question.")
    priority: Slug = Field(description="The policy priority that the examples will inform.")
    deadline: Date | None = Field(
        None, description="The last day for examples. Left out, the call stands until closed."
    )
    asked_regions: tuple[Line, ...] = Field(
        (), max_length=20, description="The regions whose councils are asked, if not all.", examples=[["South East"]]
    )
    asked_types: tuple[CouncilType, ...] = Field(
        (), max_length=9, description="The types of council that are asked, if not all."
    )
    asked_councils: tuple[Line, ...] = Field(
        (),
        max_length=500,
        description="Councils that are asked by name, by slug, GSS code or name. "
        "Without regions and types, only these are asked.",
        examples=[["kent", "essex"]],
    )
    status: Status = Field(Status.OPEN, description="Whether the call still stands.")
    closed_because: Line | None = Field(
        None, description="Why it was closed before its last day, in a few words that readers see."
    )

    @model_validator(mode="after")
    def _is_closed_if_it_says_why(self) -> Call:
        if self.closed_because is not None and self.status is Status.OPEN:
            raise ValueError("says why it was closed (closed_because), but its status is open")
        return self


class TeamMember(Part):
    """A member of a peer challenge team."""

    name: Line | None = Field(None, description="The person's name, if it may be given.")
    role: Role = Field(description="officer or councillor: a team has both.")
    council: Line | None = Field(None, description="The council they come from, by slug, GSS code or name.")
    position: Line | None = Field(None, description="Their position in the team.", examples=["Lead peer"])


class Challenge(Contribution):
    """A peer challenge: officers and councillors from elsewhere look at a council and say what they see."""

    kind: Literal[Kind.CHALLENGE]
    host: Line = Field(description="The council that was challenged, by slug, GSS code or name.")
    team: tuple[TeamMember, ...] = Field(
        min_length=1, max_length=20, description="Who challenged, and in what capacity."
    )
    lines_of_enquiry: tuple[Text, ...] = Field((), max_length=20, description="What the team looked into.")
    recommendations: tuple[Text, ...] = Field((), max_length=40, description="What the team recommended.")
    report_date: Date | None = Field(None, description="The day the report was given.")
    review_date: Date | None = Field(None, description="The day the team returns, or returned, to see what changed.")


class QuizQuestion(Part):
    """One question of a module's quiz."""

    question: Text = Field(description="The question.")
    options: tuple[Line, ...] = Field(min_length=2, max_length=6, description="The answers to choose from.")
    answer: Whole = Field(ge=1, description="The number of the right answer, counting from 1.")
    because: Text | None = Field(None, description="Why it is right.")

    @model_validator(mode="after")
    def _answer_is_an_option(self) -> QuizQuestion:
        if self.answer > len(self.options):
            raise ValueError(f"the answer is option {self.answer}, but there are {len(self.options)} options")
        return self


class Module(Contribution):
    """A learning module that somebody can take alone."""

    kind: Literal[Kind.MODULE]
    minutes: Whole = Field(ge=1, description="How long it takes, in minutes.", examples=[20])
    lessons: tuple[Line, ...] = Field(min_length=1, max_length=30, description="What a learner will be able to do.")
    quiz: tuple[QuizQuestion, ...] = Field((), max_length=30, description="Questions to check the learning with.")


class News(Contribution):
    """Something that colleagues should know."""

    kind: Literal[Kind.NEWS]
    link: Link | None = Field(None, description="Where to read more.")


KINDS: dict[Kind, type[Contribution]] = {
    Kind.CASE_STUDY: CaseStudy,
    Kind.EXAMPLE: Example,
    Kind.QUESTION: Question,
    Kind.ANSWER: Answer,
    Kind.RESOURCE: Resource,
    Kind.GUIDANCE: Guidance,
    Kind.EVENT: Event,
    Kind.OFFER: Offer,
    Kind.REQUEST: Request,
    Kind.CALL: Call,
    Kind.CHALLENGE: Challenge,
    Kind.MODULE: Module,
    Kind.NEWS: News,
}


def stands(contribution: Contribution, today: dt.date) -> bool:
    """Say whether an offer, a request or a call is open on a day: not closed, not past its last day."""
    if contribution.withdrawn is not None or not isinstance(contribution, Offer | Request | Call):
        return False
    last = contribution.deadline if isinstance(contribution, Call) else contribution.until
    return contribution.status is Status.OPEN and (last is None or last >= today)
