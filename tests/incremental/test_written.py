"""What a change writes: as little as it reaches, and nothing that it does not."""

from __future__ import annotations

import datetime as dt
import os
import shutil

import pytest

from incremental import growing
from incremental.growing import build, cold, differing, files, git
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.cli import room
from practice_commons.reading.tree import FolderTree, open_tree
from practice_commons.site import material

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "0"))


@pytest.fixture
def garden(begun):
    """Return a commons of enough contributions for lists of several parts, built."""
    return begun("long")


def changed(garden):
    """Build; return the files of the site that are others than before, and how many were written and removed.

    What browsers search with is not counted, but is a handful of small files.
    """
    site = garden.root / "site"
    before, searched = files(site), shards(site)
    built = build(garden.root)
    after, searching = files(site), shards(site)
    written = sum(searched.get(path) != data for path, data in searching.items())
    assert written <= 12
    assert sum(len(data) for path, data in searching.items() if searched.get(path) != data) < 150_000
    found = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    removed = len(searched.keys() - searching.keys())
    return (
        {path for path in found if before.get(path) or after.get(path)},
        built.written - written,
        built.removed - removed,
    )


def shards(site):
    return {path: path.read_bytes() for path in (site / "search").rglob("*.js")}


def equal(garden):
    cold(garden.root, garden.root.with_name("cold"))
    return differing(garden.root / "site", garden.root.with_name("cold") / "site")


def test_nothing_changed_writes_nothing(garden):
    site = garden.root / "site"
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in site.rglob("*")}
    built = build(garden.root)
    assert (built.written, built.removed) == (0, 0)
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in site.rglob("*")} == before


def test_a_changed_body_writes_its_page_alone_and_once_committed_what_tells_when(garden):
    file = garden.pick(31)
    identity = growing._fields(file)["id"]
    garden.do(("body", 31, 1))
    build(garden.root)  # not committed yet, so that feeds tell its own date
    garden.do(("body", 31, 2))
    paths, written, removed = changed(garden)
    assert paths == {f"c/{identity}/index.html"}
    assert (written, removed) == (1, 0)
    garden.do(("commit", 1, 0))
    paths, *_ = changed(garden)
    assert len(paths) <= 11
    kinds = {path.rpartition("/")[2] for path in paths}
    assert kinds <= {"index.html", "feed.atom", "feed.json", "sitemap.xml", "calendar.ics", "commons.json"}
    assert {path for path in paths if path.endswith("index.html")} == {f"c/{identity}/index.html"}
    assert equal(garden) == {}


def test_a_new_contribution_leaves_the_old_parts_of_lists_as_they_are(garden):
    parts = {path for path in files(garden.root / "site") if "/all/" in path and not path.endswith("index.html")}
    assert parts, "there are lists of several parts"
    garden.clock += dt.timedelta(days=4)
    garden.do(("add", 3, 0))
    garden.do(("tags", len(garden.contributions) - 1, 2))
    new = garden.root / "communities/alpha/entry-1001-3.md"
    garden.do(("tags", garden.contributions.index(new), 2))
    garden.do(("commit", 0, 0))
    paths, written, _ = changed(garden)
    assert paths & parts == set()
    assert any(path.endswith("/all/index.html") for path in paths)
    calls = [file for file in garden.contributions if growing._fields(file)["kind"] == "call"]
    # councils ended in those days, so that every call asks fewer
    assert written == len(paths) < 60 + len(calls)
    assert equal(garden) == {}


def test_an_old_title_changes_only_the_part_of_a_list_that_shows_it(garden):
    tagged = [file for file in garden.contributions if "customer-service" in growing._fields(file)["tags"]]
    oldest = min(tagged, key=lambda file: (growing._fields(file)["date"], file.name))
    garden.do(("title", garden.contributions.index(oldest), 10))
    paths, *_ = changed(garden)
    assert {path for path in paths if path.startswith("tags/customer-service/all/")} == {
        "tags/customer-service/all/1.html"
    }
    assert equal(garden) == {}


@pytest.mark.parametrize("edit", [("lists", 0, 7), ("lists", 1, 7), ("lists", 4, 7), ("guide", 0, 1), ("lists", 8, 1)])
def test_a_changed_label_examines_no_contribution_again(garden, edit):
    garden.do(edit)
    tree = open_tree(garden.root, room.now(), None)
    with Catalogue.of(tree, room.workshop(garden.root), print) as catalogue:
        assert catalogue.update.examined == 0
        assert len(catalogue.contributions()) >= len(garden.contributions)
    build(garden.root)
    assert equal(garden) == {}


