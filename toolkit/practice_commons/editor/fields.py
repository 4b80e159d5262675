"""The fields that ask for a key: made from the schema, with the choices that the commons' lists give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from practice_commons.drafting.keys import Key
from practice_commons.editor import wording
from practice_commons.editor.answers import Answers
from practice_commons.reading.vocabularies import Vocabularies

FEW = 8
"""Choices that are shown as radio buttons; more are a list to select from."""
_SUBJECTS = {"tags", "priorities"}
_COUNCIL = {"council", "host"}
_REGIONS = "asked_regions"
_MARKED = ("consent",)
"""Keys that the schema lets be absent, and the form asks for: nobody's consent is assumed."""


class Shape(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    COUNCIL = "council"
    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    MOMENT = "moment"
    RADIOS = "radios"
    SELECT = "select"
    TICK = "tick"
    TICKS = "ticks"
    GROUP = "group"
    SEVERAL = "several"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: the word that is kept, what people read, and what it means."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field, or several together. `form` is the schema's: what goes there in plain words."""

    key: str
    label: str
    hint: str
    shape: Shape
    form: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    parts: tuple[Field, ...] = ()
    limit: int | None = None

    @property
    def bare(self) -> bool:
        """Say whether each of several is a text, rather than keys with values."""
        return self.shape is Shape.SEVERAL and not self.parts[0].key


def field_of(key: Key, lists: Vocabularies, answers: Answers, parent: str = "") -> Field:
    """Return the field that asks for a key."""
    place = f"{parent}-{key.name}" if parent else key.name
    label = wording.label(key.name) if parent else wording.question(key.name)
    choices = _choices(key, lists, answers, parent)
    parts: Sequence[Field] = [field_of(part, lists, answers, key.name) for part in key.parts]
    shape = _shape(key, choices)
    if shape is Shape.SEVERAL and not parts:
        parts = [Field("", label, "", Shape.TEXT, "text", required=True)]
    required = key.required or (not parent and key.name in _MARKED)
    return Field(key.name, label, wording.hint(place, key), shape, key.form, required, choices, tuple(parts), key.limit)


def subjects(name: str, lists: Vocabularies) -> tuple[Choice, ...]:
    """Return what a list of the commons lets people choose."""
    if name == "community":
        return tuple(Choice(slug, one.title, one.purpose) for slug, one in lists.communities.items())
    if name == "tags":
        return tuple(Choice(slug, tag.label, tag.definition or "") for slug, tag in lists.tags.items())
    return tuple(Choice(slug, one.label, one.definition) for slug, one in lists.priorities.items())


def council_named(text: str, lists: Vocabularies) -> str | None:
    """Return the slug of the council that a text names; None where the register has none of that name."""
    found = lists.register.find(text)
    return found.slug if found else None


def name_of(reference: str, lists: Vocabularies) -> str:
    """Return a council's name, if it leads back to the council; otherwise what it was referred to by."""
    found = lists.register.find(reference)
    back = lists.register.find(found.name) if found else None
    return found.name if found and back and back.slug == found.slug else reference


def _choices(key: Key, lists: Vocabularies, answers: Answers, parent: str) -> tuple[Choice, ...]:
    if not parent and key.name in {*_SUBJECTS, "community"}:
        return subjects(key.name, lists)
    if key.name == "priority":
        own = answers.texts("priorities") if parent else []
        found = subjects("priorities", lists)
        return tuple(one for one in found if one.value in own) if own else found
    if key.name == _REGIONS:
        regions = {council.region for council in lists.register if council.region}
        return tuple(Choice(one, one) for one in sorted(regions))
    if key.by_name:
        return tuple(one for one in subjects("priorities", lists) if one.value in answers.texts("priorities"))
    return tuple(Choice(word, *wording.term(key.name, word)) for word in key.words)


def _shape(key: Key, choices: tuple[Choice, ...]) -> Shape:  # noqa: C901, PLR0911 - a return for each shape
    if key.by_name:
        return Shape.EACH
    if key.words == ("yes", "no"):
        return Shape.TICK
    if key.name in {*_SUBJECTS, _REGIONS} or (key.listed and key.words):
        return Shape.TICKS
    if key.name in _COUNCIL and not key.listed:
        return Shape.COUNCIL
    if key.parts and not key.listed:
        return Shape.GROUP
    if key.parts or key.form == "a list of texts":
        return Shape.SEVERAL
    if key.listed:
        return Shape.LINES
    if choices or key.words:
        return Shape.RADIOS if len(choices) <= FEW and key.name != "priority" else Shape.SELECT
    if key.form.startswith("a date, or"):
        return Shape.MOMENT
    if key.form.startswith("a date"):
        return Shape.DATE
    return Shape.TEXT if key.form == "text" and key.name != "language" else Shape.LINE
