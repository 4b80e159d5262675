"""The JSON Schema of each kind, exported from its model."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind

Schema: TypeAlias = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ORDER = (
    "$schema",
    "title",
    "description",
    "type",
    "const",
    "enum",
    "anyOf",
    "$ref",
    "format",
    "pattern",
    "default",
    "examples",
    "required",
    "properties",
)
"""What is read first comes first; anything else follows as Pydantic gives it, and `$defs` comes last."""
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ABOUT = ("title", "description", "default", "examples")


class _AsDeclared(GenerateJsonSchema):
    """Pydantic's exporter, with keys in the order of their declaration and titles as a person would write them."""

    def get_title_from_name(self, name: str) -> str:
        """Return a field's title."""
        return name.replace("_", " ").capitalize()

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002
        """Return a schema in its own order, not the alphabet's."""
        return value


def schema_of(kind: Kind) -> Schema:
    """Return a kind's JSON Schema (draft 2020-12), of its frontmatter as plain data: dates are text.

    It is as strict as JSON Schema can be: what links two keys (an event ends after it starts) only the model knows.
    """
    exported = KINDS[kind].model_json_schema(schema_generator=_AsDeclared)
    for name, node in exported["properties"].items():
        if "description" not in node and name in Contribution.model_fields:
            node["description"] = Contribution.model_fields[name].description
    return _polished({"$schema": DIALECT, **exported, "title": title_of(kind)})


def schema_of_model(model: type[BaseModel]) -> Schema:
    """Return the JSON Schema of one of the commons' own files, as plain data."""
    return _polished({"$schema": DIALECT, **model.model_json_schema(schema_generator=_AsDeclared)})


def title_of(kind: Kind) -> str:
    """Return a kind's name as a title: “Case study”."""
    return kind.value.replace("-", " ").capitalize()


def purpose_of(kind: Kind) -> str:
    """Return the one line that says what a kind is for."""
    return (KINDS[kind].__doc__ or "").strip().splitlines()[0]


def _polished(node: Schema) -> Schema:
    """Return a schema in reading order, closed to unknown keys, and as lenient with blanks as the reader is."""
    made: Schema = {}
    for key, value in node.items():
        if key in {"properties", "patternProperties", "$defs"}:
            made[key] = {name: _polished(one) for name, one in value.items()}
        elif key in {"anyOf", "items", "propertyNames"}:
            made[key] = [_polished(one) for one in value] if isinstance(value, list) else _polished(value)
        else:
            made[key] = value
    if "title" in made and ("properties" in made or "enum" in made):
        made["title"] = _CAPITAL.sub(" ", made["title"]).capitalize()
    if "properties" in made:
        required = made.get("required", ())
        made["properties"] = {
            name: one if name in required else _may_be_blank(one) for name, one in made["properties"].items()
        }
    if "patternProperties" in made:
        made["additionalProperties"] = False
    first = {key: made[key] for key in _ORDER if key in made}
    last = {key: made[key] for key in ("$defs",) if key in made}
    return {**first, **{key: value for key, value in made.items() if key not in first and key not in last}, **last}


def _may_be_blank(node: Schema) -> Schema:
    """Let an optional key have nothing after it: the reader counts it as absent, so the schema must not refuse it."""
    if node.get("default", ...) is None:
        return {key: value for key, value in node.items() if key != "default"}
    about = {key: value for key, value in node.items() if key in _ABOUT}
    rest = {key: value for key, value in node.items() if key not in _ABOUT}
    return {**about, "anyOf": [rest, {"type": "null"}]}
