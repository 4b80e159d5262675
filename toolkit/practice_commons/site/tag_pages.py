"""The pages of tags: what each means, what it is part of, and what carries it."""

from __future__ import annotations

from practice_commons.site import address
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import leaf
from practice_commons.site.listing import full_list
from practice_commons.site.page import Crumb, Section, SitePage

CRUMBS = (Crumb("Tags", address.TAGS),)


def tag_page(holdings: Holdings, identity: str) -> SitePage:
    """Return a tag's page."""
    tags = holdings.vocabularies.tags
    tag = tags[identity]
    narrower = [one for one, other in tags.items() if identity in other.broader]
    return leaf(
        holdings,
        address.tag(identity),
        "tag.html",
        title=tag.label,
        section=Section.TAGS,
        description=tag.definition or f"Contributions about {tag.label}.",
        crumbs=CRUMBS,
        id=identity,
        all=full_list(f"tags/{identity}/"),
        tag=tag,
        entries=holdings.by_tag(identity),
        broader=[(tags[one].label, address.tag(one)) for one in tag.broader if one in tags],
        narrower=[(tags[one].label, address.tag(one)) for one in narrower],
    )


def tags_page(holdings: Holdings) -> SitePage:
    """Return the tags' index."""
    counts = holdings.entries.values("tag")
    listed = sorted(holdings.vocabularies.tags.items(), key=lambda item: item[1].label.casefold())
    return leaf(
        holdings,
        address.TAGS,
        "tags.html",
        title="Tags",
        description="The shared vocabulary.",
        section=Section.TAGS,
        tags=[(identity, tag, counts.get(identity, 0)) for identity, tag in listed],
    )
