"""What somebody has answered so far, as plain data: the frontmatter's values and the story."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from practice_commons.model.terms import Kind
from practice_commons.reading.strict_yaml import Value

_BLANK_START = re.compile(r"\A(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class Answers:
    """The values of a frontmatter, as text, lists and mappings, and the Markdown under it."""

    fields: dict[str, Value] = field(default_factory=dict)
    body: str = ""

    @property
    def kind(self) -> Kind | None:
        """Return what it is; None where that is not said, or is none."""
        said = self.fields.get("kind")
        return Kind(said) if isinstance(said, str) and said in list(Kind) else None

    def text(self, name: str) -> str:
        """Return a value that is text; empty where there is none."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """Return the texts of a list; empty where there is none."""
        value = self.fields.get(name)
        return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def present(value: Any) -> Any:
    """Return a value without what is blank in it: a key with nothing after it counts as absent."""
    if isinstance(value, dict):
        held = {key: present(one) for key, one in value.items()}
        return {key: one for key, one in held.items() if one not in (None, "", [], {})}
    if isinstance(value, list):
        return [one for one in map(present, value) if one not in (None, "", [], {})]
    return value


def story(text: str) -> str:
    """Return a body as it is kept: line ends made plain, no blank lines before or after."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return f"{_BLANK_START.sub('', plain)}\n" if plain else ""
