"""`commons search`, run."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from searchable import entry, opened, small_commons

from practice_commons.cli import searching
from practice_commons.cli.main import commons
from practice_commons.search.query import Query
from practice_commons.search.results import Hit, Passage, Results, Top


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small commons."""
    return small_commons(tmp_path_factory.mktemp("small") / "commons")


def run(root: Path, *arguments: str, color: bool = False) -> Result:
    """Run the command."""
    return CliRunner().invoke(commons, ["-C", str(root), "search", *arguments], color=color)


def test_a_result_says_what_it_is_where_and_how_to_cite_it(small: Path) -> None:
    done = run(small, "clearer", "letters")
    assert done.exit_code == 0, done.output
    assert (
        done.stdout
        == """\
1 contribution for “clearer letters”

1. Clearer letters cut avoidable contact
   news · Customer contact · Barnsley · 2009-06-15
   Plain letters mean fewer calls.
   /c/letters/  letters@uncommitted
"""
    )


def test_words_found_are_bold_on_a_terminal(small: Path) -> None:
    done = run(small, "plain letters", color=True)
    assert "   \x1b[1mPlain\x1b[0m \x1b[1mletters\x1b[0m mean fewer calls." in done.stdout


def test_and_not_on_a_dumb_one(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in run(small, "plain letters", color=True).stdout


def test_nothing_found_says_what_to_try_and_exits_1(small: Path) -> None:
    done = run(small, "zzzz")
    assert done.exit_code == 1
    assert done.stdout.startswith("Nothing found for “zzzz”.\n")
    assert "You could try:" in done.stdout


def test_a_likely_slip_is_suggested_and_what_it_hides_is_found(small: Path) -> None:
    done = run(small, "avoidabel", "contact")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[:3] == [
        "3 contributions for “avoidabel contact”",
        "Note: Also searched for: avoidable.",
        "Did you mean: avoidable contact",
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Barnsley", "Council: Barnsley  /councils/barnsley/"),
        ("ctr", "Tag: Council tax support  /tags/council-tax-support/"),
        ("“NI14”", "Priority: Avoidable contact  /priorities/avoidable-contact/"),
        ("customer contact", "Community: Customer contact  /communities/contact/"),
    ],
)
def test_what_bears_the_name_comes_first(small: Path, text: str, first: str) -> None:
    assert run(small, text).stdout.splitlines()[0] == first


def test_counts(small: Path) -> None:
    done = run(small, "contact", "--facets", "--limit", "1")
    assert done.stdout.endswith(
        """
Of the 3:
  community: contact 3
  kind: news 3
  priority: avoidable-contact 2
  council: barnsley 1, kent 1
  region: North 1, South East 1
  outcome: did-not-work 1, worked 1
  year: 2008 1, 2009 1, 2011 1
"""
    )
    said = json.loads(run(small, "contact", "--facets", "--json").stdout)["facets"]
    assert said["region"] == [{"value": "North", "count": 1}, {"value": "South East", "count": 1}]
    assert said["practice"] == []


def test_of_many_values_the_first_are_printed(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    found = Results("x", 1200, (), facets={"year": tuple((f"{2000 + one}", 1200 - one) for one in range(12))})
    monkeypatch.setattr("practice_commons.search.index.Index.search", lambda *_: found)
    last = run(small, "x", "--facets").stdout.splitlines()[-1]
    assert last.startswith("  year: 2000 1,200, 2001 1,199, ")
    assert last.endswith(", 2009 1,191 and 2 more")


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("contact",), ["letters", "mixed-words", "surveys"]),
        (("contact", "--sort", "date"), ["mixed-words", "letters", "surveys"]),
        (("--complete", "librar"), ["open-libraries"]),
        (("--complete", "bibl"), ["open-libraries"]),
        (("--complete", "bibl "), []),
        (("bibl",), []),
    ],
)
def test_order_and_completion(small: Path, arguments: tuple[str, ...], ids: list[str]) -> None:
    assert [one["id"] for one in json.loads(run(small, "--json", *arguments).stdout)["results"]] == ids


def test_what_could_not_be_followed_is_said(small: Path) -> None:
    assert "Note: “c*” is too short: give at least 2 letters.\n" in run(small, "contact", "c*").stdout


def test_the_limit(small: Path) -> None:
    lines = run(small, "contact", "--limit", "2").stdout.splitlines()
    assert lines[:2] == [
        "Community: Customer contact  /communities/contact/",
        "3 contributions for “contact”; the first 2 are shown",
    ]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("--kind", "offer"), ["open-libraries"]),
        (("--community", "contact", "--since", "2009", "--until", "2011"), ["mixed-words", "letters"]),
        (("--council", "Cumberland Council"), ["new-council", "tax-help"]),
        (("--priority", "avoidable-contact", "contact"), ["letters", "surveys"]),
        (("--tag", "ctr"), ["tax-help"]),
        (("--since", "2023-05-01"), ["new-council"]),
        (("contact NOT survey",), ["letters", "mixed-words"]),
        (("--", "contact", "-survey"), ["letters", "mixed-words"]),
    ],
)
def test_conditions(small: Path, arguments: tuple[str, ...], ids: list[str]) -> None:
    done = run(small, "--json", *arguments)
    assert [one["id"] for one in json.loads(done.stdout)["results"]] == ids


