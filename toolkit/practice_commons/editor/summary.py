"""Answers as people read them: a row for each page, with the way to change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from practice_commons.editor.asking import fields_of
from practice_commons.editor.fields import Field, Shape, name_of
from practice_commons.editor.questions import BODY, EMAIL, KIND, LICENCE, Question, questions_of
from practice_commons.editor.sheet import Sheet
from practice_commons.model.wording import day
from practice_commons.reading.strict_yaml import Value
from practice_commons.reading.vocabularies import Vocabularies

_SHOWN = 300
"""Characters of a story that are shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the question, the answer in lines, and the page where it can be changed."""

    question: str
    lines: Sequence[str]
    act: str
    href: str


def rows(sheet: Sheet, lists: Vocabularies, base: str) -> list[Row]:
    """Return the rows of a summary list. `base` is where the pages are."""
    found = []
    for page in questions_of(sheet):
        said = [part for line in _said(sheet, page, lists) for part in line.split("\n")]
        blank = "Not answered" if page.optional else "Not answered yet: needed"
        href = f"{base}{page.slug}/?from=check"
        found.append(Row(page.title, said or [blank], "Change" if said else "Add", href))
    return found


def _said(sheet: Sheet, page: Question, lists: Vocabularies) -> list[str]:
    if page.slug == BODY:
        text = " ".join(sheet.body.split())
        return [f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text] if text else []
    if page.slug == EMAIL:
        return [sheet.email] if sheet.email else []
    if page.slug == LICENCE:
        return [f"I agree: {sheet.answers.text('licence')}"] if sheet.agreed or sheet.reference else []
    if page.slug == KIND:
        return [sheet.answers.kind.label] if sheet.answers.kind else []
    found: list[str] = []
    for field in fields_of(sheet, page, lists):
        if field.key in sheet.fields and not (field.key == "date_known_to" and sheet.fields[field.key] == "day"):
            found += said(field, sheet.fields[field.key], lists)
    return found


def said(field: Field, value: Value, lists: Vocabularies) -> list[str]:  # noqa: PLR0911 - a return for each form of value
    """Return a value in lines that people read."""
    labels = {choice.value: choice.label for choice in field.choices}
    if isinstance(value, dict):
        if field.shape is Shape.EACH:
            return [f"{labels.get(key, key)}: {one}" for key, one in value.items()]
        parts = [(part, said(part, value[part.key], lists)) for part in field.parts if part.key in value]
        return [f"{part.label.removesuffix('?')}: {', '.join(lines)}" for part, lines in parts]
    if isinstance(value, list):
        if field.key == "councils":
            return [name_of(str(one), lists) for one in value]
        return [line for one in value for line in said(field, one, lists)]
    text = str(value)
    if field.shape is Shape.COUNCIL:
        return [name_of(text, lists)]
    if field.shape in {Shape.DATE, Shape.MOMENT}:
        return [_day(text)]
    return [labels.get(text, text)]


def _day(text: str) -> str:
    try:
        return day(dt.date.fromisoformat(text[:10])) + (f", {text[11:16]}" if text[11:16] else "")
    except ValueError:
        return text
