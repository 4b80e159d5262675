"""The pages of published digests: what each says in short, its files, and what became of what it uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from practice_commons.feeds.feed import NEWEST, Item, item_feeds
from practice_commons.model.wording import count, day
from practice_commons.rendering.markdown import Html
from practice_commons.rendering.templates import markup, piece
from practice_commons.site import address
from practice_commons.site.holdings import PACKAGE, PIECES, Holdings
from practice_commons.site.leaf import leaf
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry

if TYPE_CHECKING:
    from practice_commons.digest.aftermath import Changed
    from practice_commons.digest.digest import Digest
    from practice_commons.digest.published import Published

FEEDS = ("digests/feed.xml", "digests/feed.json")
FORMS: Mapping[str, str] = {
    "html": "The whole digest on one page",
    "pdf": "PDF, for printing and the record",
    "docx": "Word, to edit and circulate",
    "odt": "OpenDocument, for LibreOffice",
    "md": "Markdown",
    "csv": "A spreadsheet, one row for each statement",
    "json": "Data, for other software",
}
"""What each format is for, in the order of the page."""
CRUMBS = (Crumb("Policy priorities", address.PRIORITIES), Crumb("Digests", address.DIGESTS))
_TITLE = "Published digests"


def papers(holdings: Holdings) -> tuple[Published, ...]:
    """Return the published digests, newest first."""
    return holdings.papers.all if holdings.has_papers else ()


def paths(holdings: Holdings, name: str) -> tuple[str, ...]:
    """Return the files of a published digest: its page, and the formats that could be made; none where it is not."""
    one = holdings.papers.get(name) if holdings.has_papers else None
    if one is None:
        return ()
    return (address.digest(name), *(address.digest_file(name, form) for form in holdings.papers.forms(one)))


def downloads(holdings: Holdings, name: str) -> Iterator[tuple[str, bytes]]:
    """Iterate over (path, bytes) of a published digest's formats."""
    one = holdings.papers.get(name)
    for form in holdings.papers.forms(one) if one else ():
        assert one is not None
        yield address.digest_file(name, form), holdings.papers.file(one, form)


def feeds_of(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Iterate over (path, bytes) of the feeds of published digests."""
    commons = holdings.vocabularies.commons
    base = f"{commons.base_url.rstrip('/')}/"
    items = [
        Item(
            f"{base}{address.permalink(address.digest(one.name))}",
            f"Digest: {one.title}",
            f"Rests on {count(len(one.sources), 'contribution')}, as they were on {day(one.as_at)}.",
            commons.name,
            one.as_at,
            dt.datetime.combine(one.as_at, dt.time(), dt.UTC),
            one.priorities,
            "en-GB",
            "",
        )
        for one in papers(holdings)[:NEWEST]
    ]
    home = f"{base}{address.permalink(address.DIGESTS)}"
    yield from item_feeds(f"{_TITLE}: {commons.name}", home, FEEDS, items, base)


def digests_page(holdings: Holdings, guides: Mapping[str, str]) -> SitePage:
    """Return the index of published digests."""
    return leaf(
        holdings,
        address.DIGESTS,
        "digests.html",
        title=_TITLE,
        description="Digests of experience on policy priorities, as they were taken into meetings.",
        section=Section.PRIORITIES,
        crumbs=CRUMBS[:1],
        head=_feed_links(address.DIGESTS),
        rows=rows(holdings, papers(holdings)),
        guides=guides,
        feeds=FEEDS,
    )


def rows(holdings: Holdings, found: tuple[Published, ...]) -> list[dict[str, object]]:
    """Return what a list shows of published digests."""
    return [{"one": one, "sources": len(one.sources), "changed": len(holdings.papers.changed(one))} for one in found]


def digest_page(holdings: Holdings, name: str, guides: Mapping[str, str]) -> SitePage:
    """Return a published digest's page."""
    kept = holdings.papers
    one = kept.get(name)
    assert one is not None
    here = address.digest(name)
    digests = kept.digests(one)
    offered = set(kept.forms(one))
    return leaf(
        holdings,
        here,
        "digest.html",
        title=f"Digest: {one.title}",
        description=f"What experience says on {one.title}, as at {day(one.as_at)}.",
        section=Section.PRIORITIES,
        crumbs=CRUMBS,
        head=_feed_links(here),
        contents=(TocEntry(2, "Downloads", "downloads"), *_contents(one, digests)),
        one=one,
        changed=[_mark(holdings, change) for change in kept.changed(one)],
        forms=[(form, said, address.digest_file(name, form)) for form, said in FORMS.items() if form in offered],
        missing=[form for form in FORMS if form not in offered],
        parts=[_part(holdings, digest) for digest in digests],
        commits=[part.commit for part in one.parts],
        guides=guides,
    )


def _contents(one: Published, digests: tuple[Digest, ...]) -> Iterator[TocEntry]:
    if digests:
        yield from (
            TocEntry(2, label, f"on-{part.priority}") for part, label in zip(one.parts, one.labels, strict=True)
        )
    yield TocEntry(2, "Check it", "check")


def _mark(holdings: Holdings, change: Changed) -> dict[str, object]:
    found = holdings.find(change.id)
    return {"change": change, "page": address.contribution(found.id) if found else None}


def _part(holdings: Holdings, digest: Digest) -> dict[str, object]:
    """Return what a page says of a digest on one priority, in the digest's own sentences."""
    from practice_commons.digest import phrasing, pictures, statements  # noqa: PLC0415 - only the page of a digest needs them

    drawn = pictures.heard(digest)
    known = digest.priority in holdings.vocabularies.priorities
    return {
        "priority": digest.priority,
        "label": digest.label,
        "page": address.priority(digest.priority) if known else None,
        "definition": digest.definition,
        "ask": digest.ask.words if digest.ask else None,
        "unsettled": statements.UNSETTLED,
        "findings": [
            {
                "words": one.settled.statement if one.settled else one.ask.words or phrasing.LEFT_OUT,
                "strength": statements.strength_line(one.strength),
                "sides": statements.sides_of(one),
            }
            for one in digest.findings
        ],
        "lines": statements.brief(digest),
        "map": markup(Html(drawn.svg)) if drawn else None,  # drawn by us, every word in it escaped
        "caption": drawn.caption if drawn else "",
        "after": digest.after[:12] if digest.after else None,
    }


def _feed_links(path: str) -> Html:
    atom, json = (address.relative(path, one) for one in FEEDS)
    return piece(PACKAGE, PIECES, "feed_links", _TITLE, atom, json)
