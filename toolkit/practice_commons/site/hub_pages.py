"""The hub's pages: home, indexes, and everything that is not one community's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from practice_commons.catalogue.entry import Entry
from practice_commons.model.terms import Kind, Outcome, Stance
from practice_commons.site import address
from practice_commons.site.council_pages import heard_in_scope
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import feed_links, leaf
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry

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
    yield from _priorities(holdings, guides)
    yield from _tags(holdings)
    yield from _people(holdings)
    yield _open(holdings)
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


def _priorities(holdings: Holdings, guides: Mapping[str, str]) -> Iterator[SitePage]:
    vocabularies = holdings.catalogue.vocabularies
    rows = []
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
            calls=[one for one in holdings.standing(Kind.CALL) if one in entries],
            heard=[(council.name, address.council(council.slug)) for council in heard],
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


def _tags(holdings: Holdings) -> Iterator[SitePage]:
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
            tag=tag,
            entries=holdings.by_tag.get(identity, []),
            broader=names(list(tag.broader)),
            narrower=names(narrower[identity]),
        )


def _people(holdings: Holdings) -> Iterator[SitePage]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in holdings.entries:
        if entry.contribution.author.listed and not entry.contribution.withdrawn:
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


def _open(holdings: Holdings) -> SitePage:
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
    return leaf(
        holdings,
        address.OPEN,
        "open.html",
        title="Calls and questions",
        section=Section.OPEN,
        groups=groups,
        description="Open calls, unanswered questions, requests and offers of help.",
        contents=tuple(TocEntry(2, title, identity) for identity, title, _, _ in groups),
    )
