"""The commons' own files read one by one: from bytes to typed data with its lines, or to problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from practice_commons.model.problem import Problem, Severity
from practice_commons.reading import strict_yaml
from practice_commons.reading.document import read_text
from practice_commons.reading.strict_yaml import Mark, Place, StrictYamlError, nearest_mark
from practice_commons.reading.validation import validate

Model = TypeVar("Model", bound=BaseModel)

FINDINGS = "communities/findings/"
ADVOCACY = "communities/advocacy/"
DIGESTS = "communities/digests/"
KEPT_FOLDERS = frozenset({"findings", "advocacy", "digests"})
"""The folders beside the communities that hold files of the commons itself. No community can have such a name."""


@dataclass(frozen=True, slots=True)
class OwnFile(Generic[Model]):
    """One of the commons' own files: what it says, and the line and column of every field."""

    path: str
    said: Model
    marks: Mapping[Place, Mark]

    def mark(self, *place: str | int) -> Mark:
        """Return the line and column of a field, or of the nearest field that encloses it; the top when absent."""
        return nearest_mark(self.marks, place)


def load(model: type[Model], path: str, data: bytes) -> OwnFile[Model] | tuple[Problem, ...]:
    """Return what a file in strict YAML says, or every problem that it has; nothing is raised."""
    text = read_text(path, data)
    if isinstance(text, Problem):
        return (text,)
    try:
        fields, marks = strict_yaml.parse(text)
    except StrictYamlError as error:
        return (Problem(path, *error.mark, error.rule, Severity.ERROR, error.message, error.hint),)
    loaded = validate(model, fields, marks, path)
    return loaded if isinstance(loaded, tuple) else OwnFile(path, loaded, marks)


def said_in(model: type[Model], path: str, files: Mapping[str, bytes], problems: list[Problem]) -> Model | None:
    """Return what one of some files says; None where it is not among them, or has problems, which are added."""
    if path not in files:
        return None
    loaded = load(model, path, files[path])
    if isinstance(loaded, tuple):
        problems += loaded
        return None
    return loaded.said


def is_kept(path: str) -> bool:
    """Say whether a path lies in a folder of the commons itself, where no contribution can."""
    return path.startswith((FINDINGS, ADVOCACY, DIGESTS))
