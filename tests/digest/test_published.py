"""Published digests: listed by their manifests, read back to the letter, and believed in nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digest.published_digests import LATER, paper, put
from digest.small_commons import commit, git, make
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest.composition import compose
from practice_commons.digest.digest import SCHEMA
from practice_commons.digest.forms import NAMES, rendered
from practice_commons.digest.published import entries, listed, problems, published
from practice_commons.digest.reading_back import digests_in
from practice_commons.moderation.hooks import staged
from practice_commons.reading import limits
from practice_commons.reading.git import Repository, TreeEntry
from practice_commons.reading.tree import open_tree

from .conftest import NOW

NAME = "2026-04-repairs"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "commons")


@pytest.fixture(scope="module")
def written(small: Catalogue) -> bytes:
    return paper(small, "repairs")


def in_folder(data: bytes, name: str = NAME) -> TreeEntry:
    return TreeEntry("100644", "0" * 40, f"communities/digests/{name}.json")


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_what_is_published_is_listed_newest_first(root, written, small, at) -> None:
    assert published(open_tree(root, NOW, at)) == ()
    put(root, "b-first", written)
    put(root, "a-both", paper(small, "repairs", "phones"))
    listing = published(open_tree(root, NOW, at))
    assert [one.name for one in listing] == ["a-both", "b-first"]
    assert [one.title for one in listing] == ["Repairs; Phones", "Repairs"]
    assert [one.priorities for one in listing] == [("repairs", "phones"), ("repairs",)]
    assert listing[1].as_at == small.today
    assert listing[1].parts[0].commit == small.commit
    assert listing[1].blob == Repository(root).files("HEAD", [listing[1].path])[listing[1].path].blob
    assert listing[1].sources == {item.citation.text.partition("@")[0] for item in compose(small, "repairs").annex}
    assert problems(open_tree(root, NOW, at)) == ()


def test_only_its_folder_is_listed(root, written, monkeypatch) -> None:
    put(root, NAME, written)
    asked = []
    monkeypatch.setattr(Repository, "tree", lambda *about: asked.append(about) or iter(()))
    assert len(published(open_tree(root, NOW, "HEAD"))) == 1
    assert asked == []


@pytest.mark.parametrize("form", NAMES)
def test_read_back_it_is_the_same_digest_in_every_format(written, small, form) -> None:
    again = digests_in(listed(in_folder(written), written), written)
    assert again == (compose(small, "repairs"),)
    assert rendered(again, form) == rendered([compose(small, "repairs")], form)


def test_one_of_another_version_of_the_form_is_listed_and_not_read_back(root, written) -> None:
    older = json.loads(written)
    older["schema"] = f"{SCHEMA}9"
    del older["digests"][0]["grades"]
    data = json.dumps(older).encode()
    put(root, NAME, data)
    tree = open_tree(root, NOW)
    assert [one.name for one in published(tree)] == [NAME]
    assert digests_in(published(tree)[0], data) == ()
    assert problems(tree) == ()


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("schema", "practice-commons/digest/1.1", "of a form that this version does not know"),
        ("schema", 3, "is not a digest in JSON"),
        ("manifest", [], "manifest is of a form that this version does not know"),
        ("manifest.digests.0.priority", 1, "the digest's manifest is damaged at digests.0.priority"),
        ("manifest.digests.0.commit", None, "names no commit that it was made from"),
        ("manifest.digests.0.commit", "--output=x", "names no commit that it was made from"),
        ("manifest.digests.0.as_at", "soon", "names a day that is none"),
        ("manifest.digests.0.sources.0.citation", "../../x@abc", "cites a source wrongly"),
        ("manifest.digests.0.sources.0.blob", "HEAD", "cites a source wrongly"),
        ("digests", [], "holds other digests than its manifest says"),
        ("digests.0.priority", "phones", "holds other digests than its manifest says"),
        ("digests.0.label", "Two\nlines", "does not name its policy priority"),
        ("digests.0.tally", None, "does not keep to the form of a digest, at digests.0.tally"),
        ("digests.0.findings.0.number", "1", "does not keep to the form of a digest, at digests.0.findings.0"),
        ("digests.0.definition", "a\x1b[2J", "holds the control character U+001B, at digests.0.definition"),
        ("digests.0.definition", "a\u202eb", "holds U+202E, which changes the order"),
        ("digests.0.annex.0.citation.text", "x y@z", "cites a source wrongly, at digests.0.annex.0.citation"),
        (
            "digests.0.annex.0.citation.link",
            "javascript:alert(1)",
            "links to an address that is not of the web, at digests.0.annex.0.citation",
        ),
        ("digests.0.findings.0.ask.words", "Other words.", "says something else than its manifest"),
        ("digests.0.commit", "0" * 40, "is on something else than its manifest says"),
        ("digests.0.coverage.tiles.0.column", 10**6, "puts a council off the map, at digests.0.coverage.tiles.0"),
        ("digests.0.coverage.in_scope", -1, "counts what nobody can count, at digests.0.coverage.in_scope"),
        ("digests.0.trends.earlier", 10**12, "counts what nobody can count"),
        ("digests.0.method.evidence", 3, "says something else than its manifest"),
    ],
)
def test_whatever_is_damaged_is_one_problem_that_says_where(root, written, place, value, said) -> None:
    document = within = json.loads(written)
    *way, last = [int(one) if one.isdigit() else one for one in place.split(".")]
    for one in way:
        within = within[one]
    within[last] = value
    put(root, NAME, json.dumps(document).encode(), None)
    (problem,) = problems(open_tree(root, NOW))
    assert (problem.path, problem.rule) == (f"communities/digests/{NAME}.json", "published-digest")
    assert said in problem.message
    assert problem.hint


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b"null", b'{"schema": {}}'])
def test_what_is_no_digest_is_a_problem_and_in_no_list(root, data) -> None:
    put(root, NAME, data, None)
    assert published(open_tree(root, NOW)) == ()
    assert len(problems(open_tree(root, NOW))) == 1


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_a_digest_may_be_larger_than_a_picture_and_not_larger_than_its_own_limit(
    root, written, at, monkeypatch
) -> None:
    put(root, NAME, written + b" " * (limits.IMAGE_BYTES + 1))
    assert problems(open_tree(root, NOW, at)) == ()
    monkeypatch.setattr(limits, "DIGEST_BYTES", len(written))
    (problem,) = problems(open_tree(root, NOW, at))
    assert problem.message.startswith("is larger than")
    assert published(open_tree(root, NOW, at)) == ()


@pytest.mark.parametrize("name", ["index", "Repairs", "a_b", "a" * 91])
def test_a_name_that_is_no_address_is_a_problem(root, written, name) -> None:
    put(root, name, written)
    assert published(open_tree(root, NOW, "HEAD")) == ()
    assert "a name that is no address" in problems(open_tree(root, NOW, "HEAD"))[0].message


def test_a_link_is_no_digest(root, written, tmp_path) -> None:
    (tmp_path / "away.json").write_bytes(written)
    file = put(root, NAME, written, None)
    file.unlink()
    file.symlink_to(tmp_path / "away.json")
    commit(root, "Link", LATER)
    assert entries(open_tree(root, NOW)) == entries(open_tree(root, NOW, "HEAD")) == []


def test_the_hook_before_a_commit_refuses_one_that_somebody_changed(root, written, tmp_path) -> None:
    file = put(root, NAME, written, None)
    git(root, "add", "communities")
    assert staged(root, tmp_path, NOW, [].append) == ()
    file.write_bytes(written.replace(b"rota failed", b"rota worked", 1))
    git(root, "add", "communities")
    assert [one.rule for one in staged(root, tmp_path, NOW, [].append)] == ["published-digest"]
