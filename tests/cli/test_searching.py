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
from searchable import opened, small_commons

from practice_commons.cli import searching
from practice_commons.cli.main import commons
from practice_commons.search.query import Query
from practice_commons.search.results import Hit, Passage, Results


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


def test_a_likely_slip_is_suggested_and_not_followed(small: Path) -> None:
    done = run(small, "avoidabel", "contact")
    assert done.exit_code == 1
    assert "Did you mean: avoidable contact\n" in done.stdout


def test_what_could_not_be_followed_is_said(small: Path) -> None:
    assert "Note: “c*” is too short: give at least 2 letters.\n" in run(small, "contact", "c*").stdout


def test_the_limit(small: Path) -> None:
    first = run(small, "contact", "--limit", "2").stdout.splitlines()[0]
    assert first == "3 contributions for “contact”; the first 2 are shown"


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
    assert list(said) == ["query", "total", "results", "did_you_mean", "notes"]
    assert (said["query"], said["total"], said["did_you_mean"], said["notes"]) == ("survey", 1, None, [])
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
    }


def test_json_of_nothing(small: Path) -> None:
    done = run(small, "--json", "zzzz")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {"query": "zzzz", "total": 0, "results": [], "did_you_mean": None, "notes": []}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Say what to search for"),
        (("  ",), "Say what to search for"),
        (("--council", "Kemt"), "There is no council “Kemt” in the register\nDid you mean 'kent'?"),
        (("--community", "contcat"), "There is no community “contcat”\nDid you mean 'contact'?"),
        (("--since", "soon"), "'soon' is not a date"),
        (("--kind", "nws"), "'nws' is not one of"),
        (("x" * 501,), "The query has 501 characters; the limit is 500"),
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
    found = Results(HOSTILE, 1, (hit,), HOSTILE, (HOSTILE,))
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
