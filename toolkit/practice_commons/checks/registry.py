"""The one registry of rules.

A rule is a generator whose docstring is its page in the rules reference: what it asks, why, a bad and a good example,
and how to fix it. What a rule looks at decides when it is asked again: a content rule when the content changes (its
findings are kept by blob id), a placed rule also when the path, the vocabularies or the day do, a linked rule also when
what the contribution refers to does, a layout rule when files come, go or are renamed, a commons rule with the
vocabularies, a record rule when a record of advocacy changes, or what it refers to, or the vocabularies, or the day.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from practice_commons import fingerprint
from practice_commons.model.problem import Severity

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content
    from practice_commons.checks.inspection import Layout, Picture, Placed, Recorded, RecordedWhole, Whole
    from practice_commons.reading.vocabularies import Vocabularies


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says, before it is known which rule said it: a line and column of the file, a message, a hint."""

    line: int
    column: int
    message: str
    hint: str = ""
    path: str = ""
    """Set by commons rules, which look at many files."""


ContentRule: TypeAlias = "Callable[[Content, Vocabularies], Iterator[Finding]]"
PlacedRule: TypeAlias = "Callable[[Placed], Iterator[Finding]]"
LinkedRule: TypeAlias = "Callable[[Placed, Whole], Iterator[Finding]]"
PictureRule: TypeAlias = "Callable[[Picture], Iterator[Finding]]"
LayoutRule: TypeAlias = "Callable[[Layout], Iterator[Finding]]"
CommonsRule: TypeAlias = "Callable[[Vocabularies], Iterator[Finding]]"
RecordRule: TypeAlias = "Callable[[Recorded, RecordedWhole], Iterator[Finding]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule: its id, how much it matters, its documentation, and what runs it (None: the reader does)."""

    id: str
    severity: Severity
    documentation: str
    content: ContentRule | None = None
    advice: bool = False
    """Whether a content rule only advises on wording: such rules decide nothing, and are asked apart."""
    placed: PlacedRule | None = None
    linked: LinkedRule | None = None
    picture: PictureRule | None = None
    layout: LayoutRule | None = None
    commons: CommonsRule | None = None
    record: RecordRule | None = None


RULES: dict[str, Rule] = {}
MOST = {Severity.ERROR: 50, Severity.WARNING: 5}
"""How much one rule says of one file at most: enough to begin with, and no wall of advice."""


@functools.cache
def rule_set_fingerprint() -> str:
    """Return a hash of all that decides what an examination finds: our own source, and the engines that it uses.

    What was kept under another fingerprint must be examined again.
    """
    engines = ("cmarkgfm", "nh3", "selectolax", "pydantic", "pyyaml")
    return fingerprint.of_sources(("model", "reading", "rendering", "checks", "federation"), (".py",), engines)


def content_rule(severity: Severity = Severity.ERROR, *, advice: bool = False) -> Callable[[ContentRule], ContentRule]:
    """Register a rule about one file's content. Its id is the function's name, with hyphens."""

    def register(function: ContentRule) -> ContentRule:
        _add(Rule(_id(function.__name__), severity, inspect.getdoc(function) or "", content=function, advice=advice))
        return function

    return register


def placed_rule(severity: Severity = Severity.ERROR) -> Callable[[PlacedRule], PlacedRule]:
    """Register a rule about one contribution at its path: vocabularies, councils, the day."""

    def register(function: PlacedRule) -> PlacedRule:
        _add(Rule(_id(function.__name__), severity, inspect.getdoc(function) or "", placed=function))
        return function

    return register


def linked_rule(severity: Severity = Severity.ERROR) -> Callable[[LinkedRule], LinkedRule]:
    """Register a rule about one contribution and what it refers to."""

    def register(function: LinkedRule) -> LinkedRule:
        _add(Rule(_id(function.__name__), severity, inspect.getdoc(function) or "", linked=function))
        return function

    return register


def picture_rule(severity: Severity = Severity.ERROR) -> Callable[[PictureRule], PictureRule]:
    """Register a rule about one picture."""

    def register(function: PictureRule) -> PictureRule:
        _add(Rule(_id(function.__name__), severity, inspect.getdoc(function) or "", picture=function))
        return function

    return register


def layout_rule(severity: Severity = Severity.ERROR) -> Callable[[LayoutRule], LayoutRule]:
    """Register a rule about names and places of files, community by community."""

    def register(function: LayoutRule) -> LayoutRule:
        _add(Rule(_id(function.__name__), severity, inspect.getdoc(function) or "", layout=function))
        return function

    return register


def commons_rule(severity: Severity = Severity.ERROR) -> Callable[[CommonsRule], CommonsRule]:
    """Register a rule about the commons' own lists."""

    def register(function: CommonsRule) -> CommonsRule:
        _add(Rule(_id(function.__name__), severity, inspect.getdoc(function) or "", commons=function))
        return function

    return register


def record_rule(severity: Severity = Severity.ERROR) -> Callable[[RecordRule], RecordRule]:
    """Register a rule about one record of advocacy, and what it refers to."""

    def register(function: RecordRule) -> RecordRule:
        _add(Rule(_id(function.__name__), severity, inspect.getdoc(function) or "", record=function))
        return function

    return register


def reading_rule(identity: str, documentation: str, severity: Severity = Severity.ERROR) -> None:
    """Register a rule that reading itself upholds, so that it has a page like the others."""
    _add(Rule(identity, severity, inspect.cleandoc(documentation)))


def _add(rule: Rule) -> None:
    if rule.id in RULES:
        raise ValueError(f"two rules are called {rule.id}")
    RULES[rule.id] = rule


def _id(name: str) -> str:
    return name.replace("_", "-")
