"""The page of results, in a real browser: all its state in its address, by keyboard, and inert whatever it shows."""

from __future__ import annotations

import itertools
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_site import build
from hostile import contribution
from places import ROOT
from playwright.sync_api import expect

from browser.test_accessibility import SCHEMES, TAGS

SEARCH = "search/index.html"
HOSTILE = '\'Hostile <img src=x onerror="window.hostile=1"> "><script>window.hostile=1</script>\''


@pytest.fixture
def titles(page):
    return page.locator(".commons-hits h2")


@pytest.fixture
def said(page):
    return page.locator("#commons-results").get_by_role("status")


def test_a_search_says_what_it_found(page, address, titles, said):
    page.context.set_offline(address("").startswith("file:"))
    page.goto(address(SEARCH))
    expect(said).to_be_empty()
    page.keyboard.press("/")
    page.keyboard.type("Kent")
    page.keyboard.press("Enter")
    expect(said).to_contain_text(re.compile(r"^\d+ results for “Kent”"))
    expect(page).to_have_title(re.compile(r"^Kent – Search"))
    assert f"{titles.count()} results" in said.inner_text()
    expect(page.locator(".commons-hits mark").first).to_be_visible()
    first = titles.first.inner_text()
    page.locator(".commons-hits .commons-callout").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kent")
    page.go_back()
    expect(titles.first).to_have_text(first)


def test_its_address_holds_all_that_it_shows(page, address, titles, said):
    page.goto(address(f"{SEARCH}?q=contact"))
    expect(titles.nth(1)).to_be_visible()
    every = titles.all_inner_texts()
    kinds = page.get_by_role("group", name="Kind")
    tick = kinds.get_by_role("checkbox").first
    count = int(re.search(r"\((\d+)\)", kinds.locator("label").first.inner_text())[1])
    tick.focus()
    page.keyboard.press("Space")
    expect(said).to_contain_text(re.compile(rf"^{count} results?"))
    expect(page).to_have_url(re.compile(r"\?q=contact&kind=[a-z-]+$"))
    expect(kinds.get_by_role("checkbox").first).to_be_focused()
    expect(kinds.get_by_role("checkbox").first).to_be_checked()
    second = kinds.get_by_role("checkbox").nth(1)
    second.check()
    expect(page).to_have_url(re.compile(r"\?q=contact(&kind=[a-z-]+){2}$"))
    expect(titles.nth(count)).to_be_visible()
    page.get_by_role("link", name="Sort by date").click()
    expect(page).to_have_url(re.compile(r"\?q=contact(&kind=[a-z-]+){2}&sort=date$"))
    expect(page.get_by_text("Newest first.")).to_be_visible()
    expect(said).to_be_focused()
    sorted_by_date = titles.all_inner_texts()

    link = page.url
    page.go_back()
    expect(page.get_by_text("Best matches first.")).to_be_visible()
    page.go_back()
    expect(titles).to_have_count(count)
    page.go_forward()
    page.go_forward()
    expect(page.get_by_text("Newest first.")).to_be_visible()
    page.goto("about:blank")
    page.goto(link)
    expect(titles).to_have_text(sorted_by_date)
    page.get_by_role("link", name="Remove all filters").click()
    expect(titles).to_have_count(len(every))
    expect(page).to_have_url(re.compile(r"\?q=contact&sort=date$"))


