"""Ids: stamped once, never shared, and leading to what they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.layout import source_of
from practice_commons.checks.registry import Finding, linked_rule, placed_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import Event
from practice_commons.model.terms import Kind
from practice_commons.reading.validation import did_you_mean

if TYPE_CHECKING:
    from practice_commons.checks.inspection import Placed, Whole
    from practice_commons.reading.strict_yaml import Place

_ANSWERED = {
    Kind.EXAMPLE: (Kind.CALL,),
    Kind.ANSWER: (Kind.QUESTION,),
}
"""What each kind responds to. Every other kind may respond to whatever asks something."""
_ASKS = (Kind.CALL, Kind.QUESTION, Kind.REQUEST, Kind.OFFER)


@linked_rule()
def duplicate_id(placed: Placed, whole: Whole) -> Iterator[Finding]:
    """No two contributions have the same id.

    Why: The id is the permanent address. Two contributions cannot live at one address.

    Bad:

        kent-gateway.md and gateway-in-kent.md, both with id: kent-gateway

    Good:

        id: kent-gateway     # in one file
        id: kent-gateway-2   # in the other

    Fix: Keep the id on the contribution that was published first, and give the other one a new id.
    """
    identity = placed.examined.claimed_id
    first = whole.holder(identity) if identity else None
    if first is not None and first != placed.path:
        said = f"the id {quoted(identity)} is that of {first}"
        yield Finding(*placed.mark("id"), said, "Give one of the two another id; the older keeps its own.")


@placed_rule()
def stamped_id(placed: Placed) -> Iterator[Finding]:
    """A contribution has an id once it is in a community, and none while it is in the in-tray.

    Why: The id is stamped when a contribution is accepted, and never changes after that.

    Bad:

        contributions/my-story.md with id: my-story

    Good:

        contributions/my-story.md without an id

    Fix: In the in-tray, delete the line `id`. In a community, add a line `id` with a short name that no other has.
    """
    if placed.contribution is None:
        return
    if placed.path.startswith("contributions/") and placed.examined.claimed_id:
        yield Finding(*placed.mark("id"), "a draft has an id already", "Delete the line: it is stamped on acceptance.")
    elif not placed.path.startswith("contributions/") and not placed.examined.claimed_id:
        name = placed.path.rpartition("/")[2].removesuffix(".md")
        yield Finding(1, 1, "a contribution in a community needs an id", f"Add a line such as: id: {name}")


@linked_rule()
def unknown_id(placed: Placed, whole: Whole) -> Iterator[Finding]:
    """The ids that a contribution refers to are those of contributions in this commons.

    Why: An answer is shown with its question, and an example with its call. With a mistyped id it stands alone.

    Bad:

        responds_to: downturn-cal

    Good:

        responds_to: downturn-call

    Fix: Copy the id from the contribution that you mean. This goes for `responds_to`, `superseded_by` and the
    `contribution` of an event's session.
    """
    for place, identity in references(placed.contribution) if not source_of(placed.path) else ():
        if whole.holder(identity) is None and not _may_be_there(identity, whole):
            hint = did_you_mean(identity, whole.identities()) or "Copy the id from the contribution that you mean."
            yield Finding(*placed.mark(*place), f"there is no contribution with the id {quoted(identity)}", hint)


@placed_rule()
def foreign_facts(placed: Placed) -> Iterator[Finding]:
    """Only what comes from a peer says so: its id begins with the peer's name, and `origin` is written by federation.

    Why: Readers trust that “from Kent's commons” is true. Nobody may write it, and no peer may write as another.

    Bad:

        id: kent:one-call
        origin:
          peer: kent

    Good:

        id: one-call
        adapted_from: kent:one-call@3f2a9c11d0e4

    Fix: Delete the key `origin`, and give the contribution an id without a colon. To take up what a peer has
    published: `commons federation adopt kent:one-call`.
    """
    source, identity = source_of(placed.path), placed.examined.claimed_id
    if source and identity and not identity.startswith(f"{source}:"):
        yield Finding(*placed.mark("id"), f"the id is not one of {source}", "It begins with the peer's name.")
    if source or placed.contribution is None:
        return
    if placed.contribution.origin is not None:
        yield Finding(*placed.mark("origin"), "says that it comes from another commons", "Delete the key 'origin'.")
    if ":" in identity:
        yield Finding(*placed.mark("id"), "has an id with a colon, as only a peer's have", "Leave the colon out.")


@linked_rule()
def unfitting_response(placed: Placed, whole: Whole) -> Iterator[Finding]:
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
    contribution = placed.contribution
    if contribution is None:
        return
    own = placed.examined.claimed_id
    if contribution.superseded_by and contribution.superseded_by == own:
        yield Finding(*placed.mark("superseded_by"), "is superseded by itself", "Name the one that replaces it.")
    named = contribution.responds_to
    kind = whole.kind(named) if named else None
    if not named or kind is None:
        return
    fitting = _ANSWERED.get(contribution.kind, _ASKS)
    if named == own:
        yield Finding(*placed.mark("responds_to"), "responds to itself", "Name what it responds to.")
    elif kind not in fitting:
        said = f"{contribution.kind} cannot respond to {quoted(named)}, which is of kind {kind}"
        yield Finding(*placed.mark("responds_to"), said, f"It responds to one of: {', '.join(fitting)}.")


def _may_be_there(identity: str, whole: Whole) -> bool:
    """Say whether an id is that of a peer of whom nothing is known here: then it is not for us to say."""
    peer, colon, _ = identity.partition(":")
    return bool(colon) and not any(one.startswith(f"{peer}:") for one in whole.identities())


def references(contribution: Contribution | None) -> Iterator[tuple[Place, str]]:
    """Iterate over the ids of other contributions that one names in its frontmatter, each with its place there."""
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
