"""The report formats, against golden files; and that no stranger's text escapes from any of them."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import FIXTURES
from practice_commons.checks.registry import RULES
from practice_commons.checks.report import FORMATS, report, shown, summary
from practice_commons.model.problem import Problem, Severity

GOLDEN = FIXTURES.parent / "golden" / "checks"
PROBLEMS = (
    Problem(
        "communities/a/b.md", 0, 0, "file-mode", Severity.ERROR, "is a symbolic link", "Put the file in its place."
    ),
    Problem("communities/a/c.md", 3, 8, "unknown-tag", Severity.ERROR, "'x%0Ay' is not a tag", "Did you mean 'y'?"),
    Problem("communities/a/c.md", 9, 1, "officialese", Severity.WARNING, "'utilise' is <officialese>", "Plainer: use."),
    Problem(
        "communities/a/d,e:f;g%\n::error::h\x1b[31m\u202e\udcff.md",
        2,
        1,
        "schema",
        Severity.ERROR,
        "a\r\n::set-output name=x::y \x07 \u2066",
        "",
    ),
)
ENDINGS = {"text": "txt", "json": "json", "github": "github.txt", "sarif": "sarif", "junit": "xml"}
ANY_TEXT = st.text(st.characters(), max_size=60)
ANY_PROBLEM = st.builds(
    Problem,
    ANY_TEXT,
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from(sorted(RULES)),
    st.sampled_from(Severity),
    ANY_TEXT,
    ANY_TEXT,
)


def without_pages(sarif: str) -> str:
    """Return a SARIF log without what changes for other reasons: the version, and the rules' pages."""
    log = json.loads(sarif)
    driver = log["runs"][0]["tool"]["driver"]
    driver["semanticVersion"] = "0"
    for rule in driver["rules"]:
        documentation = RULES[rule["id"]].documentation
        assert rule["help"] == {"text": documentation, "markdown": documentation}
        assert rule["shortDescription"] == {"text": documentation.splitlines()[0]}
        rule["help"] = rule["shortDescription"] = {}
    return json.dumps(log, indent=2) + "\n"


@pytest.mark.parametrize("form", FORMATS)
def test_report_is_the_golden_one(form: str) -> None:
    golden = (GOLDEN / f"problems.{ENDINGS[form]}").read_text("utf-8")
    written = report(PROBLEMS, form, 12)
    if form == "sarif":
        written = without_pages(written)
    assert written == golden


@pytest.mark.parametrize("form", FORMATS)
def test_report_of_nothing(form: str) -> None:
    written = report((), form, 12)
    assert written == "" or written.endswith("\n")
    if form == "json":
        assert json.loads(written) == {"version": 1, "checked": 12, "errors": 0, "warnings": 0, "problems": []}
    if form == "junit":
        assert ET.fromstring(written)[0].attrib["tests"] == "12"


@given(st.lists(ANY_PROBLEM, max_size=5), st.sampled_from(FORMATS))
def test_any_problem_is_said_safely(problems: list[Problem], form: str) -> None:
    written = report(problems, form, 3)
    written.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", written)
    if form == "github":
        lines = written.splitlines()
        assert len(lines) == len(problems)
        assert all(
            re.fullmatch(r"::(error|warning) file=[^:,;]*(,line=\d+,col=\d+)?,title=[^:,;]*::.*", one) for one in lines
        )
    if form == "text":
        assert len(written.splitlines()) == sum(1 + bool(problem.hint) for problem in problems)
    if form == "json":
        assert len(json.loads(written)["problems"]) == len(problems)
    if form == "junit":
        ET.fromstring(written)


@given(st.lists(ANY_PROBLEM, max_size=5))
def test_sarif_has_the_structure_of_2_1_0(problems: list[Problem]) -> None:
    log = json.loads(report(problems, "sarif", 3))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning"}
    assert len(run["results"]) == len(problems)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]*", place["artifactLocation"]["uri"])
        if "region" in place:
            assert place["region"]["startLine"] >= 1
            assert place["region"]["startColumn"] >= 1


@given(ANY_TEXT)
def test_shown_text_is_printable_and_plain_text_stays(words: str) -> None:
    told = shown(words)
    told.encode("utf-8")
    assert shown(told) == told
    if words.isascii() and words.isprintable():
        assert told == words


@pytest.mark.parametrize(
    ("checked", "problems", "said"),
    [
        (61, PROBLEMS[2:3] * 3, "61 contributions checked: 0 errors, 3 warnings"),
        (1, PROBLEMS[:1], "1 contribution checked: 1 error, 0 warnings"),
        (55000, (), "55,000 contributions checked: 0 errors, 0 warnings"),
    ],
)
def test_summary(checked: int, problems: tuple[Problem, ...], said: str) -> None:
    assert summary(problems, checked) == said
