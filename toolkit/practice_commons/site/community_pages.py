"""The page of a community of practice."""

from __future__ import annotations

from collections.abc import Mapping

from practice_commons.metrics.metrics import measured
from practice_commons.model.terms import Kind
from practice_commons.site import address
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import feed_links, leaf
from practice_commons.site.listing import full_list
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry

CRUMBS = (Crumb("Communities", address.COMMUNITIES),)


def community_page(holdings: Holdings, slug: str, guides: Mapping[str, str]) -> SitePage:
    """Return a community's page."""
    vocabularies = holdings.vocabularies
    community = vocabularies.communities[slug]
    gathered = holdings.by_community(slug)
    kinds = gathered.kinds()
    groups = [(kind, gathered.of_kind(kind)) for kind in Kind if kind.value in kinds]
    here = address.community(slug)
    named = gathered.values("priority")
    return leaf(
        holdings,
        here,
        "community.html",
        title=community.title,
        description=community.purpose,
        section=Section.COMMUNITIES,
        crumbs=CRUMBS,
        head=feed_links(here, community.title, f"communities/{slug}/"),
        contents=(
            TocEntry(2, "What members have shared", "shared"),
            *(TocEntry(3, kind.plural, f"kind-{kind.value}") for kind, _ in groups),
            *((TocEntry(2, "How it is doing", "doing"),) if groups else ()),
            TocEntry(2, "Contribute", "contribute"),
        ),
        slug=slug,
        all=full_list(f"communities/{slug}/"),
        community=community,
        guides=guides,
        form=guides.get("form", ""),
        groups=groups,
        themes=[
            (
                theme,
                [(vocabularies.tags[tag].label, address.tag(tag)) for tag in theme.tags if tag in vocabularies.tags],
            )
            for theme in community.themes
        ],
        priorities=[(one.label, address.priority(key)) for key, one in vocabularies.priorities.items() if key in named],
        doing=measured(holdings.catalogue, slug),
        calls=holdings.standing(Kind.CALL).also("community = ?", slug),
        standing=holdings.standing(Kind.OFFER, Kind.REQUEST).also("community = ?", slug),
    )
