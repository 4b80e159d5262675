"""The pages of councils: what each has shared, asks and offers. A contribution keeps the council it was made under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from practice_commons.model.community import Scope
from practice_commons.model.council import Council
from practice_commons.model.terms import Kind
from practice_commons.site import address
from practice_commons.site.gathered import CARRYING, carrying
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import SHOWN, leaf
from practice_commons.site.listing import full_list
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry

CRUMBS = (Crumb("Councils", address.COUNCILS),)


def heard_in_scope(holdings: Holdings, slugs: Iterable[str], scope: Scope | None = None) -> tuple[list[Council], int]:
    """Return the councils in scope that were heard, by name, and how many are in scope, given who shared something.

    A former council's experience is credited to its successors; a council counts once, whatever it shared.
    """
    vocabularies, today = holdings.vocabularies, holdings.catalogue.today
    register = vocabularies.register
    scopes = [vocabularies.commons.scope, *([scope] if scope else [])]
    in_scope = {council.slug: council for council in register.in_scope(scopes, today)}
    heard: dict[str, Council] = {}
    for slug in slugs:
        council = register.find(slug)
        for successor in register.successors(council, today) if council else ():
            if successor.slug in in_scope:
                heard[successor.slug] = successor
    return sorted(heard.values(), key=lambda council: council.name), len(in_scope)


def council_page(holdings: Holdings, slug: str) -> SitePage:
    """Return a council's page."""
    register, today = holdings.vocabularies.register, holdings.catalogue.today
    council = register.find(slug)
    if council is None:
        raise KeyError(slug)
    predecessors = [one for one in register if slug in one.successors]
    shared = holdings.by_council(slug)
    inherited = carrying(holdings.catalogue, "council", *(one.slug for one in predecessors))
    successors = [] if council.existed_on(today) else register.successors(council, today)
    asking = shared.also("asks > 0")
    return leaf(
        holdings,
        address.council(slug),
        "council.html",
        title=council.name,
        section=Section.COUNCILS,
        description=f"What {council.official_name} has shared, asks and offers.",
        crumbs=CRUMBS,
        council=council,
        all=full_list(f"councils/{slug}/"),
        shared=shared,
        inherited=inherited,
        successors=[(one.name, address.council(one.slug)) for one in successors],
        predecessors=[(one.official_name, address.council(one.slug)) for one in predecessors],
        asks=[(entry, *ask) for entry in asking[:SHOWN] for ask in entry.said.asks],
        more=len(asking) > SHOWN,
        standing=holdings.standing(Kind.OFFER, Kind.REQUEST).also(CARRYING, "council", slug),
    )


def councils_page(holdings: Holdings) -> SitePage:
    """Return the councils' index."""
    register, today = holdings.vocabularies.register, holdings.catalogue.today
    regions: dict[str, list[tuple[Council, int]]] = defaultdict(list)
    former: list[tuple[Council, int]] = []
    counts = holdings.councils_heard()
    for council in sorted(register, key=lambda one: one.name):
        row = (council, counts.get(council.slug, 0))
        (regions[council.region or council.nation.value] if council.existed_on(today) else former).append(row)
    heard, in_scope = heard_in_scope(holdings, counts)
    listed = sorted(regions.items())
    return leaf(
        holdings,
        address.COUNCILS,
        "councils.html",
        title="Councils",
        description="Every council in the register.",
        section=Section.COUNCILS,
        regions=listed,
        former=former,
        heard=len(heard),
        in_scope=in_scope,
        contents=(
            *(TocEntry(2, region, region.lower().replace(" ", "-")) for region, _ in listed),
            TocEntry(2, "Former councils", "former"),
        ),
    )
