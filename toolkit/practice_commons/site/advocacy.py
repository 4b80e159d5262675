"""What became of advocacy, as pages tell it: under its priority, and to everybody whose contribution was used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.entry import Entry
from practice_commons.model.advocacy import AdvocacyRecord
from practice_commons.model.findings import SettledFindings
from practice_commons.reading.own_files import FINDINGS
from practice_commons.reading.records import name_of
from practice_commons.site.holdings import Holdings


@dataclass(frozen=True)
class Advocated:
    """A record of what was raised, under a name, without an error: all that it rests on is there, and consents."""

    name: str
    said: AdvocacyRecord


def raised_on(catalogue: Catalogue, priority: str) -> list[Advocated]:
    """Return what was raised on a policy priority, the latest first."""
    query = "SELECT path, said FROM record WHERE published AND priority = ?"
    return _in_order(catalogue, query, priority)


def raised_with(catalogue: Catalogue, identity: str) -> list[Advocated]:
    """Return what was raised that rests on a contribution, the latest first."""
    return _in_order(catalogue, _WITH, f"id:{identity}")


def statements(catalogue: Catalogue, one: Advocated) -> list[str]:
    """Return the statements of the settled findings that a record rests on, in its order."""
    query = "SELECT said FROM record WHERE published AND path = ?"
    row = catalogue.connection.execute(query, (f"{FINDINGS}{one.said.priority}.yml",)).fetchone()
    settled = SettledFindings.model_validate_json(row[0]).findings if row and one.said.findings else ()
    words = {finding.id: finding.statement for finding in settled}
    return [words[identity] for identity in one.said.findings if identity in words]


def rests_on(holdings: Holdings, one: Advocated) -> list[Entry]:
    """Return the contributions that a record rests on, that have a page and consent, in its order."""
    found = (holdings.catalogue.entry(identity) for identity in dict.fromkeys(one.said.used))
    return [entry for entry in found if entry is not None and entry.contribution.consents_to_advocacy]


def _in_order(catalogue: Catalogue, query: str, value: str) -> list[Advocated]:
    rows: list[tuple[Any, ...]] = catalogue.connection.execute(query, (value,)).fetchall()
    found = [Advocated(name_of(path), AdvocacyRecord.model_validate_json(said)) for path, said in rows]
    found.sort(key=lambda one: one.name)
    found.sort(key=lambda one: max(occasion.on for occasion in one.said.raised), reverse=True)
    return found


_WITH = (
    "SELECT record.path, record.said FROM reference CROSS JOIN record ON record.path = reference.path"
    " WHERE reference.aim = ? AND record.published AND record.priority != ''"
)
