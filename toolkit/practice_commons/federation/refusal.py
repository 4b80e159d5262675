"""Why a commit of a peer is not taken: data, so that it can be listed, counted and shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """The grounds on which a commit is refused."""

    UNREACHABLE = "unreachable"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"
    REWRITTEN = "rewritten"
    ROLLED_BACK = "rolled-back"
    UNSIGNED = "unsigned"
    UNKNOWN_KEY = "unknown-key"
    EXPIRED_KEY = "expired-key"
    REVOKED_KEY = "revoked-key"
    STALE = "stale"
    TOO_MUCH = "too-much"
    LINK = "link"
    REPOSITORY = "repository"
    ODD_PATH = "odd-path"
    COLLISION = "collision"
    NO_COMMONS = "no-commons"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """One ground on which a commit is refused: what is wrong, where, and what to do about it."""

    ground: Ground
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the ground and the message in a line."""
        return f"{self.ground}: {self.message}"
