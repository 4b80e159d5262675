"""What shows the value of a commons, or of one community of practice: plain data, and how it is measured.

Councils are counted, and never people: a count of people would reward the busy and tell on the quiet. A council is
counted where a page names it, which its contributor chose; what an advocacy digest may name is another matter.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from practice_commons.catalogue.catalogue import PUBLISHED, Catalogue
from practice_commons.model.advocacy import AdvocacyRecord, Result
from practice_commons.model.quarter import quarter_name, quarter_of

QUARTERS = 8
"""Quarters that are told, up to the one of the day."""
_LIVES = f"{PUBLISHED} AND superseded_by IS NULL"
_MONTH, _DAY = len("2026-11"), len("2026-11-22")


@dataclass(frozen=True, slots=True)
class Questions:
    """How questions are answered.

    `median_days` is from a question to its first answer, of those whose dates are known to the day; None for none.
    """

    asked: int
    answered: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """The councils that were heard in a quarter, each once: what they shared is dated in it."""

    quarter: str
    """`2026-Q4`."""
    councils: int


@dataclass(frozen=True, slots=True)
class Advocacy:
    """What became of the experience: `used` is in published digests or records of advocacy."""

    used: int
    raised: int
    answered: int
    agreed: int
    """Of those answered, what was agreed to, in whole or in part."""


@dataclass(frozen=True, slots=True)
class Review:
    """How current it is: what is past the date on which its author asked that it be looked at again."""

    dated: int
    """Contributions that give such a date."""
    overdue: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """How submissions were decided on."""

    decided: int
    accepted: int
    median_hours: float | None
    """From a submission to its decision; None where none is known."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a commons, or one community, has been good for, as at a day."""

    community: str | None
    as_at: dt.date
    contributions: int
    questions: Questions
    councils: int
    """Councils of today that were ever heard, in their own name or that of one they succeeded."""
    quarters: tuple[Quarter, ...]
    advocacy: Advocacy
    review: Review
    decisions: Decisions | None
    """None where there is no record of decisions to be read."""

    def as_json(self) -> dict[str, Any]:
        """Return the same for a script."""
        return {**asdict(self), "as_at": self.as_at.isoformat()}


def measured(
    catalogue: Catalogue,
    community: str | None = None,
    *,
    cited: Collection[str] = (),
    advocacy: Mapping[str, AdvocacyRecord] | None = None,
    decisions: Decisions | None = None,
) -> Metrics:
    """Measure a commons, or one community of it. `cited` are the ids that published digests use.

    What peers shared is theirs to count, or a network would count it once in each commons. But a question of our own
    that a peer answered is answered.
    A function of the catalogue and what it is given: “overdue” is judged by the tree's own day.
    """
    values: tuple[str, ...] = ()
    where = "source = ''"
    if community is not None:
        where, values = f"{where} AND community = ?", (community,)
    query = f"SELECT id FROM placement WHERE {PUBLISHED} AND {where}"  # noqa: S608 - ours
    own = {row[0] for row in _rows(catalogue, query, values)}
    told = advocacy or {}
    heard = list(_heard(catalogue, where, values))
    return Metrics(
        community,
        catalogue.today,
        len(own),
        _questions(catalogue, where, values),
        len({council for _, council in heard}),
        _quarters(heard, catalogue.today),
        _advocacy(own, cited, told, everywhere=community is None),
        _review(catalogue, where, values),
        decisions,
    )


