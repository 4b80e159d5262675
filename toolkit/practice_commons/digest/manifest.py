"""What a digest says, as a list that can be checked: it travels inside every format of the digest.

It is found by walking the digest's data. Whatever carries a citation is in it, so a field that is added to a digest
is in its manifest too, without a line here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from practice_commons.digest.digest import Digest
from practice_commons.digest.testimony import Citation, Passage
from practice_commons.failure import Failure

SCHEMA = "practice-commons/manifest/2.0"
"""The name and version of this form. Its first part never changes: it is how a manifest is known."""
_VERSION = "practice-commons/manifest/2."


@dataclass(frozen=True, slots=True)
class Source:
    """A contribution that the digest uses, and Git's id of the very file."""

    citation: str
    blob: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage as it is printed, to the letter; None where it was left out to keep consent.

    `exact`, `prefix` and `suffix` are those of a text quote selector (W3C Web Annotation Data Model, 2017, 4.2.4).
    """

    where: str
    """Its place in the digest's data: `findings.0.ask`."""
    citation: str
    part: str
    exact: str | None
    prefix: str
    suffix: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Coding:
    """What was coded or given in a contribution, as the digest prints it: a stance, a grade, a figure, a licence."""

    where: str
    citation: str
    said: dict[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """The manifest of the digest on one priority."""

    priority: str
    commit: str | None
    as_at: str
    since: str | None
    until: str | None
    community: str | None
    nation: str | None
    after: str | None
    command: str
    toolkit: str
    sources: tuple[Source, ...]
    quotations: tuple[Quotation, ...]
    codings: tuple[Coding, ...]
    counts: dict[str, int]
    """Every count, by its place in the digest's data; a list's place has its length."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of one or more digests in one document, and the profile in which it is laid out."""

    digests: tuple[Part, ...]
    profile: str
    schema: str = SCHEMA


def manifest(digests: Sequence[Digest], profile: str = "briefing") -> Manifest:
    """Return the manifest of digests."""
    return _manifest(tuple(digests), str(profile))


def proof(digests: Sequence[Digest], profile: str = "briefing") -> str:
    """Return the manifest of digests in its canonical form: what every format carries."""
    return _proof(tuple(digests), str(profile))


@functools.lru_cache(maxsize=1)
def _manifest(digests: tuple[Digest, ...], profile: str) -> Manifest:
    """Make a manifest once for all the formats of one digest."""
    return Manifest(tuple(map(_part, digests)), profile)


@functools.lru_cache(maxsize=1)
def _proof(digests: tuple[Digest, ...], profile: str) -> str:
    return canonical(_manifest(digests, profile))


def canonical(one: Manifest) -> str:
    """Return a manifest as JSON that is the same everywhere, and safe inside HTML, XML and Markdown: ASCII, no <>&.

    Each thing has a line, so that a change is one line in Git. No string holds what is replaced: a quotation mark in
    one has a backslash before it.
    """
    said = json.dumps(dataclasses.asdict(one), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    said = said.replace('},{"', '},\n{"')
    return said.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def parsed(text: str | bytes) -> Manifest:
    """Return the manifest that JSON text holds. Raises Failure where it holds none that we know."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise Failure("the digest's manifest is damaged: it is not JSON") from None
    return understood(said)


def understood(said: object) -> Manifest:
    """Return the manifest that JSON data holds. Raises Failure where it holds none that we know."""
    if not isinstance(said, dict) or not str(said.get("schema", "")).startswith(_VERSION):
        raise Failure(
            "the digest's manifest is of a form that this version does not know",
            "A newer version of the toolkit may read it.",
        )
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - making a digest needs no validation

    try:
        return TypeAdapter(Manifest).validate_json(json.dumps(said), strict=True)
    except (ValidationError, ValueError, RecursionError) as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else "somewhere"
        raise Failure(f"the digest's manifest is damaged at {where}") from None


def _part(digest: Digest) -> Part:
    found = [*_walk(digest, "")]
    sources = {item.citation.text: item.blob for item in digest.annex}
    return Part(
        priority=digest.priority,
        commit=digest.commit,
        as_at=digest.as_at.isoformat(),
        since=digest.since.isoformat() if digest.since else None,
        until=digest.until.isoformat() if digest.until else None,
        community=digest.community,
        nation=digest.nation,
        after=digest.after,
        command=digest.method.command,
        toolkit=digest.method.toolkit,
        sources=tuple(Source(citation, sources[citation]) for citation in sorted(sources)),
        quotations=tuple(
            Quotation(where, one.citation.text, one.part, one.words, one.prefix, one.suffix, one.complete)
            for where, one in found
            if isinstance(one, Passage)
        ),
        codings=tuple(
            Coding(where, one.citation.text, said)
            for where, one in found
            if not isinstance(one, Passage | int) and (said := dict(_said(one)))
        ),
        counts={where: one for where, one in found if isinstance(one, int)},
    )


def _walk(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Yield every count, passage and other thing with a citation, each with its place."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield where, value
    elif isinstance(value, tuple):
        yield where, len(value)
        for number, one in enumerate(value):
            yield from _walk(one, f"{where}.{number}")
    elif dataclasses.is_dataclass(value) and not isinstance(value, Citation):
        if isinstance(getattr(value, "citation", None), Citation):
            yield where, value
        if isinstance(value, Passage):
            return
        for field in dataclasses.fields(value):
            if not field.metadata.get("manifest", True):
                continue
            yield from _walk(getattr(value, field.name), f"{where}.{field.name}".lstrip("."))


def _said(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the plain fields of something with a citation."""
    for field in dataclasses.fields(value):
        said = getattr(value, field.name)
        if isinstance(said, str | dt.date):
            yield field.name, str(said)
