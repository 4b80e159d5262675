"""Published digests through their life: the site brought up to date is the one made from nothing, and as cheap."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from places import ROOT

from digest.published_digests import edit, paper, put
from digest.small_commons import commit, git, make
from incremental import growing
from incremental.growing import build, cold, differing, files
from practice_commons import crew
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.cli import room
from practice_commons.digest import forms
from practice_commons.reading.tree import open_tree
from practice_commons.site import material, papers
from practice_commons.site.papers import Papers

FIRST, SECOND = "2026-04-repairs", "2026-05-both"
INTRODUCTION = ".well-known/commons.json"
"""It names the latest commit, and so is new with each."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(material, "Theme", growing.Themes(material.Theme))
    monkeypatch.setattr(crew, "cores", lambda: 0)
    monkeypatch.setattr(papers, "NAMES", ("md", "json", "csv"))  # the others are as much the digest's own
    root = make(tmp_path / "commons")
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", root)
    (root / ".gitignore").write_text("/.commons/\n/site/\n/.site.*\n", "utf-8")
    git(root, "add", ".gitignore", "mkdocs.yml")
    git(root, "commit", "--quiet", "--message", "Dress")
    build(root)
    return root


def made(root: Path, *priorities: str) -> bytes:
    tree = open_tree(root, room.now(), "HEAD")
    with Catalogue.of(tree, root / ".commons" / "apart", print) as catalogue:
        return paper(catalogue, *priorities)


def publish_first(root: Path) -> None:
    put(root, FIRST, made(root, "repairs"))


def publish_second(root: Path) -> None:
    put(root, SECOND, made(root, "repairs", "phones"))


def correct(root: Path) -> None:
    edit(root, "long-ago", "A few words.", "Other words.")


def commit_all(root: Path) -> None:
    commit(root, "Save", "2026-05-03T12:00:00+00:00")


def withdraw(root: Path) -> None:
    edit(root, "on-phones", "consent:", 'withdrawn: {"date": "2026-05-02", "reason": "We erred."}\nconsent:')


def delete(root: Path) -> None:
    (root / "communities/homes/over-the-border.md").unlink()


def spoil_source(root: Path) -> None:
    edit(root, "open-question", 'kind: "question"', 'kind: "nonsense"')


def write_over(root: Path) -> None:
    put(root, FIRST, made(root, "repairs"), None)


def spoil(root: Path) -> None:
    put(root, FIRST, b"{}", None)


def mend(root: Path) -> None:
    git(root, "checkout", "--", f"communities/digests/{FIRST}.json")


def rename(root: Path) -> None:
    folder = root / "communities/digests"
    (folder / f"{SECOND}.json").rename(folder / "another-name.json")


def remove(root: Path) -> None:
    shutil.rmtree(root / "communities/digests")


def revert(root: Path) -> None:
    git(root, "checkout", "--", "communities")


LIFE = (
    publish_first,
    correct,
    commit_all,
    publish_second,
    withdraw,
    delete,
    spoil_source,
    commit_all,
    write_over,
    spoil,
    mend,
    rename,
    remove,
    revert,
)


def test_at_every_step_the_site_is_the_one_made_from_nothing(root) -> None:
    beside = root.with_name("cold")
    for step in LIFE:
        step(root)
        ours, theirs = build(root), cold(root, beside)
        assert differing(root / "site", beside / "site") == {}, step.__name__
        for fact in ("pages", "contributions", "left_out"):
            assert getattr(ours, fact) == getattr(theirs, fact), step.__name__


def test_the_same_at_a_commit(root) -> None:
    for step in (publish_first, correct, commit_all, publish_second, withdraw, commit_all):
        step(root)
        build(root, "HEAD")
    cold(root, root.with_name("cold"), "HEAD")
    assert differing(root / "site", root.with_name("cold") / "site") == {}


def changed(root: Path) -> set[str]:
    before = files(root / "site")
    build(root)
    after = files(root / "site")
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_what_a_digest_does_not_use_makes_none_of_its_pages_again_and_no_format_is_made_twice(
    root, monkeypatch
) -> None:
    publish_first(root)
    pages = {f"digests/{FIRST}/index.html", "digests/index.html", "priorities/repairs/index.html"}
    downloads = {f"digests/{FIRST}/{FIRST}.{form}" for form in ("md", "json", "csv")}
    assert changed(root) == {*pages, *downloads, "digests/feed.xml", "digests/feed.json", "hub.xml", INTRODUCTION}
    monkeypatch.setattr(papers, "rendered", lambda *_: pytest.fail("a format was made again"))
    monkeypatch.setattr(Papers, "digests", lambda *_: pytest.fail("a digest was read"))
    edit(root, "on-phones", "A few words.", "Other words.")
    assert changed(root) & {*pages, *downloads} == set()
    monkeypatch.undo()
    monkeypatch.setattr(papers, "rendered", lambda *_: pytest.fail("a format was made again"))
    monkeypatch.setattr(papers, "NAMES", ("md", "json", "csv"))
    correct(root)
    found = changed(root)
    assert found & downloads == set()
    assert {f"digests/{FIRST}/index.html", "digests/index.html"} <= found


def test_a_format_whose_library_fails_is_left_out_and_said_and_tried_again_with_a_whole_site(root, monkeypatch) -> None:
    def failing(digests, form, profile):
        if form == "csv":
            raise RuntimeError("no such library")
        return forms.rendered(digests, form, profile)

    publish_first(root)
    monkeypatch.setattr(papers, "rendered", failing)
    built = build(root)
    (problem,) = built.left_out[f"communities/digests/{FIRST}.json"]
    assert problem.message == "could not be made as csv: no such library"
    page = (root / "site/digests" / FIRST / "index.html").read_text("utf-8")
    assert re.search(r"Not offered, since it could not be made: .*\bcsv\.", page)
    assert not (root / "site/digests" / FIRST / f"{FIRST}.csv").exists()
    assert (root / "site/digests" / FIRST / f"{FIRST}.md").exists()
    monkeypatch.setattr(papers, "rendered", forms.rendered)
    assert growing.publish(root, root / "site", quiet=True, anew=True).left_out == {}
    assert (root / "site/digests" / FIRST / f"{FIRST}.csv").exists()


@pytest.mark.parametrize("damage", ["about.json", "made.json", "digest.md", "*"])
def test_what_was_kept_may_be_lost_or_damaged(root, damage) -> None:
    publish_first(root)
    build(root)
    for file in (root / ".commons/digests").rglob(damage):
        if file.is_file():
            file.write_bytes(b"nonsense")
    shutil.rmtree(root / "site")
    build(root)
    cold(root, root.with_name("cold"))
    assert differing(root / "site", root.with_name("cold") / "site") == {}
    put(root, FIRST, made(root, "phones"), None)
    shutil.rmtree(root / ".commons/digests")
    build(root)
    cold(root, root.with_name("cold"))
    assert differing(root / "site", root.with_name("cold") / "site") == {}
