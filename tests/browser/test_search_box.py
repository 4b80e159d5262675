"""The search in every page's header, in a real browser: from a folder and from a server, by keyboard, at any width."""

from __future__ import annotations

import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.test_accessibility import SCHEMES, TAGS

PAGE = "c/ni14-online-conference/index.html"
QUERY = "avoidable contact"
SLOW = """() => {
    const open = PracticeCommons.open;
    PracticeCommons.open = async (folder) => {
        const searcher = await open(folder);
        return {search: async (text, wanted) => {
            if (text === 'kent') await new Promise((done) => setTimeout(done, 700));
            return searcher.search(text, wanted);
        }};
    };
}"""


@pytest.fixture
def box(page):
    return page.get_by_role("search", name="Site").get_by_role("combobox", name="Search")


@pytest.fixture
def options(page):
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def test_results_come_as_words_are_typed_and_nothing_is_read_before(page, address, box, options):
    asked = []
    page.context.set_offline(address("").startswith("file:"))
    page.on("request", lambda request: asked.append(request.url.split("/search/")[-1].split("?")[0]))
    page.goto(address(PAGE))
    page.wait_for_load_state("networkidle")
    assert "client.js" in asked
    assert "manifest.js" not in asked
    box.focus()
    page.wait_for_function("PracticeCommons.settings")
    assert "manifest.js" in asked

    box.press_sequentially(QUERY)
    expect(options.last).to_have_text(re.compile(r"^All \d+ results$"))
    assert options.count() >= 7
    said = page.locator(".commons-box [role=status]")
    expect(said).to_have_text(re.compile(r"^\d+ results$"))
    assert said.inner_text() in options.last.inner_text()
    options.last.click()
    expect(page).to_have_url(re.compile(r"/search/index\.html\?q=avoidable\+contact&complete=1$"))
    expect(page.locator(".commons-hits h2").first).to_be_visible()


def test_the_last_word_completes(page, address, box, options):
    page.goto(address("index.html"))
    box.press_sequentially("avoidable con")
    expect(options.first).to_contain_text("contact")


def test_the_keyboard_is_enough(page, address, box, options):
    page.goto(address(PAGE))
    page.keyboard.press("/")
    expect(box).to_be_focused()
    box.press_sequentially(QUERY)
    expect(options.nth(2)).to_be_visible()
    # answers to what was typed so far come before it
    expect(options.last).to_have_attribute("href", re.compile(r"\?q=avoidable\+contact(&|$)"))
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(0).get_attribute("id")
    box.press("ArrowUp")
    assert not box.get_attribute("aria-activedescendant")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()

    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value(QUERY)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Escape")
    expect(box).to_have_value("")

    box.press_sequentially("online conference/")
    expect(box).to_have_value("online conference/")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    title = options.first.locator("strong").inner_text()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_enter_without_a_choice_leads_to_all_results(page, address, box):
    page.goto(address(PAGE))
    box.press_sequentially(QUERY)
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/index\.html\?q=avoidable\+contact$"))
    expect(page.locator("#commons-results [role=status]")).to_contain_text(f"for “{QUERY}”")


def test_it_closes_when_the_reader_turns_away(page, address, box, options):
    page.goto(address(PAGE))
    box.press_sequentially(QUERY)
    expect(options.first).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(options).to_have_count(0)
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(options).to_have_count(0)


def test_a_search_that_is_overtaken_shows_nothing(page, address, box, options):
    page.goto(address(PAGE))
    page.evaluate(SLOW)
    box.fill("kent")
    page.wait_for_timeout(300)
    box.fill(QUERY)
    expect(options.first).to_contain_text("contact")
    before = options.all_inner_texts()
    page.wait_for_timeout(900)
    assert options.all_inner_texts() == before


def test_the_key_can_be_turned_off(page, address):
    page.goto(address("search/index.html"))
    page.get_by_text("How to search", exact=True).click()
    page.get_by_role("checkbox", name="the key /").uncheck()
    page.goto(address(PAGE))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_without_scripts_it_leads_to_the_indexes(browser, address):
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address(PAGE))
    field = page.get_by_role("searchbox", name="Search")
    field.fill(QUERY)
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/index\.html\?q=avoidable\+contact$"))
    expect(page.get_by_text("Searching here needs JavaScript")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="By council").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Councils")
    context.close()


@pytest.mark.parametrize(("scheme", "width"), list(itertools.product(["light", "dark"], [1280, 320])))
def test_axe_finds_nothing_with_the_box_closed_or_open(browser, site, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
    field = page.locator(".commons-box input")
    found = []
    for words in ("", QUERY, "zzzzzz"):
        field.fill(words)
        if words:
            expect(page.locator(".commons-box [role=status]")).to_have_text(re.compile(r"results?$"))
            field.press("ArrowDown")
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        found += [f"“{words}”: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in results.response["violations"]]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"“{words}” scrolls sideways by {over} pixels"
        wide = field.bounding_box()["width"]
        assert wide > 100, f"the field is {wide} pixels wide"
    context.close()
    assert found == []


def test_a_choice_is_seen_without_colours(page, site, box, options):
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto((site / PAGE).as_uri())
    box.fill(QUERY)
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    outlines = [one.evaluate("e => getComputedStyle(e).outlineStyle") for one in options.all()[:2]]
    assert outlines == ["solid", "none"]


def test_it_is_not_printed(page, site):
    page.goto((site / PAGE).as_uri())
    page.emulate_media(media="print")
    assert not page.locator(".commons-box").is_visible()
    page.goto((site / "search/index.html").as_uri() + "?q=contact")
    expect(page.locator(".commons-hits h2").first).to_be_visible()
    assert not page.locator("#commons-find").is_visible()
    assert not page.locator(".commons-facets").is_visible()


def test_a_slow_telephone_on_a_slow_network_can_use_it(browser, served):
    """3G as Chrome's developer tools have it ("Fast 3G"), and a sixth of this processor; waits are generous."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    line = {"latency": 562.5, "downloadThroughput": 1.44e6 / 8, "uploadThroughput": 675e3 / 8}
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", {"offline": False, **line})
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.goto(f"{served}{PAGE}", timeout=120_000)
    field = page.get_by_role("search", name="Site").get_by_role("combobox", name="Search")
    page.evaluate(
        """() => {
            window.longest = 0;
            new PerformanceObserver((list) => list.getEntries().forEach(
                (one) => { window.longest = Math.max(window.longest, one.duration); })).observe({type: "longtask"});
        }"""
    )
    field.press_sequentially(QUERY, delay=60)
    expect(field).to_have_value(QUERY)
    options = page.get_by_role("listbox", name="Results").get_by_role("option")
    expect(options.last).to_have_text(re.compile(r"^All \d+ results$"), timeout=60_000)
    assert page.evaluate("window.longest") < 1000, "the page never stops answering for a second"
    field.press("Enter")
    expect(page.locator(".commons-hits mark").first).to_be_visible(timeout=60_000)
    context.close()
