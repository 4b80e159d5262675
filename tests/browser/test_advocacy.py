"""What became of advocacy, as a reader sees it: where a contributor looks for it, and axe finds no fault in it."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_site import build
from places import ROOT

from browser.test_accessibility import TAGS

PAGES = ("c/fewer-repeat-calls/index.html", "priorities/avoidable-contact/index.html")


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("told")
    shutil.copytree(ROOT / "tests/fixtures/good", root, dirs_exist_ok=True)
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", root)
    build(root, root / "site")
    return root / "site"


def test_a_contributor_finds_what_became_of_it_from_the_table_of_contents(page, told):
    page.goto((told / PAGES[0]).as_uri())
    page.get_by_role("navigation", name="Table of contents").get_by_role("link", name="What became of it").click()
    heading = page.get_by_role("heading", name="What became of it")
    heading.wait_for()
    assert heading.evaluate("one => one.getBoundingClientRect().top < innerHeight")
    item = page.locator(".commons-used")
    assert "Declined: They declined what was asked." in item.inner_text()
    item.get_by_role("link", name="Avoidable contact").click()
    page.get_by_role("heading", name="What was raised, and what became of it").wait_for()
    page.locator(".commons-used").get_by_role("link", name="Fewer repeat calls: a fixture").click()
    page.get_by_role("heading", name="What became of it").wait_for()


@pytest.mark.parametrize(("scheme", "width"), list(itertools.product(["light", "dark"], [1280, 320])))
def test_axe_finds_nothing_where_it_is_told(browser, told, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto((told / path).as_uri())
        assert page.locator(".commons-used").count() == 1
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        found += [
            f"{path}: {one['id']}: {node['target']}" for one in results.response["violations"] for node in one["nodes"]
        ]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{path}: scrolls sideways by {over} pixels"] if over > 0 else []
    context.close()
    assert found == []
