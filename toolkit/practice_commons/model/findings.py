"""Findings as staff settled them: which asks belong together, and in which words they are printed.

Software groups and ranks what people asked for, and proposes. What a finding says, and what it gathers, is decided by
people, in a file that is reviewed like any contribution.
"""

from __future__ import annotations

from pydantic import Field

from practice_commons.model.contribution import Part
from practice_commons.model.scalars import Id, Line, Slug, Text


class GatheredAsk(Part):
    """An ask that a finding gathers: one of a contribution's, or all of them."""

    id: Id = Field(description="The id of the contribution that asks.", examples=["the-ten-percent-rule"])
    ask: Text | None = Field(
        None, description="The ask, word for word. Left out, all that it asks under this priority."
    )


class LeftOut(Part):
    """An ask, or all of a contribution's, that staff looked at and gathered under no finding; and why."""

    id: Id = Field(description="The id of the contribution that asks.", examples=["the-ten-percent-rule"])
    ask: Text | None = Field(
        None, description="The ask, word for word. Left out, all that it asks under this priority."
    )
    reason: Line = Field(description="Why it is left out.", examples=["It asks something of us, not of Government."])


class SettledFinding(Part):
    """A finding: asks that staff found to say the same, and the words that they settled on."""

    id: Slug = Field(
        description="A short name that nothing else in this file has. It never changes.", examples=["self-serve"]
    )
    statement: Text = Field(
        description="What is asked, in one or two plain sentences that say no more than the asks do.",
        examples=["Put services online so that people can serve themselves."],
    )
    asks: tuple[GatheredAsk, ...] = Field(min_length=1, description="The asks that it gathers.")
    asked_of: Line | None = Field(None, description="Who could give it, if staff settled on that too.")
    note: Text | None = Field(None, description="Anything a reader must know to read the finding fairly.")


class SettledFindings(Part):
    """What staff settled on for one policy priority, in `communities/findings/<priority>.yml`."""

    findings: tuple[SettledFinding, ...] = Field((), description="The findings, in the order of your choice.")
    left_out: tuple[LeftOut, ...] = Field((), description="What staff looked at and gathered under no finding.")
