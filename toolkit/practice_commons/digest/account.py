"""A contribution as a digest reads it, and which of them it reads: thousands, so no more of each than is asked for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.entry import Body
from practice_commons.model.contribution import Contribution
from practice_commons.model.terms import Consent, Evidence, Kind, Outcome, Precision, Role, Stance

_COLUMNS = "source, path, blob, id, kind, date, withdrawn, superseded_by, until, councils, changes, community"
_CONSENTS = tuple((one, f'"consent":"{one.value}"') for one in Consent if one is not Consent.NONE)
"""As a contribution's JSON has them: within a text, a quotation mark has a backslash before it."""
_EXACT = {Precision.YEAR.value: 4, Precision.MONTH.value: 7}


class Ask(NamedTuple):
    """What would help, who could give it, and the priority it serves, if it names one."""

    ask: str
    of: str
    priority: str | None


class Measure(NamedTuple):
    """A figure as given, in plain decimal digits."""

    name: str
    before: str | None
    after: str | None
    unit: str
    period: str | None
    note: str | None


class Work(NamedTuple):
    """A published work that is retold."""

    title: str
    author: str | None
    publisher: str | None
    year: int
    link: str | None


class Account:
    """One contribution: its row in the catalogue at once, its own words when they are asked for."""

    def __init__(self, accounts: Accounts, row: tuple[Any, ...]) -> None:
        """Take a row of the catalogue."""
        self._accounts = accounts
        self.source, self.path, self.blob, self.id, kind, self.day, withdrawn, self.superseded_by = row[:8]
        self.until: str | None = row[8]
        """The last day of an event, or on which a call, an offer or a request stands; None where it does not."""
        self.kind = _KINDS[kind]
        self.withdrawn = bool(withdrawn)
        self.councils: tuple[str, ...] = tuple(row[9].split())
        """Slugs of the councils it speaks for or about, in its own order."""
        changes = row[10].split()
        self.community: str = row[11]
        """The community of practice here that it stands in."""
        self.commit: str | None = accounts.commit(changes[0]) if changes else None

    @cached_property
    def _read(self) -> tuple[str, Body]:
        return self._accounts.catalogue.content(self.blob, self.path)

    @cached_property
    def said(self) -> dict[str, Any]:
        """Return what it says itself, as JSON has it."""
        found: dict[str, Any] = json.loads(self._read[0])
        return found

    @property
    def body(self) -> Body:
        """Return its body."""
        return self._read[1]

    @property
    def citation(self) -> str:
        """Return `id@commit`, by which anybody can find this very text."""
        return f"{self.id}@{self.commit[:12] if self.commit else 'uncommitted'}"

    @property
    def date(self) -> dt.date:
        """Return the day it happened or was written."""
        return dt.date.fromisoformat(self.day)

    @property
    def dated(self) -> str:
        """Return the date as ISO 8601, no more exactly than it is known."""
        return str(self.day[: _EXACT.get(self.said.get("date_known_to", ""), 10)])

    @property
    def precision(self) -> Precision:
        """Return how exactly the date is known."""
        return Precision(self.said.get("date_known_to", _default("date_known_to")))

    @cached_property
    def consent(self) -> Consent:
        """Return how it may be used in advocacy, without reading the rest."""
        return next((consent for consent, said in _CONSENTS if said in self._read[0]), Consent.NONE)

    @property
    def consents_to_advocacy(self) -> bool:
        """Say whether this may be used in advocacy at all."""
        return not self.withdrawn and self.consent is not Consent.NONE

    @property
    def title(self) -> str:
        """Return the title."""
        return str(self.said["title"])

    @property
    def summary(self) -> str:
        """Return the summary."""
        return str(self.said["summary"])

    @property
    def language(self) -> str:
        """Return the language it is written in."""
        return str(self.said.get("language", _default("language")))

    @property
    def licence(self) -> str:
        """Return the licence."""
        return str(self.said.get("licence", _default("licence")))

    @property
    def author(self) -> str:
        """Return the author's name."""
        return str(self.said["author"]["name"])

    @cached_property
    def role(self) -> Role:
        """Return the capacity in which the author writes."""
        return _ROLES[self.said["author"]["role"]]

    @property
    def author_council(self) -> str | None:
        """Return the author's council, as given."""
        found: str | None = self.said["author"].get("council")
        return found

    @property
    def reporting(self) -> bool:
        """Say whether the author reports what others said or did."""
        return bool(self.said["author"].get("reporting", False))

    @cached_property
    def outcome(self) -> Outcome | None:
        """Return what came of it."""
        said = self.said.get("outcome")
        return Outcome(said) if said else None

    @cached_property
    def evidence(self) -> Evidence | None:
        """Return how the outcome is known."""
        said = self.said.get("evidence")
        return Evidence(said) if said else None

    @cached_property
    def stance(self) -> dict[str, Stance]:
        """Return where it stands on priorities."""
        return {priority: Stance(stance) for priority, stance in self.said.get("stance", {}).items()}

    @property
    def asks(self) -> list[Ask]:
        """Return what would help."""
        return [Ask(one["ask"], one["of"], one.get("priority")) for one in self.said.get("asks", ())]

    @property
    def measures(self) -> list[Measure]:
        """Return the figures."""
        return [
            Measure(
                one["name"],
                _plain(one.get("before")),
                _plain(one.get("after")),
                one["unit"],
                one.get("period"),
                one.get("note"),
            )
            for one in self.said.get("measures", ())
        ]

    @property
    def retells(self) -> Work | None:
        """Return the published work that it retells."""
        said = self.said.get("source")
        if said is None:
            return None
        return Work(said["title"], said.get("author"), said.get("publisher"), said["year"], said.get("link"))

    @property
    def references(self) -> Iterator[str]:
        """Iterate over the councils that it names anywhere, as given."""
        yield from self.said.get("councils", ())
        if self.author_council:
            yield self.author_council
        if self.kind is Kind.CHALLENGE:
            yield self.said["host"]

    def day_of(self, key: str) -> dt.date | None:
        """Return the date that a kind's own key gives."""
        said = self.said.get(key)
        return dt.date.fromisoformat(said) if said else None


