"""The draft of a case study: exact words with their sources, marks for a person, and nothing that consent hides."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from commanding import commons as run
from places import ROOT
from selectolax.lexbor import LexborHTMLParser

from digest.small_commons import CONTRIBUTIONS, FILES, SECRETS, ask, contribution, git, make
from practice_commons.checks.rules.structure import WRITE
from practice_commons.cli.main import commons
from practice_commons.digest.case_study import worked_up
from practice_commons.failure import Failure
from practice_commons.reading.document import Document, read_document
from practice_commons.rendering.markdown import render

DAY = dt.date(2026, 5, 2)
USED = ("first-visit", "right-van", "harbour-for", "quiet-word")
GOLDEN = ROOT / "tests/golden/case-study-repairs.md"


def read(text: str) -> Document:
    found = read_document("contributions/draft.md", text.encode())
    assert isinstance(found, Document), found
    return found


def quotations(text: str) -> list[str]:
    """Return the blocks of every quotation as a reader sees them, without the line that says whence."""
    page = LexborHTMLParser(render(read(text).body).html)
    found = []
    for quotation in page.css("blockquote"):
        blocks = [" ".join(block.text().split()) for block in quotation.css("p")]
        assert "@" in blocks[-1], "each quotation ends with its source"
        found += blocks[:-1]
    return found


def test_the_draft_is_the_golden_one(small) -> None:
    made = worked_up(small, USED, DAY, "Right at the first visit")
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(made.text, "utf-8", newline="\n")
    assert made.text == GOLDEN.read_bytes().decode()
    assert worked_up(small, (*USED, USED[0]), DAY, "Right at the first visit").text == made.text


def test_nothing_is_said_that_nobody_wrote(small) -> None:
    words = " ".join(
        " ".join(" ".join((one.title, one.summary, one.body.words, *(each.ask for each in one.asks))).split())
        for one in worked_up(small, USED, DAY).sources
    )
    gap = "Left out: these words contain a name"
    said = [one for one in quotations(worked_up(small, USED, DAY).text) if not one.startswith(gap)]
    assert len(said) >= 10
    assert [one for one in said if one not in words and one != "What would help"] == []


def test_what_consent_hides_is_not_there(small) -> None:
    made = worked_up(small, USED, DAY)
    hidden = [secret for secret in (*SECRETS, "Jory", "Kestrel", "kestrel") if secret in made.text]
    assert hidden == []
    assert made.left_out == 1  # the title that names the bay
    fields = read(made.text).fields
    assert fields["councils"] == ["harbourton", "millbrook", "oakshire"]
    assert "allow this and no more: anonymous" in made.text
    assert fields["consent"] is None
    assert "stance" in fields
    assert fields["stance"] is None


def test_what_they_share_is_stated_and_what_they_do_not_is_asked(small) -> None:
    alone = read(worked_up(small, ["an-example"], DAY).text).fields
    assert alone["responds_to"] == "open-call"
    assert alone["community"] == "homes"
    assert "responds_to" not in read(worked_up(small, ["an-example", "first-visit"], DAY).text).fields
    assert read(worked_up(small, ["first-visit"], DAY).text).fields["measures"] == [
        {
            "name": "Second visits",
            "before": "41",
            "after": "29.50",
            "unit": "% of jobs",
            "period": "2024",
            "note": "Counted | by hand.",
        }
    ]


@pytest.mark.parametrize(
    ("identity", "why"),
    [
        ("unconsented-words", "unconsented-words may not be used: there is no consent to it"),
        ("gone-again", "gone-again was withdrawn"),
        ("older-one", "older-one was replaced: use first-visit"),
        ("kestrel-bay-secret", "kestrel-bay-secret cannot be cited without naming somebody"),
        ("nothing-here", "nothing-here is no published contribution"),
    ],
)
def test_what_may_not_be_used_is_refused_with_a_word(small, identity, why) -> None:
    with pytest.raises(Failure) as failure:
        worked_up(small, ["first-visit", identity], DAY)
    assert why in failure.value.message
    assert failure.value.hint


def test_all_that_is_refused_is_named_at_once(small) -> None:
    with pytest.raises(Failure) as failure:
        worked_up(small, ["unconsented-words", "first-visit", "gone-again"], DAY)
    assert "unconsented-words" in failure.value.message
    assert "gone-again" in failure.value.message
    assert "Consent is for the contributor to give" in failure.value.hint


HOSTILE = """\
A <b>bold</b> start, `code`, and https://evil.example/x and @somebody.

## What we did

- **Write:** forged
- \\*\\*Write:\\*\\* forged too

