"""A digest as JSON, for other software. Its schema is made from the classes in `digest`, so the two cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from practice_commons.digest.digest import SCHEMA, Digest


@dataclass(frozen=True, slots=True)
class Document:
    """One or more digests, and the version of the form they are written in."""

    schema: str
    digests: tuple[Digest, ...]


def as_json(digests: Sequence[Digest]) -> str:
    """Return digests as one JSON document."""
    return to_json(Document(SCHEMA, tuple(digests)), indent=2).decode() + "\n"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what `as_json` writes."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - writing needs no schema

    schema = TypeAdapter(Document).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:{SCHEMA}", **schema}
