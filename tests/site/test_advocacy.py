"""What became of advocacy is told under its priority and to those whose contribution was used, and nowhere else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from browser_site import build
from commanding import commons
from places import ROOT
from selectolax.lexbor import LexborHTMLParser

RECORD = "communities/advocacy/spending-review.yml"
STORY = "communities/customer-contact/fewer-repeat-calls.md"
PAGE = "c/fewer-repeat-calls/index.html"
SETTLED = "Fund invest-to-save for long enough to see what it saves."
USED = "Used, with consent: Fewer repeat calls: a fixture."
PRIORITY = "priorities/avoidable-contact/index.html"


@pytest.fixture
def root(git_commons: Path) -> Path:
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", git_commons)
    return git_commons


def told(root: Path, path: str, expected: int = 0) -> LexborHTMLParser:
    """Build, and return a page."""
    build(root, root / "site", expected=expected)
    return LexborHTMLParser((root / "site" / path).read_text("utf-8"))


def words(page: LexborHTMLParser) -> list[str]:
    return [" ".join(one.text().split()) for one in page.css(".commons-used")]


def edit(root: Path, path: str, before: str, after: str) -> None:
    text = (root / path).read_text("utf-8")
    assert before in text
    (root / path).write_text(text.replace(before, after), "utf-8")


def test_the_contributor_and_the_priority_s_readers_are_told(root: Path) -> None:
    page = told(root, PAGE)
    answer = (
        "Raised on 1 June 2010: A made-up consultation on spending; and on 15 July 2010: A made-up meeting with a "
        "Department. Answered on 30 September 2010: We have no plans to do this. (the answer to “Fund "
        "invest-to-save for three years.”) Declined: They declined what was asked."
    )
    assert words(page) == [f"Used in “Fund invest-to-save for three years.” (Avoidable contact). {answer}"]
    assert [one.attributes["href"] for one in page.css(".commons-used a")] == [
        "../../priorities/avoidable-contact/index.html",
        "https://www.example.org/consultation",
        "https://www.example.org/answer",
    ]
    assert page.css_first("h2#used").text() == "What became of it"
    priority = LexborHTMLParser((root / "site" / PRIORITY).read_text("utf-8"))
    assert words(priority) == [
        f"Fund invest-to-save for three years. {answer} Rests on this finding: “{SETTLED}” {USED}"
    ]
    others = [path for path in (root / "site/c").glob("*/index.html") if b"commons-used" in path.read_bytes()]
    assert [path.parent.name for path in others] == ["fewer-repeat-calls"]


@pytest.mark.parametrize("after", ["consent: none", "consent: named\nwithdrawn: {date: 2011-01-01, reason: Wrong.}"])
def test_without_consent_what_was_raised_is_told_and_on_whose_experience_is_not(root: Path, after: str) -> None:
    build(root, root / "site")
    edit(root, STORY, "consent: named", after)
    assert words(told(root, PAGE)) == []
    [raised] = words(told(root, PRIORITY))
    assert raised.startswith("Fund invest-to-save for three years.")
    assert "Used, with consent" not in raised
    found = commons("-C", root, "check").out
    assert f"{RECORD}:11:8 warning record-consent 'fewer-repeat-calls'" in found


def test_a_record_s_words_are_text_and_nothing_else(root: Path) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
    edit(root, RECORD, "ask: Fund invest-to-save for three years.", f"ask: '{hostile}'")
    edit(root, RECORD, "We have no plans to do this.", f"'{hostile}'")
    edit(root, RECORD, "A made-up meeting with a Department", f"'{hostile}'")
    page = told(root, PAGE)
    assert words(page)[0].count(hostile) == 4
    assert not page.css(".commons-used script, .commons-used img")
    edit(root, RECORD, "https://www.example.org/answer", "javascript:alert(1)")
    assert words(told(root, PAGE, expected=1)) == []


def test_what_a_published_digest_cites_was_used_where_the_record_names_nothing_else(root: Path) -> None:
    name = root / "communities/digests/spending.json"
    name.parent.mkdir()
    assert commons("-C", root, "digest", "avoidable-contact", "--output", name).code == 0
    annex = json.loads(name.read_text("utf-8"))["digests"][0]["annex"]
    cited = {one["citation"]["text"].partition("@")[0] for one in annex}
    assert "one-form" in cited
    edit(root, RECORD, "used: [fewer-repeat-calls]\n", "")
    edit(root, RECORD, "where: A made-up meeting with a Department", "where: A meeting\n    digest: spending")
    for identity in sorted(cited):
        assert "with the digest “spending”" in words(told(root, f"c/{identity}/index.html"))[0]
    edit(root, "communities/customer-contact/one-form.md", "consent: council-only", "consent: none")
    assert words(told(root, "c/one-form/index.html")) == []
    assert "One form in place of three" not in words(told(root, PRIORITY))[0]
    name.unlink()
    assert words(told(root, PAGE, expected=1)) == []
    assert "there is no published digest 'spending'" in commons("-C", root, "check").out
