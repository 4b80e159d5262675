"""A proposal for the findings of a priority: asks that staff have not looked at yet, grouped and ranked.

Software compares words and counts; it never decides what somebody thinks. So near-identical asks are proposed as one
finding, in the words of one of them; what shares a measure or a term stands apart, with a question beside it; and what
staff settled on already stays as it is, to the letter.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.checks.wording import short
from practice_commons.digest.account import Account, Accounts, Ask
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.findings import asks_on
from practice_commons.digest.inclusion import Bounds, select
from practice_commons.digest.wording import groups, normalised
from practice_commons.drafting.naming import slug
from practice_commons.model.findings import GatheredAsk, LeftOut, SettledFindings

_Key: TypeAlias = tuple[str, tuple[str, ...] | None]
_QUESTIONS = 5
"""Questions beside one finding: a list of fifty is read by nobody."""
_LONG = 5
"""Letters of a word that may tell something."""
_SHARED = 2
"""Telling words that two findings share before anybody is asked about them."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A finding that nobody has settled on: the asks that it would gather, by contribution, and what to ask oneself."""

    id: str
    statement: str
    asks: tuple[tuple[str, str], ...]
    asked_of: tuple[str, ...]
    contributions: int
    councils: int
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is proposed for a priority: the most widely asked first. `settled` counts the findings there are."""

    priority: str
    label: str
    settled: int
    proposed: tuple[Proposed, ...]


@dataclass
class _Unit:
    """A finding, settled or proposed, as it is compared with others."""

    name: str
    asks: list[tuple[Account, Ask]] = field(default_factory=list)
    measures: dict[tuple[str, ...], str] = field(default_factory=dict)
    terms: dict[tuple[str, ...], str] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)


def suggest(catalogue: Catalogue, priority: str, settled: SettledFindings | None = None, least: int = 1) -> Suggestion:
    """Return the asks under a priority that staff have not looked at, grouped; those of contributions with consent.

    `settled` is what staff settled on; `least` how many contributions must ask a thing for it to be proposed.
    """
    lists = catalogue.vocabularies
    attribution = Attribution(lists.register, catalogue.today)
    asks = asks_on(select(Accounts(catalogue).on(priority), attribution, Bounds()).evidence, priority)
    known = settled or SettledFindings()
    looked_at = _looked_at(known)
    gathered = [_unit(one.id, asks, {_key(it) for it in one.asks}) for one in known.findings]
    ranked = []
    for group in groups([ask.ask for _, ask in asks]):
        members = [asks[at] for at in group]
        new = [(account, ask) for account, ask in members if not _is_in(account, ask, looked_at)]
        accounts = list({account.id: account for account, _ in new}.values())
        if len(accounts) >= max(least, 1):
            near = [one.name for one in gathered if any(pair in one.asks for pair in members)]
            councils = len({council.slug for account in accounts for council in attribution.councils(account)})
            ranked.append(((-councils, -len(accounts), new[0][1].ask, new[0][0].id), new, near))
    ranked.sort(key=lambda one: one[0])
    taken = {one.id for one in known.findings}
    units: list[_Unit] = []
    for _, new, _ in ranked:
        units.append(_Unit(_named(_statement(new, attribution), taken), new))
    phrases = _phrases(catalogue)
    for unit in (*gathered, *units):
        _describe(unit, phrases, attribution)
    telling = _telling([*gathered, *units])
    found = []
    for at, (rank, new, near) in enumerate(ranked):
        unit = units[at]
        questions = [f"says nearly what finding {name} gathers: does it belong there?" for name in near]
        others = [one for one in (*gathered, *units[:at]) if one.name not in near]
        questions += itertools.islice(_questions(unit, others, telling), max(_QUESTIONS - len(questions), 0))
        found.append(
            Proposed(
                unit.name,
                _statement(new, attribution),
                tuple(dict.fromkeys((account.id, ask.ask) for account, ask in new)),
                _asked_of(new, attribution),
                -rank[1],
                -rank[0],
                tuple(questions),
            )
        )
    return Suggestion(priority, lists.priorities[priority].label, len(known.findings), tuple(found))


def _looked_at(settled: SettledFindings) -> set[_Key]:
    """Return what staff looked at, gathered or left out."""
    return {_key(ask) for finding in settled.findings for ask in finding.asks} | set(map(_key, settled.left_out))


def _key(named: GatheredAsk | LeftOut) -> _Key:
    """Return a contribution with the words of an ask, or with None for all that it asks."""
    return named.id, normalised(named.ask) if named.ask is not None else None


def _is_in(account: Account, ask: Ask, named: set[_Key]) -> bool:
    return (account.id, None) in named or (account.id, normalised(ask.ask)) in named


def _unit(name: str, asks: Iterable[tuple[Account, Ask]], named: set[_Key]) -> _Unit:
    return _Unit(name, [(account, ask) for account, ask in asks if _is_in(account, ask, named)])


def _statement(asks: Sequence[tuple[Account, Ask]], attribution: Attribution) -> str:
    """Return the words of an ask to begin from: the first that consent lets anybody print."""
    printable = (ask.ask for account, ask in asks if attribution.may_print(account, ask.ask))
    return next(printable, "Say here what they ask, without the names that consent hides.")


def _named(statement: str, taken: set[str]) -> str:
    """Return a short name for a finding, from its first words, that no other has."""
    base = slug(" ".join(normalised(statement)[:5]), "finding")
    name = next(one for at in itertools.count(1) if (one := base if at == 1 else f"{base}-{at}") not in taken)
    taken.add(name)
    return name


def _asked_of(asks: Iterable[tuple[Account, Ask]], attribution: Attribution) -> tuple[str, ...]:
    counted = Counter(ask.of for account, ask in asks if attribution.may_print(account, ask.of))
    return tuple(sorted(counted, key=lambda one: (-counted[one], one)))


def _phrases(catalogue: Catalogue) -> Mapping[tuple[str, ...], str]:
    """Return the names of the vocabulary's tags, as words."""
    lists = catalogue.vocabularies
    named = ((name, tag.label) for tag in lists.tags.values() for name in (tag.label, *tag.alternatives))
    return {normalised(name): label for name, label in named if normalised(name)}


