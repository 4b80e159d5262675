"""One contribution as the views see it: whole, or only what a list shows of it."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from practice_commons.model.contribution import Contribution
from practice_commons.model.council import Register
from practice_commons.model.kinds import Challenge
from practice_commons.model.wording import dated, known
from practice_commons.reading.git import Change
from practice_commons.rendering.markdown import Heading, Html, plain_text
from practice_commons.rendering.survey import Link


@dataclass(frozen=True, slots=True)
class Entry:
    """A contribution at its place: what it says, where it lies, and the commits that made it what it is."""

    source: str
    """Empty for this commons; the peer's name for a federated one."""
    path: str
    blob: str
    contribution: Contribution
    changes: tuple[Change, ...]
    councils: tuple[str, ...]
    """Slugs of the councils it speaks for or about, as the register knows them, in the contribution's order."""

    @property
    def id(self) -> str:
        """Return the permanent id."""
        return self.contribution.id or ""

    @property
    def commit(self) -> str | None:
        """Return the commit that gave the contribution its present text; None where it is not committed yet."""
        return self.changes[0].commit if self.changes else None

    @property
    def citation(self) -> str:
        """Return `id@commit`, by which anybody can find this very text."""
        return f"{self.id}@{self.commit[:12]}" if self.commit else f"{self.id}@uncommitted"

    @property
    def changed(self) -> dt.datetime:
        """Return when the present text was committed; the contribution's own date where it is not."""
        if self.changes:
            return self.changes[0].when
        return dt.datetime.combine(self.contribution.date, dt.time(), dt.UTC)


@dataclass(frozen=True, slots=True)
class Body:
    """A contribution's body: its safe HTML, its headings, and what it links to."""

    html: Html
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]

    @property
    def words(self) -> str:
        """Return the words, a block to a line."""
        return plain_text(self.html)


class Headline(NamedTuple):
    """What a list shows of a contribution. `dated` is its date as a machine reads it, `when` as people do."""

    title: str
    summary: str
    language: str
    dated: str
    when: str
    outcome: str
    replaced: bool
    asks: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, said: Contribution) -> Headline:
        """Return a contribution's headline."""
        return cls(
            said.title,
            said.summary,
            said.language,
            dated(said),
            known(said.date, said.date_known_to),
            said.outcome.label if said.outcome else "",
            said.superseded_by is not None,
            tuple((one.ask, one.of) for one in said.asks),
        )

    def as_json(self) -> str:
        """Return the headline as JSON."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class News:
    """What a feed tells of a contribution."""

    id: str
    kind: str
    title: str
    summary: str
    author: str
    date: dt.date
    changed: dt.datetime
    tags: tuple[str, ...]
    language: str
    licence: str

    @classmethod
    def of(cls, contribution: str, changed: str) -> News:
        """Return what a feed tells of a contribution, given as JSON, that changed at a moment."""
        said = json.loads(contribution)
        return cls(
            said["id"],
            said["kind"],
            said["title"],
            said["summary"],
            said["author"]["name"],
            dt.date.fromisoformat(said["date"]),
            dt.datetime.fromisoformat(changed),
            tuple(said.get("tags", ())),
            said.get("language", Contribution.model_fields["language"].default),
            said.get("licence", Contribution.model_fields["licence"].default),
        )


class Listed:
    """A published contribution as a list needs it, read from one row."""

    COLUMNS = "number, id, path, kind, community, date, councils, headline"

    def __init__(self, row: tuple[Any, ...]) -> None:
        """Take a row of COLUMNS."""
        self.number, self.id, self.path, self.kind, self.community, self.date, self._councils, self._headline = row

    @functools.cached_property
    def said(self) -> Headline:
        """Return what a list shows of it."""
        return Headline(*json.loads(self._headline))

    @property
    def councils(self) -> tuple[str, ...]:
        """Return the slugs of its councils, in the contribution's order."""
        return tuple(self._councils.split())

    def __hash__(self) -> int:
        """Return the number's hash: one catalogue gives each number to one contribution."""
        return int(self.number)

    def __eq__(self, other: object) -> bool:
        """Say whether this is the same contribution of the same catalogue."""
        return isinstance(other, Listed) and bool(other.number == self.number)


def councils_of(contribution: Contribution, register: Register) -> tuple[str, ...]:
    """Return the councils that a contribution speaks for or about: those it names, its host, else its author's."""
    found: dict[str, None] = {}
    for reference in _references(contribution):
        council = register.find(reference)
        if council is not None:
            found[council.slug] = None
    return tuple(found)


def _references(contribution: Contribution) -> Iterator[str]:
    yield from contribution.councils
    if isinstance(contribution, Challenge):
        yield contribution.host
    if contribution.author.council and not contribution.councils:
        yield contribution.author.council
