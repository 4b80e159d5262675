"""The hub's pages: home, indexes, and everything that is not one community's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from practice_commons.catalogue.entry import Entry
from practice_commons.model.terms import Kind, Outcome
from practice_commons.site import address
from practice_commons.site.council_pages import heard_in_scope
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import feed_links, leaf
from practice_commons.site.listing import full_list, listing_pages
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry
from practice_commons.site.priority_pages import priority_pages
from practice_commons.site.tag_pages import tag_pages

LATEST = 10
"""Contributions shown as the latest on the home page."""


def home_page(holdings: Holdings, guides: Mapping[str, str]) -> SitePage:
    """Return the home page."""
    commons = holdings.catalogue.vocabularies.commons
    heard, in_scope = heard_in_scope(holdings, holdings.entries)
    return leaf(
        holdings,
        address.HOME,
        "home.html",
        title=commons.name,
        description=commons.description,
        section=Section.HOME,
        head=feed_links(address.HOME, commons.name, "feeds/"),
        guides=guides,
        communities=holdings.catalogue.vocabularies.communities,
        latest=holdings.entries[:LATEST],
        calls=holdings.standing(Kind.CALL),
        questions=holdings.unanswered(),
        most=LATEST,
        heard=len(heard),
        in_scope=in_scope,
        candid=sum(entry.contribution.outcome in {Outcome.MIXED, Outcome.DID_NOT_WORK} for entry in holdings.entries),
    )


def hub_pages(holdings: Holdings, guides: Mapping[str, str]) -> Iterator[SitePage]:
    """Iterate over the hub's pages but for home and the councils'."""
    vocabularies = holdings.catalogue.vocabularies
    yield leaf(
        holdings,
        address.COMMUNITIES,
        "communities.html",
        title="Communities of practice",
        section=Section.COMMUNITIES,
        description="Every community of practice in this commons.",
        communities=list(vocabularies.communities.items()),
    )
    yield from priority_pages(holdings, guides)
    yield from tag_pages(holdings)
    yield from _people(holdings)
    yield from _open(holdings)
    yield leaf(
        holdings,
        address.SEARCH,
        "search.html",
        title="Search",
        description="How to search this commons.",
        section=Section.SEARCH,
    )
    groups = [
        ("Communities", "communities", [(one.title, slug) for slug, one in vocabularies.communities.items()]),
        ("Policy priorities", "priorities", [(one.label, slug) for slug, one in vocabularies.priorities.items()]),
    ]
    yield leaf(
        holdings,
        address.FEEDS,
        "feeds.html",
        title="Feeds",
        description="Feeds of what is new.",
        section=Section.HOME,
        groups=[group for group in groups if group[2]],
        head=feed_links(address.FEEDS, vocabularies.commons.name, "feeds/"),
    )


def _people(holdings: Holdings) -> Iterator[SitePage]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in holdings.entries:
        if entry.contribution.author.listed:
            found[entry.contribution.author.name].append(entry)
    people = []
    for name in sorted(found, key=str.casefold):
        roles = ", ".join(dict.fromkeys(entry.contribution.author.role.label for entry in found[name]))
        people.append((name, address.person(name), roles, found[name]))
        yield leaf(
            holdings,
            address.person(name),
            "person.html",
            title=name,
            description=f"What {name} has shared.",
            section=Section.HOME,
            crumbs=(Crumb("People", address.PEOPLE),),
            roles=roles,
            entries=found[name],
        )
    yield leaf(
        holdings,
        address.PEOPLE,
        "people.html",
        title="People",
        description="People who chose to be listed.",
        section=Section.HOME,
        people=people,
    )


def _open(holdings: Holdings) -> Iterator[SitePage]:
    groups = [
        (
            "calls",
            "Calls for examples",
            holdings.standing(Kind.CALL),
            "No call is open. Write one with: commons new call",
        ),
        ("questions", "Unanswered questions", holdings.unanswered(), "Every question has an answer."),
        ("requests", "Requests for help", holdings.standing(Kind.REQUEST), "Nobody has asked for help."),
        ("offers", "Offers of help", holdings.standing(Kind.OFFER), "Nobody has offered help yet. Can you?"),
    ]
    yield leaf(
        holdings,
        address.OPEN,
        "open.html",
        title="Calls and questions",
        section=Section.OPEN,
        groups=[(*group, full_list(f"open/{group[0]}/")) for group in groups],
        description="Open calls, unanswered questions, requests and offers of help.",
        contents=tuple(TocEntry(2, title, identity) for identity, title, _, _ in groups),
    )
    for identity, title, found, _ in groups:
        crumbs = (Crumb("Calls and questions", address.OPEN),)
        yield from listing_pages(holdings, f"open/{identity}/", title, found, Section.OPEN, crumbs)
