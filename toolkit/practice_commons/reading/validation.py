"""Fields become typed data, or problems with their lines, in plain English."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, to_json

from practice_commons.failure import Failure
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading.strict_yaml import Mark, Place, Value, nearest_mark

Model = TypeVar("Model", bound=BaseModel)

LONGEST_WORD = 80
"""Longer text is no mistyped word, and comparing it would take long."""
_SAID = {
    "missing": "is required",
    "string_too_short": "must not be empty",
    "too_short": "must have at least one item",
    "too_long": "has too many items",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "dict_type": "must hold keys and values",
    "model_type": "must hold keys and values",
    "model_attributes_type": "must hold keys and values",
    "date_type": "must be a date like 2026-04-30",
    "bool_type": "must be yes or no",
    "int_type": "must be a whole number",
}


def validate(
    model: type[Model],
    fields: Mapping[str, Value],
    marks: Mapping[Place, Mark] | Callable[[], Mapping[Place, Mark]],
    path: str,
) -> Model | tuple[Problem, ...]:
    """Return the typed data that the fields hold, or every problem that they have.

    The marks may be a function that finds them, called when there is a problem. Keys with nothing after them count as
    absent. Rules: `schema` for values, `unknown-key` for keys.
    """
    try:
        return model.model_validate_json(to_json(_present(fields)))
    except ValidationError as error:
        known = marks if isinstance(marks, Mapping) else marks()
        found = [_problem(model, one, known, path) for one in error.errors(include_url=False)]
        return tuple(sorted(dict.fromkeys(found)))


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the known word that a mistyped one most resembles, or None."""
    if len(word) > LONGEST_WORD:
        return None
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return the hint “Did you mean …?”, or nothing when no known word resembles it."""
    close = nearest(word, words)
    return f"Did you mean {close!r}?" if close else ""


def require_known(name: str, known: Collection[str], what: str) -> None:
    """Stop where a name is not among those that there are of something, and say which are. Raises Failure."""
    if name not in known:
        hint = f"{did_you_mean(name, known)}\nThere are: {', '.join(known) or 'none'}".lstrip()
        raise Failure(f"{name!r} is not a {what}", hint)


def _present(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: one if type(one) is str else _present(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [one if type(one) is str else _present(one) for one in value]
    return value


def _problem(model: type[BaseModel], error: ErrorDetails, marks: Mapping[Place, Mark], path: str) -> Problem:
    place = tuple(part for part in error["loc"] if part != "[key]")
    line, column = nearest_mark(marks, place)
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    context = error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        key = str(place[-1])
        hint = did_you_mean(key, known_keys(model, place[:-1])) or "Delete it, or put it in the body."
        return Problem(path, line, column, "unknown-key", Severity.ERROR, f"{name!r} is not a known key", hint)
    hint = ""
    if error["type"] in {"enum", "literal_error"}:
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        said = f"must be one of: {expected}"
        hint = did_you_mean(str(error["input"]), expected.split(", "))
    elif error["type"] == "string_pattern_mismatch":
        said, hint = _pattern(str(context.get("pattern", "")))
    elif error["type"] == "value_error":
        said = str(context.get("error", error["msg"]))
    elif error["type"] == "string_too_long":
        said = f"must be at most {context.get('max_length')} characters"
    else:
        said = _SAID.get(error["type"], error["msg"].lower())
    subject = f"{name!r} " if name else ""
    hint = hint or _description(model, place)
    return Problem(path, line, column, "schema", Severity.ERROR, f"{subject}{said}", hint)


def _pattern(pattern: str) -> tuple[str, str]:
    if "https?|ssh" in pattern:
        return "must be the address of a repository", "Write it like https://git.example.org/commons.git, no password."
    if "ssh-ed25519" in pattern:
        return "must be a public key", "Write a line as in an allowed signers file: who, ssh-ed25519, and the key."
    if "https?" in pattern:
        return "must be a web address", "Begin it with https:// and leave out spaces."
    if r"\r\n" in pattern:
        return "must be one line", "Keep it to one line; put the rest in the summary or the body."
    if "a-z]{2,3}" in pattern:
        return "must be a language code", "Use a code such as en-GB, cy or ga."
    return "must be lower-case letters, digits and hyphens", "Write it like-this-2026."


def known_keys(model: type[BaseModel], place: Place) -> tuple[str, ...]:
    """Return the keys that a model knows at a place inside it."""
    return tuple(getattr(_model_at(model, place), "model_fields", {}))


def _description(model: type[BaseModel], place: Place) -> str:
    """Return what the schema says of the field at a place, or of the nearest field that encloses it."""
    names = [part for part in place if isinstance(part, str)]
    while names:
        field = getattr(_model_at(model, tuple(names[:-1])), "model_fields", {}).get(names[-1])
        if field is not None and field.description:
            return str(field.description)
        names.pop()
    return "The reference of each kind says what its keys hold."


def _model_at(model: type[BaseModel], place: Place) -> Any:
    current: Any = model
    for part in place:
        if isinstance(part, int):
            continue
        field = getattr(current, "model_fields", {}).get(part)
        current = _model_in(field.annotation) if field is not None else None
    return current


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _model_in(part)) is not None:
            return found
    return None
