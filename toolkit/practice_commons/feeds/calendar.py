"""What has a day to keep, as a calendar (iCalendar, RFC 5545): the last days of open calls, and events to come."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.facts import FOREVER
from practice_commons.model.place import place_of
from practice_commons.model.terms import Kind, Precision

MOST = 200
"""Days in a calendar, the next ones first."""
_LINE = 75
"""Octets of a line, its end not counted (RFC 5545, section 3.1)."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something with a day. `starts` and `ends` are local: people meet where they meet (RFC 5545, form 1)."""

    id: str
    title: str
    words: str
    starts: dt.date | dt.datetime
    ends: dt.date | dt.datetime | None
    place: str
    changed: dt.datetime


def occasions(catalogue: Catalogue, where: str, values: tuple[str, ...] = ()) -> list[Occasion]:
    """Return what is still to come of the contributions that fit a condition of ours, in SQL on `placement`."""
    query = (
        "SELECT blob, path, changed FROM placement WHERE published AND NOT withdrawn AND superseded_by IS NULL"  # noqa: S608 - ours
        f" AND kind IN ('call', 'event') AND until >= ? AND until < ? AND ({where}) ORDER BY until, id LIMIT ?"
    )
    rows = catalogue.connection.execute(query, (catalogue.today.isoformat(), FOREVER, *values, MOST)).fetchall()
    made = (_occasion(json.loads(catalogue.content(blob, path)[0]), changed) for blob, path, changed in rows)
    return [one for one in made if one is not None]


def calendar(title: str, base_url: str, found: Iterable[Occasion]) -> bytes:
    """Return a calendar of occasions, whose pages lie below an address. The clock has no say in it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Practice Commons//Calendar//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_text(title)}")
    host = urlsplit(base_url).hostname or "localhost"
    for one in found:
        lines += _lines(one, base_url, host)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _occasion(said: dict[str, str], changed: str) -> Occasion | None:
    """Return what a contribution's JSON has a day for; None for an event whose day nobody knows."""
    moment = dt.datetime.fromisoformat(changed)
    if said["kind"] == Kind.CALL.value:
        day = dt.date.fromisoformat(said["deadline"])
        title = f"Last day for examples: {said['title']}"
        return Occasion(said["id"], title, said["question"], day, None, "", moment)
    if said.get("date_known_to", Precision.DAY.value) != Precision.DAY.value:
        return None
    starts = _when(said["starts"])
    ends = _when(said["ends"]) if said.get("ends") else None
    if type(starts) is not type(ends):
        ends = None
    return Occasion(said["id"], said["title"], said["summary"], starts, ends, said.get("place") or "Online", moment)


def _when(said: str) -> dt.date | dt.datetime:
    """Return a day, or a moment where the time of day was given."""
    moment = dt.datetime.fromisoformat(said)
    return moment if moment.time() != dt.time() else moment.date()


def _lines(one: Occasion, base_url: str, host: str) -> Iterator[str]:
    link = f"{base_url}{place_of(one.id)}"
    yield "BEGIN:VEVENT"
    yield f"UID:{one.id}@{host}"
    yield f"DTSTAMP:{one.changed.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    if isinstance(one.starts, dt.datetime):
        yield f"DTSTART:{one.starts:%Y%m%dT%H%M%S}"
        if isinstance(one.ends, dt.datetime) and one.ends > one.starts:
            yield f"DTEND:{one.ends:%Y%m%dT%H%M%S}"
    else:
        last = one.ends if one.ends is not None and not isinstance(one.ends, dt.datetime) else one.starts
        yield f"DTSTART;VALUE=DATE:{one.starts:%Y%m%d}"
        if last < dt.date.max:
            yield f"DTEND;VALUE=DATE:{last + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(one.title)}"
    yield f"DESCRIPTION:{_text(one.words)}\\n{_text(link)}"
    if one.place:
        yield f"LOCATION:{_text(one.place)}"
    yield f"URL:{link}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """Return words as a value of type TEXT (RFC 5545, section 3.3.11), without characters that it does not allow."""
    flat = words.replace("\r\n", "\n").replace("\r", "\n")
    safe = "".join(one for one in flat if one == "\n" or (one.isprintable() or one == "\t"))
    return safe.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line, folded between characters where it is long, with its end."""
    parts: list[bytes] = []
    held = b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(held) + len(octets) > _LINE:
            parts.append(held)
            held = b" "
        held += octets
    return b"\r\n".join([*parts, held]) + b"\r\n"
