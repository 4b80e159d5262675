"""Open calls as a reader meets them: on five kinds of page, wide and narrow, and by keyboard to where one responds."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_site import build
from places import ROOT

from browser.test_accessibility import TAGS
from incremental.growing import git

CALL = """\
---
id: the-call
kind: call
title: Which letters bring the most calls?
summary: We ask for examples.
date: 2026-04-01
community: customer-contact
author:
  name: A. Adviser
  role: partner
question: Which letters of yours bring the most calls, and what did you do about them?
priority: avoidable-contact
deadline: 2026-07-31
asked_regions: [South East, Yorkshire and The Humber]
---
A paragraph is enough.
"""
EXAMPLE = """\
---
id: our-letters
kind: example
title: Our letters
summary: We wrote them again.
date: 2026-04-02
community: peer-challenge
author:
  name: A. Officer
  role: officer
councils: [kent]
responds_to: the-call
---
We wrote them again.
"""
PAGES = (
    "index.html",
    "open/index.html",
    "communities/customer-contact/index.html",
    "priorities/avoidable-contact/index.html",
    "c/the-call/index.html",
    "feeds/index.html",
)


@pytest.fixture(scope="module")
def calling(tmp_path_factory):
    root = tmp_path_factory.mktemp("calling") / "commons"
    shutil.copytree(ROOT / "tests/fixtures/good", root)
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", root)
    (root / "communities/customer-contact/the-call.md").write_text(CALL, "utf-8")
    (root / "communities/peer-challenge/our-letters.md").write_text(EXAMPLE, "utf-8")
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "Begin")):
        git(root, *arguments, when=dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC))
    build(root, root / "site")
    return root / "site"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_where_a_call_is_open(browser, calling, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto((calling / path).as_uri())
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        found += [f"{path}: {one['id']}: {one['nodes'][0]['target']}" for one in results.response["violations"]]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{path}: scrolls sideways by {over} pixels"] if over > 0 else []
    context.close()
    assert found == []


@pytest.mark.parametrize("path", PAGES[:4])
def test_a_reader_gets_by_keyboard_from_a_page_to_where_one_responds(page, calling, path):
    page.goto((calling / path).as_uri())
    respond = page.get_by_role("link", name="Respond to Which letters bring the most calls?")
    assert page.get_by_text("1 response from 1 of the").is_visible()
    assert page.get_by_text("31 July 2026").first.is_visible()
    respond.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/the-call/index.html#respond")
    place = page.locator("#respond")
    assert "responds_to: the-call" in place.inner_text()
    assert place.is_visible()
    assert page.get_by_role("heading", level=1).inner_text() == "Which letters bring the most calls?"
