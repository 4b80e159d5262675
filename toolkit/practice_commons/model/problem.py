"""What a check finds: data, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error keeps a contribution out, a warning is advice."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding about one file.

    `path` is relative to the commons, with forward slashes. `line` and `column` count from 1; 0 is the file as a
    whole. `rule` is the rule's id, which is also the name of its page in the rules reference.
    """

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return `path:line:column severity rule message`, the form that editors and terminals link."""
        return f"{self.path}:{self.line}:{self.column} {self.severity} {self.rule} {self.message}"

    @property
    def is_error(self) -> bool:
        """Say whether this problem keeps the contribution from being published."""
        return self.severity is Severity.ERROR
