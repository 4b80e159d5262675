"""What a contribution says of itself, where it can hardly be meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, content_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.kinds import Challenge, Event
from practice_commons.model.problem import Severity
from practice_commons.model.terms import Role

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content
    from practice_commons.reading.vocabularies import Vocabularies


@content_rule(Severity.WARNING)
def empty_measure(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A measure has a figure: before, after or both.

    Why: A digest sets figures side by side. A measure without any is a promise of one.

    Bad:

        measures:
          - name: Repeat calls
            unit: "% of calls"

    Good:

        measures:
          - name: Repeat calls
            before: 41
            after: 29
            unit: "% of calls"

    Fix: Add the figures, or say it in the body instead.
    """
    for at, measure in enumerate(content.contribution.measures if content.contribution else ()):
        if measure.before is None and measure.after is None:
            said = f"the measure {quoted(measure.name)} has no figure"
            yield Finding(*content.document.mark("measures", at), said, "Add 'before', 'after' or both.")


@content_rule(Severity.WARNING)
def team_balance(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A peer challenge team has both officers and councillors.

    Why: Joint teams are what makes a peer challenge: they bring officers and councillors together at the host as well.

    Bad:

        team:
          - role: officer
            council: kent

    Good:

        team:
          - role: officer
            council: kent
          - role: councillor
            council: surrey

    Fix: Add the others who took part. If there were none, leave it: this is advice.
    """
    if isinstance(content.contribution, Challenge):
        roles = {member.role for member in content.contribution.team}
        for needed in (Role.OFFICER, Role.COUNCILLOR):
            if needed not in roles:
                said = f"the team has no {needed}"
                yield Finding(*content.document.mark("team"), said, "Add those who took part.")


@content_rule(Severity.WARNING)
def event_length(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """An event ends within a month of its start.

    Why: A longer event is nearly always a slip in one of its two dates, and would fill everybody's calendar.

    Bad:

        starts: 2026-04-30 09:30
        ends: 2027-04-30 16:00

    Good:

        starts: 2026-04-30 09:30
        ends: 2026-04-30 16:00

    Fix: Correct `starts` or `ends`. For a series, write one event for each meeting.
    """
    event = content.contribution
    if isinstance(event, Event) and event.ends is not None and (event.ends - event.starts).days > 31:  # noqa: PLR2004
        said = f"lasts {(event.ends - event.starts).days} days"
        yield Finding(*content.document.mark("ends"), said, "Check the two dates.")
