"""Where sites are put: always one whole site, whatever happens, and only what changed written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from practice_commons.failure import Failure
from practice_commons.site import shelf


def site(version, pages=60):
    return [(f"p/{number}/index.html", f"{version} page {number}\n".encode() * 50) for number in range(pages)]


def read(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file() and path.name != shelf.MARK
    }


def test_a_site_is_laid_and_only_what_changed_is_written(tmp_path):
    output = tmp_path / "site"
    assert shelf.lay(output, site("one")).written == 60
    page = output / "p/3/index.html"
    before = page.stat().st_ino
    changed = [*site("one")[:-2], ("p/58/index.html", b"changed")]
    laid = shelf.lay(output, changed)
    assert (laid.files, laid.written, laid.removed) == (59, 1, 1)
    assert read(output) == dict(changed)
    if os.name == "posix":
        assert page.stat().st_ino == before, "an unchanged file is taken over, not written again"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("path", ["../escape", "/etc/x", "a/../../b", "a\\b"])
def test_nothing_is_written_outside(tmp_path, path):
    with pytest.raises(Failure, match="outside"):
        shelf.lay(tmp_path / "site", [(path, b"")])
    assert not (tmp_path / "escape").exists()


def test_names_that_differ_by_case_are_refused(tmp_path):
    with pytest.raises(Failure, match="differ only by case"):
        shelf.lay(tmp_path / "site", [("A.html", b""), ("a.html", b"")])


def test_somebody_elses_folder_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(Failure, match="not a site of ours"):
        shelf.lay(tmp_path / "mine", site("one"))
    assert (tmp_path / "mine/thesis.txt").read_text("utf-8") == "years of work"
    with pytest.raises(Failure, match="not a folder"):
        shelf.lay(tmp_path / "mine/thesis.txt", site("one"))


def test_a_failure_while_gathering_leaves_the_site_as_it_was(tmp_path):
    output = tmp_path / "site"
    shelf.lay(output, site("one"))

    def half():
        yield from site("two")[:20]
        raise Failure("no more")

    with pytest.raises(Failure, match="no more"):
        shelf.lay(output, half())
    assert read(output) == dict(site("one"))
    shelf.lay(output, site("three"))
    assert read(output) == dict(site("three"))


def test_an_interruption_between_two_renames_is_mended(tmp_path):
    output = tmp_path / "site"
    shelf.lay(output, site("one"))
    output.rename(tmp_path / ".site.old")
    shelf.lay(output, site("two"))
    assert read(output) == dict(site("two"))
    assert not (tmp_path / ".site.old").exists()


def test_a_second_build_says_that_it_waits(tmp_path):
    notices = []
    with (
        shelf.held(tmp_path / "lock", notices.append),
        pytest.raises(Failure, match="still holds"),
        shelf.held(tmp_path / "lock", notices.append, patience=0.1),
    ):
        pass
    assert len(notices) == 1
    assert "waiting" in notices[0]
