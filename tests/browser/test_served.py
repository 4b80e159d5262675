"""A served commons in a real browser: the page reloads itself, and a lost reader finds the way."""

from __future__ import annotations

import re
import shutil

from axe_playwright_python.sync_playwright import Axe
from browser_site import serving
from places import ROOT


def test_a_page_reloads_itself_when_a_file_changes(browser, good_commons):
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", good_commons)
    commons = good_commons / "communities/commons.yml"
    with serving(good_commons) as (home, _):
        page = browser.new_page()
        page.goto(home)
        page.wait_for_timeout(500)
        renamed = re.sub(r"(?m)^name: .*$", "name: Renamed while it is read", commons.read_text("utf-8"))
        commons.write_text(renamed, "utf-8")
        page.wait_for_function("document.title.includes('Renamed while it is read')", timeout=40_000)
        page.close()


def test_a_lost_reader_finds_the_way(browser, good_commons):
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", good_commons)
    with serving(good_commons) as (home, _):
        page = browser.new_page()
        page.goto(f"{home}no/such/page/at/all")
        assert page.get_by_role("heading", level=1).inner_text() == "Page not found"
        assert Axe().run(page).response["violations"] == []
        page.get_by_role("main").get_by_role("link", name="home page").click()
        assert page.url.endswith("/index.html")
        page.close()