class Accounts:
    """The published contributions of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take a catalogue."""
        self.catalogue = catalogue
        self._commits: dict[str, str] = {}

    def on(self, priority: str) -> list[Account]:
        """Return what informs a priority, newest first, then by id."""
        return self._which(
            "number IN (SELECT number FROM facet WHERE facet = 'priority' AND value = ?)"
            " ORDER BY date DESC, id, source",
            priority,
        )

    def of(self, identity: str) -> Account | None:
        """Return the published contribution with an id; None where there is none."""
        return next(iter(self._which("id = ? ORDER BY source", identity)), None)

    def responses(self, identity: str) -> list[Account]:
        """Return what responds to a contribution and still counts, by id."""
        return self._which(f"responds_to = ? AND {_LIVES} ORDER BY id, source", identity)

    def answered(self, priority: str) -> frozenset[str]:
        """Return the ids of what informs a priority and has an answer that still counts."""
        return frozenset(row[0] for row in self.catalogue.connection.execute(_ANSWERED, (priority,)))

    def commit(self, number: str) -> str:
        """Return the commit with a number of the catalogue's."""
        found = self._commits.get(number)
        if found is None:
            found = self._commits[number] = self.catalogue.changes(number)[0].commit
        return found

    def _which(self, where: str, *values: str) -> list[Account]:
        query = f"SELECT {_COLUMNS} FROM placement WHERE published AND {where}"  # noqa: S608 - our own words
        return [Account(self, row) for row in self.catalogue.connection.execute(query, values)]


_LIVES = "NOT withdrawn AND superseded_by IS NULL"
_ANSWERED = (
    "SELECT id FROM placement AS asked"
    " WHERE kind = 'question' AND number IN (SELECT number FROM facet WHERE facet = 'priority' AND value = ?)"
    " AND EXISTS (SELECT 1 FROM placement WHERE responds_to = asked.id AND kind = 'answer' AND published"
    " AND NOT withdrawn AND superseded_by IS NULL)"
)
_KINDS = {one.value: one for one in Kind}
_ROLES = {one.value: one for one in Role}


def _default(key: str) -> Any:
    return Contribution.model_fields[key].default


def _plain(number: str | None) -> str | None:
    """Return a number in plain decimal digits."""
    return None if number is None else format(Decimal(number), "f")
