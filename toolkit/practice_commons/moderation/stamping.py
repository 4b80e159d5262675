"""Lines put into a contribution's frontmatter when it is decided on. Everything else stays as its author wrote it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from practice_commons.drafting.naming import slug
from practice_commons.drafting.template import scalar
from practice_commons.failure import Failure
from practice_commons.reading.document import Document, read_document

_LONGEST = 40
"""Characters of an id."""
_SHORTEST = 4


def stamped(data: bytes, identity: str) -> bytes:
    """Return a file with an id as the first line of its frontmatter. Raises Failure."""
    return _with(data, f"id: {identity}", {"id": identity}, first=True)


def withdrawn(data: bytes, day: dt.date, reason: str) -> bytes:
    """Return a file that says it was withdrawn, when and why. Raises Failure."""
    said = " ".join(reason.split())
    line = f"withdrawn:\n  date: {day.isoformat()}\n  reason: {scalar(said)}"
    return _with(data, line, {"withdrawn": {"date": day.isoformat(), "reason": said}}, first=False)


def identity_of(title: str, kind: str, taken: Callable[[str], bool]) -> str:
    """Return an id for a contribution, made from its title, that is not taken: the permanent part of its address."""
    base = slug(title, kind)[:_LONGEST].strip("-")
    if len(base) < _SHORTEST:
        base = f"{kind}-{base}".strip("-")[:_LONGEST]
    found, number = base, 1
    while taken(found):
        number += 1
        end = f"-{number}"
        found = f"{base[: _LONGEST - len(end)].strip('-')}{end}"
    return found


def _with(data: bytes, line: str, added: dict[str, object], *, first: bool) -> bytes:
    before = _read(data)
    text = data.decode("utf-8")
    head = re.match(r"---[ \t]*\n", text)
    end = re.compile(r"^---[ \t]*$", re.MULTILINE).search(text, head.end() if head else 0)
    if head is None or end is None:
        raise Failure("the contribution has no frontmatter to write in", "Begin it with a line of three hyphens: ---")
    at = head.end() if first else end.start()
    made = f"{text[:at]}{line}\n{text[at:]}".encode()
    after = _read(made)
    if dict(after.fields) != {**before.fields, **added} or after.body != before.body:
        raise Failure(f"{line.splitlines()[0]!r} could not be written into its frontmatter", "Edit the file by hand.")
    return made


def _read(data: bytes) -> Document:
    found = read_document("", data)
    if not isinstance(found, Document):
        raise Failure(f"the contribution cannot be read: {found[0].message}", found[0].hint)
    return found
