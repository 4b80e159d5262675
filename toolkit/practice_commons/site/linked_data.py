"""A contribution as schema.org linked data, for machines that read pages.

Types are schema.org's own (https://schema.org/docs/full.html); where none fits a kind, the broader `CreativeWork`.
"""

from __future__ import annotations

from practice_commons.catalogue.entry import Entry
from practice_commons.model.kinds import Event, Module
from practice_commons.model.terms import Kind, Precision
from practice_commons.model.wording import dated
from practice_commons.reading.vocabularies import Vocabularies

_TYPES = {
    Kind.CASE_STUDY: "Article",
    Kind.EXAMPLE: "Article",
    Kind.QUESTION: "Question",
    Kind.ANSWER: "Answer",
    Kind.EVENT: "Event",
    Kind.OFFER: "Offer",
    Kind.REQUEST: "Demand",
    Kind.CHALLENGE: "Report",
    Kind.MODULE: "LearningResource",
    Kind.NEWS: "NewsArticle",
}


def linked_data(entry: Entry, vocabularies: Vocabularies, permalink: str) -> dict[str, object]:
    """Return the JSON-LD of a contribution's page."""
    said = entry.contribution
    councils = [vocabularies.register.find(slug) for slug in entry.councils]
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(said.kind, "CreativeWork"),
        "@id": permalink,
        "url": permalink,
        "identifier": entry.citation,
        "name": said.title,
    }
    if said.origin and said.origin.link:
        data["sameAs"] = said.origin.link
    if said.withdrawn:
        return data | {"creativeWorkStatus": "Withdrawn"}
    data["description"] = said.summary
    if isinstance(said, Event):
        exact = said.date_known_to is Precision.DAY
        data["startDate"] = said.starts.isoformat() if exact else dated(said)
        if said.ends and exact:
            data["endDate"] = said.ends.isoformat()
        data["location"] = (
            {"@type": "Place", "name": said.place} if said.place else {"@type": "VirtualLocation", "url": permalink}
        )
        return data
    if said.kind in {Kind.OFFER, Kind.REQUEST}:
        return data
    data |= {
        "datePublished": dated(said),
        "dateModified": entry.changed.date().isoformat(),
        "inLanguage": said.language,
        "license": f"https://spdx.org/licenses/{said.licence}.html",
        "author": {"@type": "Person", "name": said.author.name},
        "keywords": [vocabularies.tags[tag].label for tag in said.tags if tag in vocabularies.tags],
        "isPartOf": {"@type": "CreativeWorkSeries", "name": vocabularies.communities[said.community].title},
    }
    if councils:
        data["about"] = [{"@type": "GovernmentOrganization", "name": one.official_name} for one in councils if one]
    if said.source:
        data["isBasedOn"] = {"@type": "CreativeWork", "name": said.source.title, "datePublished": str(said.source.year)}
    if isinstance(said, Module):
        data["timeRequired"] = f"PT{said.minutes}M"
    return data
