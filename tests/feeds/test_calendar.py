"""Calendars (RFC 5545): what a calendar program makes of them, whatever a stranger wrote."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.feeds.calendar import Occasion, calendar, occasions
from practice_commons.reading.tree import open_tree

BASE = "https://commons.example/"
CHANGED = dt.datetime(2026, 5, 1, 13, tzinfo=dt.timezone(dt.timedelta(hours=1)))
MORNING, NOON = (dt.datetime.fromisoformat(f"2026-06-01T{time}") for time in ("09:00", "12:30"))
ESCAPED = re.compile(r"\\([\\;,nN])")


def read(data: bytes) -> list[dict[str, str]]:
    """Return the events of a calendar as a program reads them: unfolded, then unescaped."""
    text = data.decode("utf-8")
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("\n") == text.count("\r\n") == text.count("\r")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif line == "END:VCALENDAR":
            break
        elif events:
            assert name not in events[-1], line
            events[-1][name] = ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return events


def test_a_last_day_a_day_of_several_and_a_morning() -> None:
    found = [
        Occasion("one", "Last day", "Which?", dt.date(2026, 12, 31), None, "", CHANGED),
        Occasion("two", "Conference", "Two days.", dt.date(2026, 6, 1), dt.date(2026, 6, 2), "York", CHANGED),
        Occasion("three", "Visit", "A morning.", MORNING, NOON, "York", CHANGED),
    ]
    one, two, three = read(calendar("Commons", BASE, found))
    assert one == {
        "UID": "one@commons.example",
        "DTSTAMP": "20260501T120000Z",
        "DTSTART;VALUE=DATE": "20261231",
        "DTEND;VALUE=DATE": "20270101",
        "SUMMARY": "Last day",
        "DESCRIPTION": "Which?\nhttps://commons.example/c/one/",
        "URL": "https://commons.example/c/one/",
        "TRANSP": "TRANSPARENT",
        "END": "VEVENT",
    }
    assert (two["DTSTART;VALUE=DATE"], two["DTEND;VALUE=DATE"], two["LOCATION"]) == ("20260601", "20260603", "York")
    assert (three["DTSTART"], three["DTEND"]) == ("20260601T090000", "20260601T123000")


@pytest.mark.parametrize(
    "words",
    [
        "plain",
        "a, b; c \\ d \\n e",
        "two\nlines\r\nand\rmore",
        "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:forged",
        "é" * 200,
        "\U0001f600" * 60,
        "x" * 1000,
        "bell \x07 and \u2028 and \u202e turned",
    ],
)
def test_whatever_a_stranger_wrote_is_one_text_of_one_event(words: str) -> None:
    [event] = read(calendar(words, BASE, [Occasion("one", words, words, dt.date(2026, 5, 2), None, words, CHANGED)]))
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in kept if one == "\n" or one.isprintable())
    assert (event["SUMMARY"], event["LOCATION"]) == (kept, kept)
    assert event["UID"] == "one@commons.example"


def test_the_last_day_that_there_is() -> None:
    [event] = read(calendar("", BASE, [Occasion("one", "", "", dt.date.max, None, "", CHANGED)]))
    assert "DTEND;VALUE=DATE" not in event


def _contribution(root: Path, identity: str, kind: str, extra: str) -> None:
    (root / f"communities/customer-contact/{identity}.md").write_text(
        f"---\nid: {identity}\nkind: {kind}\ntitle: {identity}\nsummary: Words.\ndate: 2026-04-01\n"
        "community: customer-contact\nauthor: {name: A. Officer, role: officer}\n"
        f"{extra}---\nWords.\n",
        "utf-8",
    )


def test_what_is_to_come_on_the_trees_own_day(git_commons: Path, git: Callable[..., str]) -> None:
    call = "question: Which?\npriority: avoidable-contact\n"
    _contribution(git_commons, "call-today", "call", f"{call}deadline: 2026-05-01\n")
    _contribution(git_commons, "call-gone", "call", f"{call}deadline: 2026-04-30\n")
    _contribution(git_commons, "call-closed", "call", f"{call}deadline: 2026-05-02\nstatus: closed\n")
    _contribution(git_commons, "call-for-ever", "call", call)
    _contribution(
        git_commons, "call-back", "call", f"{call}deadline: 2026-05-02\nwithdrawn: {{date: 2026-04-02, reason: No}}\n"
    )
    _contribution(git_commons, "event-on", "event", "starts: 2026-04-30\nends: 2026-05-02\nplace: York\n")
    _contribution(git_commons, "event-hour", "event", "starts: 2026-05-03 09:30\nonline: yes\n")
    _contribution(git_commons, "event-month", "event", "starts: 2026-05-03\nonline: yes\ndate_known_to: month\n")
    _contribution(git_commons, "event-gone", "event", "starts: 2026-04-30 23:00\nonline: yes\n")
    _contribution(git_commons, "offer-open", "offer", "what: A visit.\nuntil: 2026-06-01\n")
    git(git_commons, "add", ".")
    git(git_commons, "commit", "--quiet", "--message", "Days")  # on 1 May 2026
    tree = open_tree(git_commons, dt.datetime(2031, 1, 1, tzinfo=dt.UTC), "HEAD")  # whatever the clock says
    with Catalogue.of(tree, git_commons / ".commons", print) as catalogue:
        found = occasions(catalogue, "1")
        assert [one.id for one in found] == ["call-today", "event-on", "event-hour"]
        assert [one.place for one in found] == ["", "York", "Online"]
        assert found[0].title == "Last day for examples: call-today"
        assert found[2].starts == dt.datetime.fromisoformat("2026-05-03T09:30")
        assert [one.id for one in occasions(catalogue, "community = ?", ("peer-challenge",))] == []
