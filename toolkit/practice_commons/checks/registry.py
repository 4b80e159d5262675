"""The one registry of rules.

A rule is a generator whose docstring is its page in the rules reference: what it asks, why, a bad and a good example,
and how to fix it. A content rule looks at one file's content (so its findings are kept with the content, by blob id);
a commons rule looks at the tree as a whole: paths, links, ids, the calendar.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from practice_commons.model.problem import Severity

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content
    from practice_commons.checks.inspection import Whole
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
CommonsRule: TypeAlias = "Callable[[Whole], Iterator[Finding]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule: its id, how much it matters, its documentation, and what runs it (None: the reader does)."""

    id: str
    severity: Severity
    documentation: str
    content: ContentRule | None = None
    commons: CommonsRule | None = None


RULES: dict[str, Rule] = {}
MOST = {Severity.ERROR: 50, Severity.WARNING: 5}
"""How much one rule says of one file at most: enough to begin with, and no wall of advice."""


@functools.cache
def rule_set_fingerprint() -> str:
    """Return a hash of all that decides what an examination finds: our own source, and the engines that it uses.

    What was kept under another fingerprint must be examined again.
    """
    digest = hashlib.sha256()
    for engine in ("cmarkgfm", "nh3", "selectolax", "pydantic", "pyyaml"):
        digest.update(f"{engine} {version(engine)}\n".encode())
    package = Path(__file__).parent.parent
    for floor in ("model", "reading", "rendering", "checks"):
        for file in sorted((package / floor).rglob("*.py")):
            source = file.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{file.relative_to(package).as_posix()} {len(source)}\n".encode() + source)
    return digest.hexdigest()


def content_rule(severity: Severity = Severity.ERROR) -> Callable[[ContentRule], ContentRule]:
    """Register a rule about one file's content. Its id is the function's name, with hyphens."""

    def register(function: ContentRule) -> ContentRule:
        _add(Rule(_id(function.__name__), severity, inspect.getdoc(function) or "", content=function))
        return function

    return register


def commons_rule(severity: Severity = Severity.ERROR) -> Callable[[CommonsRule], CommonsRule]:
    """Register a rule about the tree as a whole. Its id is the function's name, with hyphens."""

    def register(function: CommonsRule) -> CommonsRule:
        _add(Rule(_id(function.__name__), severity, inspect.getdoc(function) or "", commons=function))
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
