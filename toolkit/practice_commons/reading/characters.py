"""Characters that no text of ours may hold: those that act on a terminal, and those that reorder what is shown."""

from __future__ import annotations

import re

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Controls, apart from the tab and the line feed; and two that are not characters at all."""
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates: text must be shown in the order in which it is written."""


def refused(text: str) -> tuple[str, int, str, str] | None:
    """Return the rule, the offset, the message and the hint for the first character refused, or None."""
    if text.replace("\n", "").replace("\t", "").isprintable():  # no control and no format character: nearly always
        return None
    if found := CONTROL.search(text):
        said = f"holds the control character U+{ord(found[0]):04X}"
        return "control-character", found.start(), said, "Delete it; retype the line if you cannot see it."
    if found := BIDI.search(text):
        said = f"holds U+{ord(found[0]):04X}, which changes the order in which text is shown"
        return "bidi-control", found.start(), said, "Delete it: text must be shown in the order in which it is written."
    return None
