"""A sheet: what somebody has filled in so far, kept in the safe after every page until it is sent."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Self

from practice_commons.editor.answers import Answers
from practice_commons.reading.strict_yaml import Value


@dataclass(slots=True)
class Sheet:
    """One draft.

    `about` is the path of what is published and would be changed, with its `identity`; `reference` the submission
    that is revised; `original` the file that either began as. `fixed` are the keys that cannot be changed.
    `unfinished` are pages as they were typed, where something in them is not right yet.
    """

    fields: dict[str, Value] = field(default_factory=dict)
    body: str = ""
    original: str = ""
    about: str = ""
    identity: str = ""
    reference: str = ""
    replying: str = ""
    email: str = ""
    agreed: bool = False
    fixed: list[str] = field(default_factory=list)
    unfinished: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)
    other: str = ""
    """The secret of another draft that waits in the same browser while this one is changed."""
    sent: str = ""
    """The reference that it was sent under: all that is left of a sheet then."""

    @property
    def answers(self) -> Answers:
        """Return what was answered."""
        return Answers(self.fields, self.body)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return dataclasses.asdict(self)

    @classmethod
    def of(cls, said: dict[str, Any]) -> Self:
        """Return a sheet as it was kept; what an older version kept and this one does not know is left out."""
        known = {one.name for one in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in said.items() if name in known})
