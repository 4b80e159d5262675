"""How a council of a map stands: heard in its own name, heard through another, silent, or out of scope."""

from __future__ import annotations

from practice_commons.model.terms import Term


class Standing(Term):
    """How a council stands in a coverage. Silence is not disagreement."""

    OWN = "own"
    FORMER = "former"
    COUNTY = "county"
    BEYOND = "beyond"
    SILENT = "silent"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        """Return the standing as people read it."""
        return {
            Standing.OWN: "Heard in its own name",
            Standing.FORMER: "Heard through a council it replaced",
            Standing.COUNTY: "Only its county council was heard",
            Standing.BEYOND: "Heard, though out of scope",
            Standing.SILENT: "Silent: not heard by name",
            Standing.OUTSIDE: "Out of scope, and not heard",
        }[self]
