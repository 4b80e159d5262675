"""A page that came from a peer, as a reader sees it: where it is from, found by search, and fit for everybody."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_site import build
from neighbours import Ours, begun, neighbour, serving
from places import ROOT

from browser.test_accessibility import SCHEMES, TAGS

STORY = "communities/customer-contact/fewer-repeat-calls.md"


@pytest.fixture(scope="module")
def federated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a peer's contributions, some words of which are not ours."""
    place = tmp_path_factory.mktemp("federated")
    folder = begun(place / "ours")
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", folder)
    ours = Ours(folder)
    ours.commit("A site")
    with serving(place / "served") as address:
        theirs = neighbour(place / "served", address, "kent")
        theirs.edit("communities/tags.yml", "    label: Contact centres", "    label: Call centres")
        theirs.edit(STORY, "Fewer repeat calls: a fixture", "Zebra crossings for callers")
        theirs.commit()
        ours.join(theirs)
    build(folder, place / "site")
    return place / "site"


@pytest.mark.parametrize(("scheme", "width"), list(itertools.product(["light", "dark"], [1280, 320])))
def test_axe_finds_nothing_on_a_page_from_a_peer(browser, federated, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto((federated / "c/kent/fewer-repeat-calls/index.html").as_uri())
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert [one["id"] for one in results.response["violations"]] == []
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0
    context.close()


def test_a_reader_sees_where_it_is_from_and_gets_there(browser, federated):
    page = browser.new_page()
    page.goto((federated / "c/kent/fewer-repeat-calls/index.html").as_uri())
    note = page.get_by_text("From The commons of Kent.")
    assert note.is_visible()
    link = page.get_by_role("link", name="can be read there")
    assert link.get_attribute("href") == "https://kent.example/c/fewer-repeat-calls/"
    assert page.locator("link[rel=canonical]").get_attribute("href") == "https://kent.example/c/fewer-repeat-calls/"
    assert page.get_by_text("Tags there").is_visible()
    page.close()


def test_search_and_lists_lead_to_it(browser, federated):
    page = browser.new_page()
    page.goto((federated / "communities/customer-contact/index.html").as_uri())
    page.get_by_role("link", name="Zebra crossings for callers").first.click()
    assert page.url.endswith("/c/kent/fewer-repeat-calls/index.html")
    page.goto(f"{(federated / 'search/index.html').as_uri()}?q=zebra")
    page.get_by_role("link", name="Zebra crossings for callers").first.click()
    assert page.url.endswith("/c/kent/fewer-repeat-calls/index.html")
    page.close()


def test_results_are_narrowed_to_those_of_a_peer_and_the_address_says_so(browser, federated):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{(federated / 'search/index.html').as_uri()}?q=calls")
    commons = page.get_by_role("group", name="Commons")
    commons.get_by_label("Fixture commons").wait_for()
    commons.get_by_label("The commons of Kent").check()
    page.wait_for_url("**source=kent*")
    page.get_by_label("The commons of Kent").and_(page.locator(":checked")).wait_for()
    page.wait_for_function(
        "[...document.querySelectorAll('#commons-results h2 a')].every((one) => one.href.includes('/c/kent/'))"
    )
    links = page.locator("#commons-results h2 a").evaluate_all("all => all.map((one) => one.href)")
    assert links
    anew = browser.new_page(viewport={"width": 1280, "height": 800})
    anew.goto(page.url)
    anew.wait_for_function("document.querySelectorAll('#commons-results h2 a').length > 0")
    assert anew.locator("#commons-results h2 a").evaluate_all("all => all.map((one) => one.href)") == links
    results = Axe().run(anew, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert [one["id"] for one in results.response["violations"]] == []
    page.close()
    anew.close()
