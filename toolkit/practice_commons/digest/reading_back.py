"""A digest read back from its JSON form: every word of it, held to the form and to its own manifest.

Whoever wrote the file may have written anything. What is taken for a digest here is shown in every format, so no
address leads anywhere but to the web, and no character acts on a page or a terminal.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from practice_commons import __version__
from practice_commons.digest.as_json import Document
from practice_commons.digest.digest import SCHEMA, Digest, Source, Tile
from practice_commons.digest.manifest import manifest
from practice_commons.digest.published import Published
from practice_commons.digest.testimony import Citation
from practice_commons.failure import Failure
from practice_commons.reading.characters import refused

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\`{}|^]{1,2000}")
_MOST = 10_000_000
_WIDEST = 200
"""Squares of a map from one side to the other: what is drawn grows with it."""
_CITED = re.compile(r"([a-z0-9][a-z0-9-]{0,79}:)?[A-Za-z0-9][A-Za-z0-9._/-]{0,199}@([0-9a-f]{12}|uncommitted)")


def digests_in(one: Published, data: bytes) -> tuple[Digest, ...]:
    """Return the digests of a published digest's bytes; none where another version of the form was written.

    Raises Failure.
    """
    if json.loads(data)["schema"] != SCHEMA:
        return ()
    try:
        document = _adapter().validate_json(data, strict=True)
    except (ValidationError, ValueError, RecursionError) as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else "somewhere"
        raise Failure(f"does not keep to the form of a digest, at {where}") from None
    for where, said in _doubtful(document.digests, "digests"):
        raise Failure(f"{said}, at {where}")
    for digest, part in zip(document.digests, one.parts, strict=True):
        if (digest.priority, digest.commit, digest.as_at.isoformat()) != (part.priority, part.commit, part.as_at):
            raise Failure("is on something else than its manifest says")
    written_here = all(part.toolkit == __version__ for part in one.parts)
    if written_here and manifest(document.digests, document.manifest.profile) != document.manifest:
        raise Failure("says something else than its manifest: somebody has changed it")
    return document.digests


@functools.cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def _doubtful(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Yield what must not be in a digest: where, and what."""
    if isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _doubtful(one, f"{where}.{number}")
    elif dataclasses.is_dataclass(value):
        yield from ((where, said) for said in _odd(value))
        for field in dataclasses.fields(value):
            yield from _doubtful(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, int) and not 0 <= value <= _MOST:
        yield where, "counts what nobody can count"
    elif isinstance(value, str) and (found := refused(value)) is not None:
        yield where, found[2]


def _odd(value: Any) -> Iterator[str]:
    """Yield what a part of a digest must not say, whatever its form allows."""
    if isinstance(value, Tile) and max(value.column, value.row) > _WIDEST:
        yield "puts a council off the map"
    if isinstance(value, Citation) and not _CITED.fullmatch(value.text):
        yield "cites a source wrongly"
    if isinstance(value, Citation | Source) and value.link is not None and not _ADDRESS.fullmatch(value.link):
        yield "links to an address that is not of the web"
