"""What each profile shows, within which bounds, and in whose words: asked of real commons, read from Markdown."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from digest.small_commons import FILES, ask, commit, contribution, make, stance, write
from practice_commons.digest import charts, forms, layout_committee
from practice_commons.digest.as_markdown import markdown
from practice_commons.digest.composition import compose
from practice_commons.digest.inclusion import Bounds
from practice_commons.digest.profile import Profile
from practice_commons.failure import Failure
from practice_commons.model.terms import Nation

SETTLED = """\
findings:
  - id: keep-savings
    statement: Councils should keep what better repairs save.
    note: Two councils say it in other words.
    asked_of: Government
    asks:
      - id: item-one
      - id: item-two
        ask: "Fund the visit."
left_out:
  - id: item-three
    reason: It asks something of us.
"""


def settled(tmp_path, catalogue_of, said: str = SETTLED):
    told = dict(
        (
            contribution("item-one", councils=["harbourton"], stance=stance("supports"), asks=ask("Let us keep it.")),
            contribution("item-two", councils=["fenwick"], stance=stance("supports"), asks=ask("Fund the visit.")),
            contribution("item-three", councils=["dunmere"], stance=stance("mixed"), asks=ask("Ring us.")),
            contribution("item-four", councils=["dunmere"], asks=ask("Train more plumbers.")),
        )
    )
    root = make(tmp_path / "settled", FILES | told | {"communities/findings/repairs.yml": said})
    return compose(catalogue_of(root), "repairs")


def test_staff_settle_the_words_and_the_grouping(tmp_path, catalogue_of) -> None:
    digest = settled(tmp_path, catalogue_of)
    first, second = digest.findings
    assert first.settled.statement == "Councils should keep what better repairs save."
    assert first.settled.citation.text == f"communities/findings/repairs.yml@{digest.commit[:12]}"
    assert {one.citation.text.partition("@")[0] for one in first.backing} == {"item-one", "item-two"}
    assert first.asked_of == ("Government",)
    assert (second.settled, second.ask.words) == (None, "Train more plumbers.")
    assert [(one.citation.text.partition("@")[0], one.reason) for one in digest.method.unsettled] == [
        ("item-three", "It asks something of us.")
    ]


def test_page_one_has_the_settled_words_and_the_asks_are_quoted(tmp_path, catalogue_of) -> None:
    text = markdown([settled(tmp_path, catalogue_of)])
    page, _, rest = text.partition("## 2. Who we heard")
    assert "1. **Councils should keep what better repairs save.** (`communities/findings/repairs.yml@" in page
    assert "Councils for 2, mixed 0, against 0. Strength: very limited." in page
    assert "> Let us keep it." in rest
    assert "> Fund the visit." in rest or "**Also worded:** Fund the visit." in rest
    assert "It asks something of us. ([item-three@" in rest
    assert "Ring us." not in rest


def test_a_findings_file_with_a_problem_settles_nothing(tmp_path, catalogue_of) -> None:
    digest = settled(tmp_path, catalogue_of, SETTLED.replace("Fund the visit.", "Fund it all."))
    assert [(one.settled, len(one.backing)) for one in digest.findings] == [(None, 1)] * 4
    assert digest.method.unsettled == ()


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("priority", ["repairs", "phones", "empty"])
def test_every_profile_in_every_format_can_be_made(small, profile, priority) -> None:
    made = forms.all_rendered([compose(small, priority)], forms.NAMES, profile)
    assert all(made.values())


def test_one_page_is_one_page(small) -> None:
    made = forms.rendered([compose(small, "repairs")], "pdf", Profile.ONE_PAGE)
    assert len(pypdfium2.PdfDocument(made)) == 1


def test_written_evidence_has_numbered_paragraphs_and_a_summary_in_bullets(small) -> None:
    text = markdown([compose(small, "repairs")], Profile.COMMITTEE)
    summary = text[text.index("## Summary") : text.index("## Who gives")]
    assert summary.count("\n- ") >= 3
    numbers = [int(one) for one in re.findall(r"(?m)^(\d+)\\\. ", text)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 6


def test_written_evidence_keeps_to_its_length_and_says_what_it_leaves_out(tmp_path, catalogue_of) -> None:
    words = ["fund", "train", "house", "warm", "heat", "mend", "paint", "sweep", "plan", "build"]
    told = dict(
        contribution(
            f"item-{a}-{b}",
            councils=["fenwick"],
            stance=stance("supports"),
            asks=ask(f"{words[a].capitalize()} {' '.join([words[b]] * 30)} number {a} and {b}."),
        )
        for a in range(10)
        for b in range(10)
    )
    digest = compose(catalogue_of(make(tmp_path / "long", FILES | told)), "repairs")
    text = markdown([digest], Profile.COMMITTEE).partition("\n<!-- practice")[0]
    said = re.sub(r"\]\(<[^>]*>\)", "]", text)
    assert 1_500 < len(said.split()) <= layout_committee.MOST
    assert re.search(r"\d+ more are in the whole digest", text)


def test_a_community_bounds_it(small) -> None:
    everything, bounded = compose(small, "repairs"), compose(small, "repairs", Bounds(community="homes"))
    assert len(bounded.annex) == len(everything.annex)
    assert "Only the community of practice “homes”" in markdown([bounded])
    assert bounded.method.command.endswith(f"--community homes --at {bounded.commit}")
    with pytest.raises(Failure, match="'nowhere' is not a community"):
        compose(small, "repairs", Bounds(community="nowhere"))


def test_a_nation_bounds_it_without_telling_of_the_anonymous(tmp_path, catalogue_of) -> None:
    told = dict(
        (
            contribution("welsh", councils=["llanfair"]),
            contribution("english", councils=["fenwick"]),
            contribution("hushed", councils=["llanfair"], consent="anonymous"),
        )
    )
    files = FILES | {
        "communities/commons.yml": FILES["communities/commons.yml"].replace("  nations: [England]", "  types: []")
    }
    digest = compose(catalogue_of(make(tmp_path / "nations", files | told)), "repairs", Bounds(nation=Nation.WALES))
    assert [one.citation.text.partition("@")[0] for one in digest.annex] == ["welsh"]
    assert (digest.coverage.in_scope, [one.slug for one in digest.coverage.heard]) == (1, ["llanfair"])
    assert [(one.reason, one.contributions) for one in digest.method.exclusions] == [
        ("of no council of the nation, as far as councils may be named", 2)
    ]


def test_what_is_new_after_a_commit(tmp_path, catalogue_of) -> None:
    root = make(tmp_path / "new", FILES | dict((contribution("item-old", councils=["fenwick"]),)))
    before = compose(catalogue_of(root), "repairs")
    write(root, dict((contribution("item-new", councils=["dunmere"]),)))
    commit(root, "one more", "2026-05-01T12:00:00+00:00")
    digest = compose(catalogue_of(root), "repairs", Bounds(after=before.commit))
    assert [one.citation.text.partition("@")[0] for one in digest.annex] == ["item-new"]
    assert f"Only what is new or changed since commit {before.commit[:12]}" in markdown([digest])
    with pytest.raises(Failure):
        compose(catalogue_of(root), "repairs", Bounds(after="0" * 40))


def test_trends_count_councils_and_never_contributions(tmp_path, catalogue_of) -> None:
    told = dict(
        (
            contribution("item-a", councils=["fenwick"], date="2024-02-01", stance=stance("supports")),
            contribution("item-b", councils=["fenwick"], date="2024-03-01", stance=stance("challenges")),
            contribution("item-c", councils=["fenwick"], date="2024-08-01"),
            contribution("item-d", councils=["dunmere"], date="2024-09-01", stance=stance("supports")),
            contribution("item-e", councils=["harbourton"], date="2023-01-01", date_known_to="year"),
            contribution("item-f", councils=["kestrel-bay"], date="2024-08-01", consent="anonymous"),
        )
    )
    found = compose(catalogue_of(make(tmp_path / "when", FILES | told)), "repairs").trends
    assert [(one.quarter, one.first) for one in found.quarters] == [("2024-Q1", 1), ("2024-Q2", 0), ("2024-Q3", 1)]
    sides = [one.councils for one in found.quarters]
    assert (sides[0].supports, sides[0].mixed, sides[0].challenges) == (0, 1, 0)
    assert (sides[2].supports, sides[2].uncoded) == (1, 1)
    assert (found.earlier, found.undated) == (0, 1)


@pytest.mark.parametrize("name", ["</text><script>alert(1)</script>", "\x00\ud800", "x" * 500, "&<>\"'"])
def test_charts_are_well_formed_whatever_is_measured(name) -> None:
    svg = charts.before_and_after([charts.Change(name, "4", "2.5", name)], name, "p")
    root = ET.fromstring(svg)
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    widths = [float(one.get("width")) for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("x")]
    assert widths == [300, 187]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("1", "2", True), ("0", "0", True), (None, "2", False), ("-1", "2", False), ("NaN", "x", False)],
)
def test_only_figures_that_can_be_drawn_are(before, after, said) -> None:
    assert charts.drawable(before, after) is said


def test_the_same_commit_gives_the_same_words(tmp_path, catalogue_of) -> None:
    digest = settled(tmp_path, catalogue_of)
    assert markdown([digest]) == markdown([settled(tmp_path / "again", catalogue_of)])
