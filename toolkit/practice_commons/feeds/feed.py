"""What is new, as Atom (RFC 4287) and as JSON Feed (version 1.1, jsonfeed.org)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence

from feedgenerator import Atom1Feed

from practice_commons.catalogue.entry import News

NEWEST = 25
"""Contributions in a feed."""
EMPTY = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When an empty feed was updated: a feed must say, and the clock would make every build differ."""


def feeds(title: str, home: str, folder: str, newest: Sequence[News], base_url: str) -> Iterator[tuple[str, bytes]]:
    """Iterate over (path, bytes) of a collection's two feeds, which lie in a folder of the site.

    `home` is the address of the page they belong to; `newest` are the NEWEST contributions that changed last.
    """
    updated = newest[0].changed if newest else EMPTY
    yield f"{folder}feed.atom", _atom(title, home, f"{base_url}{folder}feed.atom", newest, base_url, updated)
    yield f"{folder}feed.json", _json(title, home, f"{base_url}{folder}feed.json", newest, base_url)


class _Atom(Atom1Feed):  # type: ignore[misc]
    """The library's Atom, with the time handed in: an empty feed must not look at the clock."""

    def __init__(self, updated: dt.datetime, **facts: str) -> None:
        super().__init__(**facts)
        self._updated = updated

    def latest_post_date(self) -> dt.datetime:
        """Return when the feed was last true."""
        return self._updated


def _atom(title: str, home: str, own: str, entries: Sequence[News], base_url: str, updated: dt.datetime) -> bytes:
    feed = _Atom(updated, title=title, link=home, description="", feed_url=own, feed_guid=home)
    for one in entries:
        link = f"{base_url}c/{one.id}/"
        feed.add_item(
            title=one.title,
            link=link,
            unique_id=link,
            description=one.summary,
            author_name=one.author,
            pubdate=dt.datetime.combine(one.date, dt.time(), dt.UTC),
            updateddate=one.changed,
            categories=[one.kind, *one.tags],
            item_copyright=one.licence,
        )
    document: str = feed.writeString("utf-8")
    return document.encode("utf-8")


def _json(title: str, home: str, own: str, entries: Sequence[News], base_url: str) -> bytes:
    items = [
        {
            "id": f"{base_url}c/{one.id}/",
            "url": f"{base_url}c/{one.id}/",
            "title": one.title,
            "content_text": one.summary,
            "date_published": f"{one.date.isoformat()}T00:00:00Z",
            "date_modified": one.changed.isoformat().replace("+00:00", "Z"),
            "authors": [{"name": one.author}],
            "tags": [one.kind, *one.tags],
            "language": one.language,
        }
        for one in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": own,
        "items": items,
    }
    return (json.dumps(feed, ensure_ascii=False) + "\n").encode("utf-8")
