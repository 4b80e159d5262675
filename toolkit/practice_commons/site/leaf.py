"""One page made from a template: the values every template can rely on, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from practice_commons.rendering.markdown import Html
from practice_commons.rendering.templates import environment, fill, piece
from practice_commons.site import address
from practice_commons.site.holdings import PACKAGE, PIECES, Holdings
from practice_commons.site.page import NOTHING, Crumb, Section, SitePage, TocEntry

SHOWN = 40
"""Contributions that a page about something else shows in one list."""
environment(PACKAGE).globals |= {
    "SHOWN": SHOWN,
}


def leaf(
    holdings: Holdings,
    path: str,
    template: str,
    *,
    title: str,
    description: str,
    section: Section,
    crumbs: Sequence[Crumb] = (),
    contents: Sequence[TocEntry] = (),
    head: Html = NOTHING,
    language: str = "en-GB",
    canonical: str = "",
    **values: object,
) -> SitePage:
    """Return the page that a template makes. In templates, `to(file)` is the link from this page to another's file."""

    def to(target: str) -> str:
        return address.relative(path, target)

    content = fill(
        PACKAGE,
        template,
        to=to,
        address=address,
        holdings=holdings,
        vocabularies=holdings.vocabularies,
        today=holdings.catalogue.today,
        **values,
    )
    return SitePage(
        path=path,
        title=title,
        description=description,
        section=section,
        content=content,
        permalink=address.permalink(path),
        contents=tuple(contents),
        crumbs=tuple(crumbs),
        head=head,
        language=language,
        canonical=canonical,
    )


def feed_links(path: str, title: str, folder: str) -> Html:
    """Return the links by which a feed reader finds a page's feeds."""
    atom, json = (address.relative(path, f"{folder}feed.{form}") for form in ("atom", "json"))
    return piece(PACKAGE, PIECES, "feed_links", title, atom, json)
