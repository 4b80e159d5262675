"""`commons metrics`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from practice_commons.cli.room import commons_root, open_commons
from practice_commons.failure import Failure
from practice_commons.model.wording import count, day

if TYPE_CHECKING:
    from practice_commons.metrics.metrics import Decisions, Metrics

_DAY = 48
"""Hours from which time is told in days."""


@click.command(
    epilog="""\b
Examples:
  commons metrics
  commons metrics --community customer-contact
  commons metrics --json"""
)
@click.option("--community", metavar="SLUG", help="Only one community of practice.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def metrics(ctx: click.Context, *, community: str | None, as_json: bool) -> None:
    """Say what shows that the commons, or a community, is worth having, beyond counts of what is in it.

    How questions are answered and how fast, which councils were heard in each quarter, what was used in advocacy and
    what came of it, what is due for another look, and how long submissions wait for a decision.
    """
    from practice_commons.digest.published import published
    from practice_commons.metrics.metrics import measured
    from practice_commons.reading.records import read_records
    from practice_commons.reading.validation import require_known

    _, catalogue = open_commons(commons_root(ctx), quiet=as_json)
    with catalogue:
        known = catalogue.vocabularies.communities
        if community is not None:
            require_known(community, known, "community of practice")
        told = read_records(catalogue.tree).advocacy
        cited = {identity for one in published(catalogue.tree) for identity in one.sources}
        found = measured(catalogue, community, cited=cited, advocacy=told, decisions=_decisions(ctx, community))
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    title = known[community].title if community is not None else catalogue.vocabularies.commons.name
    click.echo(f"{title}, as at {day(found.as_at)}")
    for name, said in _lines(found):
        click.echo(f"  {name + ':':24} {said}")


def _decisions(ctx: click.Context, community: str | None) -> Decisions | None:
    """Return how submissions were decided on; None where the commons is in no repository."""
    from practice_commons.cli.deciding import desk_of
    from practice_commons.metrics.metrics import decisions_of
    from practice_commons.moderation.record import decisions
    from practice_commons.moderation.terms import Act

    try:
        record = decisions(desk_of(ctx), community=community)
    except Failure:
        return None
    final = (one for one in record if one.decision in {Act.ACCEPT.value, Act.DECLINE.value} and one.submission)
    return decisions_of((one.submission, one.decision == Act.ACCEPT.value, one.waited) for one in final)


def _lines(found: Metrics) -> Iterator[tuple[str, str]]:
    yield "Contributions", f"{found.contributions:,}"
    asked = found.questions
    fast = (
        f", half of them within {count(max(1, round(asked.median_days)), 'day')}"
        if asked.median_days is not None
        else ""
    )
    yield "Questions answered", f"{asked.answered:,} of {asked.asked:,}{fast}"
    yield "Councils heard", f"{found.councils:,}, each counted once, under its name of today"
    yield "  by quarter", ", ".join(f"{one.quarter.replace('-', ' ')} {one.councils:,}" for one in found.quarters)
    advocacy = found.advocacy
    yield "Used in advocacy", count(advocacy.used, "contribution")
    yield (
        "Asks raised",
        f"{advocacy.raised:,}, {advocacy.answered:,} answered, {advocacy.agreed:,} agreed in whole or part",
    )
    yield "Due for another look", f"{found.review.overdue:,} of the {found.review.dated:,} that name a day for it"
    decided = found.decisions
    if decided is not None:
        waited = f", half of them within {_time(decided.median_hours)}" if decided.median_hours is not None else ""
        yield "Submissions decided on", f"{decided.decided:,}, {decided.accepted:,} accepted{waited}"


def _time(hours: float) -> str:
    return count(round(hours), "hour") if hours < _DAY else count(round(hours / 24), "day")