def test_contributions_moved_or_copied_are_not_examined_again(garden):
    garden.do(("resettle", 1, 2))
    garden.do(("rename", 3, 4))
    moved = [file for file in garden.contributions if file.parent.name == "moved-2"]
    tree = open_tree(garden.root, room.now(), None)
    with Catalogue.of(tree, room.workshop(garden.root), print) as catalogue:
        assert catalogue.update.examined <= len(moved), "those whose community's name changed with the folder's"


def test_a_merge_that_history_simplifies_cites_what_a_cold_build_cites(garden):
    """Git leaves out the commits of a side that came to nothing; so must whoever asked before the merge."""
    root, file = garden.root, garden.pick(3)
    begun = git(root, "rev-parse", "HEAD").strip()
    text = file.read_bytes()
    garden.do(("body", 3, 1))
    garden.do(("commit", 1, 1))
    file.write_bytes(text)
    garden.do(("commit", 1, 2))
    build(root)
    ours = git(root, "rev-parse", "HEAD").strip()
    git(root, "checkout", "--quiet", "--detach", begun)
    garden.do(("body", 9, 1))
    garden.do(("commit", 1, 3))
    side = git(root, "rev-parse", "HEAD").strip()
    git(root, "checkout", "--quiet", "--detach", ours)
    git(root, "merge", "--quiet", "--no-ff", "--no-edit", side, when=garden.clock)
    build(root)
    assert equal(garden) == {}


@pytest.mark.parametrize("side", [-2, 0, 2], ids=["older", "at the same time", "newer"])
def test_a_merge_cites_commits_in_their_order(garden, side):
    root = garden.root
    begun = git(root, "rev-parse", "HEAD").strip()
    text = garden.pick(5).read_bytes()
    garden.pick(5).write_bytes(text.replace(b"Something", b"Something or other"))
    garden.clock += dt.timedelta(days=5)
    garden.do(("commit", 0, 1))
    build(root)
    ours, clock = git(root, "rev-parse", "HEAD").strip(), garden.clock
    git(root, "checkout", "--quiet", "--detach", begun)
    for number in range(2):
        garden.do(("body", 5, number))
        garden.clock = clock + dt.timedelta(hours=side)
        garden.do(("commit", 0, 2 + number))
    theirs = git(root, "rev-parse", "HEAD").strip()
    git(root, "checkout", "--quiet", "--detach", ours)
    git(root, "merge", "--quiet", "--no-ff", "--no-edit", "-Xours", theirs, when=clock + dt.timedelta(days=1))
    build(root)
    assert equal(garden) == {}


def test_a_guide_saved_during_a_build_is_in_the_next_site(garden, monkeypatch):
    guide = garden.root / "docs/moderate.md"
    guide.write_text("# How to moderate\n\nBefore.\n", "utf-8")
    made = material.Theme

    def late(*facts):
        theme = made(*facts)
        guide.write_text("# How to moderate\n\nAfter.\n", "utf-8")
        return theme

    monkeypatch.setattr(material, "Theme", late)
    build(garden.root)
    monkeypatch.setattr(material, "Theme", made)
    build(garden.root)
    assert b"After." in (garden.root / "site/moderate.html").read_bytes()


def test_what_was_away_for_a_moment_is_in_the_next_site(garden, monkeypatch):
    """An editor that takes a file away and puts it back, the same, between our looking and our reading."""
    file = garden.pick(4)
    garden.do(("title", 4, 77))
    text = file.read_bytes()
    really = FolderTree.read

    def read(self, entries):
        file.unlink(missing_ok=True)
        return really(self, entries)

    monkeypatch.setattr(FolderTree, "read", read)
    build(garden.root)
    monkeypatch.setattr(FolderTree, "read", really)
    file.write_bytes(text)
    build(garden.root)
    assert equal(garden) == {}


def test_a_picture_that_two_places_share_stays_until_both_are_gone(garden):
    root = garden.root
    pictures = sorted(root.glob("communities/*/images/one.png"))
    assert len(list((root / "site/media").iterdir())) == 1
    for number, picture in enumerate(pictures, start=1):
        picture.unlink()
        build(root)
        assert len(list((root / "site").glob("media/*"))) == (number < len(pictures))
        assert equal(garden) == {}


@pytest.mark.skipif(not ROUNDS, reason="takes minutes: make faults")
def test_more_editions_than_are_remembered_end_in_the_same_site(garden):
    """Other commands bring the catalogue up to date between two builds, oftener than it keeps count of."""
    for number in range(205):
        garden.do(("title", 3 + number % 2, number))
        growing.problems(garden.root)
    build(garden.root)
    assert equal(garden) == {}


