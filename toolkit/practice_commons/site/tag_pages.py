"""The pages of tags: what each means, what it is part of, and what carries it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from practice_commons.site import address
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import leaf
from practice_commons.site.listing import full_list, listing_pages
from practice_commons.site.page import Crumb, Section, SitePage


def tag_pages(holdings: Holdings) -> Iterator[SitePage]:
    """Iterate over the tags' index and the page of every tag."""
    tags = holdings.catalogue.vocabularies.tags
    narrower: dict[str, list[str]] = defaultdict(list)
    for identity, tag in tags.items():
        for broader in tag.broader:
            narrower[broader].append(identity)

    def names(identities: list[str]) -> list[tuple[str, str]]:
        return [(tags[one].label, address.tag(one)) for one in identities if one in tags]

    listed = sorted(tags.items(), key=lambda item: item[1].label.casefold())
    yield leaf(
        holdings,
        address.TAGS,
        "tags.html",
        title="Tags",
        description="The shared vocabulary.",
        section=Section.TAGS,
        tags=[(identity, tag, len(holdings.by_tag.get(identity, []))) for identity, tag in listed],
    )
    for identity, tag in tags.items():
        yield leaf(
            holdings,
            address.tag(identity),
            "tag.html",
            title=tag.label,
            section=Section.TAGS,
            description=tag.definition or f"Contributions about {tag.label}.",
            crumbs=(Crumb("Tags", address.TAGS),),
            id=identity,
            all=full_list(f"tags/{identity}/"),
            tag=tag,
            entries=holdings.by_tag.get(identity, []),
            broader=names(list(tag.broader)),
            narrower=names(narrower[identity]),
        )
        yield from listing_pages(
            holdings,
            f"tags/{identity}/",
            tag.label,
            holdings.by_tag.get(identity, []),
            Section.TAGS,
            (Crumb("Tags", address.TAGS), Crumb(tag.label, address.tag(identity))),
        )
