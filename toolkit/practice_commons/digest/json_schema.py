"""The JSON Schema of a digest's JSON, made from the classes that hold a digest, so the two cannot differ."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from practice_commons.digest.as_json import Document
from practice_commons.digest.digest import SCHEMA


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what `as_json` writes."""
    schema = TypeAdapter(Document).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:{SCHEMA}", **schema}


def text() -> str:
    """Return the schema as the file that is published."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
