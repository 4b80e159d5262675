"""How findings say what they found: a stranger's words, short and on one line."""

from __future__ import annotations

LONGEST = 80


def short(words: str) -> str:
    """Return a stranger's words on one line, and no more than a line of them."""
    line = " ".join(words[: LONGEST * 4].split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def quoted(words: str) -> str:
    """Return a stranger's words in quotes, on one line, with nothing in them that acts on a terminal."""
    return repr(short(words))
