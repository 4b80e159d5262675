"""What is new, as Atom (RFC 4287) and as JSON Feed (version 1.1, jsonfeed.org)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence

from feedgenerator import Atom1Feed

from practice_commons.catalogue.entry import Entry

NEWEST = 25
"""Contributions in a feed."""
EMPTY = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When an empty feed was updated: a feed must say, and the clock would make every build differ."""


def feeds(title: str, home: str, folder: str, newest: Sequence[Entry], base_url: str) -> Iterator[tuple[str, bytes]]:
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


def _atom(title: str, home: str, own: str, entries: Sequence[Entry], base_url: str, updated: dt.datetime) -> bytes:
    feed = _Atom(updated, title=title, link=home, description="", feed_url=own, feed_guid=home)
    for entry in entries:
        said = entry.contribution
        link = f"{base_url}c/{entry.id}/"
        feed.add_item(
            title=said.title,
            link=link,
            unique_id=link,
            description=said.summary,
            author_name=said.author.name,
            pubdate=dt.datetime.combine(said.date, dt.time(), dt.UTC),
            updateddate=entry.changed,
            categories=[said.kind.value, *said.tags],
            item_copyright=said.licence,
        )
    document: str = feed.writeString("utf-8")
    return document.encode("utf-8")


def _json(title: str, home: str, own: str, entries: Sequence[Entry], base_url: str) -> bytes:
    items = [
        {
            "id": f"{base_url}c/{entry.id}/",
            "url": f"{base_url}c/{entry.id}/",
            "title": entry.contribution.title,
            "content_text": entry.contribution.summary,
            "date_published": f"{entry.contribution.date.isoformat()}T00:00:00Z",
            "date_modified": entry.changed.isoformat().replace("+00:00", "Z"),
            "authors": [{"name": entry.contribution.author.name}],
            "tags": [entry.contribution.kind.value, *entry.contribution.tags],
            "language": entry.contribution.language,
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": own,
        "items": items,
    }
    return (json.dumps(feed, ensure_ascii=False) + "\n").encode("utf-8")
