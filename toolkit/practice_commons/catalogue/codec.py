"""How examined content is written into the catalogue, and read back the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from practice_commons.checks.examination import Examined
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import KINDS
from practice_commons.model.problem import Problem, Severity
from practice_commons.model.terms import Kind
from practice_commons.reading.strict_yaml import Mark, Place
from practice_commons.rendering.markdown import Heading, Html, Rendered
from practice_commons.rendering.survey import Link

Marks: TypeAlias = Callable[[], Mapping[Place, Mark]]
"""Reads the lines and columns of a file's fields; asked for only where there is a problem to place."""
Row: TypeAlias = tuple[object, ...]
_BYTE = re.compile("[\udc80-\udcff]")
"""What Python makes of a byte of a file's name that is not UTF-8."""


def storable(path: str) -> str:
    """Return a path as the catalogue writes it: bytes of a name that are not UTF-8 are spelt out."""
    if path.isascii():
        return path
    spelt = _BYTE.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", path)
    return spelt.encode("utf-8", "backslashreplace").decode("utf-8")


def contribution_json(contribution: Contribution) -> str:
    """Return a contribution as JSON, only what it says itself."""
    return contribution.model_dump_json(exclude_unset=True)


def contribution_from(text: str) -> Contribution:
    """Return the contribution that `contribution_json` wrote."""
    at = text.find('"kind":"')
    kind = text[at + 8 : text.find('"', at + 8)] if at >= 0 else ""
    if kind not in _KINDS:  # the words stand in somebody's title before the key itself
        kind = json.loads(text)["kind"]
    model = _KINDS[kind]
    try:
        return model.model_validate_json(text)
    except ValueError:
        return KINDS[Kind(json.loads(text)["kind"])].model_validate_json(text)


_KINDS = {kind.value: model for kind, model in KINDS.items()}


def row(examined: Examined) -> Row:
    """Return what is kept of examined content: the columns of `content`, without the seal."""
    rendered = examined.rendered
    return (
        examined.blob,
        contribution_json(examined.contribution) if examined.contribution else None,
        rendered.html if rendered else None,
        _dump([[one.level, one.text, one.anchor, one.line] for one in rendered.headings]) if rendered else "[]",
        _dump([[one.address, one.line, one.alternative] for one in rendered.links]) if rendered else "[]",
        examined.body_line,
        examined.claimed_id,
        problems_json(examined.problems),
    )


def examined_from(values: Sequence[Any], marks: Marks) -> Examined:
    """Return the examined content that a row holds."""
    blob, contribution, html, headings, links, body_line, claimed_id, problems = values
    rendered = None
    if html is not None:
        rendered = Rendered(Html(html), headings_from(headings), links_from(links), ())
    return Examined(
        blob,
        contribution_from(contribution) if contribution else None,
        rendered,
        marks,
        body_line,
        tuple(problems_from(problems)),
        claimed_id,
    )


def headings_from(text: str) -> tuple[Heading, ...]:
    """Return headings as written by `row`."""
    return tuple([Heading(*one) for one in json.loads(text)]) if text != "[]" else ()


def links_from(text: str) -> tuple[Link, ...]:
    """Return links as written by `row`."""
    return tuple([Link(*one) for one in json.loads(text)]) if text != "[]" else ()


def problems_json(problems: Iterable[Problem]) -> str:
    """Return problems as JSON, without their path."""
    said = [[one.line, one.column, one.rule, one.severity, one.message, one.hint] for one in problems]
    return _dump(said) if said else "[]"


def problems_from(text: str) -> list[Problem]:
    """Return problems as written by `problems_json`, without a path."""
    if text == "[]":
        return []
    return [
        Problem("", line, column, rule, Severity(severity), message, hint)
        for line, column, rule, severity, message, hint in json.loads(text)
    ]


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else "[]"
