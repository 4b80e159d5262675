"""A community of practice, and the commons that holds it."""

from __future__ import annotations

from pydantic import Field

from practice_commons.model.contribution import Part
from practice_commons.model.scalars import Date, Line, Link, Signer, Slug, Text
from practice_commons.model.terms import CouncilType, Nation


class Facilitator(Part):
    """Somebody who looks after a community. The id names the role: people change, and history is not rewritten."""

    id: Slug = Field(description="The role's id, used in the record of decisions.")
    name: Line = Field(description="Who holds the role.")
    github: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$",
        description="Their account on GitHub, where decisions are taken there.",
    )


class Theme(Part):
    """A theme that runs through a community, gathering what carries one of its tags."""

    title: Line = Field(description="The theme's title.")
    tags: tuple[Slug, ...] = Field(min_length=1, description="The tags it gathers.")


class Community(Part):
    """`community.yml`: what a community of practice is for, and who looks after it."""

    title: Line = Field(description="The community's name.")
    purpose: Text = Field(description="What it is for, in a few plain sentences.")
    facilitators: tuple[Facilitator, ...] = Field((), description="Who looks after it.")
    reviewers: tuple[Slug, ...] = Field(
        (), description="Ids of those who may send a submission back with questions. Left out, as the commons has it."
    )
    approvers: tuple[Slug, ...] = Field(
        (), description="Ids of those who may accept, decline and withdraw. Left out, as the commons has it."
    )
    themes: tuple[Theme, ...] = Field((), description="The themes that run through it.")
    started: Date | None = Field(None, description="The day it began.")


class Moderation(Part):
    """How the commons is moderated, where a community does not say otherwise."""

    begins: Date | None = Field(
        None, description="The day from which everything needs a decision. What was published before is taken as it is."
    )
    facilitators: tuple[Facilitator, ...] = Field((), description="Who may decide in every community.")
    reviewers: tuple[Slug, ...] = Field(
        (), description="Ids of those who may send a submission back with questions. Left out, every facilitator."
    )
    approvers: tuple[Slug, ...] = Field(
        (), description="Ids of those who may accept, decline and withdraw. Left out, every facilitator."
    )


class Scope(Part):
    """Which councils a commons, or a policy priority, concerns. Silence is counted only among these."""

    nations: tuple[Nation, ...] = Field((), description="Nations; empty means all.")
    types: tuple[CouncilType, ...] = Field((), description="Council types; empty means all.")


class Commons(Part):
    """`commons.yml`: the commons as a whole."""

    name: Line = Field(description="What the commons is called.")
    description: Text = Field(description="What it is for, in a sentence or two.")
    base_url: Link = Field(description="Where it is published; permalinks in digests and feeds begin with it.")
    repository_url: Link | None = Field(
        None, description="Where its files can be read and changed, if they are public."
    )
    form_url: Link | None = Field(None, description="Where its web form is, if it is deployed.")
    licence: Line = Field("OGL-UK-3.0", description="The licence of contributions that name none, as an SPDX id.")
    scope: Scope = Field(default_factory=Scope, description="The councils it serves.")
    moderation: Moderation = Field(default_factory=Moderation, description="How it is moderated.")
    signers: tuple[Signer, ...] = Field(
        (), description="Who signs its commits, for commons that take contributions from it."
    )
    notice: Text | None = Field(
        None, description="A sentence shown on every page, for instance that this is a demonstration."
    )
