"""The pages of policy priorities: the evidence for and against, the councils heard, the calls that are open."""

from __future__ import annotations

from collections.abc import Mapping

from practice_commons.model.terms import Kind, Stance
from practice_commons.site import address
from practice_commons.site.advocacy import raised_on, rests_on, statements
from practice_commons.site.council_pages import heard_in_scope
from practice_commons.site.digest_pages import rows
from practice_commons.site.gathered import CARRYING
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import feed_links, leaf
from practice_commons.site.listing import full_list
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry

CRUMBS = (Crumb("Policy priorities", address.PRIORITIES),)


def priority_page(holdings: Holdings, identity: str, guides: Mapping[str, str]) -> SitePage:
    """Return a policy priority's page."""
    priority = holdings.vocabularies.priorities[identity]
    entries = holdings.by_priority(identity)
    heard, in_scope = heard_in_scope(holdings, entries.values("council"), priority.scope)
    here = address.priority(identity)
    catalogue = holdings.catalogue
    raised = [(one, statements(catalogue, one), rests_on(holdings, one)) for one in raised_on(catalogue, identity)]
    papers = holdings.papers_on(identity)
    stances = "number IN (SELECT number FROM facet WHERE value = ? AND facet IN ('supports', 'challenges', 'mixed'))"
    return leaf(
        holdings,
        here,
        "priority.html",
        title=priority.label,
        description=priority.definition,
        section=Section.PRIORITIES,
        crumbs=CRUMBS,
        head=feed_links(here, priority.label, f"priorities/{identity}/"),
        contents=(
            *((TocEntry(2, "Published digests", "digests"),) if papers else ()),
            TocEntry(2, "Supports", "supports"),
            TocEntry(2, "Challenges", "challenges"),
            TocEntry(2, "Mixed", "mixed"),
            TocEntry(2, "Open calls", "calls"),
            *((TocEntry(2, "What was raised", "raised"),) if raised else ()),
            TocEntry(2, "Councils heard", "councils"),
        ),
        id=identity,
        all=full_list(f"priorities/{identity}/"),
        priority=priority,
        entries=entries,
        guides=guides,
        form=guides.get("form", ""),
        papers=rows(holdings, papers),
        in_scope=in_scope,
        stances=[
            (Stance.SUPPORTS, "Experience that supports it", holdings.by_stance(identity, Stance.SUPPORTS)),
            (Stance.CHALLENGES, "Experience that challenges it", holdings.by_stance(identity, Stance.CHALLENGES)),
            (Stance.MIXED, "Experience that points both ways", holdings.by_stance(identity, Stance.MIXED)),
        ],
        others=entries.also(f"NOT {stances}", identity),
        raised=raised,
        calls=holdings.standing(Kind.CALL).also(CARRYING, "priority", identity),
        heard=[(council.name, address.council(council.slug)) for council in heard],
    )


def priorities_page(holdings: Holdings) -> SitePage:
    """Return the priorities' index."""
    counts = {facet: holdings.entries.values(facet) for facet in ("priority", *Stance)}
    pairs = holdings.pairs("priority", "council")
    rows = []
    for identity, priority in holdings.vocabularies.priorities.items():
        heard, _ = heard_in_scope(holdings, pairs.get(identity, ()), priority.scope)
        rows.append(
            {"id": identity, "priority": priority, "councils": len(heard)}
            | {"entries": counts["priority"].get(identity, 0)}
            | {stance.value: counts[stance].get(identity, 0) for stance in Stance}
        )
    return leaf(
        holdings,
        address.PRIORITIES,
        "priorities.html",
        title="Policy priorities",
        section=Section.PRIORITIES,
        rows=rows,
        description="The policy priorities that experience informs.",
    )
