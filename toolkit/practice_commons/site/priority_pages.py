"""The pages of policy priorities: the evidence for and against, the councils heard, the calls that are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from practice_commons.catalogue.entry import priorities_of
from practice_commons.model.terms import Kind, Stance
from practice_commons.site import address
from practice_commons.site.council_pages import heard_in_scope
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import feed_links, leaf
from practice_commons.site.listing import full_list, listing_pages
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry


def priority_pages(holdings: Holdings, guides: Mapping[str, str]) -> Iterator[SitePage]:
    """Iterate over the page of every policy priority, and their index."""
    vocabularies = holdings.catalogue.vocabularies
    rows = []
    calls = holdings.standing(Kind.CALL)
    for identity, priority in vocabularies.priorities.items():
        entries = holdings.by_priority.get(identity, [])
        coded = {
            stance: [one for one in entries if one.contribution.stance.get(identity) is stance] for stance in Stance
        }
        heard, in_scope = heard_in_scope(holdings, entries, priority.scope)
        here = address.priority(identity)
        rows.append(
            {"id": identity, "priority": priority, "entries": len(entries), "councils": len(heard)}
            | {stance.value: len(found) for stance, found in coded.items()}
        )
        yield leaf(
            holdings,
            here,
            "priority.html",
            title=priority.label,
            description=priority.definition,
            section=Section.PRIORITIES,
            crumbs=(Crumb("Policy priorities", address.PRIORITIES),),
            head=feed_links(here, priority.label, f"priorities/{identity}/"),
            contents=(
                TocEntry(2, "Supports", "supports"),
                TocEntry(2, "Challenges", "challenges"),
                TocEntry(2, "Mixed", "mixed"),
                TocEntry(2, "Open calls", "calls"),
                TocEntry(2, "Councils heard", "councils"),
            ),
            id=identity,
            all=full_list(f"priorities/{identity}/"),
            priority=priority,
            entries=entries,
            guides=guides,
            in_scope=in_scope,
            stances=[
                (Stance.SUPPORTS, "Experience that supports it", coded[Stance.SUPPORTS]),
                (Stance.CHALLENGES, "Experience that challenges it", coded[Stance.CHALLENGES]),
                (Stance.MIXED, "Experience that points both ways", coded[Stance.MIXED]),
            ],
            others=[one for one in entries if identity not in one.contribution.stance],
            calls=[one for one in calls if identity in priorities_of(one.contribution)],
            heard=[(council.name, address.council(council.slug)) for council in heard],
        )
        yield from listing_pages(
            holdings,
            f"priorities/{identity}/",
            priority.label,
            entries,
            Section.PRIORITIES,
            (Crumb("Policy priorities", address.PRIORITIES), Crumb(priority.label, here)),
        )
    yield leaf(
        holdings,
        address.PRIORITIES,
        "priorities.html",
        title="Policy priorities",
        section=Section.PRIORITIES,
        rows=rows,
        description="The policy priorities that experience informs.",
    )
