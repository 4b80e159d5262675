"""What every contribution says of itself: the frontmatter that all kinds share.

This is the single source for validation, JSON Schema, templates and the reference page. A field's description is
written for the contributor: it is the guidance in the template and, later, the hint under the form's question.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from practice_commons.model.scalars import Citation, Date, Line, Link, Number, Reference, Slug, Text, Whole, YesNo
from practice_commons.model.terms import Consent, Evidence, Kind, Outcome, Practice, Precision, Role, Stance


class Part(BaseModel):
    """A frozen, strict piece of frontmatter: unknown keys are refused, nothing is coerced."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)


class Author(Part):
    """Who contributes. A pseudonym is allowed; an e-mail address is not asked for and not kept."""

    name: Line = Field(description="Your name, or a pseudonym.", examples=["A. Officer"])
    role: Role = Field(description="The capacity in which you write.", examples=["officer"])
    council: Line | None = Field(None, description="Your council, by slug, GSS code or name.", examples=["kent"])
    reporting: YesNo = Field(
        default=False, description="yes when you report what others said or did, rather than what you did yourself."
    )
    listed: YesNo = Field(
        default=False, description="yes to be listed on the page of people, so that others can find you."
    )


class Measure(Part):
    """A figure before and after. Say what changed if its definition changed between the two."""

    name: Line = Field(description="What was measured.", examples=["Avoidable contact"])
    before: Number | None = Field(None, description="The figure before.", examples=[41])
    after: Number | None = Field(None, description="The figure after.", examples=[29])
    unit: Line = Field(description="The unit of both figures.", examples=["% of contacts"])
    period: Line | None = Field(None, description="The time between the two.", examples=["April 2008 to March 2009"])
    note: Text | None = Field(None, description="Anything a reader must know to read the figures fairly.")


class Ask(Part):
    """Something that would help, and who could give it: the raw material of advocacy."""

    ask: Text = Field(
        description="What would help, in one sentence.", examples=["Fund invest-to-save for three years."]
    )
    of: Line = Field(description="Who could give it.", examples=["Government"])
    priority: Slug | None = Field(None, description="The policy priority it serves, if the contribution has several.")


class Source(Part):
    """The published work that a contribution retells, so that nobody mistakes a retelling for first-hand experience."""

    title: Line = Field(description="The work's title.")
    author: Line | None = Field(None, description="Who wrote it.")
    publisher: Line | None = Field(None, description="Who published it.")
    year: Whole = Field(description="The year it was published.", examples=[2008])
    link: Link | None = Field(None, description="Where it can be read.")

    @model_validator(mode="after")
    def _has_an_origin(self) -> Source:
        if not (self.author or self.publisher):
            raise ValueError("needs an author or a publisher")
        return self


class Withdrawal(Part):
    """That a published contribution was taken back, and why. Its permalink keeps saying so."""

    date: Date = Field(description="The day it was withdrawn.")
    reason: Line = Field(description="Why, in a few words.", examples=["The figures were wrong."])


class Origin(Part):
    """Where a contribution of another commons comes from. Federation writes it, and nobody else may."""

    peer: Slug = Field(description="The name that the other commons has here.")
    commons: Line = Field(description="What the other commons calls itself.")
    link: Link | None = Field(None, description="Its page there.")
    repository: Link | None = Field(None, description="Where its file can be read.")
    path: Line = Field(description="Its file there.")
    beside: YesNo = Field(default=False, description="Whether that commons lies in a folder of this one's repository.")
    tags: tuple[Line, ...] = Field((), description="Tags that it has there and that are none here.")
    priorities: tuple[Line, ...] = Field((), description="Policy priorities that it has there and that are none here.")
    councils: tuple[Line, ...] = Field((), description="Councils that it names and that our register does not know.")


class Contribution(Part):
    """The frontmatter that every kind has. Kinds add their own keys in `kinds`."""

    required_headings: ClassVar[tuple[str, ...]] = ()
    body_required: ClassVar[bool] = True

    id: Reference | None = Field(
        None, description="Stamped when the contribution is accepted; leave it out. It never changes."
    )
    kind: Kind = Field(description="What this is.", examples=["case-study"])
    title: Line = Field(
        description="A title that tells a colleague whether to read on.", examples=["One call, one answer"]
    )
    summary: Text = Field(description="One or two plain sentences.", examples=["We cut repeat calls by a third."])
    date: Date = Field(description="The day it happened or was written.", examples=["2026-04-30"])
    date_known_to: Precision = Field(
        Precision.DAY,
        description="How exactly the date is known. With month or year, the rest of the date is not shown.",
        examples=["month"],
    )
    community: Slug = Field(description="The community of practice it belongs to, by its folder's name.")
    language: str = Field(
        "en-GB",
        pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$",
        description="The language it is written in (BCP 47).",
        examples=["cy"],
    )
    tags: tuple[Slug, ...] = Field((), max_length=12, description="Tags from communities/tags.yml.")
    practice: Practice | None = Field(None, description="The strand of practice it serves.", examples=["development"])
    priorities: tuple[Slug, ...] = Field(
        (), max_length=6, description="Policy priorities from communities/priorities.yml."
    )
    councils: tuple[str, ...] = Field(
        (), max_length=60, description="The councils it is about, by slug, GSS code or name.", examples=[["kent"]]
    )
    author: Author = Field(description="Who contributes it.")
    outcome: Outcome | None = Field(None, description="What came of it.", examples=["mixed"])
    evidence: Evidence | None = Field(None, description="How the outcome is known.", examples=["before-after"])
    measures: tuple[Measure, ...] = Field((), max_length=20, description="Figures before and after.")
    stance: dict[Slug, Stance] = Field(
        default_factory=dict, description="For each policy priority, where this experience stands on it."
    )
    asks: tuple[Ask, ...] = Field((), max_length=10, description="What would help, and from whom.")
    consent: Consent = Field(
        Consent.NONE,
        description="How it may be used in advocacy. Left out, it may not be used at all.",
        examples=["named"],
    )
    responds_to: Reference | None = Field(None, description="The id of the call, question or request that it answers.")
    licence: Line = Field("OGL-UK-3.0", description="The licence, as an SPDX id.", examples=["CC-BY-4.0"])
    source: Source | None = Field(None, description="The published work it retells, if it does.")
    adapted_from: Citation | None = Field(
        None,
        description="What it is a version of, in a commons that this one is federated with.",
        examples=["kent:one-call-one-answer@3f2a9c11d0e4"],
    )
    adapted_through: tuple[Citation, ...] = Field(
        (),
        max_length=20,
        description="What that was a version of in its turn, the nearest first, by the names that peers have there.",
    )
    review_by: Date | None = Field(None, description="The day by which somebody should read it again.")
    superseded_by: Reference | None = Field(None, description="The id of the contribution that replaces it.")
    withdrawn: Withdrawal | None = Field(None, description="Set when it is taken back.")
    origin: Origin | None = Field(None, description="Where it comes from, set by federation. Leave it out.")

    @property
    def consents_to_advocacy(self) -> bool:
        """Say whether this may be used in advocacy at all."""
        return self.consent is not Consent.NONE and self.withdrawn is None
