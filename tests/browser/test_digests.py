"""Published digests on the site: read, downloaded, and marked where what they use has changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_site import build
from places import ROOT

from digest.published_digests import edit, paper, put
from digest.small_commons import commit, make
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.cli.room import now
from practice_commons.reading.tree import open_tree

NAME = "2026-04-repairs"
FORMS = ("html", "pdf", "docx", "odt", "md", "csv", "json")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> tuple[Path, Path]:
    """A site without a published digest, and one with a digest of which two sources have changed."""
    root = make(tmp_path_factory.mktemp("published") / "commons")
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", root)
    build(root, root.with_name("none"))
    with Catalogue.of(open_tree(root, now(), "HEAD"), root / ".commons", print) as catalogue:
        put(root, NAME, paper(catalogue, "repairs"))
    edit(root, "long-ago", "consent:", 'withdrawn: {"date": "2026-05-02", "reason": "We erred."}\nconsent:')
    edit(root, "first-visit", "Homes waited.", "Homes waited long.")
    commit(root, "Withdraw one, correct another", "2026-05-03T12:00:00+00:00")
    build(root, root.with_name("site"))
    return root.with_name("none"), root.with_name("site")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser, sites, scheme, width) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    none, site = sites
    for file in (
        none / "digests/index.html",
        site / "digests/index.html",
        site / f"digests/{NAME}/index.html",
        site / "priorities/repairs/index.html",
    ):
        page.goto(file.as_uri())
        response = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()


def test_a_reader_finds_a_digest_sees_what_changed_and_takes_it_along(page, sites) -> None:
    _, site = sites
    page.goto((site / "priorities/index.html").as_uri())
    page.get_by_role("link", name="Published digests").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Published digests"
    assert "Changed since: 2 of them." in page.locator("main").inner_text()
    page.get_by_role("link", name="Repairs, 30 April 2026").click()
    page.get_by_role("heading", level=1, name="Digest: Repairs").wait_for()
    mark = page.get_by_role("note", name="Changed since")
    said = mark.inner_text()
    assert "Changed since: 2 of the 14 contributions that this digest uses." in said
    assert "Withdrawn, 2 May 2026: long-ago was withdrawn on 2026-05-02: We erred." in said
    assert "Corrected, 3 May 2026: first-visit was corrected" in said
    above = "(one, other) => !!(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)"
    lead = page.locator(".commons-lead").element_handle()
    assert page.evaluate(f"([one, other]) => ({above})(one, other)", [mark.element_handle(), lead])
    assert "Let councils keep what they save on repairs." in page.locator("main").inner_text()
    links = page.locator("h2#downloads + ul a")
    offered = [site / f"digests/{NAME}" / link.get_attribute("href").rpartition("/")[2] for link in links.all()]
    assert [file.suffix[1:] for file in offered] == list(FORMS)
    begins = {"pdf": b"%PDF-", "docx": b"PK", "odt": b"PK"}
    assert all(file.read_bytes().startswith(begins.get(file.suffix[1:], b"")) for file in offered)
    links.first.click()
    assert page.title().startswith("Advocacy digest: Repairs")
    page.go_back()
    mark.get_by_role("link", name="long-ago").click()
    assert "Withdrawn on 2 May 2026." in page.locator("main").inner_text()


def test_without_any_it_says_how_to_make_one_and_the_feeds_are_whole(page, sites) -> None:
    none, site = sites
    page.goto((none / "digests/index.html").as_uri())
    assert "No digest has been published yet." in page.locator("main").inner_text()
    assert "commons digest publish PRIORITY" in page.locator("main").inner_text()
    assert json.loads((none / "digests/feed.json").read_text("utf-8"))["items"] == []
    (item,) = json.loads((site / "digests/feed.json").read_text("utf-8"))["items"]
    assert item["url"] == f"https://commons.example/digests/{NAME}/"
    assert f"<id>{item['url']}</id>" in (site / "digests/feed.xml").read_text("utf-8")
    assert "<entry>" not in (none / "digests/feed.xml").read_text("utf-8")
    assert f"https://commons.example/digests/{NAME}/" in (site / "hub.xml").read_text("utf-8")
