"""What the commons' own lists call things: all that a view needs that only names them, read without their models."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, Protocol

from practice_commons.model.council import Council, Register
from practice_commons.model.place import HERE
from practice_commons.model.terms import CouncilType, Nation


class Concept(Protocol):
    """A priority or a tag, by its names."""

    @property
    def label(self) -> str:
        """Return what it is called."""

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Return other words for it."""


class Titled(Protocol):
    """A community, by its title."""

    @property
    def title(self) -> str:
        """Return the title."""


class Names(Protocol):
    """The names in a commons' vocabularies."""

    @property
    def priorities(self) -> Mapping[str, Concept]:
        """Return the priorities by id."""

    @property
    def tags(self) -> Mapping[str, Concept]:
        """Return the tags by id."""

    @property
    def communities(self) -> Mapping[str, Titled]:
        """Return the communities by slug."""

    @property
    def register(self) -> Register:
        """Return the councils."""

    @property
    def sources(self) -> Mapping[str, Titled]:
        """Return this commons, as `HERE`, and then the peers of whom something is held, by the names they have here."""


def names_from(text: str, peers: Mapping[str, str]) -> Names:
    """Return the names in vocabularies as `vocabularies_json` wrote them, and those of peers, given with titles."""
    said = json.loads(text)
    return _Names(
        {key: _Concept.of(one) for key, one in said["priorities"].items()},
        {key: _Concept.of(one) for key, one in said["tags"].items()},
        {key: _Titled(json.loads(one)["title"]) for key, one in said["communities"].items()},
        register_from(said["register"]),
        {HERE: _Titled(json.loads(said["commons"])["name"]), **{name: _Titled(one) for name, one in peers.items()}},
    )


def register_from(rows: list[list[Any]]) -> Register:
    """Return the councils of vocabularies as `vocabularies_json` wrote them."""
    return Register(tuple(map(_council, rows)))


def _council(values: list[Any]) -> Council:
    said = dict(zip(_COLUMNS, values, strict=True))
    said["former_gss"], said["successors"] = tuple(said["former_gss"]), tuple(said["successors"])
    said["type"], said["nation"] = CouncilType(said["type"]), Nation(said["nation"])
    for name in ("started", "ended"):
        said[name] = dt.date.fromisoformat(said[name]) if said[name] else None
    return Council(**said)


_COLUMNS = tuple(field.name for field in fields(Council))


class _Concept(NamedTuple):
    label: str
    alternatives: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Concept:
        said = json.loads(text)
        return cls(said["label"], tuple(said.get("alternatives", ())))


class _Titled(NamedTuple):
    title: str


@dataclass(frozen=True, slots=True)
class _Names:
    priorities: Mapping[str, Concept]
    tags: Mapping[str, Concept]
    communities: Mapping[str, Titled]
    register: Register
    sources: Mapping[str, Titled]
