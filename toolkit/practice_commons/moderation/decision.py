"""What facilitators decide: accepting, sending back, declining, withdrawing. Each is one commit that anybody can audit.

Nobody accepts their own submission, and nobody decides on what has changed since they looked at it. Of two who act at
once one wins, and the other is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.trial import held, tried
from practice_commons.checks.inspection import Whole
from practice_commons.drafting.naming import slug
from practice_commons.failure import Failure
from practice_commons.moderation import stamping
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.forge import DECISIONS, MovedError, Note
from practice_commons.moderation.policy import Policy, file_of
from practice_commons.moderation.proposal import File, Proposal
from practice_commons.moderation.terms import REASONS, Act, Reason
from practice_commons.moderation.trailers import (
    BY,
    COMMUNITY,
    CONTRIBUTION,
    DECISION,
    POLICY,
    REASON,
    RECEIVED,
    SIGNED,
    SUBMISSION,
    message,
)
from practice_commons.reading.ledger import NONE
from practice_commons.reading.vocabularies import COMMONS

_TURNS = 20
"""How often a decision is made again because others were published meanwhile."""


class OvertakenError(Failure):
    """Somebody else has acted on the submission since it was looked at."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "this submission has changed, or been decided on, since you looked at it", "Look at it again, and decide."
        )


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides: the id of a role, and a line for `Signed-off-by` where one is given."""

    role: str
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A contribution as it will be published: its id, its path, its bytes, its community."""

    identity: str
    path: str
    data: bytes
    community: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an acceptance came to: the merge, and the ids that were published."""

    commit: str
    identities: tuple[str, ...]
    paths: tuple[str, ...]


def accept(desk: Desk, reference: str, by: Decider, now: dt.datetime, *, seen: str = NONE, note: str = "") -> Accepted:
    """Take a submission in: ids are stamped, files move to their communities, and main gets one merge commit.

    `seen` is the commit that was looked at. Raises Failure, and OvertakenError where somebody else was quicker; what
    is published is then as it was.
    """
    for _ in range(_TURNS):
        proposal = _looked_at(desk, reference, seen)
        main = desk.main()
        policy = desk.policy(main, *proposal.communities)
        _entitled(policy, by, Act.ACCEPT, proposal)
        if proposal.outside or not proposal.files:
            named = ", ".join(proposal.outside[:3]) or "no contribution"
            raise Failure(f"this submission touches {named}", "Only contributions can be accepted: send it back.")
        with desk.catalogue(main) as catalogue:
            placed = _placed(desk, catalogue, proposal, main, now)
        changes: dict[str, str | None] = {
            f"{desk.prefix}{one.path}": desk.ledger.write_blob(one.data) for one in placed
        }
        tree = desk.ledger.write_tree(main, changes)
        trailers = {
            DECISION: Act.ACCEPT.value,
            SUBMISSION: proposal.reference,
            CONTRIBUTION: " ".join(one.identity for one in placed),
            COMMUNITY: " ".join(dict.fromkeys(one.community for one in placed)),
            RECEIVED: proposal.waiting.opened.isoformat(),
            **_authority(desk, main, proposal.communities, by),
        }
        text = message(f"Accept “{proposal.title}”", note, trailers)
        commit = desk.ledger.write_commit(tree, [main, proposal.waiting.head], text, now, by.role, signed=True)
        try:
            desk.forge.merge(proposal.waiting, main, commit)
        except MovedError:
            seen = seen or proposal.waiting.head
            continue
        return Accepted(commit, tuple(one.identity for one in placed), tuple(one.path for one in placed))
    raise Failure("others are publishing at this moment", "Try again.")


def send_back(desk: Desk, reference: str, by: Decider, text: str, now: dt.datetime, *, seen: str = NONE) -> None:
    """Send a submission back to its contributor with questions. Raises Failure."""
    if not text.strip():
        raise Failure("nothing was asked", "Say what its contributor should answer or change.")
    proposal = _looked_at(desk, reference, seen)
    _entitled(desk.policy(desk.main(), *proposal.communities), by, Act.RETURN, proposal)
    try:
        desk.forge.comment(proposal.waiting, Note(by.role, now, text.strip(), returned=True))
    except MovedError:
        raise OvertakenError from None


def decline(desk: Desk, reference: str, by: Decider, reason: Reason, now: dt.datetime, *, seen: str = NONE) -> None:
    """End a submission without taking it in. The record says who, when and why, and keeps nothing of the text."""
    proposal = _looked_at(desk, reference, seen)
    main = desk.main()
    known = [one for one in proposal.communities if one]
    _entitled(desk.policy(main, *known), by, Act.DECLINE, proposal)
    trailers = {
        DECISION: Act.DECLINE.value,
        SUBMISSION: proposal.reference,
        COMMUNITY: " ".join(known),
        REASON: reason.value,
        RECEIVED: proposal.waiting.opened.isoformat(),
        **_authority(desk, main, known, by),
    }
    for _ in range(_TURNS):
        before = desk.ledger.reference(DECISIONS)
        tree = desk.ledger.write_tree(NONE, {})
        text = message(f"Decline {reference}", REASONS[reason], trailers)
        commit = desk.ledger.write_commit(tree, [before] if before else [], text, now, by.role)
        try:
            desk.forge.close(proposal.waiting, before, commit, REASONS[reason])
        except MovedError:
            proposal = _looked_at(desk, reference, proposal.waiting.head)
            continue
        return
    raise Failure("others are deciding at this moment", "Try again.")


def withdraw(desk: Desk, identity: str, by: Decider, reason: str, now: dt.datetime) -> Accepted:
    """Take something published back: its permalink keeps saying that it was withdrawn, when and why. Raises Failure."""
    if not reason.strip():
        raise Failure("no reason was given", "Say why in a few words: readers of its page see them.")
    for _ in range(_TURNS):
        main = desk.main()
        with desk.catalogue(main) as catalogue:
            path = held(catalogue).holder(identity)
            if path is None or not path.startswith("communities/"):
                raise Failure(f"there is no contribution {identity!r}", "Look for it with: commons search")
            blob = desk.ledger.files(main, [f"{desk.prefix}{path}"])[f"{desk.prefix}{path}"].blob
            data = dict(desk.ledger.blobs([blob]))[blob]
            community = path.split("/")[1]
            policy = desk.policy(main, community)
            if not policy.may(by.role, Act.WITHDRAW, community):
                raise _forbidden(by, Act.WITHDRAW, community)
            made = stamping.withdrawn(data, now.date(), reason)
            trial = tried(catalogue, path, made, now.date(), advice=False)
            if not trial.sound:
                raise Failure(f"it could not be withdrawn: {trial.problems[0]}", "Mend it first.")
        tree = desk.ledger.write_tree(main, {f"{desk.prefix}{path}": desk.ledger.write_blob(made)})
        side = desk.ledger.write_commit(tree, [main], message(f"Withdraw {identity}", "", {}), now, by.role)
        trailers = {
            DECISION: Act.WITHDRAW.value,
            CONTRIBUTION: identity,
            COMMUNITY: community,
            **_authority(desk, main, [community], by),
        }
        text = message(f"Withdraw “{identity}”", " ".join(reason.split()), trailers)
        commit = desk.ledger.write_commit(tree, [main, side], text, now, by.role, signed=True)
        try:
            desk.forge.merge(None, main, commit)
        except MovedError:
            continue
        return Accepted(commit, (identity,), (path,))
    raise Failure("others are publishing at this moment", "Try again.")


def _looked_at(desk: Desk, reference: str, seen: str) -> Proposal:
    proposal = desk.proposal(reference)
    if seen and not proposal.waiting.head.startswith(seen):
        raise OvertakenError
    return proposal


def _entitled(policy: Policy, by: Decider, act: Act, proposal: Proposal) -> None:
    """Refuse who may not decide, in one of the communities or at all. Raises Failure."""
    for community in proposal.communities:
        if community not in policy.communities:
            if act is Act.ACCEPT:
                raise Failure(f"there is no community {community!r}", "Send it back: its contributor can choose one.")
            everywhere = {one.id for one in policy.commons.moderation.facilitators}
            if by.role not in everywhere and policy.who(by.role) is None:
                raise _forbidden(by, act, community)
        elif not policy.may(by.role, act, community):
            raise _forbidden(by, act, community)
    facilitator = policy.who(by.role)
    own = {by.role.casefold()}
    if facilitator is not None:
        own |= {name.casefold() for name in (facilitator.github, facilitator.name) if name}
    authors = {
        typed.author.name.casefold() for one in proposal.files if (typed := one.contribution) and not one.published
    }
    if act is Act.ACCEPT and own & {*map(str.casefold, proposal.waiting.accounts), *authors}:
        raise Failure("nobody decides on their own submission", "Ask another facilitator to look at it.")


def _forbidden(by: Decider, act: Act, community: str) -> Failure:
    where = f"the community {community!r}" if community else "this commons"
    return Failure(
        f"{by.role!r} may not {act} in {where}",
        f"Who may is said in {file_of(community) if community else COMMONS}.",
    )


def _authority(desk: Desk, main: str, communities: Sequence[str], by: Decider) -> dict[str, str]:
    """Return the trailers that say who decided, and by which files they were entitled to."""
    paths = [COMMONS, *map(file_of, communities)]
    found = desk.ledger.files(main, [f"{desk.prefix}{path}" for path in paths])
    named = " ".join(f"{found[f'{desk.prefix}{path}'].blob}" for path in paths if f"{desk.prefix}{path}" in found)
    return {POLICY: named, BY: by.role, SIGNED: by.signed}


def _placed(desk: Desk, catalogue: Catalogue, proposal: Proposal, main: str, now: dt.datetime) -> list[Placed]:
    """Return the files of a submission as they will be published. Raises Failure for one that cannot be."""
    whole = held(catalogue)
    given: set[str] = set()
    names: dict[str, set[str]] = {}
    placed = []
    for file in proposal.files:
        made = _revised(desk, file, proposal, main) if file.published else _stamped(file, given, names, whole)
        trial = tried(catalogue, made.path, made.data, now.date(), advice=False)
        if not trial.sound:
            first = next((one for one in trial.problems if one.is_error), None)
            raise Failure(f"it cannot be published as it is: {first or made.path}", "Send it back with a question.")
        placed.append(made)
    return placed


def _stamped(file: File, given: set[str], names: dict[str, set[str]], whole: Whole) -> Placed:
    said = file.contribution
    if said is None:
        raise Failure("its facts cannot be read", "Send it back with a question.")
    identity = stamping.identity_of(
        said.title, said.kind.value, lambda one: one in given or whole.holder(one) is not None
    )
    given.add(identity)
    folder = f"communities/{said.community}"
    if folder not in names:
        names[folder] = set(whole.names(folder))
    base = slug(said.title, said.kind.value)
    name, number = f"{base}.md", 1
    while name in names[folder]:
        number += 1
        name = f"{base}-{number}.md"
    names[folder].add(name)
    return Placed(identity, f"{folder}/{name}", stamping.stamped(file.data, identity), said.community)


def _revised(desk: Desk, file: File, proposal: Proposal, main: str) -> Placed:
    """Return a new version of something published, put together with what was published meanwhile."""
    path = f"{desk.prefix}{file.path}"
    blob = desk.ledger.merged(main, proposal.waiting.head, path)
    if blob is None:
        raise Failure(
            f"{file.path} has changed since this was written, in the same lines", "Send it back to be written again."
        )
    data = dict(desk.ledger.blobs([blob]))[blob]
    made = File(file.path, blob, data, file.published)
    before = dict(desk.ledger.blobs([file.published]))[file.published]
    was = File(file.path, file.published, before, "").contribution
    said = made.contribution
    if said is None or was is None or said.id is None or (said.id, said.community) != (was.id, was.community):
        raise Failure("its id or its community was changed", "Those stay. Send it back with a question.")
    return Placed(said.id, file.path, data, said.community)
