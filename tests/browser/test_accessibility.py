"""WCAG 2.2 AA: axe finds nothing on any kind of page; the keyboard is enough; it prints; nothing scrolls sideways."""

from __future__ import annotations

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

KINDS = {
    "home": "index.html",
    "communities": "communities/index.html",
    "community": "communities/facilitators/index.html",
    "community without facilitator": "communities/peer-challenge/index.html",
    "contribution": "c/ni14-online-conference/index.html",
    "contribution of a peer": "c/whole-place/total-place-barriers/index.html",
    "priorities": "priorities/index.html",
    "priority": "priorities/avoidable-contact/index.html",
    "councils": "councils/index.html",
    "council": "councils/kent/index.html",
    "silent council": "councils/adur/index.html",
    "former council": "councils/south-somerset/index.html",
    "tags": "tags/index.html",
    "calls and questions": "open/index.html",
    "people": "people/index.html",
    "search": "search/index.html",
    "feeds": "feeds/index.html",
    "digests": "digests/index.html",
    "guide": "contribute.html",
    "reference": "reference/frontmatter.html",
    "rules": "reference/rules/index.html",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES = {"light": "default", "dark": "slate"}


def kinds_in(site):
    """One contribution of each kind that the demonstration has, besides the pages named above."""
    found = {}
    for path in sorted((site / "c").glob("*/index.html")):
        kind = path.read_text("utf-8").split('<span class="commons-kind">')[1].split("<")[0]
        found.setdefault(kind, path.relative_to(site).as_posix())
    return found


@pytest.mark.parametrize(("scheme", "width"), list(itertools.product(["light", "dark"], [1280, 320])))
def test_axe_finds_nothing_on_any_kind_of_page(browser, site, digest, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = []
    for name, path in {**KINDS, **kinds_in(site)}.items():
        page.goto((site / path).as_uri())
        page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        found += [
            f"{name}: {one['id']}: {node['target']} {node['failureSummary'][:200]}"
            for one in results.response["violations"]
            for node in one["nodes"]
        ]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            found.append(f"{name}: scrolls sideways by {over} pixels")
    page.goto(digest.as_uri())
    found += [f"digest: {one['id']}" for one in Axe().run(page).response["violations"]]
    context.close()
    assert found == []


def test_the_keyboard_reaches_everything(page, site):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto((site / "communities/facilitators/index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").split()[0] == "md-skip"
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(e => [e.tagName, e.getAttribute('href'), getComputedStyle(e).outlineStyle])(document.activeElement)"
        )
        if focused[0] == "BODY":
            break
        reached.add(focused[1])
        assert focused[2] != "none" or focused[0] == "INPUT", f"no focus mark on {focused}"
    links = page.evaluate(
        "[...document.querySelectorAll('main a[href], footer a[href]')]"
        ".filter(e => e.checkVisibility()).map(e => e.getAttribute('href'))"
    )
    assert set(links) - reached == set()


def test_the_menu_needs_no_script(browser, site):
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "c/ni14-online-conference/index.html").as_uri())
    page.get_by_role("link", name="Menu").click()
    page.get_by_role("navigation", name="All sections").get_by_role("link", name="Policy priorities").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Policy priorities"
    context.close()


def test_it_prints_without_the_furniture(page, site):
    page.goto((site / "c/ni14-online-conference/index.html").as_uri())
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="All sections").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert len(page.pdf(format="A4")) > 10_000


def test_colours_can_be_changed_by_keyboard(page, site):
    page.goto((site / "index.html").as_uri())
    before = page.evaluate("document.body.dataset.mdColorScheme")
    page.locator("input[name=__palette]").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.body.dataset.mdColorScheme") != before
