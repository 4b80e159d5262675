"""What was typed into fields, read as values with the mistakes found; and values written into fields again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from practice_commons.editor import wording
from practice_commons.editor.answers import present
from practice_commons.editor.fields import Field, Shape, council_named, name_of
from practice_commons.editor.writing import unwritable
from practice_commons.reading.strict_yaml import Value
from practice_commons.reading.validation import did_you_mean
from practice_commons.reading.vocabularies import Vocabularies

Typed = Mapping[str, Sequence[str]]
"""What a browser sends: by name, every value."""
MOST = 60
"""Parts of one answer that a page reads, whatever it is sent."""
_LIMITS = {"one line of text": 200, "text": 2000, "a web address": 500, "an id": 40}
_LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
_NUMBERS = {
    "a number": (re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?"), "must be a number in digits, like 41 or 29.5"),
    "a whole number": (re.compile(r"[0-9]{1,9}"), "must be a whole number, in digits"),
    "an id": (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), "must be an id, or the address of a page of this commons"),
}
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_PERMALINK = re.compile(r"(?:https?://\S+)?/c/([a-z0-9-]{4,40})/?\S*")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with what was typed: the field to go to, and what to do."""

    name: str
    message: str
    blank: bool = False
    """Whether nothing was typed where something is needed."""
    href: str = ""
    """The page to go to, where the field is on another one."""


def first(typed: Typed, name: str) -> str:
    """Return the first value of a name, spaces around it and odd line ends gone; empty where there is none."""
    values = typed.get(name, ())
    return values[0].replace("\r\n", "\n").replace("\r", "\n").strip() if values else ""


def numbers(typed: Typed, name: str) -> list[int]:
    """Return the numbers of an answer's parts that were sent, in order."""
    found = {int(one[1]) for key in typed if (one := re.match(rf"{re.escape(name)}-(\d{{1,3}})(?:-|$)", key))}
    return sorted(found)[:MOST]


def read(field: Field, name: str, typed: Typed, lists: Vocabularies) -> tuple[Value, list[Mistake]]:
    """Return the value that a field holds (None where it is blank), and what is wrong with it."""
    value, mistakes = _READERS.get(field.shape, _line)(field, name, typed, lists)
    value = present(value)
    empty = value in (None, "", [], {})
    if not mistakes and not empty and (message := unwritable(value)):
        mistakes = [Mistake(name, f"{field.label}: it {message}")]
    if not mistakes and empty and field.required:
        mistakes = [Mistake(_start(field, name), wording.missing(field.key, field.label), blank=True)]
    return None if empty else value, mistakes


def spelled(field: Field, name: str, value: Value, lists: Vocabularies) -> dict[str, list[str]]:  # noqa: C901, PLR0911 - a case for each shape
    """Return what is typed into a field to give a value."""
    match field.shape, value:
        case ((Shape.DATE | Shape.MOMENT), str()):
            day, _, clock = value.partition("T" if "T" in value else " ")
            parts = dict(zip(("year", "month", "day"), day.split("-"), strict=False))
            return {f"{name}-{part}": [one.lstrip("0")] for part, one in parts.items()} | {f"{name}-time": [clock[:5]]}
        case Shape.GROUP, dict():
            return _spelled_parts(field, name, value, lists)
        case Shape.SEVERAL, list():
            made: dict[str, list[str]] = {}
            for number, one in enumerate(value, 1):
                part = f"{name}-{number}"
                if isinstance(one, dict):
                    made |= {f"{part}-": [""]} | _spelled_parts(field, part, one, lists)
                else:
                    made[part] = [str(one)]
            return made
        case Shape.EACH, dict():
            return {f"{name}-{key}": [str(one)] for key, one in value.items()}
        case Shape.LINES, list():
            return {name: ["\n".join(str(one) for one in value)]}
        case Shape.TICKS, list():
            return {name: [str(one) for one in value]}
        case Shape.COUNCIL, str():
            return {name: [name_of(value, lists)]}
        case _, str():
            return {name: ["yes" if value == "true" else value]}
    return {}


def _spelled_parts(field: Field, name: str, value: Mapping[str, Value], lists: Vocabularies) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for part in field.parts:
        if part.key in value:
            made |= spelled(part, f"{name}-{part.key}", value[part.key], lists)
    return made


def _line(field: Field, name: str, typed: Typed, _: Vocabularies) -> tuple[Value, list[Mistake]]:
    text = first(typed, name)
    most = _LIMITS.get(field.form, 200 if field.shape is Shape.LINE else 2000)
    if field.form == "an id" and (found := _PERMALINK.fullmatch(text)):
        text = found[1]
    if field.form == "one line of text":
        text = " ".join(text.split("\n"))
    if len(text) > most:
        return text, [Mistake(name, f"{field.label}: it must be {most:,} characters or fewer. It has {len(text):,}")]
    if text and field.form == "a web address" and not _LINK.fullmatch(text):
        return text, [Mistake(name, f"{field.label}: it must begin with https:// and have no spaces in it")]
    if text and field.form in _NUMBERS and not _NUMBERS[field.form][0].fullmatch(text):
        return text, [Mistake(name, f"{field.label}: it {_NUMBERS[field.form][1]}")]
    return text, []


def _council(field: Field, name: str, typed: Typed, lists: Vocabularies) -> tuple[Value, list[Mistake]]:
    text = first(typed, name)
    if not text:
        return None, []
    slug = council_named(text, lists)
    if slug is None:
        names = [council.name for council in lists.register]
        more = did_you_mean(text, names)
        return text, [Mistake(name, f"{field.label}: no council of that name is in the register. {more}".strip())]
    return slug, []


