"""Advice on wording is asked apart from what decides, and both together are the whole."""

from __future__ import annotations

import pytest
from hostile import contribution
from places import ROOT

from conftest import FIXTURES
from practice_commons.checks import examination
from practice_commons.checks.examination import advise, examine
from practice_commons.checks.registry import RULES
from practice_commons.model.community import Commons
from practice_commons.reading import strict_yaml
from practice_commons.reading.vocabularies import Register, Vocabularies

ADVICE = {"long-sentence", "unexplained-abbreviation", "officialese", "link-words"}
NONE = Vocabularies(Commons(name="A", description="B", base_url="https://c.invalid/"), {}, {}, Register(()), {}, "")
POOR = contribution(
    "\n".join(
        [
            "The MASH met. See [here](https://a.org) and [this](b.md).",
            "",
            *(f"Prior to this, ABC{at} was utilised.\n" for at in range(8)),
            "word " * 50 + ".",
            "",
            "<script>x</script>",
            "",
        ]
    )
)


def test_advice_is_marked() -> None:
    assert {rule.id for rule in RULES.values() if rule.advice} == ADVICE
    assert all(rule.content for rule in RULES.values() if rule.advice)


@pytest.mark.parametrize(
    "data",
    [
        *(file.read_bytes() for folder in (FIXTURES, ROOT / "communities") for file in sorted(folder.rglob("*.md"))),
        POOR,
        b"\xff",
        b"---\nkind: news\n---\nPrior to [here](x)\n",
        contribution("> " * 150 + "MASH. Prior to it."),
        contribution("MASH " * 60, "language: cy\n"),
    ],
)
def test_the_two_parts_are_the_whole(data: bytes) -> None:
    whole, deciding, advice = examine(data, NONE), examine(data, NONE, advice=False), advise(data, NONE)
    assert whole.problems == tuple(sorted({*deciding.problems, *advice}))
    assert {problem.rule for problem in advice} <= ADVICE
    assert not {problem.rule for problem in deciding.problems} & ADVICE
    assert (whole.rendered, whole.contribution, whole.publishable) == (
        deciding.rendered,
        deciding.contribution,
        deciding.publishable,
    )


def test_advice_is_found_and_capped() -> None:
    rules = [problem.rule for problem in advise(POOR, NONE)]
    assert set(rules) == ADVICE
    assert max(map(rules.count, rules)) == 5


def test_lines_and_columns_are_looked_for_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(strict_yaml, "parse", lambda text, _: asked.append(text) or ({}, {("title",): (4, 1)}))
    found = examination.examine(contribution("Words."), NONE, advice=False)
    assert not asked
    assert found.mark("title") == found.mark("title", 3) == (4, 1)
    assert len(asked) == 1


def test_marks_are_those_of_the_file() -> None:
    found = examine(contribution("Words."), NONE)
    assert found.mark("author", "role") == (10, 3)
    assert found.mark("absent") == (1, 1)
    assert examine(b"\xff", NONE).mark("title") == (1, 1)
