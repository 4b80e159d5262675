"""A submission made, revised or taken back, whichever door it came by: checked, and committed on its own branch."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from practice_commons.catalogue.trial import Trial, held, tried
from practice_commons.drafting.naming import slug
from practice_commons.failure import Failure
from practice_commons.model.problem import Problem
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.forge import DECISIONS, MovedError
from practice_commons.moderation.proposal import PLACE, Proposal
from practice_commons.moderation.terms import Door
from practice_commons.moderation.trailers import (
    CONTRIBUTOR,
    DECISION,
    DOOR,
    SUBMISSION,
    message,
)
from practice_commons.reading import limits
from practice_commons.reading.ledger import NONE

TAKEN_BACK = "taken-back"
"""What the record says of a submission that its contributor took back before anybody decided."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for one another when they read a reference out."""
_LONG = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to share. `about` is the path of the published contribution that it changes, or empty."""

    data: bytes
    about: str = ""


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who submits, as far as we know and keep: the id of a role, or nothing. Never an address."""

    role: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a contributor is told: the submission is there. `problems` are what is advised, never errors."""

    reference: str
    commit: str
    path: str
    title: str
    problems: tuple[Problem, ...]
    address: str = ""


def reference() -> str:
    """Return a new reference: short enough to read out, long enough that nobody guesses one (49 bits)."""
    return f"s-{''.join(secrets.choice(_LETTERS) for _ in range(_LONG))}"


def path_of(desk: Desk, identity: str) -> str:
    """Return where the published contribution with an id lies. Raises Failure where there is none."""
    with desk.catalogue(desk.main()) as catalogue:
        path = held(catalogue).holder(identity)
    if path is None or not PLACE.fullmatch(path):
        raise Failure(f"there is no contribution {identity!r}", "Look for it with: commons search")
    return path


def examine(desk: Desk, draft: Draft, now: dt.datetime) -> Trial:
    """Put a draft to every rule, as it would lie in the in-tray, or where it is published already. Raises Failure."""
    if len(draft.data) > limits.FILE_BYTES:
        raise Failure(
            f"it has {len(draft.data):,} bytes; the limit is {limits.FILE_BYTES:,}", "Shorten it, or make it two."
        )
    if draft.about and not PLACE.fullmatch(draft.about):
        raise Failure(f"{draft.about!r} is not where a contribution lies", "Name a file in a community's folder.")
    with desk.catalogue(desk.main()) as catalogue:
        if draft.about and not catalogue.holds(draft.about):
            raise Failure(f"there is no contribution at {draft.about!r}", "Look for it with: commons search")
        return tried(catalogue, draft.about or "contributions/submission.md", draft.data, now.date())


def submit(
    desk: Desk, draft: Draft, contributor: Contributor, door: Door, now: dt.datetime
) -> Receipt | tuple[Problem, ...]:
    """Submit a draft, and return a receipt; or what is wrong with it, in which case nothing was kept.

    Once it returns a receipt the submission is in Git, whatever happens to this process.
    """
    trial = examine(desk, draft, now)
    if not trial.sound or trial.contribution is None:
        return trial.problems
    title, kind = trial.contribution.title, trial.contribution.kind.value
    main = desk.main()
    for _ in range(_LONG):
        known = reference()
        path = draft.about or f"contributions/{slug(title, kind)}-{known}.md"
        commit = _commit(desk, draft.data, path, main, title, known, contributor, door, now)
        try:
            address = desk.forge.open(known, commit, title, trial.contribution.summary, now)
        except MovedError:  # somebody has that reference already
            continue
        return Receipt(known, commit, path, title, trial.problems, address)
    raise Failure("no reference could be found for the submission", "Try again.")


def revise(
    desk: Desk, proposal: Proposal, data: bytes, contributor: Contributor, door: Door, now: dt.datetime
) -> Receipt | tuple[Problem, ...]:
    """Put a new text in the place of a submission's only file; or return what is wrong with it.

    Raises Failure where the submission has several files, or has changed since it was read.
    """
    if len(proposal.files) != 1 or proposal.outside:
        raise Failure("this submission has several files", "Change it where it was made, on its own branch.")
    file = proposal.files[0]
    about = file.path if file.published else ""
    trial = examine(desk, Draft(data, about), now)
    if not trial.sound or trial.contribution is None:
        return trial.problems
    head, title = proposal.waiting.head, trial.contribution.title
    commit = _commit(desk, data, file.path, head, title, proposal.reference, contributor, door, now)
    try:
        desk.forge.revise(proposal.reference, head, commit, now)
    except MovedError:
        raise Failure(
            "somebody has done something with this submission meanwhile", "Look at it again, and send your text again."
        ) from None
    return Receipt(proposal.reference, commit, file.path, title, trial.problems, proposal.waiting.address)


def take_back(desk: Desk, proposal: Proposal, now: dt.datetime) -> None:
    """End a submission at its contributor's wish; the record says so, without the text. Raises Failure."""
    before = desk.ledger.reference(DECISIONS)
    trailers = {DECISION: TAKEN_BACK, SUBMISSION: proposal.reference}
    tree = desk.ledger.write_tree(NONE, {})
    text = message("Taken back by its contributor", "", trailers)
    commit = desk.ledger.write_commit(tree, [before] if before else [], text, now)
    try:
        desk.forge.close(proposal.waiting, before, commit, "Its contributor has taken it back.")
    except MovedError:
        raise Failure("somebody is deciding on this submission at this moment", "Look at it again.") from None


def _commit(
    desk: Desk,
    data: bytes,
    path: str,
    parent: str,
    title: str,
    known: str,
    contributor: Contributor,
    door: Door,
    now: dt.datetime,
) -> str:
    ledger = desk.ledger
    tree = ledger.write_tree(parent, {f"{desk.prefix}{path}": ledger.write_blob(data)})
    trailers = {SUBMISSION: known, DOOR: door.value, CONTRIBUTOR: contributor.role}
    return ledger.write_commit(tree, [parent], message(title, "", trailers), now, contributor.role)
