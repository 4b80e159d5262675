"""The registry: every rule has a page of the same shape; content rules are told apart from commons rules."""

from __future__ import annotations

import re

import pytest

from practice_commons.checks import examination  # noqa: F401 - registers the rules
from practice_commons.checks.registry import RULES, Rule, content_rule, rule_set_fingerprint

PAGE = re.compile(
    r"(?P<asks>[A-Z][^\n]+\.)\n\n"
    r"Why: .+?\n\n"
    r"Bad:\n\n(?P<bad>(    [^\n]+\n|\n)+)"
    r"Good:\n\n(?P<good>(    [^\n]+\n|\n)+)"
    r"Fix: .+",
    re.DOTALL,
)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_rule_has_a_page(rule: Rule) -> None:
    page = PAGE.fullmatch(rule.documentation)
    assert page, rule.documentation
    assert len(page["asks"]) <= 130
    assert page["bad"] != page["good"]
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule.id)
    assert max(map(len, rule.documentation.splitlines())) <= 120


def test_rules_are_asked_of_content_or_of_the_commons_or_upheld_in_reading() -> None:
    assert all(rule.content is None or rule.commons is None for rule in RULES.values())
    assert len(RULES) > 40


def test_two_rules_cannot_share_a_name() -> None:
    function = RULES["licence"].content
    assert function is not None
    with pytest.raises(ValueError, match="two rules are called licence"):
        content_rule()(function)


def test_fingerprint_is_a_hash_and_does_not_change() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", rule_set_fingerprint())
    assert rule_set_fingerprint.__wrapped__() == rule_set_fingerprint()
