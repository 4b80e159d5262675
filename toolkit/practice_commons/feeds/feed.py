"""What is new, as Atom (RFC 4287) and as JSON Feed (version 1.1, jsonfeed.org)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedgenerator import Atom1Feed

from practice_commons.catalogue.entry import News
from practice_commons.model.place import place_of

NEWEST = 25
"""Items in a feed."""
EMPTY = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When an empty feed was updated: a feed must say, and the clock would make every build differ."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed tells of one thing that is new. `licence` is empty where it has none of its own."""

    link: str
    title: str
    summary: str
    author: str
    date: dt.date
    changed: dt.datetime
    tags: tuple[str, ...]
    language: str
    licence: str

    @classmethod
    def of(cls, news: News, base_url: str) -> Item:
        """Return what a feed tells of a contribution."""
        return cls(
            f"{base_url}{place_of(news.id)}",
            news.title,
            news.summary,
            news.author,
            news.date,
            news.changed,
            (news.kind, *news.tags),
            news.language,
            news.licence,
        )


def feeds(title: str, home: str, folder: str, newest: Sequence[News], base_url: str) -> Iterator[tuple[str, bytes]]:
    """Iterate over (path, bytes) of a collection's two feeds, which lie in a folder of the site.

    `home` is the address of the page they belong to; `newest` are the NEWEST contributions that changed last.
    """
    items = [Item.of(one, base_url) for one in newest]
    yield from item_feeds(title, home, (f"{folder}feed.atom", f"{folder}feed.json"), items, base_url)


def item_feeds(
    title: str, home: str, paths: tuple[str, str], items: Sequence[Item], base_url: str
) -> Iterator[tuple[str, bytes]]:
    """Iterate over (path, bytes) of the Atom feed and of the JSON feed of some items, the newest first."""
    atom, plain = paths
    updated = items[0].changed if items else EMPTY
    yield atom, _atom(title, home, f"{base_url}{atom}", items, updated)
    yield plain, _json(title, home, f"{base_url}{plain}", items)


class _Atom(Atom1Feed):  # type: ignore[misc]
    """The library's Atom, with the time handed in: an empty feed must not look at the clock."""

    def __init__(self, updated: dt.datetime, **facts: str) -> None:
        super().__init__(**facts)
        self._updated = updated

    def latest_post_date(self) -> dt.datetime:
        """Return when the feed was last true."""
        return self._updated


def _atom(title: str, home: str, own: str, items: Sequence[Item], updated: dt.datetime) -> bytes:
    feed = _Atom(updated, title=title, link=home, description="", feed_url=own, feed_guid=home)
    for one in items:
        feed.add_item(
            title=one.title,
            link=one.link,
            unique_id=one.link,
            description=one.summary,
            author_name=one.author,
            pubdate=dt.datetime.combine(one.date, dt.time(), dt.UTC),
            updateddate=one.changed,
            categories=list(one.tags),
            item_copyright=one.licence or None,
        )
    document: str = feed.writeString("utf-8")
    return document.encode("utf-8")


def _json(title: str, home: str, own: str, items: Sequence[Item]) -> bytes:
    rows = [
        {
            "id": one.link,
            "url": one.link,
            "title": one.title,
            "content_text": one.summary,
            "date_published": f"{one.date.isoformat()}T00:00:00Z",
            "date_modified": one.changed.isoformat().replace("+00:00", "Z"),
            "authors": [{"name": one.author}],
            "tags": list(one.tags),
            "language": one.language,
        }
        for one in items
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": own,
        "items": rows,
    }
    return (json.dumps(feed, ensure_ascii=False) + "\n").encode("utf-8")
