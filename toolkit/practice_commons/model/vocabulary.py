"""The shared vocabularies: policy priorities and tags, in the manner of SKOS concepts.

Labels, alternative labels, broader concepts and exact matches follow SKOS (W3C Recommendation, 18 August 2009).
"""

from __future__ import annotations

from pydantic import Field

from practice_commons.model.community import Scope
from practice_commons.model.contribution import Part
from practice_commons.model.scalars import Line, Link, Slug, Text


class Priority(Part):
    """A policy priority that practitioners and the association share, so that experience can be gathered under it."""

    label: Line = Field(description="What it is called.")
    definition: Text = Field(description="What it means, so that two people tag alike.")
    ask: Text | None = Field(None, description="What the association asks for, once settled.")
    scope: Scope | None = Field(None, description="The councils it concerns, if not all of the commons.")
    alternatives: tuple[Line, ...] = Field((), description="Other words that people use for it.")
    exact_match: tuple[Link, ...] = Field((), description="The same concept elsewhere.")


class Tag(Part):
    """A word of the shared vocabulary, with the other words that people use for it."""

    label: Line = Field(description="What it is called.")
    definition: Text | None = Field(None, description="What it means.")
    alternatives: tuple[Line, ...] = Field((), description="Other words that people use for it.")
    broader: tuple[Slug, ...] = Field((), description="The tags that this one is a part of.")
    exact_match: tuple[Link, ...] = Field((), description="The same concept elsewhere.")


class Priorities(Part):
    """`priorities.yml`."""

    priorities: dict[Slug, Priority] = Field(description="Each priority, by its id.")


class Tags(Part):
    """`tags.yml`."""

    tags: dict[Slug, Tag] = Field(description="Each tag, by its id.")
