"""A digest as JSON, for other software. Its schema is made from the classes in `digest`, so the two cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import to_json

from practice_commons.digest.digest import SCHEMA, Digest
from practice_commons.digest.manifest import Manifest, manifest
from practice_commons.digest.profile import Profile


@dataclass(frozen=True, slots=True)
class Document:
    """One or more digests, the version of the form they are written in, and what they say as a list to check."""

    schema: str
    digests: tuple[Digest, ...]
    manifest: Manifest


def as_json(digests: Sequence[Digest], profile: Profile = Profile.BRIEFING) -> str:
    """Return digests as one JSON document, which is the same for every profile but for the manifest."""
    return to_json(Document(SCHEMA, tuple(digests), manifest(digests, profile)), indent=2).decode() + "\n"