def test_a_build_of_another_commit_between_two_of_the_folder(garden):
    garden.do(("title", 3, 8))
    garden.do(("commit", 3, 8))
    garden.do(("title", 4, 9))
    build(garden.root)
    build(garden.root, "HEAD~1")
    shutil.rmtree(garden.root.with_name("cold"), ignore_errors=True)
    cold(garden.root, garden.root.with_name("cold"), "HEAD~1")
    assert differing(garden.root / "site", garden.root.with_name("cold") / "site") == {}
    build(garden.root)
    assert equal(garden) == {}


RECORD = """\
priority: {priority}
ask: Give us time.
raised:
  - on: 2020-03-01
    where: A made-up meeting
used: [{used}]
outcome: raised
"""


def told(garden, name, priority, *used):
    file = garden.root / f"communities/advocacy/{name}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(RECORD.format(priority=priority, used=", ".join(used)), "utf-8")


def test_a_record_of_advocacy_writes_the_pages_that_tell_it_before_and_after(garden):
    one, other, third = (garden.pick(number) for number in (3, 31, 57))
    for number in (3, 31, 57):
        garden.change(number, consent="named")
    build(garden.root)
    ids = [growing._fields(file)["id"] for file in (one, other, third)]
    pages = [f"c/{identity}/index.html" for identity in ids]
    here, there = (f"priorities/{name}/index.html" for name in ("avoidable-contact", "sector-led-improvement"))
    told(garden, "first", "avoidable-contact", ids[0], ids[1])
    paths, written, _ = changed(garden)
    assert paths == {pages[0], pages[1], here}
    assert written == 3
    told(garden, "first", "sector-led-improvement", ids[1], ids[2])
    assert changed(garden)[0] == {*pages, here, there}
    assert equal(garden) == {}
    (garden.root / "communities/advocacy/first.yml").unlink()
    assert changed(garden)[0] == {pages[1], pages[2], there}
    assert equal(garden) == {}


def test_consent_taken_back_hides_whose_experience_it_was_at_once_and_not_what_was_raised(garden):
    for number in (3, 31):
        garden.change(number, consent="named")
    ids = [growing._fields(garden.pick(number))["id"] for number in (3, 31)]
    told(garden, "first", "sector-led-improvement", *ids)
    build(garden.root)
    garden.change(31, consent=None)
    paths, *_ = changed(garden)
    assert {f"c/{ids[1]}/index.html", "priorities/sector-led-improvement/index.html"} <= paths
    site = garden.root / "site"
    assert b"What became of it" in (site / f"c/{ids[0]}/index.html").read_bytes()
    assert b"What became of it" not in (site / f"c/{ids[1]}/index.html").read_bytes()
    told_on = (site / "priorities/sector-led-improvement/index.html").read_text("utf-8")
    assert f"c/{ids[0]}/" in told_on.partition('id="raised"')[2].partition("<h2")[0]
    assert f"c/{ids[1]}/" not in told_on.partition('id="raised"')[2].partition("<h2")[0]
    assert equal(garden) == {}


def test_a_new_title_is_told_on_the_page_of_the_priority_that_it_was_used_for(garden):
    garden.change(3, consent="named", priorities=None, stance=None)
    identity = growing._fields(garden.pick(3))["id"]
    told(garden, "first", "sector-led-improvement", identity)
    build(garden.root)
    garden.change(3, title="Another title")
    assert "priorities/sector-led-improvement/index.html" in changed(garden)[0]
    assert equal(garden) == {}


def test_settled_findings_write_the_page_that_quotes_them_and_no_other(garden):
    garden.change(3, consent="named", priorities="[avoidable-contact]", asks="[{ask: Give us time., of: Government}]")
    identity = growing._fields(garden.pick(3))["id"]
    file = garden.root / "communities/findings/avoidable-contact.yml"
    file.parent.mkdir()
    settled = f"findings:\n  - id: time\n    statement: Give time.\n    asks:\n      - id: {identity}\n"
    file.write_text(settled, "utf-8")
    told(garden, "first", "avoidable-contact", identity)
    record = garden.root / "communities/advocacy/first.yml"
    record.write_text(record.read_text("utf-8") + "findings: [time]\n", "utf-8")
    build(garden.root)
    page = garden.root / "site/priorities/avoidable-contact/index.html"
    assert "“Give time.”" in page.read_text("utf-8")
    file.write_text(settled.replace("Give time", "Give more time"), "utf-8")
    assert changed(garden)[0] == {"priorities/avoidable-contact/index.html"}
    assert "“Give more time.”" in page.read_text("utf-8")
    assert equal(garden) == {}
