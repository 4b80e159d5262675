"""How examined content is written into the catalogue, and read back the same."""

from __future__ import annotations

import json
from typing import Any

from practice_commons.checks.examination import Examined
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import KINDS
from practice_commons.model.problem import Problem, Severity
from practice_commons.model.terms import Kind
from practice_commons.rendering.markdown import Heading, Html, Rendered
from practice_commons.rendering.survey import Link

COLUMNS = "blob, contribution, html, words, headings, links, marks, body_line, claimed_id, problems"

SELECT_ONE = f"SELECT {COLUMNS} FROM content WHERE blob = ?"  # noqa: S608 - our own columns
INSERT = f"INSERT OR REPLACE INTO content ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - the same


def storable(path: str) -> str:
    """Return a path as the catalogue writes it: bytes of a name that are not UTF-8 are spelt out."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def contribution_json(contribution: Contribution) -> str:
    """Return a contribution as JSON, only what it says itself."""
    return contribution.model_dump_json(exclude_unset=True)


def contribution_from(text: str) -> Contribution:
    """Return the contribution that `contribution_json` wrote."""
    fields = json.loads(text)
    return KINDS[Kind(fields["kind"])].model_validate_json(text)


def row(examined: Examined) -> tuple[object, ...]:
    """Return the values of COLUMNS for examined content."""
    rendered = examined.rendered
    return (
        examined.blob,
        contribution_json(examined.contribution) if examined.contribution else None,
        rendered.html if rendered else None,
        rendered.text if rendered else None,
        _dump([[one.level, one.text, one.anchor, one.line] for one in rendered.headings] if rendered else []),
        _dump([[one.address, one.line, one.alternative] for one in rendered.links] if rendered else []),
        _dump([[list(place), *mark] for place, mark in examined.marks.items()]),
        examined.body_line,
        examined.claimed_id,
        _dump([[one.line, one.column, one.rule, one.severity, one.message, one.hint] for one in examined.problems]),
    )


def examined_from(values: tuple[Any, ...]) -> Examined:
    """Return the examined content that a row of COLUMNS holds."""
    blob, contribution, html, words, headings, links, marks, body_line, claimed_id, problems = values
    rendered = None
    if html is not None:
        rendered = Rendered(Html(html), words, headings_from(headings), links_from(links), ())
    return Examined(
        blob,
        contribution_from(contribution) if contribution else None,
        rendered,
        {tuple(place): (line, column) for place, line, column in json.loads(marks)},
        body_line,
        tuple(
            Problem("", line, column, rule, Severity(severity), message, hint)
            for line, column, rule, severity, message, hint in json.loads(problems)
        ),
        claimed_id,
    )


def headings_from(text: str) -> tuple[Heading, ...]:
    """Return headings as written by `row`."""
    return tuple(Heading(*one) for one in json.loads(text))


def links_from(text: str) -> tuple[Link, ...]:
    """Return links as written by `row`."""
    return tuple(Link(*one) for one in json.loads(text))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
