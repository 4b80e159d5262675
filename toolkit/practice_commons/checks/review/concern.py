"""What a review finds: a remark on one place of a stranger's file, for a moderator to judge."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Concern(StrEnum):
    """Why a moderator should look."""

    PERSONAL_DATA = "personal-data"
    NAMED_PERSON = "named-person"
    LANGUAGE = "language"
    LINK = "link"
    NEAR_DUPLICATE = "near-duplicate"
    SECRET = "secret"  # noqa: S105 - the name of a concern
    READABILITY = "readability"


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One remark. `line` and `column` of the file count from 1. Nothing is decided by it: people decide.

    `shown` is as much of what was found as may be displayed: never the whole of a secret, an address or a word.
    """

    line: int
    column: int
    concern: Concern
    message: str
    shown: str = ""