def test_more_results_are_added_and_come_back(page, address, titles):
    page.goto(address(f"{SEARCH}?q=council"))
    expect(titles).to_have_count(20)
    page.get_by_role("button", name="More results").click()
    expect(titles.nth(20)).to_be_visible()
    expect(titles.nth(20).get_by_role("link")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=council&shown=40$"))
    shown = titles.count()
    titles.nth(20).get_by_role("link").click()
    expect(page.get_by_role("heading", name="Cite this")).to_be_visible()
    page.go_back()
    expect(titles).to_have_count(shown)


def test_a_long_facet_shows_the_rest_when_asked(page, address, titles):
    page.goto(address(f"{SEARCH}?q=council"))
    expect(titles.first).to_be_visible()
    kinds = page.get_by_role("group", name="Kind")
    assert kinds.get_by_role("checkbox").count() == 5
    kinds.get_by_role("button", name=re.compile("^Show .* more: Kind")).press("Enter")
    expect(kinds.get_by_role("checkbox").nth(5)).to_be_focused()


def test_a_slip_is_mended_and_what_cannot_be_followed_is_said(page, address, said, titles):
    page.goto(address(f"{SEARCH}?q=avoidabel+contct"))
    said.get_by_role("link", name="avoidable contact").click()
    expect(page).to_have_url(re.compile(r"\?q=avoidable\+contact$"))
    expect(page.get_by_role("searchbox", name="Words")).to_have_value("avoidable contact")
    page.goto(address(f"{SEARCH}?q=kind:nonsense"))
    expect(said).to_contain_text("No results for “kind:nonsense”")
    expect(said).to_contain_text("There is no kind “nonsense”")
    expect(titles).to_have_count(0)


def test_a_link_with_what_nobody_offers_is_followed_as_far_as_it_goes(page, address, said, titles):
    page.goto(address(f"{SEARCH}?q=contact&__proto__=x&from=elsewhere&kind=&shown=-3&sort=upwards&year=%00"))
    expect(said).to_contain_text(re.compile("^(No|[0-9]+) results?"))
    page.goto(address(f"{SEARCH}?kind=question"))
    expect(titles.first).to_be_visible()
    expect(page.locator(".commons-hits .commons-kind").first).to_have_text("Question")


@pytest.mark.parametrize("lost", ["manifest.js*", "names-*.js", "*/index.js", "*/t*.js", "*/c*.js"])
def test_an_index_that_cannot_be_read_is_said_and_tried_again(browser, served, lost):
    page = browser.new_page()
    page.route(f"**/search/{lost}", lambda route: route.abort())
    page.goto(f"{served}{SEARCH}?q=contact")
    said = page.locator("#commons-results").get_by_role("status")
    expect(said).to_contain_text("The search index could not be read.")
    assert Axe().run(page).response["violations"] == []
    box = page.locator(".commons-box input")
    box.press_sequentially("contact")
    expect(page.locator(".commons-panel")).to_contain_text("The search index could not be read.")
    page.unroute(f"**/search/{lost}")
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.locator(".commons-hits h2").first).to_be_visible()
    expect(said).to_be_focused()
    page.close()


def test_what_strangers_wrote_stays_text(page, tmp_path):
    root = tmp_path / "besieged"
    shutil.copytree(ROOT / "tests/fixtures/good", root)
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", root)
    (root / "communities/customer-contact/hostile.md").write_bytes(contribution("Words.", title=HOSTILE))
    build(root, root / "site")
    page.goto((root / "site" / SEARCH).as_uri() + "?q=hostile+%3Cimg%20src=x%20onerror=%22window.hostile=1%22%3E")
    title = page.get_by_role("heading", level=2).get_by_role("link", name=re.compile("Hostile <img src=x onerror"))
    expect(title).to_be_visible()
    box = page.locator(".commons-box input")
    box.press_sequentially("hostile")
    option = page.get_by_role("option").filter(has_text='Hostile <img src=x onerror="window.hostile=1">')
    expect(option).to_be_visible()
    assert page.locator("[onerror]").count() == 0
    assert page.evaluate("window.hostile") is None
    assert option.get_attribute("href").startswith("file:")


@pytest.mark.parametrize(("scheme", "width"), list(itertools.product(["light", "dark"], [1280, 320])))
def test_axe_finds_nothing_on_the_results(browser, site, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = []
    for query in ("q=council", "q=contact&kind=case-study&sort=date", "q=avoidabel+contct", "q=zzzzzz", "q=Kent"):
        page.goto(f"{(site / SEARCH).as_uri()}?{query}")
        page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
        expect(page.locator("#commons-results strong").first).to_contain_text("result")
        # Not by clicks, which would scroll: under the header that stays, a box half hidden counts as a small one.
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        found += [f"{query}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in results.response["violations"]]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{query} scrolls sideways by {over} pixels"
    context.close()
    assert found == []
