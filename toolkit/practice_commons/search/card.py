"""What a list of results shows of a contribution."""

from __future__ import annotations

from typing import Any

from practice_commons.catalogue.entry import Entry
from practice_commons.model.contribution import Contribution
from practice_commons.model.wording import dated
from practice_commons.reading.vocabularies import Vocabularies

COUNCILS = 3
"""Councils that a list names."""


def card_of(entry: Entry, vocabularies: Vocabularies) -> list[Any]:
    """Return a contribution's card, as JSON can say it.

    That is its id, title, kind, community and its title, the first councils' names, date, outcome, state, and its
    language where it is not the usual one.
    """
    said = entry.contribution
    community = vocabularies.communities.get(said.community)
    councils = (vocabularies.register.find(slug) for slug in entry.councils[:COUNCILS])
    return [
        entry.id,
        said.title,
        said.kind.value,
        said.community,
        community.title if community else said.community,
        [one.name for one in councils if one is not None],
        dated(said),
        said.outcome.value if said.outcome else "",
        "withdrawn" if said.withdrawn else "superseded" if said.superseded_by else "",
        *([said.language] if said.language != Contribution.model_fields["language"].default else []),
    ]


def summary_of(said: Contribution) -> str:
    """Return the summary that a list of results shows: of what was withdrawn, why."""
    if said.withdrawn:
        return f"Withdrawn on {said.withdrawn.date.isoformat()}: {said.withdrawn.reason}"
    return said.summary
