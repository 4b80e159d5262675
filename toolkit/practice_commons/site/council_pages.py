"""The pages of councils: what each has shared, asks and offers. A contribution keeps the council it was made under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from practice_commons.catalogue.entry import Entry
from practice_commons.model.community import Scope
from practice_commons.model.council import Council
from practice_commons.model.kinds import Offer, Request, stands
from practice_commons.site import address
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import leaf
from practice_commons.site.listing import full_list, listing_pages
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry


def heard_in_scope(
    holdings: Holdings, entries: Iterable[Entry], scope: Scope | None = None
) -> tuple[list[Council], int]:
    """Return the councils in scope that were heard, by name, and how many are in scope.

    A former council's experience is credited to its successors; a council counts once, whatever it shared.
    """
    catalogue = holdings.catalogue
    register = catalogue.vocabularies.register
    scopes = [catalogue.vocabularies.commons.scope, *([scope] if scope else [])]
    in_scope = {council.slug: council for council in register.in_scope(scopes, catalogue.today)}
    heard: dict[str, Council] = {}
    for entry in entries:
        for slug in entry.councils:
            council = register.find(slug)
            for successor in register.successors(council, catalogue.today) if council else ():
                if successor.slug in in_scope:
                    heard[successor.slug] = successor
    return sorted(heard.values(), key=lambda council: council.name), len(in_scope)


def council_pages(holdings: Holdings) -> Iterator[SitePage]:
    """Iterate over the councils' index and the page of every council, past and present."""
    register = holdings.catalogue.vocabularies.register
    today = holdings.catalogue.today
    predecessors: dict[str, list[Council]] = defaultdict(list)
    for council in register:
        for slug in council.successors:
            predecessors[slug].append(council)
    yield _index(holdings)
    for council in register:
        shared = holdings.by_council.get(council.slug, [])
        inherited = [entry for one in predecessors[council.slug] for entry in holdings.by_council.get(one.slug, [])]
        successors = [] if council.existed_on(today) else register.successors(council, today)
        yield leaf(
            holdings,
            address.council(council.slug),
            "council.html",
            title=council.name,
            section=Section.COUNCILS,
            description=f"What {council.official_name} has shared, asks and offers.",
            crumbs=(Crumb("Councils", address.COUNCILS),),
            council=council,
            all=full_list(f"councils/{council.slug}/"),
            shared=shared,
            inherited=sorted(inherited, key=lambda entry: entry.id),
            successors=[(one.name, address.council(one.slug)) for one in successors],
            predecessors=[(one.official_name, address.council(one.slug)) for one in predecessors[council.slug]],
            asks=[(entry, ask) for entry in shared for ask in entry.contribution.asks],
            standing=[
                entry
                for entry in shared
                if isinstance(entry.contribution, Offer | Request) and stands(entry.contribution, today)
            ],
        )
        yield from listing_pages(
            holdings,
            f"councils/{council.slug}/",
            council.name,
            shared,
            Section.COUNCILS,
            (Crumb("Councils", address.COUNCILS), Crumb(council.name, address.council(council.slug))),
        )


def _index(holdings: Holdings) -> SitePage:
    register = holdings.catalogue.vocabularies.register
    today = holdings.catalogue.today
    regions: dict[str, list[tuple[Council, int]]] = defaultdict(list)
    former: list[tuple[Council, int]] = []
    for council in sorted(register, key=lambda one: one.name):
        row = (council, len(holdings.by_council.get(council.slug, [])))
        (regions[council.region or council.nation.value] if council.existed_on(today) else former).append(row)
    heard, in_scope = heard_in_scope(holdings, holdings.entries)
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
