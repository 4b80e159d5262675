"""Ids: stamped once, never shared, and leading to what they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, commons_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.kinds import Event
from practice_commons.model.terms import Kind
from practice_commons.reading.validation import did_you_mean

if TYPE_CHECKING:
    from practice_commons.checks.examination import Examined
    from practice_commons.checks.inspection import Whole
    from practice_commons.reading.strict_yaml import Place

_ANSWERED = {
    Kind.EXAMPLE: (Kind.CALL,),
    Kind.ANSWER: (Kind.QUESTION,),
}
"""What each kind responds to. Every other kind may respond to whatever asks something."""
_ASKS = (Kind.CALL, Kind.QUESTION, Kind.REQUEST, Kind.OFFER)


@commons_rule()
def duplicate_id(whole: Whole) -> Iterator[Finding]:
    """No two contributions have the same id.

    Why: The id is the permanent address. Two contributions cannot live at one address.

    Bad:

        kent-gateway.md and gateway-in-kent.md, both with id: kent-gateway

    Good:

        id: kent-gateway     # in one file
        id: kent-gateway-2   # in the other

    Fix: Keep the id on the contribution that was published first, and give the other one a new id.
    """
    first: dict[str, str] = {}
    for path in sorted(whole.examined):
        one = whole.examined[path]
        if not one.claimed_id:
            continue
        if one.claimed_id in first:
            said = f"the id {quoted(one.claimed_id)} is that of {first[one.claimed_id]}"
            yield Finding(*one.mark("id"), said, "Give one of the two another id; the older keeps its own.", path)
        first.setdefault(one.claimed_id, path)


@commons_rule()
def stamped_id(whole: Whole) -> Iterator[Finding]:
    """A contribution has an id once it is in a community, and none while it is in the in-tray.

    Why: The id is stamped when a contribution is accepted, and never changes after that.

    Bad:

        contributions/my-story.md with id: my-story

    Good:

        contributions/my-story.md without an id

    Fix: In the in-tray, delete the line `id`. In a community, add a line `id` with a short name that no other has.
    """
    for path, one in whole.examined.items():
        if one.contribution is None:
            continue
        if path.startswith("contributions/") and one.claimed_id:
            hint = "Delete the line: it is stamped on acceptance."
            yield Finding(*one.mark("id"), "a draft has an id already", hint, path)
        elif path.startswith("communities/") and not one.claimed_id:
            name = path.rpartition("/")[2].removesuffix(".md")
            yield Finding(1, 1, "a contribution in a community needs an id", f"Add a line such as: id: {name}", path)


@commons_rule()
def unknown_id(whole: Whole) -> Iterator[Finding]:
    """The ids that a contribution refers to are those of contributions in this commons.

    Why: An answer is shown with its question, and an example with its call. With a mistyped id it stands alone.

    Bad:

        responds_to: downturn-cal

    Good:

        responds_to: downturn-call

    Fix: Copy the id from the contribution that you mean. This goes for `responds_to`, `superseded_by` and the
    `contribution` of an event's session.
    """
    identities = {one.claimed_id for one in whole.examined.values() if one.claimed_id}
    for path, one in whole.examined.items():
        for place, identity in _references(one):
            if identity not in identities:
                hint = did_you_mean(identity, identities) or "Copy the id from the contribution that you mean."
                yield Finding(*one.mark(*place), f"there is no contribution with the id {quoted(identity)}", hint, path)


@commons_rule()
def unfitting_response(whole: Whole) -> Iterator[Finding]:
    """A contribution responds to something that asks: an example to a call, an answer to a question.

    Why: Answers are gathered below what they answer. An answer to a news item would be shown nowhere.

    Bad:

        kind: answer
        responds_to: platform-switched-off      # which is news

    Good:

        kind: answer
        responds_to: what-replaces-a-platform   # which is a question

    Fix: Name the call, the question, the request or the offer that you respond to, or change your contribution's kind.
    Nothing responds to itself or is superseded by itself.
    """
    kinds = {one.claimed_id: one.contribution.kind for one in whole.examined.values() if one.contribution}
    for path, one in whole.examined.items():
        contribution = one.contribution
        if contribution is None:
            continue
        if contribution.superseded_by and contribution.superseded_by == one.claimed_id:
            yield Finding(*one.mark("superseded_by"), "is superseded by itself", "Name the one that replaces it.", path)
        named = contribution.responds_to
        if not named or named not in kinds:
            continue
        fitting = _ANSWERED.get(contribution.kind, _ASKS)
        if named == one.claimed_id:
            yield Finding(*one.mark("responds_to"), "responds to itself", "Name what it responds to.", path)
        elif kinds[named] not in fitting:
            said = f"{contribution.kind} cannot respond to {quoted(named)}, which is of kind {kinds[named]}"
            hint = f"It responds to one of: {', '.join(fitting)}."
            yield Finding(*one.mark("responds_to"), said, hint, path)


def _references(one: Examined) -> Iterator[tuple[Place, str]]:
    contribution = one.contribution
    if contribution is None:
        return
    if contribution.responds_to:
        yield ("responds_to",), contribution.responds_to
    if contribution.superseded_by:
        yield ("superseded_by",), contribution.superseded_by
    if isinstance(contribution, Event):
        for at, session in enumerate(contribution.sessions):
            if session.contribution:
                yield ("sessions", at, "contribution"), session.contribution
