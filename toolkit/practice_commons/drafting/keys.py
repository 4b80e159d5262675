"""The keys of a kind in plain words: what templates and the reference page say of them. Read from the schema."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter

from practice_commons.drafting.schema import Schema, schema_of, schema_of_model
from practice_commons.model.contribution import Contribution
from practice_commons.model.scalars import Citation, Date, Line, Link, Moment, Reference, Slug, Text
from practice_commons.model.terms import Kind

_FORM = ("type", "format", "pattern", "minLength", "maxLength")


def _form(node: Schema) -> tuple[Any, ...]:
    return tuple(node.get(key) for key in _FORM)


_TEXTS = {
    _form(TypeAdapter(scalar).json_schema()): words
    for scalar, words in (
        (Date, "a date, like 2026-04-30"),
        (Moment, "a date, or a date and a time, like 2026-04-30 09:30"),
        (Slug, "a short name, like-this-2026"),
        (Reference, "an id"),
        (Citation, "a peer, a colon, an id there, @ and a commit"),
        (Line, "one line of text"),
        (Text, "text"),
        (Link, "a web address"),
    )
}
_TYPES = {"integer": "a whole number", "number": "a number", "string": "text", "boolean": "yes or no"}
_SEVERAL = {
    "a short name, like-this-2026": "short names",
    "one line of text": "lines of text",
    "text": "texts",
    "an id": "ids",
    "a web address": "web addresses",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the frontmatter.

    `form` says in plain words what goes there; `words` are the only ones allowed, if the vocabulary is closed.
    `parts` are the keys inside it; `listed` says that there may be several, up to `limit`; `by_name` that the keys
    inside are the contributor's own. `example` and `default` are plain data, None where there is none.
    """

    name: str
    form: str
    description: str
    required: bool = False
    words: tuple[str, ...] = ()
    parts: tuple[Key, ...] = ()
    listed: bool = False
    by_name: bool = False
    limit: int | None = None
    example: Any = None
    default: Any = None
    fixed: str | None = None
    """The only value that this kind allows: the kind's own name."""


@functools.cache
def keys_of(kind: Kind) -> tuple[Key, ...]:
    """Return a kind's keys, as declared: those that every kind has, then its own."""
    schema = schema_of(kind)
    return _keys(schema, schema["$defs"])


def keys_in(model: type[BaseModel]) -> tuple[Key, ...]:
    """Return the keys of one of the commons' own files, as declared."""
    schema = schema_of_model(model)
    return _keys(schema, schema.get("$defs", {}))


def own_keys(kind: Kind) -> tuple[Key, ...]:
    """Return the keys that a kind adds, or asks for where others leave the choice."""
    common = {name: field.is_required() for name, field in Contribution.model_fields.items()}
    return tuple(key for key in keys_of(kind) if common.get(key.name) is not key.required and key.fixed is None)


def shared_keys() -> tuple[Key, ...]:
    """Return the keys that every kind has, as those kinds have them that change none."""
    return tuple(key for key in keys_of(Kind.NEWS) if key.name in Contribution.model_fields)


def _keys(schema: Schema, definitions: Schema) -> tuple[Key, ...]:
    needed = schema.get("required", ())
    return tuple(_key(name, node, definitions, required=name in needed) for name, node in schema["properties"].items())


def _key(name: str, node: Schema, definitions: Schema, *, required: bool) -> Key:
    value = _resolved(next((one for one in node.get("anyOf", ()) if one.get("type") != "null"), node), definitions)
    inner = _resolved(value["items"], definitions) if value.get("type") == "array" else value
    free = next(iter(value.get("patternProperties", {}).values()), None)
    words = _resolved(free, definitions).get("enum", ()) if free else inner.get("enum", ())
    examples = node.get("examples", value.get("examples", ()))
    return Key(
        name,
        _words_for(value, inner, free=free is not None),
        node.get("description", ""),
        required,
        words=tuple(word for word in words if isinstance(word, str)),
        parts=_keys(inner, definitions) if "properties" in inner else (),
        listed=value.get("type") == "array",
        by_name=free is not None,
        limit=value.get("maxItems"),
        example=examples[0] if examples else None,
        default=node.get("default"),
        fixed=value.get("const"),
    )


def _resolved(node: Schema, definitions: Schema) -> Schema:
    if "$ref" not in node:
        return node
    return {**definitions[node["$ref"].rpartition("/")[2]], **{key: one for key, one in node.items() if key != "$ref"}}


def _words_for(value: Schema, inner: Schema, *, free: bool) -> str:
    if free:
        return "for each, one of the words below"
    if "properties" in inner:
        return "a list, each with the keys below" if value is not inner else "the keys below"
    if "const" in inner:
        return f"the word {inner['const']}"
    if "enum" in inner:
        single = "yes or no" if True in inner["enum"] else "one of these words"
    else:
        single = _TEXTS.get(_form(inner), _TYPES.get(inner.get("type", ""), "text"))
    return f"a list of {_SEVERAL.get(single, single)}" if value is not inner else single
