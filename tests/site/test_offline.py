"""The list by which browsers keep a site: always of the files that are there, whatever changed and however made."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from places import ROOT

from practice_commons.cli.main import commons
from practice_commons.site.mark import MARK

OWN = ("offline/", "offline.json", "offline-worker.js", ".well-known/", MARK)
"""What a reader does not keep: the list itself, and what is for programs."""


@pytest.fixture
def folder(git_commons: Path) -> Path:
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", git_commons)
    return git_commons


def build(root: Path, *options: str) -> str:
    done = CliRunner().invoke(commons, ["-C", str(root), "build", *options])
    assert done.exit_code == 0, done.output
    return done.output


def files(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def listed(site: Path) -> dict[str, list[object]]:
    """What the list says, held to what it says of itself."""
    said = json.loads((site / "offline.json").read_text("utf-8"))
    found: dict[str, list[object]] = {}
    for name in said["parts"]:
        found |= json.loads((site / name).read_text("utf-8"))
    assert said["files"] == len(found)
    assert said["bytes"] == sum(size for _, size in found.values())
    assert {f"offline/{file.name}" for file in (site / "offline").iterdir()} == set(said["parts"])
    return found


def true_of(site: Path) -> dict[str, list[object]]:
    kept = {path: data for path, data in files(site).items() if not path.startswith(OWN)}
    return {path: [hashlib.sha256(data).hexdigest()[:32], len(data)] for path, data in kept.items()}


def test_the_list_is_of_the_files_that_are_there_after_every_change(folder: Path) -> None:
    site = folder / "site"
    stories = sorted((folder / "communities/customer-contact").glob("*.md"))
    build(folder, "--offline-app")
    assert listed(site) == true_of(site)
    editions = [json.loads((site / "offline.json").read_text("utf-8"))["edition"]]

    def change() -> None:
        stories[0].write_text(stories[0].read_text("utf-8") + "\nOne more sentence.\n", "utf-8")

    def retitle() -> None:
        stories[0].write_text(stories[0].read_text("utf-8").replace("title: ", "title: Anew, ", 1), "utf-8")

    for edit in (change, retitle, stories[1].unlink):
        edit()
        build(folder, "--offline-app")
        assert listed(site) == true_of(site)
        editions.append(json.loads((site / "offline.json").read_text("utf-8"))["edition"])
    assert len(set(editions)) == len(editions)


def test_a_change_leaves_the_other_parts_alone(folder: Path) -> None:
    site = folder / "site"
    for number in range(1200):
        (folder / "docs").mkdir(exist_ok=True)
        (folder / f"docs/{number}.txt").write_text(f"{number}", "utf-8")
    build(folder, "--offline-app", "--no-search")
    before = {name for name in files(site) if name.startswith("offline/")}
    story = next((folder / "communities/customer-contact").glob("*.md"))
    story.write_text(story.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    build(folder, "--offline-app", "--no-search")
    after = {name for name in files(site) if name.startswith("offline/")}
    assert len(before) == len(after) == 8
    assert before & after
    assert before != after
    assert listed(site) == true_of(site)


@pytest.mark.parametrize("damage", ["offline.json", "a part", "no parts"])
def test_a_damaged_list_is_made_again(folder: Path, damage: str) -> None:
    site = folder / "site"
    build(folder, "--offline-app")
    if damage == "no parts":
        shutil.rmtree(site / "offline")
    else:
        file = site / "offline.json" if damage == "offline.json" else max((site / "offline").iterdir())
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.unlink()
        file.write_bytes(data)
    story = next((folder / "communities/customer-contact").glob("*.md"))
    story.write_text(story.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    build(folder, "--offline-app")
    assert listed(site) == true_of(site)


def test_shares_put_together_have_the_same_list(folder: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        build(folder, "--offline-app", "--shard", f"{number}/2", "--output", str(tmp_path / f"parts/{number}"))
    build(folder, "--merge", str(tmp_path / "parts"), "--output", str(tmp_path / "merged"))
    build(folder, "--offline-app", "--output", str(tmp_path / "whole"))
    assert files(tmp_path / "merged") == files(tmp_path / "whole")
    assert listed(tmp_path / "merged") == true_of(tmp_path / "merged")


def test_a_site_has_it_only_where_it_is_asked_for(folder: Path) -> None:
    site = folder / "site"
    build(folder, "--offline-app")
    assert "Keep this site offline" in (site / "index.html").read_text("utf-8")
    assert (site / "offline-worker.js").is_file()
    build(folder)
    assert not any(path.startswith("offline") or path == "assets/offline.js" for path in files(site))
    assert "Keep this site offline" not in (site / "index.html").read_text("utf-8")
