"""An open call stands on every page that it belongs on, with what came back, until its last day by the tree's clock."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from places import ROOT
from selectolax.lexbor import LexborHTMLParser

from incremental.growing import build, cold, differing, git
from practice_commons import crew

BEFORE = dt.datetime(2026, 5, 2, 12, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 5, 3, 0, 0, 1, tzinfo=dt.UTC)
PAGES = {
    "home": "index.html",
    "open": "open/index.html",
    "community": "communities/customer-contact/index.html",
    "priority": "priorities/sector-led-improvement/index.html",
}
CALENDARS = (
    "feeds/calendar.ics",
    "communities/customer-contact/calendar.ics",
    "priorities/sector-led-improvement/calendar.ics",
)


def write(root: Path, community: str, identity: str, **fields: str) -> None:
    facts = {
        "id": identity,
        "kind": "example",
        "title": f"About {identity}",
        "summary": "What we did.",
        "date": "2026-04-01",
        "community": community,
        "author": "{name: A. Officer, role: officer}",
    } | fields
    lines = [f"{key}: {value}" for key, value in facts.items()]
    (root / f"communities/{community}/{identity}.md").write_text(
        "\n".join(["---", *lines, "---", "Words.", ""]), "utf-8"
    )


def commit(root: Path, when: dt.datetime) -> None:
    git(root, "add", ".", when=when)
    git(root, "commit", "--quiet", "--message", "More", when=when)


@pytest.fixture
def root(git_commons: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(crew, "cores", lambda: 0)  # this process alone: it is a small site
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", git_commons)
    (git_commons / ".gitignore").write_text("/.commons/\n/site/\n/.site.*\n", "utf-8")
    write(
        git_commons, "customer-contact", "the-call", kind="call", question="Which <b>one</b>?",
        priority="sector-led-improvement", deadline="2026-05-02", asked_types="[county, unitary]",
        asked_councils="[fife]",
    )  # fmt: skip
    commit(git_commons, BEFORE)
    return git_commons


def shown(root: Path, page: str) -> str | None:
    """Return what a page says of the open call; None where it is not there."""
    parsed = LexborHTMLParser((root / "site" / page).read_text("utf-8"))
    for item in parsed.css("ul.commons-list > li"):
        link = item.css_first("p.commons-act a")
        if link is not None and link.attributes["href"].endswith("c/the-call/index.html#respond"):
            assert "Which <b>one</b>?" in item.text()
            assert link.text() == "Respond to About the-call"
            return " ".join(item.css_first("p.commons-meta").text().split())
    return None


def assert_as_from_nothing(root: Path) -> None:
    cold(root, root.with_name("cold"))
    assert differing(root / "site", root.with_name("cold") / "site") == {}


def test_it_stands_with_what_came_back_and_goes_after_its_last_day(root: Path) -> None:
    build(root)
    for page in PAGES.values():
        assert shown(root, page) == "No response yet; 5 councils asked · Last day 2 May 2026"
    for calendar in CALENDARS:
        text = (root / "site" / calendar).read_text("utf-8")
        assert "DTSTART;VALUE=DATE:20260502\n" in text.replace("\r\n", "\n")
        assert "SUMMARY:Last day for examples: About the-call" in text
    assert "DTSTART" not in (root / "site/communities/peer-challenge/calendar.ics").read_text("utf-8")

    # responses in another community, that name no priority: the call's own pages follow
    write(root, "peer-challenge", "first", responds_to="the-call", councils="[kent]")
    write(root, "peer-challenge", "second", responds_to="the-call", councils="[york, wycombe]", consent="anonymous")
    write(root, "peer-challenge", "third", responds_to="the-call", councils="[sheffield]")
    write(root, "peer-challenge", "fourth", responds_to="the-call")
    commit(root, BEFORE)
    build(root)
    said = "4 responses from 3 of the 5 councils asked, and 1 other council"
    for page in PAGES.values():
        assert shown(root, page) == f"{said} · Last day 2 May 2026"
    own = LexborHTMLParser((root / "site/c/the-call/index.html").read_text("utf-8"))
    callout = " ".join(own.css_first("div.commons-callout").text().split())
    assert f"Open for examples; last day 2 May 2026. It informs Sector-led improvement.{said}." in callout
    assert "Asked: County councils and unitary councils; Fife." in callout
    assert own.css_first("#respond") is not None
    assert_as_from_nothing(root)

    # a commit that touches something else, after the last day
    write(root, "peer-challenge", "unrelated", kind="news")
    commit(root, AFTER)
    build(root)
    for page in PAGES.values():
        assert shown(root, page) is None
    for calendar in CALENDARS:
        assert "the-call" not in (root / "site" / calendar).read_text("utf-8")
    own = LexborHTMLParser((root / "site/c/the-call/index.html").read_text("utf-8"))
    assert "Closed; last day 2 May 2026." in " ".join(own.css_first("div.commons-callout").text().split())
    assert own.css_first("#respond") is None
    assert_as_from_nothing(root)


def test_whom_it_asks_changes_the_count_everywhere(root: Path) -> None:
    build(root)
    file = root / "communities/customer-contact/the-call.md"
    file.write_text(file.read_text("utf-8").replace("[county, unitary]", "[county]"), "utf-8")
    commit(root, BEFORE)
    build(root)
    for page in PAGES.values():
        assert shown(root, page) == "No response yet; 3 councils asked · Last day 2 May 2026"
    assert_as_from_nothing(root)


def test_why_it_was_closed_is_said_as_it_was_written(root: Path) -> None:
    file = root / "communities/customer-contact/the-call.md"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("priority: ", 'status: closed\nclosed_because: "Enough <script>x</script>."\npriority: '), "utf-8"
    )
    commit(root, BEFORE)
    build(root)
    own = (root / "site/c/the-call/index.html").read_text("utf-8")
    assert "Enough &lt;script&gt;x&lt;/script&gt;. It informs" in own
    assert shown(root, "index.html") is None