def _describe(unit: _Unit, phrases: Mapping[tuple[str, ...], str], attribution: Attribution) -> None:
    """Note what a finding could share with another."""
    longest = max(map(len, phrases), default=0)
    for account, ask in unit.asks:
        for measure in account.measures:
            if attribution.may_print(account, measure.name):
                unit.measures.setdefault(normalised(measure.name), measure.name)
        words = normalised(ask.ask)
        unit.words.update(word for word in words if len(word) >= _LONG)
        for start, length in itertools.product(range(len(words)), range(1, longest + 1)):
            label = phrases.get(words[start : start + length])
            if label is not None:
                unit.terms.setdefault(normalised(label), label)


def _telling(units: Sequence[_Unit]) -> frozenset[str]:
    """Return the words that a few findings share: what every ask says tells them not apart."""
    frequency = Counter(word for unit in units for word in unit.words)
    most = max(3, math.ceil(len(units) / 10))
    return frozenset(word for word, number in frequency.items() if 1 < number <= most)


def _questions(unit: _Unit, others: Sequence[_Unit], telling: frozenset[str]) -> Iterator[str]:
    """Yield the questions whether a finding and another are one, the best founded first."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for other in others:
        reasons[other.name] += [f"the measure “{unit.measures[one]}”" for one in unit.measures if one in other.measures]
    for other in others:
        if not reasons[other.name]:
            reasons[other.name] += [f"the term “{unit.terms[one]}”" for one in unit.terms if one in other.terms]
        words = sorted(unit.words & other.words & telling)
        if not reasons[other.name] and len(words) >= _SHARED:
            reasons[other.name].append(f"the words {', '.join(f'“{word}”' for word in words[:4])}")
    best = sorted((one for one in reasons.items() if one[1]), key=lambda one: not one[1][0].startswith("the measure"))
    for name, why in best:
        yield f"shares {short(why[0])} with finding {name}: should they be one?"
