"""Records of advocacy: what staff settled on and what they raised rests on what contributions really say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, record_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.advocacy import AdvocacyRecord
from practice_commons.model.asking import asks_under
from practice_commons.model.findings import SettledFindings
from practice_commons.model.problem import Severity
from practice_commons.reading.own_files import DIGESTS
from practice_commons.reading.validation import did_you_mean
from practice_commons.reading.vocabularies import PRIORITIES

if TYPE_CHECKING:
    from practice_commons.checks.inspection import Recorded, RecordedWhole
    from practice_commons.reading.strict_yaml import Place


@record_rule()
def record_priority(recorded: Recorded, _: RecordedWhole) -> Iterator[Finding]:
    """A file of findings is named after a policy priority, and a record of advocacy names one.

    Why: Both are shown and printed under their priority. What belongs to none is found by nobody.

    Bad:

        communities/findings/avoidable-contacts.yml

    Good:

        communities/findings/avoidable-contact.yml

    Fix: Use an id from `communities/priorities.yml`: as the file's name in `communities/findings`, and under `priority`
    in `communities/advocacy`.
    """
    known = recorded.vocabularies.priorities
    if PRIORITIES in recorded.vocabularies.unread or recorded.priority in known:
        return
    hint = did_you_mean(recorded.priority, known) or f"Choose one from {PRIORITIES}."
    said = f"{quoted(recorded.priority)} is not a policy priority of this commons"
    if isinstance(recorded.said, AdvocacyRecord):
        yield Finding(*recorded.mark("priority"), said, hint)
    else:
        yield Finding(0, 0, f"{said}, and the file is named after one", hint)


@record_rule()
def record_reference(recorded: Recorded, whole: RecordedWhole) -> Iterator[Finding]:
    """What a record of advocacy refers to exists: contributions, settled findings, published digests.

    Why: A reader follows the way back from what was raised to those who said it. With a mistyped id the way ends.

    Bad:

        used: [fewer-repeat-cals]

    Good:

        used: [fewer-repeat-calls]

    Fix: Copy the contribution's id. Findings are named by their ids in `communities/findings/<priority>.yml`, digests
    by the names of their files in `communities/digests`, without the ending.
    """
    for place, identity in _contributions(recorded):
        if whole.holder(identity) is None:
            hint = did_you_mean(identity, whole.identities()) or "Copy the id from the contribution that you mean."
            yield Finding(*recorded.mark(*place), f"there is no contribution with the id {quoted(identity)}", hint)
    if not isinstance(recorded.said, AdvocacyRecord):
        return
    settled = whole.findings(recorded.priority)
    for at, identity in enumerate(recorded.said.findings):
        if identity not in settled:
            hint = did_you_mean(identity, settled) or f"Settle it in communities/findings/{recorded.priority}.yml."
            yield Finding(*recorded.mark("findings", at), f"there is no settled finding {quoted(identity)}", hint)
    for at, one in enumerate(recorded.said.raised):
        if one.digest and not whole.holds(f"{DIGESTS}{one.digest}.json"):
            said = f"there is no published digest {quoted(one.digest)}"
            yield Finding(*recorded.mark("raised", at, "digest"), said, f"Publish it into {DIGESTS}, or leave it out.")


@record_rule(Severity.WARNING)
def record_consent(recorded: Recorded, whole: RecordedWhole) -> Iterator[Finding]:
    """Findings and records of advocacy rest only on contributions that consent to use in advocacy.

    Why: Consent is the contributor's, and may be taken back. Then no page and no digest uses the contribution any more,
    whatever stands here; what was raised was raised, and stays told. People should look at whether it still holds.

    Bad:

        used: [we-count]                # a contribution without consent

    Good:

        used: [fewer-repeat-calls]      # a contribution with consent: named

    Fix: Take the contribution out, or ask its author, who may set `consent`. The site shows nothing of it meanwhile.
    """
    for place, identity in _contributions(recorded):
        one = whole.said(identity)
        if place[0] == "left_out" or one is None or one.consents_to_advocacy:
            continue
        said = f"{quoted(identity)} was withdrawn"
        if one.withdrawn is None:
            said = f"{quoted(identity)} has no consent to be used in advocacy"
        yield Finding(*recorded.mark(*place), said, "Take it out, or ask its author for consent.")


@record_rule()
def settled_ask(recorded: Recorded, whole: RecordedWhole) -> Iterator[Finding]:
    """A finding gathers asks that its contributions make, word for word, under its priority.

    Why: A finding says what people ask. When an ask was reworded or taken back, people must look at the finding again.

    Bad:

        asks:
          - id: fewer-repeat-calls
            ask: Fund our telephones.   # which it does not ask

    Good:

        asks:
          - id: fewer-repeat-calls
            ask: Fund invest-to-save for three years.

    Fix: Copy the ask from the contribution as it stands, and see whether the finding's statement still says what its
    asks do. An ask belongs to the priority that it names, or to all its contribution's priorities where it names none.
    """
    if not isinstance(recorded.said, SettledFindings):
        return
    for place, identity, ask in _asks(recorded.said):
        one = whole.said(identity)
        if one is None or (ask is None and place[0] == "left_out"):
            continue
        made = asks_under(one, recorded.priority)
        if not made:
            said = f"{quoted(identity)} asks nothing under {quoted(recorded.priority)}"
            yield Finding(*recorded.mark(*place), said, "Take it out, or correct the id.")
        elif ask is not None and ask not in made:
            said = f"{quoted(identity)} does not ask {quoted(ask)}"
            hint = did_you_mean(ask, made) or f"It asks: {'; '.join(quoted(words) for words in made)}"
            yield Finding(*recorded.mark(*place, "ask"), said, hint)


@record_rule()
def settled_twice(recorded: Recorded, whole: RecordedWhole) -> Iterator[Finding]:
    """Nothing is settled twice: each finding has an id of its own, and each ask is in one finding or left out.

    Why: An ask in two findings would be counted twice. An id that two findings have leads to neither.

    Bad:

        findings:
          - id: local
            asks: [{id: fewer-repeat-calls}]
          - id: voluntary
            asks: [{id: fewer-repeat-calls}]

    Good:

        findings:
          - id: local
            asks: [{id: fewer-repeat-calls}]

    Fix: Keep the ask where it fits best. An entry without the words of an ask stands for all that the contribution asks
    under the priority: name them one by one to divide them.
    """
    if not isinstance(recorded.said, SettledFindings):
        return
    ids: set[str] = set()
    for at, finding in enumerate(recorded.said.findings):
        if finding.id in ids:
            said = f"two findings have the id {quoted(finding.id)}"
            yield Finding(*recorded.mark("findings", at, "id"), said, "Give one of the two another id.")
        ids.add(finding.id)
    seen: dict[tuple[str, str], str] = {}
    for place, identity, ask in _asks(recorded.said):
        where = "left_out" if place[0] == "left_out" else recorded.said.findings[int(place[1])].id
        one = whole.said(identity)
        for words in (ask,) if ask is not None else asks_under(one, recorded.priority) if one else ():
            if (identity, words) in seen:
                said = f"{quoted(words)} of {quoted(identity)} stands in {seen[identity, words]} already"
                yield Finding(*recorded.mark(*place), said, "Keep it in one of the two.")
            seen.setdefault((identity, words), where)


@record_rule()
def record_date(recorded: Recorded, _: RecordedWhole) -> Iterator[Finding]:
    """A record of advocacy tells what has happened: none of its dates lies in the future.

    Why: Contributors read here what became of their words. What is only planned would be told as done.

    Bad:

        raised:
          - on: 2062-04-30

    Good:

        raised:
          - on: 2026-04-30

    Fix: Correct the date, or add the occasion once it has happened.
    """
    if not isinstance(recorded.said, AdvocacyRecord):
        return
    dates: list[tuple[Place, object]] = [(("raised", at, "on"), one.on) for at, one in enumerate(recorded.said.raised)]
    if recorded.said.response:
        dates.append((("response", "on"), recorded.said.response.on))
    for place, day in dates:
        if day > recorded.today:  # type: ignore[operator]
            yield Finding(*recorded.mark(*place), f"{day} lies in the future", "Tell what has happened already.")


def _contributions(recorded: Recorded) -> Iterator[tuple[Place, str]]:
    """Yield the ids of contributions that a record names, each with its place."""
    if isinstance(recorded.said, AdvocacyRecord):
        yield from ((("used", at), identity) for at, identity in enumerate(recorded.said.used))
    else:
        yield from (((*place, "id"), identity) for place, identity, _ in _asks(recorded.said))


def _asks(settled: SettledFindings) -> Iterator[tuple[Place, str, str | None]]:
    """Yield the asks that staff looked at, each with its place, its contribution's id, and its words if given."""
    for at, finding in enumerate(settled.findings):
        for number, one in enumerate(finding.asks):
            yield ("findings", at, "asks", number), one.id, one.ask
    for at, left in enumerate(settled.left_out):
        yield ("left_out", at), left.id, left.ask
