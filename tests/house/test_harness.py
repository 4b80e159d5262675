"""The benchmark's own parts, without running any program that it measures."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from benchmarks import edits
from benchmarks.aims import aims, verdict
from benchmarks.comparison import compare
from benchmarks.layout import row, table
from benchmarks.measurement import CommandError, Cost, cost, held
from benchmarks.names import CHECK_ONE, STATUS, STATUS_COMMIT
from benchmarks.pace import Pace
from benchmarks.page import BOUNDS, page
from benchmarks.peers import (
    ADDED,
    BODY,
    COLD,
    COMMITTED,
    HUGO,
    MATERIAL_EACH,
    OURS,
    SCENARIOS,
    TENTH,
    TITLE,
    UNCHANGED,
    Page,
    Peer,
    ours,
    pages,
)
from benchmarks.programs import beginning, sample
from benchmarks.report import Outcome, tables
from benchmarks.staging import THEME, stage_hugo, stage_one_site, stage_per_community

PAGES = [Page("parks" if number < 3 else "roads", f"p-{number}", f'A "{number}"', "Body.\n") for number in range(5)]
SOURCE = '---\nid: p-0\ntitle: "Synthetic: a \\"title\\""\n---\nBody.\n\n---\n\nMore.\n'


def outcome(seconds):
    """What a run would have found in which ours took so many seconds everywhere, and Hugo two."""
    found = {}
    for scenario in SCENARIOS:
        found[scenario, OURS] = [Cost(seconds, seconds + step, 100_000_000) for step in (0, 1, 2)]
        found[scenario, HUGO] = [Cost(2, 2, 200_000_000)] * 3
    found[COLD, TENTH] = [Cost(1, 1, 50_000_000)]
    found[CHECK_ONE, OURS] = [Cost(seconds / 10, seconds / 10, 1)]
    found[STATUS, OURS], found[STATUS_COMMIT, OURS] = [Cost(1, 1, 1)], [Cost(1, 1.2, 1)]
    return Outcome(
        "5 contributions",
        found,
        {OURS: 10, HUGO: 5, TENTH: 4},
        {"Zensical": "it is not installed"},
        {TENTH: "a tenth"},
        {BODY: [(10, 3)]},
        {"Catalogue.of, cold": [(0.5, 0.25)]},
    )


def program(folder, name, *, seconds="0", fails=False):
    """A program that writes one page, and may fail after an edit."""
    (folder / "content/parks").mkdir(parents=True)
    (folder / "content/parks/p-0.md").write_text('---\ntitle: "A"\n---\nBody.\n', "utf-8")
    build = [["sh", "-c", f"sleep {seconds}; mkdir -p public; touch public/index.html"]]
    changed = [["sh", "-c", "echo no more >&2; exit 3"]] if fails else build
    return Peer(name, folder, build, changed, build, ("public", ".public.*"), "content/parks/p-0.md")


def test_a_row_gives_minimum_median_and_maximum():
    assert row(["ours", "wall, s"], [1234.5, 0.123, 45.67]) == ["ours", "wall, s", "0.12", "45.7", "1,234", "3"]


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
    peer.change(BODY, 7)
    assert (tmp_path / "content/parks/p-2.md").read_text("utf-8").endswith("Body.\n\nA sentence more, number 7.\n")


def test_material_is_given_the_same_pages_in_one_site_and_in_a_site_for_each_community(tmp_path):
    one = stage_one_site(tmp_path / "one", PAGES, PAGES[4], "Material, one site", ["build"])
    many = stage_per_community(tmp_path / "many", PAGES, PAGES[4])
    for peer in (one, many):
        assert (peer.folder / peer.edited).read_text("utf-8") == '# A "4"\n\nBody.\n'
    assert (len(one.cold), len(many.cold), len(many.changed), len(many.unchanged)) == (1, 2, 1, 0)
    assert not stage_one_site(tmp_path / "part", PAGES, PAGES[4], "Material, one site", ["build"], "a part").changed


def test_ours_is_read_as_it_is_and_forgets_what_it_built(tmp_path):
    source = tmp_path / "communities/parks/p-0.md"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE, "utf-8")
    (found,) = pages(tmp_path)
    assert found == Page("parks", "p-0", 'Synthetic: a "title"', "Body.\n\n---\n\nMore.\n")
    peer = ours(tmp_path, found)
    for name in ("site/c", ".commons", ".site.aside"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "index.html").touch()
    assert peer.pages(Cost(1, 1, 1)) == 1
    assert peer.pages(Cost(1, 1, 1, '{"pages": 8, "written": 9}')) == 8
    peer.forget()
    assert [path.name for path in tmp_path.iterdir()] == ["communities"]
    assert source.exists()
    assert not ours(tmp_path, found, TENTH).changed


def test_an_edit_changes_body_or_title_or_adds_a_contribution_with_an_id_of_its_own(tmp_path):
    file = tmp_path / "communities/parks/p-0.md"
    file.parent.mkdir(parents=True)
    file.write_text(SOURCE, "utf-8")
    edits.title(file, 1)
    edits.title(file, 2)
    assert file.read_text("utf-8") == SOURCE.replace('\\""', '\\" (edition 2)"')
    edits.add(file, 3)
    assert (tmp_path / "communities/parks/p-0-3.md").read_text("utf-8").startswith("---\nid: p-0-3\ntitle: ")
    edits.commit(file, 4)  # no repository: nothing to do
    plain = tmp_path / "plain.md"
    plain.write_text("# A title\n\nBody.\n\n# Another\n", "utf-8")
    edits.title(plain, 5)
    assert plain.read_text("utf-8") == "# A title (edition 5)\n\nBody.\n\n# Another\n"


def test_a_commit_is_of_the_day_of_the_last(tmp_path):
    file = tmp_path / "communities/parks/p-0.md"
    file.parent.mkdir(parents=True)
    file.write_text(SOURCE, "utf-8")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    moment = {"GIT_AUTHOR_DATE": "1000000000 +0000", "GIT_COMMITTER_DATE": "1000000000 +0000"}
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "First"]):
        subprocess.run([*git, *words], env=os.environ | moment, check=True)
    edits.body(file, 1)
    edits.commit(file, 2)
    said = subprocess.run([*git, "log", "--format=%ct %s"], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["1000000060 Change number 2", "1000000000 First"]
    assert not subprocess.run([*git, "status", "--porcelain"], capture_output=True, check=True).stdout


def test_a_part_is_taken_evenly_and_holds_the_edited_contribution():
    assert [one.name for one in beginning(PAGES, 2)] == ["p-0", "p-2"]
    assert beginning(PAGES, 5) == PAGES
    some, part = sample(PAGES, PAGES[4], 1)
    assert {one.community for one in some} == {"roads"}
    assert part == "a sample of 1 of 2 communities, with 2 of 5 contributions"
    assert sample(PAGES, PAGES[4], 2) == (PAGES, "")


def test_programs_take_turns_and_one_that_fails_keeps_what_was_found_before(tmp_path):
    found = Outcome("")
    running = [program(tmp_path / "a", OURS), program(tmp_path / "b", "Another", fails=True)]
    compare(running, Pace(runs=2, rounds=1), found)
    assert {scenario: len(costs) for (scenario, name), costs in found.costs.items() if name == OURS} == dict.fromkeys(
        SCENARIOS, 2
    )
    assert {scenario for scenario, name in found.costs if name == "Another"} == {COLD, UNCHANGED}
    assert found.absent == {"Another": f"{BODY}, round 1: no more"}
    assert found.pages == {OURS: 1, "Another": 1}


def test_what_takes_too_long_is_named_and_what_took_its_time_has_fewer_turns(tmp_path):
    found = Outcome("")
    running = [program(tmp_path / "a", OURS, seconds="0.1"), program(tmp_path / "b", "Another", seconds="30")]
    compare(running, Pace(runs=3, rounds=1, limit=0.6, budget=0.05), found)
    assert found.absent == {"Another": f"{COLD}, round 1: did not finish within 0.01 minutes"}
    assert [len(found.costs[scenario, OURS]) for scenario in (UNCHANGED, TITLE, ADDED, COMMITTED)] == [1, 1, 1, 1]


def test_the_tables_hold_every_measure_and_name_who_did_not_run():
    text = re.sub(" +", " ", tables(outcome(4)))
    assert "| ours | CPU per page, ms | 400 | 400 | 400 | 3 |" in text
    assert "| cold build | Hugo | wall | 2.00 | 2.50 | 3.00 | 3 |" in text
    assert "Without all its figures: Zensical: it is not installed." in text
    assert "Given a part: ours, a tenth of the size: a tenth." in text
    assert "Ours says of the last: 10 pages, 3 files written." in text
    assert "| Catalogue.of, cold | Catalogue.of, s | 0.25 | 0.25 | 0.25 | 1 |" in text


def test_beside_who_was_given_a_part_only_what_is_scaled_per_page_is_compared():
    assert outcome(4).ratios(COLD, TENTH, "CPU, s") == []
    assert outcome(4).ratios(COLD, TENTH, "CPU per page, ms") == [1.6]
    assert outcome(4).ratios(BODY, MATERIAL_EACH, "wall, s") == []


def test_the_verdict_follows_the_figures():
    slow, quick = ({name: said for name, said, *_ in aims(outcome(seconds), 5)} for seconds in (4, 0))
    for name in ("nothing changed, wall, s", "a title changed, wall, s", f"{CHECK_ONE}, wall, s"):
        assert slow[name] == ("missed" if "check" not in name else "reached at this size")
    assert slow["cold build, CPU per page, divided by Hugo's"] == "missed"
    assert quick["cold build, CPU per page, divided by Hugo's"] == "reached at this size"
    assert slow["commons status after one commit, more than with nothing changed, wall, s"] == "reached at this size"
    assert slow["commons --help, wall, s"] == "not measured"
    assert {said for _, said, *_ in aims(outcome(4))} == {"reached", "missed", "not measured"}
    assert "this run was smaller" in verdict(outcome(4), 5)
    assert "this run was smaller" not in verdict(outcome(4))
    assert {said for _, said, *_ in aims(Outcome(""))} == {"not measured"}


def test_the_page_keeps_what_was_written_by_hand():
    facts = {"date": "1 May 2026", "shape": "2 cores", "versions": {"Hugo": "1"}, "commands": "harness.py"}
    text = page(outcome(4), contributions=5, **facts, kept=f"{BOUNDS}\n\nBy hand.")
    assert text.startswith("# Benchmarks\n\nMeasured on 1 May 2026, with 5 contributions.\n")
    assert text.endswith(f"\n\n{BOUNDS}\n\nBy hand.\n")
    assert "Hugo 1." in text
    assert f"\n\n{BOUNDS}\n\n" in page(outcome(4), contributions=5, **facts, kept="")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="memory is read from /proc")
def test_a_command_costs_something_with_its_children_and_a_failing_one_says_why(tmp_path):
    assert held(os.getpid()) > 1_000_000
    found = cost([["sh", "-c", "sleep 0.6 & wait"], ["true"]], tmp_path)
    assert found.wall >= 0.6
    assert found.cpu < 1
    assert found.peak > 100_000
    assert cost([["echo", "heard"]], tmp_path).said == "heard\n"
    with pytest.raises(CommandError, match="no such thing"):
        cost([["sh", "-c", "echo no such thing >&2; exit 3"]], tmp_path)
