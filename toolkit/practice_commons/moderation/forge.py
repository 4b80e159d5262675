"""Where submissions are kept and decided on: any Git repository (`local`), or GitHub (`github`).

A forge moves references and carries words. What a submission comes to, who may decide, and the very commits are made
above it, in the same way for every forge.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from practice_commons.moderation.terms import State
from practice_commons.reading.ledger import MovedError

BRANCHES = "submissions/"
"""Branches that submissions are made on, each named by its reference."""
DECISIONS = "refs/heads/decisions"
"""The branch that keeps what was declined: who decided, when and why, and nothing of the text."""
REFERENCE = re.compile(r"[a-z0-9](?:-?[a-z0-9]){2,60}")
"""What a submission is known by: it names a branch, and is quoted in messages."""

__all__ = ["BRANCHES", "DECISIONS", "REFERENCE", "Forge", "MovedError", "Note", "Waiting"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something said about a submission: by whom (a role's id, an account, empty for its contributor), when, what."""

    by: str
    when: dt.datetime
    text: str
    returned: bool = False
    """Whether it sends the submission back: its contributor is to act."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission that is open. `head` and `base` are commits that the ledger has: what is proposed, and to what."""

    reference: str
    head: str
    base: str
    opened: dt.datetime
    changed: dt.datetime
    """When its contributor last did something: what the queue is ordered by is `opened`."""
    state: State
    accounts: tuple[str, ...] = ()
    """Whose it is, as far as the forge knows: ids of roles, or accounts. Nobody decides on their own submission."""
    notes: tuple[Note, ...] = ()
    address: str = ""
    """Where it can be looked at, where the forge has pages."""


class Forge(Protocol):
    """Where submissions are. Every method raises Failure when the forge cannot be reached or refuses."""

    def whoami(self) -> str:
        """Return the account that acts here; empty where the forge knows no accounts."""

    def open(self, reference: str, commit: str, title: str, text: str, now: dt.datetime) -> str:
        """Open a submission with a commit, and return where it can be looked at. Raises MovedError if it is there."""

    def revise(self, reference: str, old: str, new: str, now: dt.datetime) -> None:
        """Put a new commit in a submission's place. Raises MovedError when it is no longer at the old one."""

    def waiting(self) -> Sequence[Waiting]:
        """Return the open submissions, the oldest first."""

    def get(self, reference: str) -> Waiting | None:
        """Return an open submission; None where there is none of that reference."""

    def comment(self, waiting: Waiting, note: Note) -> None:
        """Say something about a submission, or send it back. Raises MovedError when it has changed since."""

    def set_findings(self, waiting: Waiting, text: str) -> None:
        """Set what the checks found of a submission, in Markdown, in the place of what was said before."""

    def merge(self, waiting: Waiting | None, main: str, commit: str) -> None:
        """Move main from a commit to another that takes a submission in, and end the submission: both or neither.

        None stands for a decision without one: something published is withdrawn.
        Raises MovedError when either has moved.
        """

    def close(self, waiting: Waiting, decisions: str, commit: str, text: str) -> None:
        """End a submission without taking it in, and move the branch of decisions to a commit. Raises MovedError."""
