"""The built demonstration: every link leads somewhere, every page is one page, the same commit gives the same bytes."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from browser_site import build
from places import ROOT
from selectolax.lexbor import LexborHTMLParser

from practice_commons.site import address


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    output = tmp_path_factory.mktemp("built") / "site"
    build(ROOT, output)
    return output


@pytest.fixture(scope="module")
def pages(built):
    return {
        path.relative_to(built).as_posix(): LexborHTMLParser(path.read_text("utf-8")) for path in built.rglob("*.html")
    }


def test_every_link_leads_to_a_file_and_every_fragment_to_a_place(built, pages):
    broken = []
    places = {path: {node.attributes["id"] for node in page.css("[id]")} for path, page in pages.items()}
    for path, page in pages.items():
        for node in page.css("a[href], link[href], script[src], img[src]"):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            parts = urlsplit(link)
            if parts.scheme or (path == "404.html" and link.startswith("/")):
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            if not (built / target).is_file():
                broken.append(f"{path}: {link}")
            elif parts.fragment and target in places and parts.fragment not in places[target]:
                broken.append(f"{path}: {link} (no such place)")
    assert broken == []


def test_nothing_is_fetched_from_elsewhere(pages):
    remote = [
        f"{path}: {link}"
        for path, page in pages.items()
        for node in page.css(
            "script[src], img[src], iframe[src], link[rel=stylesheet], link[rel=preconnect], link[rel=icon], source"
        )
        if re.match(r"(https?:)?//", link := node.attributes.get("src") or node.attributes.get("href") or "")
    ]
    assert remote == []


def test_every_page_has_one_heading_a_title_a_language_and_unique_ids(pages):
    for path, page in pages.items():
        assert len(page.css("h1")) == 1, path
        assert page.css_first("title").text().strip(), path
        assert page.css_first("html").attributes["lang"] == "en", path
        ids = [node.attributes["id"] for node in page.css("[id]")]
        assert len(ids) == len(set(ids)), f"{path}: {[one for one in ids if ids.count(one) > 1][:3]}"
        levels = [int(node.tag[1]) for node in page.css("main h1, main h2, main h3, main h4, main h5, main h6")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), f"{path}: {levels}"


def test_linked_data_and_feeds_are_well_formed(built, pages):
    contributions = [path for path in pages if path.startswith("c/")]
    assert len(contributions) >= 40
    for path in contributions:
        data = json.loads(pages[path].css_first('script[type="application/ld+json"]').text())
        assert data["@id"].endswith(address.permalink(path))
    feed = ET.parse(built / "feeds/feed.atom").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.tag == f"{atom}feed"
    assert all(entry.find(f"{atom}updated") is not None for entry in feed.iter(f"{atom}entry"))
    assert json.loads((built / "feeds/feed.json").read_text("utf-8"))["version"].endswith("/1.1")
    listed = [
        one.text
        for one in ET.parse(built / "sitemap.xml").getroot().iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert len(listed) == len(set(listed))
    base = "https://practice-commons.example/"
    for location in listed:
        path = location.removeprefix(base)
        assert (built / (path + "index.html" if path.endswith("/") or not path else path)).is_file(), location


def test_the_same_commit_gives_the_same_bytes(git_commons, git, tmp_path):
    """Another folder, clock, time zone, language, hash seed and catalogue: the same site."""
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", git_commons)
    git(git_commons, "add", ".")
    git(git_commons, "commit", "--quiet", "--message", "Choose a look")
    sites = []
    for number, zone in enumerate(("UTC", "Asia/Kathmandu")):
        root = tmp_path / f"copy-{number}"
        shutil.copytree(git_commons, root, symlinks=True)
        environment = os.environ | {
            "TZ": zone,
            "PYTHONHASHSEED": str(number + 1),
            "LC_ALL": ("C", "cy_GB.UTF-8")[number],
        }
        command = [sys.executable, "-m", "practice_commons.cli", "-C", str(root), "build", "--at", "HEAD"]
        subprocess.run([*command, "--output", str(root / "site")], env=environment, check=True, capture_output=True)
        sites.append(contents(root / "site"))
    assert len(sites[0]) > 50
    assert sites[0] == sites[1]


def test_a_broken_contribution_is_left_out_and_named_and_the_rest_is_published(good_commons):
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", good_commons)
    build(good_commons, good_commons / "site")
    whole = len(list((good_commons / "site/c").iterdir()))
    story = next((good_commons / "communities/customer-contact").glob("*.md"))
    story.write_text(story.read_text("utf-8").replace("kind: ", "kind: un", 1), "utf-8")
    said = build(good_commons, good_commons / "site", expected=1)
    assert f"Left out: communities/customer-contact/{story.name}" in said
    assert whole - 3 <= len(list((good_commons / "site/c").iterdir())) < whole
    assert (good_commons / "site/index.html").is_file()


def test_pictures_are_published_under_their_contents_name_and_withdrawn_text_is_not(good_commons):
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", good_commons)
    picture = next((good_commons / "communities").glob("*/images/*.png"))
    story = next(
        one
        for one in (good_commons / "communities").glob("*/*.md")
        if f"images/{picture.name}" in one.read_text("utf-8")
    )
    identity = re.search(r"(?m)^id: (\S+)$", story.read_text("utf-8"))[1]
    build(good_commons, good_commons / "site")
    page = good_commons / f"site/c/{identity}/index.html"
    shown = [node.attributes["src"] for node in LexborHTMLParser(page.read_text("utf-8")).css("main img")]
    assert len(shown) == 1
    assert (page.parent / shown[0]).read_bytes() == picture.read_bytes()
    assert list((good_commons / "site/media").iterdir()) == [(page.parent / shown[0]).resolve()]

    text = story.read_text("utf-8")
    words = text.split("\n---\n", 1)[1].strip().splitlines()[0][:40]
    assert words in LexborHTMLParser(page.read_text("utf-8")).css_first("main").text()
    head, body = text.split("\n---\n", 1)
    story.write_text(f"{head}\nwithdrawn:\n  date: 2026-01-05\n  reason: The figures were wrong.\n---\n{body}", "utf-8")
    build(good_commons, good_commons / "site")
    main = LexborHTMLParser(page.read_text("utf-8")).css_first("main").text()
    summary = re.search(r"(?m)^summary: (.{20})", text)[1]
    assert words not in main
    assert "The figures were wrong." in main
    for path in (good_commons / "site").rglob("*.*"):
        if path.suffix in {".html", ".json", ".atom", ".xml"}:
            said = path.read_text("utf-8")
            assert summary not in said, path
            assert words not in said, path


def test_two_builds_at_once_take_turns(good_commons):
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", good_commons)
    command = [sys.executable, "-m", "practice_commons.cli", "-C", str(good_commons), "build"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("waiting for it" in errors for _, errors in said) <= 1
    alone = good_commons.with_name("alone")
    build(good_commons, alone)
    assert contents(good_commons / "site") == contents(alone)


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
