"""A draft to fill in: every key that a kind has, each with its guidance, and the headings that its body needs.

What the contributor alone can know is left blank, never filled with an example: a check says what is missing, but
nothing would say that an example was left where a fact should be.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from practice_commons.drafting.guidance import in_body, under_heading
from practice_commons.drafting.keys import Key, keys_of
from practice_commons.drafting.markdown import WRITTEN
from practice_commons.drafting.schema import purpose_of, title_of
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind

MARKER = f"# A template, {WRITTEN}. Fill in a copy of it."
"""The second line of a template that is kept in a commons; the first must open the frontmatter."""
_STATED = ("language", "licence")
"""Optional keys that a draft states, so that nobody has to know what holds when they are absent."""
_EITHER = {Kind.EVENT: ("place",)}
"""Optional keys that stand in for a required one: as blank as they are."""
STEWARDS = ("id", "superseded_by", "withdrawn")
"""Keys that somebody else fills in later."""
FEDERATED = ("adapted_from", "adapted_through", "origin")
"""Keys that nobody writes by hand: federation does."""
_WIDTH = 100
_PLAIN = re.compile(r"[A-Za-z][\w ,.'()/&;+-]*|\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?|https?://[\w./-]+", re.ASCII)
_NOT_PLAIN = re.compile(r"(yes|no|true|false|null|on|off|y|n)|.* ", re.IGNORECASE)


def draft(kind: Kind, community: str = "", title: str = "", date: dt.date | None = None, marker: str = "") -> str:
    """Return a draft, with what is known filled in."""
    known = {"kind": kind.value, "title": title, "community": community, "date": date.isoformat() if date else ""}
    keys = {key.name: key for key in keys_of(kind)}
    first = [key for key in keys.values() if key.required or key.name in _STATED or key.name in _EITHER.get(kind, ())]
    last = [keys[name] for name in STEWARDS]
    rest = [key for key in keys.values() if key not in first and key not in last and key.name not in FEDERATED]
    rest.sort(key=lambda key: key.name in Contribution.model_fields)
    opening = ["---", marker, f"# {title_of(kind)}. {purpose_of(kind)}", "# Fill in what is blank."]
    lines = [*filter(None, opening), ""]
    for key in first:
        lines += _open(key, known.get(key.name) or (key.default if key.name in _STATED else None))
    lines += ["# The rest is optional. To use a key, delete the # in front of it, and of the lines under it.", ""]
    for key in rest:
        lines += _closed(key)
    lines += ["# What follows is filled in by those who look after the commons.", ""]
    for key in last:
        lines += _closed(key)
    return "\n".join([*lines[:-1], "---", "", *_body(kind)])


def scalar(value: object) -> str:
    """Return a plain value as YAML writes it on one line, quoted only where it must be."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return str(value)
    bare = _PLAIN.fullmatch(value) and not _NOT_PLAIN.fullmatch(value)
    return value if bare else json.dumps(value, ensure_ascii=False)


def guidance_of(key: Key, *, required: bool = False) -> str:
    """Return what a contributor is told about a key, in a few sentences."""
    said = [key.description, "Leave it as it is."] if key.fixed else [key.description]
    if key.words and not key.by_name and key.words != ("yes", "no"):
        said.append(f"One of: {', '.join(key.words)}.")
    if key.by_name:
        said.append(f"A line for each, as name: word. The words: {', '.join(key.words)}.")
    elif key.parts and key.listed:
        said.append("Repeat the lines under it for each.")
    elif key.listed and (key.example is not None or "short names" in key.form):
        said.append("Write it as [one, two].")
    elif key.listed:
        said.append("Write each on a line of its own, after two spaces, a hyphen and a space.")
    if key.limit and key.listed:
        said.append(f"At most {key.limit}.")
    if key.example is not None and not key.words:
        said.append(f"For example: {_shown(key.example)}")
    if key.default not in (None, [], False, "") and not required and "Left out" not in key.description:
        said.append(f"Left out, it is {scalar(key.default)}.")
    return " ".join(said)


def _shown(example: Any) -> str:
    return f"[{', '.join(map(scalar, example))}]" if isinstance(example, list) else str(example)


def _open(key: Key, value: object = None) -> Iterator[str]:
    """Yield the lines of a key that the contributor fills in."""
    yield from _comment(guidance_of(key, required=key.default is not None))
    if not key.parts:
        yield f"{key.name}: {scalar(value)}" if value else f"{key.name}:"
    else:
        yield f"{key.name}:"
        yield from _parts(key, optional="#")
    yield ""


def _closed(key: Key) -> Iterator[str]:
    """Yield the lines of a key that the contributor may use, each behind a #."""
    yield from _comment(guidance_of(key))
    yield f"#{key.name}:"
    if key.parts:
        yield from (f"#{line}" for line in _parts(key, optional=""))
    yield ""


def _parts(key: Key, optional: str) -> Iterator[str]:
    """Yield the lines of the keys inside a key, the required ones first, since the first carries a list's dash."""
    indent, dash = "  ", "- " if key.listed else ""
    for part in sorted(key.parts, key=lambda one: not one.required):
        wanted = "Needed. " if part.required and not optional else ""
        yield from _comment(wanted + guidance_of(part), indent)
        yield f"{indent}{dash}{part.name}:" if part.required else f"{indent}{optional}{part.name}:"
        indent, dash = indent + " " * len(dash), ""


def _comment(text: str, indent: str = "") -> Iterator[str]:
    for line in textwrap.wrap(text, _WIDTH - len(indent), break_long_words=False, break_on_hyphens=False):
        yield f"{indent}# {line}"


def _body(kind: Kind) -> Iterator[str]:
    headings = KINDS[kind].required_headings
    yield f"> {in_body(kind)} Replace each line that begins with > by your own words."
    for heading in headings:
        yield from ("", f"## {heading}", "", f"> {under_heading(heading)}")
    yield ""
