"""Two texts compared by their words, so that a person reads what was taken out and what was put in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MANY = 1_500
"""Words of one changed passage beyond which it is shown as a whole: comparing them would take long."""
_AROUND = 60
"""Words of what stayed that are shown around a change."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text: `same`, `taken`, `put`, or `left` for what stayed and is not shown."""

    change: str
    text: str


def compared(old: str, new: str) -> list[Passage]:
    """Return what became of a text, in passages. Empty where nothing changed."""
    found = list(_joined(_passages(old.splitlines(), new.splitlines())))
    return [] if all(one.change == "same" for one in found) else list(map(_shortened, found))


def _passages(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    for act, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        before, after = "\n".join(old[a:b]), "\n".join(new[c:d])
        if act == "equal":
            yield Passage("same", f"{before}\n")
        else:
            yield from _words(re.findall(r"\S+\s*", f"{before}\n"), re.findall(r"\S+\s*", f"{after}\n"))


def _words(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    if max(len(old), len(new)) > _MANY:
        yield from (Passage("taken", "".join(old)), Passage("put", "".join(new)))
        return
    for act, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            yield Passage("same", "".join(old[a:b]))
            continue
        yield Passage("taken", "".join(old[a:b]))
        yield Passage("put", "".join(new[c:d]))


def _joined(passages: Iterator[Passage]) -> Iterator[Passage]:
    held: Passage | None = None
    for one in passages:
        if not one.text:
            continue
        if held is not None and held.change == one.change:
            held = Passage(held.change, held.text + one.text)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _shortened(passage: Passage) -> Passage:
    words = re.findall(r"\S+\s*", passage.text)
    if passage.change != "same" or len(words) <= 2 * _AROUND:
        return passage
    return Passage("same", f"{''.join(words[:_AROUND])} […] {''.join(words[-_AROUND:])}")
