"""One published contribution as the views see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from practice_commons.model.contribution import Contribution
from practice_commons.model.council import Register
from practice_commons.model.kinds import Call, Challenge
from practice_commons.reading.git import Change
from practice_commons.rendering.markdown import Heading, Html
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
    """A contribution's body: its safe HTML, its words, and what it links to."""

    html: Html
    words: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]


def councils_of(contribution: Contribution, register: Register) -> tuple[str, ...]:
    """Return the councils that a contribution speaks for or about: those it names, its host, else its author's."""
    found: dict[str, None] = {}
    for reference in _references(contribution):
        council = register.find(reference)
        if council is not None:
            found[council.slug] = None
    return tuple(found)


def priorities_of(contribution: Contribution) -> tuple[str, ...]:
    """Return the policy priorities that a contribution informs: those it names, codes a stance on, or calls for."""
    named = dict.fromkeys((*contribution.priorities, *contribution.stance))
    if isinstance(contribution, Call):
        named[contribution.priority] = None
    return tuple(named)


def _references(contribution: Contribution) -> Iterator[str]:
    yield from contribution.councils
    if isinstance(contribution, Challenge):
        yield contribution.host
    if contribution.author.council and not contribution.councils:
        yield contribution.author.council