def _choice(field: Field, name: str, typed: Typed, _: Vocabularies) -> tuple[Value, list[Mistake]]:
    text = first(typed, name)
    if text and text not in {choice.value for choice in field.choices}:
        return None, [Mistake(name, f"{field.label} Choose one of these")]
    return text, []


def _tick(_: Field, name: str, typed: Typed, _lists: Vocabularies) -> tuple[Value, list[Mistake]]:
    return ("yes" if first(typed, name) == "yes" else None), []


def _ticks(field: Field, name: str, typed: Typed, _: Vocabularies) -> tuple[Value, list[Mistake]]:
    known = {choice.value for choice in field.choices}
    chosen: list[Value] = [one for one in dict.fromkeys(typed.get(name, ())) if one in known]
    if field.limit and len(chosen) > field.limit:
        return chosen, [Mistake(name, f"Choose at most {field.limit}. You chose {len(chosen)}")]
    return chosen, []


def _lines(field: Field, name: str, typed: Typed, _: Vocabularies) -> tuple[Value, list[Mistake]]:
    found: list[Value] = [line.strip() for line in first(typed, name).split("\n") if line.strip()]
    if field.limit and len(found) > field.limit:
        return found, [Mistake(name, f"{field.label}: at most {field.limit} lines. You have {len(found)}")]
    if any(len(str(line)) > _LIMITS["one line of text"] for line in found):
        return found, [Mistake(name, f"{field.label}: each line must be 200 characters or fewer")]
    return found, []


def _date(field: Field, name: str, typed: Typed, _: Vocabularies) -> tuple[Value, list[Mistake]]:  # noqa: PLR0911 - a return for each mistake
    said = {part: first(typed, f"{name}-{part}") for part in ("day", "month", "year")}
    clock = first(typed, f"{name}-time") if field.shape is Shape.MOMENT else ""
    subject = "The date" if field.key == "date" else field.label
    if not any(said.values()) and not clock:
        return None, []
    if missing := [part for part, text in said.items() if not text]:
        return None, [Mistake(f"{name}-{missing[0]}", f"{subject}: include a {' and a '.join(missing)}")]
    for part, most in (("day", 2), ("month", 2), ("year", 4)):
        if not re.fullmatch(r"[0-9]+", said[part]) or len(said[part]) > most:
            return None, [Mistake(f"{name}-{part}", f"{subject}: the {part} must be a number of {most} digits")]
    try:
        day = dt.date(int(said["year"]), int(said["month"]), int(said["day"]))
    except ValueError:
        return None, [Mistake(f"{name}-day", f"{subject}: it must be a day in the calendar, like 27 3 2026")]
    if len(said["year"]) < len("2026"):
        return None, [Mistake(f"{name}-year", f"{subject}: the year must have 4 digits")]
    if not clock:
        return day.isoformat(), []
    if not (found := _CLOCK.fullmatch(clock)):
        return None, [Mistake(f"{name}-time", f"{subject}: the time must be like 09:30")]
    return f"{day.isoformat()} {int(found[1]):02}:{found[2]}", []


def _group(field: Field, name: str, typed: Typed, lists: Vocabularies) -> tuple[Value, list[Mistake]]:
    read_parts = [(part, *read(part, f"{name}-{part.key}", typed, lists)) for part in field.parts]
    value: dict[str, Value] = {part.key: one for part, one, _ in read_parts if one is not None}
    if not value and all(one.blank for _, _, said in read_parts for one in said) and not field.required:
        return None, []
    return value, [mistake for _, _, said in read_parts for mistake in said]


def _several(field: Field, name: str, typed: Typed, lists: Vocabularies) -> tuple[Value, list[Mistake]]:
    found: list[Value] = []
    mistakes: list[Mistake] = []
    one = Field(field.key, field.label, "", Shape.GROUP, parts=field.parts)
    for number in numbers(typed, name):
        part = f"{name}-{number}"
        said, wrong = _line(field.parts[0], part, typed, lists) if field.bare else _group(one, part, typed, lists)
        mistakes += wrong
        if said:
            found.append(said)
    if field.limit and len(found) > field.limit:
        mistakes.append(Mistake(f"{name}-1", f"At most {field.limit}. You have {len(found)}"))
    return found, mistakes


def _each(field: Field, name: str, typed: Typed, _: Vocabularies) -> tuple[Value, list[Mistake]]:
    words = ("supports", "challenges", "mixed")
    found = {one.value: first(typed, f"{name}-{one.value}") for one in field.choices}
    return {key: word for key, word in found.items() if word in words}, []


def _start(field: Field, name: str) -> str:
    if field.shape in {Shape.DATE, Shape.MOMENT}:
        return f"{name}-day"
    if field.shape is Shape.SEVERAL:
        return f"{name}-1" if field.bare else f"{name}-1-{field.parts[0].key}"
    return name


_READERS = {
    Shape.RADIOS: _choice,
    Shape.SELECT: _choice,
    Shape.COUNCIL: _council,
    Shape.TICK: _tick,
    Shape.TICKS: _ticks,
    Shape.LINES: _lines,
    Shape.DATE: _date,
    Shape.MOMENT: _date,
    Shape.GROUP: _group,
    Shape.SEVERAL: _several,
    Shape.EACH: _each,
}