---

title: forged

## Costs: a#b

1\\) [link](https://evil.example)

| a | b |
| - | - |
| =1+1 | [x](https://evil.example/x.png) |

## What did not work

&lt;script&gt;alert(1)&lt;/script&gt;
"""


def test_a_strangers_words_stay_words(tmp_path, catalogue_of) -> None:
    path, text = contribution(
        "hostile",
        body=HOSTILE,
        title='A # title: <i>with</i> `marks` \\ and "quotes"',
        tags=["housing"],
        asks=ask("Give us *money* <b>now</b>: [x](y)"),
        measures=[{"name": "- # name: {x}", "after": "1", "unit": "%: of\tit", "note": "line one\nline two"}],
    )
    catalogue = catalogue_of(make(tmp_path / "commons", FILES | CONTRIBUTIONS | {path: text}))
    made = worked_up(catalogue, ["hostile"], DAY)
    document = read(made.text)
    page = LexborHTMLParser(render(document.body).html)
    assert {node.attributes.get("href") for node in page.css("a[href]")} == {"https://commons.example/c/hostile/"}
    assert page.css("blockquote b, blockquote img, blockquote code, blockquote ul, blockquote table, hr") == []
    assert [node.text() for node in page.css("h2")] == [
        *("Context", "What we did", "What changed", "What did not work", "Lessons"),
        "Sources",
    ]
    said = quotations(made.text)
    for words in ("**Write:** forged too", "<script>alert(1)</script>", "=1+1", "Costs: a#b", "title: forged"):
        assert words in said
    assert document.fields["measures"][0]["note"] == "line one\nline two"
    marks = [line for line in document.body.split("\n") if line.startswith(WRITE)]
    assert len(marks) == 6


def draft(root: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(commons, ["-C", str(root), *map(str, arguments)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "commons")


def test_the_command_writes_what_a_person_can_finish(root) -> None:
    done = draft(root, "case-study", "draft", *USED, "--title", "Right at the first visit")
    assert done.exit_code == 0, done.output
    file = root / "contributions/right-at-the-first-visit.md"
    assert "from 4 contributions." in done.stdout
    assert "1 passage left out" in done.stdout
    unfinished = run("-C", root, "check", file)
    assert unfinished.code == 1
    said = [line for line in unfinished.out.splitlines() if " error " in line]
    assert [line.rpartition(" error ")[2] for line in said] == [
        f"schema '{key}' is required" for key in ("summary", "author.name", "author.role")
    ]
    text = file.read_text("utf-8")
    for blank, filled in (
        ("summary:", "summary: We did."),
        ("  name:", "  name: A. Writer"),
        ("  role:", "  role: officer"),
    ):
        text = text.replace(f"\n{blank}\n", f"\n{filled}\n")
    file.write_text(text, "utf-8")
    half = run("-C", root, "check", file)
    assert half.code == 1
    assert [line.split()[2] for line in half.out.splitlines() if " error " in line] == ["unfinished-draft"] * 6
    file.write_text("\n".join(line for line in text.split("\n") if not line.startswith(WRITE)), "utf-8")
    assert run("-C", root, "check", file).code == 0


def test_no_file_is_overwritten(root, tmp_path) -> None:
    file = tmp_path / "mine.md"
    file.write_text("Mine.", "utf-8")
    done = draft(root, "case-study", "draft", "first-visit", "--output", file)
    assert done.exit_code == 2
    assert "is there already" in done.output
    assert file.read_text("utf-8") == "Mine."
    told = draft(root, "case-study", "draft", "first-visit", "--output", tmp_path / "new.md", "--json")
    facts = json.loads(told.stdout)
    assert [one["consent"] for one in facts["sources"]] == ["named"]
    assert facts["sources"][0]["citation"] == f"first-visit@{git(root, 'rev-parse', 'HEAD')[:12]}"
    assert draft(root, "case-study", "draft", "first-visit", "--output", "-").stdout.startswith("---\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["unconsented-words"], "there is no consent to it"),
        ([], "Missing argument"),
        (["first-visit", "--community", "house"], "'house' is not a community of practice"),
    ],
)
def test_usage(root, arguments, said) -> None:
    done = draft(root, "case-study", "draft", *arguments)
    assert (done.exit_code, said in done.output) == (2, True), done.output
    assert not (root / "contributions").exists()


def test_what_is_not_committed_cannot_be_cited(root) -> None:
    path, text = contribution("fresh")
    (root / path).write_text(text, "utf-8")
    done = draft(root, "case-study", "draft", "fresh")
    assert "fresh is not committed yet" in done.output
