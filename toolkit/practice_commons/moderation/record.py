"""The record of decisions, read from Git: who decided what, when, why, and how long it took."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from practice_commons.moderation.desk import Desk
from practice_commons.moderation.forge import BRANCHES, DECISIONS
from practice_commons.moderation.submission import TAKEN_BACK
from practice_commons.moderation.terms import Act
from practice_commons.moderation.trailers import BY, COMMUNITY, CONTRIBUTION, DECISION, REASON, RECEIVED, SUBMISSION
from practice_commons.reading.ledger import MAIN, Written

_TITLE = re.compile("Accept “(.+)”")
_ON_MAIN = {Act.ACCEPT.value, Act.WITHDRAW.value}
_ELSEWHERE = {Act.DECLINE.value, TAKEN_BACK}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of the record. `waited` is the time from the submission to the decision, where that is known."""

    when: dt.datetime
    decision: str
    by: str
    submission: str
    contributions: tuple[str, ...]
    communities: tuple[str, ...]
    reason: str
    waited: dt.timedelta | None
    commit: str
    title: str = ""
    """The title of what was accepted."""

    def as_json(self) -> dict[str, object]:
        """Return the same for a script; times in seconds."""
        return {
            "when": self.when.isoformat(),
            "decision": self.decision,
            "by": self.by,
            "submission": self.submission,
            "contributions": list(self.contributions),
            "communities": list(self.communities),
            "reason": self.reason,
            "waited_seconds": None if self.waited is None else int(self.waited.total_seconds()),
            "commit": self.commit,
        }


def decisions(desk: Desk, *, community: str | None = None, since: dt.date | None = None) -> list[Decision]:
    """Return the decisions of a commons, newest first: all of them, or a community's, or those since a day."""
    found = [
        one
        for one in _all(desk)
        if (community is None or community in one.communities) and (since is None or one.when.date() >= since)
    ]
    return sorted(found, key=lambda one: (one.when, one.commit), reverse=True)


def _all(desk: Desk) -> Iterator[Decision]:
    ledger = desk.ledger
    main = ledger.reference(MAIN)
    written = {one.commit: one for one in ledger.commits(main)} if main else {}
    line = set(first_parents(written, main))
    for one in written.values():
        said = one.trailers.get(DECISION)
        if one.commit in line:
            if said in _ON_MAIN and len(one.parents) == 2:  # noqa: PLR2004 - a merge of two
                yield _decision(one, said)
        elif said == Act.RETURN.value:
            yield _decision(one, said)
    declined = ledger.reference(DECISIONS)
    for one in ledger.commits(declined) if declined else ():
        said = one.trailers.get(DECISION)
        if said in _ELSEWHERE:
            yield _decision(one, said)
    heads = list(ledger.references(f"refs/heads/{BRANCHES}").values())
    for one in ledger.beyond(main, heads) if main else ():
        if one.trailers.get(DECISION) == Act.RETURN.value:
            yield _decision(one, Act.RETURN.value)


def first_parents(written: Mapping[str, Written], head: str) -> Iterator[str]:
    """Iterate over a branch's own commits, newest first: what was merged into it is left out."""
    at = head
    while at in written:
        yield at
        at = next(iter(written[at].parents), "")


def _decision(one: Written, said: str) -> Decision:
    trailers = one.trailers
    waited = None
    try:
        received = dt.datetime.fromisoformat(trailers.get(RECEIVED, ""))
        waited = max(dt.timedelta(0), one.when - received)
    except (ValueError, TypeError):
        pass
    return Decision(
        one.when,
        said,
        trailers.get(BY, ""),
        trailers.get(SUBMISSION, ""),
        tuple(trailers.get(CONTRIBUTION, "").split()),
        tuple(trailers.get(COMMUNITY, "").split()),
        trailers.get(REASON, "") or (one.said if said == Act.WITHDRAW.value else ""),
        waited,
        one.commit,
        title[1] if (title := _TITLE.fullmatch(one.subject)) else "",
    )
