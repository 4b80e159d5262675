"""Findings: what is asked, grouped and ranked; and experience by side. All from what people coded, or settled on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from practice_commons.digest.account import Account, Ask
from practice_commons.digest.counting import STRENGTH, grades, strength, tally
from practice_commons.digest.digest import Experience, Figure, Finding, Setback, Settled
from practice_commons.digest.passages import Quoting
from practice_commons.digest.phrasing import total
from practice_commons.digest.settled import Kept
from practice_commons.digest.strength import InScope, Witness
from practice_commons.digest.strength import strength as weigh
from practice_commons.digest.testimony import Backing
from practice_commons.digest.wording import groups, normalised
from practice_commons.model.council import Council
from practice_commons.model.terms import Outcome, Stance

WHAT_DID_NOT_WORK = "What did not work"
"""The heading of a case study under which failure is told."""
_SIDES = (Stance.SUPPORTS, Stance.MIXED, Stance.CHALLENGES)
_FAILED = (Outcome.DID_NOT_WORK, Outcome.MIXED)


def findings(
    accounts: Iterable[Account],
    priority: str,
    quoting: Quoting,
    concerned: Iterable[Council],
    kept: Kept | None = None,
) -> tuple[Finding, ...]:
    """Return what is asked that serves a priority, ranked by councils and then by evidence.

    Asks that staff put together are one finding, in their words; of the rest, near-identical ones are. An ask serves
    the priority that it names; one that names none serves all its contribution's priorities. `concerned` are the
    councils of today that the priority concerns.
    """
    scope = tuple(InScope(one.slug, one.region, one.type) for one in concerned)
    asks = asks_on(accounts, priority)
    put_together = kept.gathered(asks) if kept else ()
    made = [_finding(found, priority, quoting, scope, settled) for settled, found in put_together]
    loose = kept.loose(asks) if kept else asks
    near = groups([ask.ask for _, ask in loose])
    made += [_finding([loose[at] for at in group], priority, quoting, scope, None) for group in near]
    made.sort(key=lambda pair: pair[0])
    return tuple(replace(finding, number=number) for number, (_, finding) in enumerate(made, start=1))


def asks_on(accounts: Iterable[Account], priority: str) -> list[tuple[Account, Ask]]:
    """Return what contributions ask that serves a priority."""
    return [(account, ask) for account in accounts for ask in account.asks if ask.priority in {None, priority}]


def experience(
    accounts: Iterable[Account], priority: str, quoting: Quoting, found: Sequence[Finding]
) -> tuple[Experience, ...]:
    """Return the experience that takes a side on a priority: by side, the best evidenced first."""
    resting: dict[str, list[str]] = {}
    for finding in found:
        for one in finding.backing:
            resting.setdefault(one.citation.text, []).append(str(finding.number))
    told = [account for account in accounts if priority in account.stance]
    told.sort(key=lambda account: (_SIDES.index(account.stance[priority]), *_best_first(account)))
    return tuple(
        Experience(
            quoting.title(account),
            quoting.summary(account),
            account.stance[priority],
            account.outcome,
            account.evidence,
            tuple(resting.get(account.citation, ())),
        )
        for account in told
    )


def setbacks(accounts: Iterable[Account], quoting: Quoting) -> tuple[Setback, ...]:
    """Return what did not work: what is said under the heading for it, else the summary where the outcome says so."""
    found: list[tuple[tuple[object, ...], Setback]] = []
    for account in accounts:
        outcome = account.outcome
        section = quoting.section(account, account.body, WHAT_DID_NOT_WORK)
        passage = section or (quoting.summary(account) if outcome in _FAILED else None)
        if passage is not None:
            rank = _FAILED.index(outcome) if outcome in _FAILED else len(_FAILED)
            found.append(((rank, *_best_first(account)), Setback(quoting.title(account), outcome, passage)))
    found.sort(key=lambda pair: pair[0])
    return tuple(setback for _, setback in found)


def figures(accounts: Iterable[Account], quoting: Quoting) -> tuple[tuple[Figure, ...], int]:
    """Return the measures of contributions, and how many were left out because their words would break consent."""
    found: list[Figure] = []
    left_out = 0
    for account in accounts:
        for one in account.measures:
            words = " ".join(filter(None, (one.name, one.unit, one.period, one.note)))
            if not quoting.attribution.may_print(account, words):
                left_out += 1
                continue
            found.append(Figure(*one, quoting.cite(account)))
    return tuple(found), left_out


def _finding(
    asks: Sequence[tuple[Account, Ask]],
    priority: str,
    quoting: Quoting,
    scope: Sequence[InScope],
    settled: tuple[Settled, str | None] | None,
) -> tuple[tuple[object, ...], Finding]:
    """Return a finding with its rank."""
    best_first = sorted(asks, key=lambda pair: (*_best_first(pair[0]), pair[1].ask))
    accounts = list({account.id: account for account, _ in best_first}.values())
    wordings = [(quoting.quote(account, "ask", ask.ask), ask) for account, ask in best_first]
    lead = next((passage for passage, _ in wordings if passage.words is not None), wordings[0][0])
    seen = {normalised(lead.words or "")}
    others = []
    for passage, ask in wordings:
        if normalised(ask.ask) not in seen:
            seen.add(normalised(ask.ask))
            others.append(passage)
    counts = tally(accounts, priority, quoting.attribution)
    backing = tuple(
        Backing(
            quoting.cite(account),
            quoting.attribution.credit(account),
            account.stance.get(priority),
            account.evidence,
        )
        for account in accounts
    )
    weighed = weigh(_witnesses(accounts, priority, quoting), scope)
    asked_of = (settled[1],) if settled and settled[1] else _asked_of(best_first, quoting)
    finding = Finding(
        0, settled[0] if settled else None, lead, asked_of, tuple(others), backing, counts, grades(accounts), weighed
    )
    alphabet = (normalised(lead.words or ""), lead.citation.text)
    rank = (-total(counts.councils), -strength(accounts), -len(accounts), *alphabet)
    return rank, finding


def _witnesses(accounts: Iterable[Account], priority: str, quoting: Quoting) -> Iterator[Witness]:
    """Iterate over what each account says for each council that it may be counted for: under today's first name."""
    attribution = quoting.attribution
    for account in accounts:
        for council in attribution.councils(account):
            today = min(attribution.present(council), key=lambda one: one.slug, default=council)
            stance, roles = account.stance.get(priority), frozenset({account.role})
            yield Witness(today.slug, stance, account.evidence, account.outcome, today.region, today.type, roles)


def _asked_of(asks: Iterable[tuple[Account, Ask]], quoting: Quoting) -> tuple[str, ...]:
    """Return whom an ask is put to, the most often named first; each under the first way it was written."""
    counted: Counter[tuple[str, ...]] = Counter()
    written: dict[tuple[str, ...], str] = {}
    for account, ask in asks:
        if quoting.attribution.may_print(account, ask.of):
            words = normalised(ask.of.casefold().removeprefix("the "))
            counted[words] += 1
            written.setdefault(words, ask.of)
    return tuple(written[words] for words in sorted(counted, key=lambda one: (-counted[one], one)))


def _best_first(account: Account) -> tuple[object, ...]:
    return (-STRENGTH[account.evidence], -account.date.toordinal(), account.id)
