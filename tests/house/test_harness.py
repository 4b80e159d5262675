"""The benchmark's own parts, without running any program that it measures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.measurement import CommandError, Cost, cost, resident
from benchmarks.peers import THEME, Page, ours, pages, stage_hugo, stage_one_site, stage_per_community
from benchmarks.report import BOUNDS, CHANGED, COLD, UNCHANGED, Outcome, aims, page, row, table, tables, verdict

PAGES = [Page("parks" if number < 3 else "roads", f"p-{number}", f'A "{number}"', "Body.\n") for number in range(5)]
SOURCE = '---\nid: p-0\ntitle: "Synthetic: a \\"title\\""\n---\nBody.\n\n---\n\nMore.\n'


def outcome(seconds):
    """What a run would have found in which ours took so many seconds everywhere, and Hugo two."""
    found = {}
    for scenario in (COLD, UNCHANGED, CHANGED):
        found[scenario, "ours"] = [Cost(seconds, seconds + step, 100_000_000) for step in (0, 1, 2)]
        found[scenario, "Hugo"] = [Cost(2, 2, 200_000_000)] * 3
    return Outcome("5 contributions", found, {"ours": 10, "Hugo": 5}, {"Zensical": "it is not installed"})


def test_a_row_gives_minimum_median_and_maximum():
    assert row(["ours", "wall, s"], [1234.5, 0.123, 45.67]) == ["ours", "wall, s", "0.12", "45.7", "1,234"]


def test_a_table_is_markdown_in_columns():
    assert table(["a", "number"], [["one", "1.00"], ["b", "10.0"]], 1).splitlines() == [
        "| a   | number |",
        "| --- | -----: |",
        "| one |   1.00 |",
        "| b   |   10.0 |",
    ]


def test_hugo_is_given_every_page_and_the_plain_theme(tmp_path):
    peer = stage_hugo(tmp_path, PAGES, PAGES[2], "hugo")
    staged = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert staged == {
        "config.toml",
        "layouts/index.html",
        "layouts/_default/single.html",
        "layouts/_default/list.html",
        *(f"content/{one}/_index.md" for one in ("parks", "roads")),
        *(f"content/{one.community}/{one.name}.md" for one in PAGES),
    }
    assert (tmp_path / "content/parks/p-2.md").read_text("utf-8") == '---\ntitle: "A \\"2\\""\n---\nBody.\n'
    assert (tmp_path / "layouts/index.html").read_text("utf-8") == THEME["home.html"]
    peer.edit("More.")
    assert (tmp_path / "content/parks/p-2.md").read_text("utf-8").endswith("Body.\n\nMore.\n")


def test_material_is_given_the_same_pages_in_one_site_and_in_a_site_for_each_community(tmp_path):
    one = stage_one_site(tmp_path / "one", PAGES, PAGES[4], "Material, one site", ["build"])
    many = stage_per_community(tmp_path / "many", PAGES, PAGES[4])
    for peer in (one, many):
        assert (peer.folder / peer.edited).read_text("utf-8") == '# A "4"\n\nBody.\n'
    assert (len(one.cold), len(many.cold), len(many.changed), len(many.unchanged)) == (1, 2, 1, 0)


def test_ours_is_read_as_it_is_and_forgets_what_it_built(tmp_path):
    source = tmp_path / "communities/parks/p-0.md"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE, "utf-8")
    (found,) = pages(tmp_path)
    assert found == Page("parks", "p-0", 'Synthetic: a "title"', "Body.\n\n---\n\nMore.\n")
    peer = ours(tmp_path, found)
    for name in ("site/c", ".commons"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "index.html").touch()
    assert peer.pages() == 1
    peer.forget()
    assert peer.pages() == 0
    assert source.exists()


def test_the_tables_hold_every_measure_and_name_who_did_not_run():
    text = tables(outcome(4))
    assert "| ours    | CPU per page, ms |     400 |    400 |     400 |" in text
    assert "| cold build               | Hugo   | wall         |    2.00 |   2.50 |    3.00 |" in text
    assert "Not run: Zensical, because it is not installed." in text
    assert text.count("CPU per page") == 3


def test_the_verdict_follows_the_figures():
    slow, quick = aims(outcome(4)), aims(outcome(0))
    assert [said for _, said, *_ in slow] == ["missed"] * 4 + ["reached at this size"]
    assert next(said for _, said, *_ in quick) == "reached at this size"
    assert "1 reached (peak memory, all processes, MB), 4 missed" in verdict(outcome(4))
    nobody = Outcome("", {}, {}, {})
    assert {said for _, said, *_ in aims(nobody)} == {"not measured"}


def test_the_page_keeps_what_was_written_by_hand():
    facts = {"date": "1 May 2026", "shape": "2 cores", "versions": {"Hugo": "1"}, "commands": "harness.py"}
    text = page(outcome(4), **facts, kept=f"{BOUNDS}\n\nBy hand.")
    assert text.startswith("# Benchmarks\n\nMeasured on 1 May 2026, with 5 contributions.\n")
    assert text.endswith(f"\n\n{BOUNDS}\n\nBy hand.\n")
    assert "Hugo 1." in text


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="memory is read from /proc")
def test_a_command_costs_something_with_its_children_and_a_failing_one_says_why(tmp_path):
    assert resident(os.getpid()) > 1_000_000
    found = cost([["sh", "-c", "sleep 0.12 & wait"], ["true"]], tmp_path)
    assert found.wall >= 0.12
    assert found.cpu < 1
    assert found.peak > 100_000
    with pytest.raises(CommandError, match="no such thing"):
        cost([["sh", "-c", "echo no such thing >&2; exit 3"]], tmp_path)
