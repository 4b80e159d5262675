"""A YAML of plain text, lists and mappings, with the line and column of every value.

YAML guesses (`no` is false, `12:30` is 750) and expands (anchors, tags). A stranger's file gets neither: every
scalar stays text, and the schema says later what it is. The parser is libyaml's, through PyYAML; events rather than
objects, so that an alias is refused before it is expanded and depth is counted as it grows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from practice_commons.reading import characters, limits

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = tuple[str | int, ...]
"""Where a value is: keys and list positions from the top."""
Mark: TypeAlias = tuple[int, int]
"""Line and column, both from 1."""


@dataclass(slots=True)
class Marks:
    """The marks of a frontmatter, found when they are first asked for: only problems need them."""

    text: str
    first_line: int = 1
    _found: Mapping[Place, Mark] | None = field(default=None, compare=False, repr=False)

    def __call__(self) -> Mapping[Place, Mark]:
        """Return the mark of every value. The text must be one that `parse` reads."""
        if self._found is None:
            self._found = parse(self.text, self.first_line)[1] if self.text.strip() else {}
        return self._found


def nearest_mark(marks: Mapping[Place, Mark], place: Place) -> Mark:
    """Return the mark of a value, or of the nearest one that encloses it; the top when there is none."""
    while place:
        if place in marks:
            return marks[place]
        place = place[:-1]
    return (1, 1)


class StrictYamlError(ValueError):
    """A text that strict YAML refuses: which rule, where, and what to do."""

    def __init__(self, rule: str, mark: Mark, message: str, hint: str = "") -> None:
        """Keep the parts of the problem."""
        super().__init__(message)
        self.rule, self.mark, self.message, self.hint = rule, mark, message, hint


@dataclass(slots=True)
class _Level:
    container: dict[str, Value] | list[Value]
    place: Place
    key: str | None = None
    key_mark: Mark = (1, 1)
    keys: set[str] = field(default_factory=set)


def parse(text: str, first_line: int = 1) -> tuple[dict[str, Value], Mapping[Place, Mark]]:
    """Return the mapping that a text holds, and the mark of every value in it.

    `first_line` is the line of the file on which the text begins. Raises StrictYamlError.
    """
    reader = _Reader(first_line)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = (at.line + first_line, at.column + 1) if at else (first_line, 1)
        said = " ".join(part for part in (error.context, error.problem) if part)
        hint = "Put quotes around text that holds a colon followed by a space, or that begins with a special character."
        raise StrictYamlError("frontmatter-syntax", mark, f"is not readable YAML: {said}", hint) from None
    except yaml.YAMLError as error:
        said = str(error).splitlines()[0]
        message = f"is not readable YAML: {said}"
        raise StrictYamlError("frontmatter-syntax", (first_line, 1), message, "Write plain text.") from None
    if not isinstance(reader.top, dict):
        raise StrictYamlError(
            "frontmatter-syntax",
            (first_line, 1),
            "is not a list of keys and values",
            "Write each fact as `key: value`.",
        )
    return reader.top, reader.marks


class _Reader:
    """Builds plain data from YAML events, without recursion."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.top: Value = None
        self.marks: dict[Place, Mark] = {}
        self.levels: list[_Level] = []
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        start = event.start_mark
        mark = (start.line + self.first_line, start.column + 1) if start else (self.first_line, 1)
        match event:
            case yaml.AliasEvent():
                raise StrictYamlError(
                    "frontmatter-anchor", mark, "uses an alias", "Write the value out where it is needed."
                )
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1 or event.version or event.tags:
                    said = "holds a second document or a YAML directive"
                    raise StrictYamlError("frontmatter-syntax", mark, said, "Delete it.")
            case yaml.NodeEvent():
                self._refuse_decoration(event, mark)
                self._node(event, mark)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.levels.pop()
                self._settle()
            case _:
                pass

    def _refuse_decoration(self, event: yaml.NodeEvent, mark: Mark) -> None:
        if event.anchor is not None:
            raise StrictYamlError(
                "frontmatter-anchor", mark, "uses an anchor", "Write the value out where it is needed."
            )
        if getattr(event, "tag", None) is not None:
            raise StrictYamlError(
                "frontmatter-tag", mark, "uses a YAML tag (a word that begins with !)", "Put quotes around it."
            )
        if isinstance(event, yaml.ScalarEvent) and (found := characters.refused(event.value)):  # written as an escape
            rule, _, said, hint = found
            raise StrictYamlError(rule, mark, said, hint)

    def _node(self, event: yaml.NodeEvent, mark: Mark) -> None:
        level = self.levels[-1] if self.levels else None
        if level is not None and isinstance(level.container, dict) and level.key is None:
            self._take_key(level, event, mark)
            return
        value: Value
        if isinstance(event, yaml.ScalarEvent):
            value = None if not event.value and not event.style else event.value
            self._place(level, value, mark)
            return
        if len(self.levels) >= limits.DEPTH:
            raise StrictYamlError(
                "frontmatter-too-deep", mark, f"is nested more than {limits.DEPTH} levels deep", "Flatten it."
            )
        value = {} if isinstance(event, yaml.MappingStartEvent) else []
        place = self._place(level, value, mark)
        self.levels.append(_Level(value, place))

    def _take_key(self, level: _Level, event: yaml.NodeEvent, mark: Mark) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise StrictYamlError(
                "frontmatter-syntax", mark, "has a key that is not a word", "Write keys as plain words."
            )
        if event.value in level.keys:
            raise StrictYamlError(
                "frontmatter-duplicate-key", mark, f"has the key {event.value!r} twice", "Keep one of the two."
            )
        level.keys.add(event.value)
        level.key, level.key_mark = event.value, mark

    def _place(self, level: _Level | None, value: Value, mark: Mark) -> Place:
        if level is None:
            self.top = value
            return ()
        if isinstance(level.container, dict):
            key = level.key or ""
            level.container[key] = value
            place: Place = (*level.place, key)
            self.marks[place] = level.key_mark
            if not isinstance(value, dict | list):
                level.key = None
        else:
            place = (*level.place, len(level.container))
            level.container.append(value)
            self.marks[place] = mark
        return place

    def _settle(self) -> None:
        if self.levels and isinstance(self.levels[-1].container, dict):
            self.levels[-1].key = None