def _questions(catalogue: Catalogue, where: str, values: tuple[str, ...]) -> Questions:
    """Count questions and first answers. The plus sign keeps SQLite from reading every answer for each question."""
    query = (
        "SELECT asked.headline, (SELECT min(date || headline) FROM placement AS one"  # noqa: S608 - ours
        " WHERE one.responds_to = asked.id AND +one.kind = 'answer' AND one.published AND NOT one.withdrawn"
        " AND one.superseded_by IS NULL)"
        f" FROM (SELECT id, headline FROM placement WHERE kind = 'question' AND {_LIVES} AND {where}) AS asked"
    )
    rows = [*_rows(catalogue, query, values)]
    answered = [(_dated(asked), _dated(answer[_DAY:])) for asked, answer in rows if answer]
    days = [
        max(0, (dt.date.fromisoformat(answer) - dt.date.fromisoformat(asked)).days)
        for asked, answer in answered
        if len(asked) == len(answer) == _DAY
    ]
    return Questions(len(rows), len(answered), statistics.median(days) if days else None)


def _dated(headline: str) -> str:
    """Return the date of a contribution, no more exactly than it is known, from its headline."""
    return str(json.loads(headline)[3])


def _heard(catalogue: Catalogue, where: str, values: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Iterate over when something was heard of a council of today, no more exactly than it is known, and its slug."""
    register, day = catalogue.vocabularies.register, catalogue.today
    query = (  # each once: of a large community most say the same, and Python need not see them all
        # CROSS keeps SQLite from going through the councils of all communities for each
        "SELECT DISTINCT value, json_extract(headline, '$[3]') FROM placement CROSS JOIN facet USING (number)"  # noqa: S608 - ours
        f" WHERE facet = 'council' AND {_LIVES} AND {where}"
    )
    present: dict[str, tuple[str, ...]] = {}
    for slug, dated in _rows(catalogue, query, values):
        if slug not in present:
            present[slug] = tuple(one.slug for one in register.present([slug], day))
        for council_now in present[slug]:
            yield str(dated), council_now


def _quarters(heard: Iterable[tuple[str, str]], today: dt.date) -> tuple[Quarter, ...]:
    found: dict[int, set[str]] = defaultdict(set)
    for dated, council in heard:
        if len(dated) >= _MONTH:
            found[quarter_of(int(dated[:4]), int(dated[5:7]))].add(council)
    last = quarter_of(today.year, today.month)
    return tuple(Quarter(quarter_name(at), len(found[at])) for at in range(last - QUARTERS + 1, last + 1))


def _advocacy(
    own: set[str], cited: Collection[str], told: Mapping[str, AdvocacyRecord], *, everywhere: bool
) -> Advocacy:
    """Count what was used, and the asks that rest on it; in the whole commons, every ask."""
    used = own & {*cited, *(one for record in told.values() for one in record.used)}
    asks = [record for record in told.values() if everywhere or own.intersection(record.used)]
    results = Counter(record.outcome for record in asks)
    agreed = results[Result.AGREED] + results[Result.PARTLY_AGREED]
    return Advocacy(len(used), len(asks), agreed + results[Result.ANSWERED] + results[Result.DECLINED], agreed)


def _review(catalogue: Catalogue, where: str, values: tuple[str, ...]) -> Review:
    query = (
        "SELECT count(review_by), coalesce(sum(review_by < ?), 0) FROM placement"  # noqa: S608 - ours
        f" WHERE {_LIVES} AND {where}"
    )
    [(dated, overdue)] = _rows(catalogue, query, (catalogue.today.isoformat(), *values))
    return Review(dated, overdue)


def decisions_of(found: Iterable[tuple[str, bool, dt.timedelta | None]]) -> Decisions:
    """Sum up decisions, each given as its submission, whether it was accepted, and how long it waited.

    A submission that was returned and then decided counts once, by its last decision, which is given first.
    """
    last = [next(rows) for _, rows in groupby(sorted(found, key=lambda one: one[0]), key=lambda one: one[0])]
    hours = [waited.total_seconds() / 3600 for _, _, waited in last if waited is not None]
    return Decisions(len(last), sum(accepted for _, accepted, _ in last), statistics.median(hours) if hours else None)


def _rows(catalogue: Catalogue, query: str, values: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    yield from catalogue.connection.execute(query, values)
