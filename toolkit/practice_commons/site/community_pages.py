"""The pages of a community of practice: its own, and the full list where that is long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from practice_commons.catalogue.entry import Entry, priorities_of
from practice_commons.model.kinds import Call, Offer, Request, stands
from practice_commons.model.terms import Kind
from practice_commons.site import address
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import feed_links, leaf
from practice_commons.site.listing import full_list, listing_pages
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry


def community_pages(holdings: Holdings, slug: str, guides: Mapping[str, str]) -> Iterator[SitePage]:
    """Iterate over a community's page, and the full list of what its members have shared."""
    vocabularies = holdings.catalogue.vocabularies
    community = vocabularies.communities[slug]
    entries = holdings.by_community.get(slug, [])
    groups = by_kind(entries)
    here = address.community(slug)
    priorities = dict.fromkeys(one for entry in entries for one in priorities_of(entry.contribution))
    crumbs = (Crumb("Communities", address.COMMUNITIES),)
    yield leaf(
        holdings,
        here,
        "community.html",
        title=community.title,
        description=community.purpose,
        section=Section.COMMUNITIES,
        crumbs=crumbs,
        head=feed_links(here, community.title, f"communities/{slug}/"),
        contents=(
            TocEntry(2, "What members have shared", "shared"),
            *(TocEntry(3, kind.plural, f"kind-{kind.value}") for kind, _ in groups),
            TocEntry(2, "Contribute", "contribute"),
        ),
        slug=slug,
        all=full_list(f"communities/{slug}/"),
        community=community,
        guides=guides,
        groups=groups,
        themes=[
            (
                theme,
                [(vocabularies.tags[tag].label, address.tag(tag)) for tag in theme.tags if tag in vocabularies.tags],
            )
            for theme in community.themes
        ],
        priorities=[(vocabularies.priorities[one].label, address.priority(one)) for one in priorities],
        standing=[
            entry
            for entry in entries
            if isinstance(entry.contribution, Call | Offer | Request)
            and stands(entry.contribution, holdings.catalogue.today)
        ],
    )
    listed = (*crumbs, Crumb(community.title, here))
    yield from listing_pages(holdings, f"communities/{slug}/", community.title, entries, Section.COMMUNITIES, listed)


def by_kind(entries: Sequence[Entry]) -> list[tuple[Kind, list[Entry]]]:
    """Return the contributions of each kind that there is, in the kinds' order, newest first."""
    grouped = [(kind, [entry for entry in entries if entry.contribution.kind is kind]) for kind in Kind]
    return [(kind, found) for kind, found in grouped if found]