def test_json(small: Path) -> None:
    done = run(small, "--json", "survey")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert list(said) == ["query", "total", "top", "results", "facets", "did_you_mean", "notes"]
    assert (said["query"], said["total"], said["did_you_mean"], said["notes"]) == ("survey", 1, None, [])
    assert (said["top"], said["facets"]) == (None, None)
    result = said["results"][0]
    passage = result.pop("passage")
    assert [passage["text"][start:end] for start, end in passage["matches"]] == ["surveys"]
    assert result.pop("score") > 0
    assert result == {
        "id": "surveys",
        "title": "Asking people why they call",
        "kind": "news",
        "community": "contact",
        "councils": ["kent"],
        "date": "2008-03-01",
        "link": "/c/surveys/",
        "citation": "surveys@uncommitted",
        "path": "communities/contact/surveys.md",
        "source": "",
        "withdrawn": False,
        "superseded_by": None,
        "partial": False,
    }


def test_json_of_nothing(small: Path) -> None:
    done = run(small, "--json", "zzzz")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "query": "zzzz",
        "total": 0,
        "top": None,
        "results": [],
        "facets": None,
        "did_you_mean": None,
        "notes": [],
    }


def test_json_of_what_bears_the_name(small: Path) -> None:
    assert json.loads(run(small, "--json", "e10000016").stdout)["top"] == {
        "kind": "council",
        "id": "kent",
        "label": "Kent",
        "path": "/councils/kent/",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Say what to search for"),
        (("  ",), "Say what to search for"),
        (("--council", "Kemt"), "There is no council “Kemt” in the register\nDid you mean 'kent'?"),
        (("--community", "contcat"), "There is no community “contcat”\nDid you mean 'contact'?"),
        (("--since", "soon"), "'soon' is not a date"),
        (("--kind", "nws"), "'nws' is not one of"),
        (("--sort", "size", "x"), "'size' is not one of"),
        (("--complete", "  "), "Say what to search for"),
        (("x" * 2001,), "The query has 2001 characters; the limit is 2000"),
    ],
)
def test_usage(small: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(small, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stdout == ""


HOSTILE = "one\x1b]0;owned\x07 \x9b2J\u202etwo\n\tthree\u00a0four\ud800\u200b"


def test_text_does_to_a_terminal_only_what_it_shows() -> None:
    assert searching.visible(HOSTILE) == "one\\x1b]0;owned\\x07 \\x9b2J\\u202etwo  three four\\ud800\\u200b"


def test_nothing_of_a_strangers_reaches_the_terminal_as_it_is(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hit = Hit(
        f"id{HOSTILE}",
        HOSTILE,
        f"news{HOSTILE}",
        f"contact{HOSTILE}",
        (),
        dt.date(2010, 1, 1),
        "2010-01-01",
        Passage(HOSTILE, ((0, 4), (5, 12))),
        HOSTILE,
        HOSTILE,
        HOSTILE,
        withdrawn=False,
        superseded_by=None,
        score=1.0,
    )
    top, facets = Top("council", "kent", HOSTILE), {"region": ((HOSTILE, 1),)}
    found = Results(HOSTILE, 1, (hit,), HOSTILE, (HOSTILE,), top, facets)
    monkeypatch.setattr("practice_commons.search.index.Index.search", lambda *_: found)
    for arguments in ((HOSTILE,), (HOSTILE, "--json")):
        printed = run(small, *arguments).stdout
        assert all(one.isprintable() or one == "\n" for one in printed), arguments


def test_notices_go_to_stderr(small: Path) -> None:
    with opened(small) as (index, _):
        index.search(Query("contact"))
    (small / ".commons" / "search" / "state.json").write_text("{", "utf-8")
    done = run(small, "--json", "contact")
    assert json.loads(done.stdout)["total"] == 3
    assert done.stderr == "The search index is damaged; making it anew.\n"


def test_many_at_once(tmp_path: Path) -> None:
    root = small_commons(tmp_path / "commons")
    program = [sys.executable, "-m", "practice_commons.cli", "-C", str(root), "search", "--json", "contact"]
    running = [
        subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(4)
    ]
    for one in running:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
        assert json.loads(out)["total"] == 3
        assert "anew" not in err


def test_what_was_asked_of_an_index_that_is_behind_is_asked_again(git_commons: Path) -> None:
    asked = ("--community", "wool", "--json")
    for _ in range(2):
        assert run(git_commons, *asked).exit_code == 2, "there is no such community"
    community = git_commons / "communities" / "wool"
    community.mkdir()
    (community / "community.yml").write_text("title: Wool\npurpose: To learn from each other.\n", "utf-8")
    (community / "sheep.md").write_text(entry("sheep", "Sheep", "Shorn.", community="wool"), "utf-8")
    done = run(git_commons, *asked)
    assert [one["id"] for one in json.loads(done.stdout)["results"]] == ["sheep"]
    (community / "sheep.md").unlink()
    assert run(git_commons, *asked).exit_code == 1
