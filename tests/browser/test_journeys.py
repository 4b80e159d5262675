"""What readers and officers do, in a real browser, from a folder: no server, no network."""

from __future__ import annotations

import re

from playwright.sync_api import expect

TITLE = "Counting all the public money in Kent"


def test_a_reader_goes_from_home_to_a_contribution_its_council_its_priority_and_back(page, site):
    page.goto((site / "index.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Practice Commons")
    page.get_by_role("navigation", name="Sections", exact=True).get_by_role("link", name="Communities").click()
    page.get_by_role("main").get_by_role("link", name="Place-based budgets").click()
    page.get_by_role("main").get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    facts = page.get_by_role("region", name="Facts about this contribution")

    facts.get_by_role("link", name="Kent", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kent")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    facts.get_by_role("link", name="Place-based budgets", exact=True).first.click()
    expect(page.get_by_role("heading", name=re.compile(r"Experience that supports it"))).to_be_visible()
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Practice Commons demonstration: home").click()
    expect(page).to_have_url((site / "index.html").as_uri())


def test_an_officer_goes_from_a_digest_to_a_cited_permalink(page, site, digest):
    def from_the_folder(route):
        path = route.request.url.removeprefix("https://practice-commons.example/").split("#")[0]
        route.fulfill(path=site / (path + "index.html" if path.endswith("/") or not path else path))

    page.route("https://practice-commons.example/**", from_the_folder)
    page.goto(digest.as_uri())
    citation = page.get_by_role("link", name=re.compile(r"[a-z0-9-]+@[0-9a-f]{7,}")).first
    cited = citation.inner_text().strip("[]")
    citation.click()
    expect(page).to_have_url(re.compile(rf"/c/{cited.split('@')[0]}/$"))
    expect(page.get_by_role("heading", name="Cite this")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(cited.split("@")[0])
