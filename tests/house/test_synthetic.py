"""The synthetic commons that benchmarks run on: sound, the same every time, and never to be taken for a real one."""

from __future__ import annotations

import pytest
from commanding import commons

from benchmarks.synthetic import NOTICE, generate
from practice_commons.model.terms import Kind

SIZE = {"communities": 4, "contributions": 60, "seed": 1, "commits": 5}


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic") / "commons"
    generate(folder, **SIZE)
    return folder


def held(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {".git", ".commons"} & set(path.parts)
    }


def contributions(folder):
    return sorted(folder.glob("communities/*/*.md"))


def test_it_passes_every_check(synthetic, monkeypatch):
    monkeypatch.chdir(synthetic)
    done = commons("check")
    assert (done.code, done.out + done.err) == (0, "60 contributions checked: 0 errors, 0 warnings\n")
    assert len(contributions(synthetic)) == 60


def test_the_same_arguments_give_the_same_bytes_and_commits(synthetic, tmp_path, git):
    generate(tmp_path / "again", **SIZE)
    generate(tmp_path / "other", **SIZE | {"seed": 2})
    assert held(tmp_path / "again") == held(synthetic) != held(tmp_path / "other")
    log = git(synthetic, "log", "--format=%H")
    assert git(tmp_path / "again", "log", "--format=%H") == log
    assert len(log.split()) == 5
    assert git(synthetic, "status", "--porcelain") == ""


def test_it_is_clearly_marked(synthetic):
    assert "Synthetic" in NOTICE
    for path in ("communities/commons.yml", "docs/index.md"):
        assert NOTICE in (synthetic / path).read_text("utf-8")
    for path in contributions(synthetic):
        text = path.read_text("utf-8")
        assert '\ntitle: "Synthetic: ' in text
        assert "\nauthor:\n  name: Synthetic " in text
        assert ", synthetic]\n" in text


def test_it_holds_every_kind(synthetic):
    facts = "".join(path.read_text("utf-8") for path in contributions(synthetic))
    assert [kind for kind in Kind if f"\nkind: {kind}\n" not in facts] == []


def test_it_never_writes_over_anything(synthetic):
    with pytest.raises(FileExistsError, match="not empty"):
        generate(synthetic, **SIZE)
