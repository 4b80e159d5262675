"""The one error base: what stops a command, said so that the user can mend it."""

from __future__ import annotations

import click


class Failure(click.ClickException):
    """We cannot go on, and it is not our bug. The message says what and where; the hint says how to mend it."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the message and the hint."""
        super().__init__(message)
        self.hint = hint

    def format_message(self) -> str:
        """Return the message, with the hint on a line of its own."""
        return f"{self.message}\n{self.hint}" if self.hint else self.message
