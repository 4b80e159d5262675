"""The hub's pages: home, the communities' index, what is open, and how to search and follow."""

from __future__ import annotations

from collections.abc import Mapping

from practice_commons.model.terms import Kind
from practice_commons.site import address
from practice_commons.site.council_pages import heard_in_scope
from practice_commons.site.gathered import Gathered
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import feed_links, leaf
from practice_commons.site.listing import full_list
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry

LATEST = 10
"""Contributions shown as the latest on the home page."""
OPEN_CRUMBS = (Crumb("Calls and questions", address.OPEN),)
OPEN_LISTS = {
    "calls": ("Calls for examples", "No call is open. Write one with: commons new call"),
    "questions": ("Unanswered questions", "Every question has an answer."),
    "requests": ("Requests for help", "Nobody has asked for help."),
    "offers": ("Offers of help", "Nobody has offered help yet. Can you?"),
}
"""The lists of what is open: title, and what is said where there is nothing."""


def open_list(holdings: Holdings, name: str) -> Gathered:
    """Return what is in one of the lists of what is open."""
    if name == "questions":
        return holdings.unanswered()
    return holdings.standing({"calls": Kind.CALL, "requests": Kind.REQUEST, "offers": Kind.OFFER}[name])


def home_page(holdings: Holdings, guides: Mapping[str, str]) -> SitePage:
    """Return the home page."""
    commons = holdings.vocabularies.commons
    entries = holdings.entries
    heard, in_scope = heard_in_scope(holdings, holdings.councils_heard())
    return leaf(
        holdings,
        address.HOME,
        "home.html",
        title=commons.name,
        description=commons.description,
        section=Section.HOME,
        head=feed_links(address.HOME, commons.name, "feeds/"),
        guides=guides,
        form=guides.get("form", ""),
        communities=holdings.vocabularies.communities,
        latest=entries[:LATEST],
        calls=open_list(holdings, "calls"),
        questions=open_list(holdings, "questions"),
        most=LATEST,
        heard=len(heard),
        in_scope=in_scope,
        candid=len(entries.also("outcome IN ('mixed', 'did-not-work')")),
    )


def communities_page(holdings: Holdings) -> SitePage:
    """Return the communities' index."""
    return leaf(
        holdings,
        address.COMMUNITIES,
        "communities.html",
        title="Communities of practice",
        section=Section.COMMUNITIES,
        description="Every community of practice in this commons.",
        communities=sorted(holdings.vocabularies.communities.items()),
    )


def open_page(holdings: Holdings, guides: Mapping[str, str]) -> SitePage:
    """Return the page of what colleagues wait for."""
    groups = [
        (name, title, open_list(holdings, name), empty, full_list(f"open/{name}/"))
        for name, (title, empty) in OPEN_LISTS.items()
    ]
    return leaf(
        holdings,
        address.OPEN,
        "open.html",
        title="Calls and questions",
        section=Section.OPEN,
        groups=groups,
        form=guides.get("form", ""),
        description="Open calls, unanswered questions, requests and offers of help.",
        contents=tuple(TocEntry(2, title, name) for name, (title, _) in OPEN_LISTS.items()),
    )


def search_page(holdings: Holdings) -> SitePage:
    """Return the page on searching."""
    return leaf(
        holdings,
        address.SEARCH,
        "search.html",
        title="Search",
        description="How to search this commons.",
        section=Section.SEARCH,
    )


def feeds_page(holdings: Holdings) -> SitePage:
    """Return the page of feeds."""
    vocabularies = holdings.vocabularies
    groups = [
        ("Communities", "communities", [(one.title, slug) for slug, one in vocabularies.communities.items()]),
        ("Policy priorities", "priorities", [(one.label, slug) for slug, one in vocabularies.priorities.items()]),
    ]
    return leaf(
        holdings,
        address.FEEDS,
        "feeds.html",
        title="Feeds",
        description="Feeds of what is new.",
        section=Section.HOME,
        groups=[group for group in groups if group[2]],
        head=feed_links(address.FEEDS, vocabularies.commons.name, "feeds/"),
    )
