"""The two files of federation, written: the lock as a whole, `federation.yml` only where it changes.

In `federation.yml` people explain to each other why they trust whom. So a peer is added below what is there and taken
out line by line, and what comes of it is read again before it is kept: comments stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from practice_commons.failure import Failure
from practice_commons.model.federation import FEDERATION, Federation, Lock, Peer, Pin
from practice_commons.reading import strict_yaml
from practice_commons.reading.strict_yaml import StrictYamlError
from practice_commons.reading.vocabularies import read_file

HEAD = """\
# What is published here of every peer, and at which commit. `commons federation accept` writes this file, in a commit
# of its own. Whoever changes it decides what is published: look at it as at any other change.
"""
_FIRST = """\
# The commons that this one takes contributions from. `commons federation add` adds to it; comments stay.
peers:
"""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*[A-Za-z0-9]|[0-9a-f]{40,64}|[0-9]+")
_GUESSED = re.compile(r"yes|no|true|false|on|off|null|y|n|[0-9]+e[0-9]+", re.IGNORECASE)
_INSIDE = 2


def lock_text(lock: Lock) -> str:
    """Return `federation.lock` as text: the same lock, the same text."""
    if not lock.pins:
        return f"{HEAD}pins: {{}}\n"
    pins = {name: _facts(pin) for name, pin in sorted(lock.pins.items())}
    return "".join((HEAD, "pins:\n", *_lines(pins, 1)))


def with_pin(lock: Lock, name: str, pin: Pin | None) -> Lock:
    """Return a lock with a peer's pin in place, or taken out."""
    pins = {one: held for one, held in lock.pins.items() if one != name}
    return Lock(pins=pins | ({name: pin} if pin else {}))


def with_peer(text: str, name: str, peer: Peer, comment: str = "") -> str:
    """Return `federation.yml` with a peer below those that are there. Raises Failure."""
    before = _read(text)
    if name in before.peers:
        raise Failure(f"there is a peer {name!r} already", f"Change it in {FEDERATION}, or give another --name.")
    said = [f"  # {line}\n" for line in comment.splitlines()]
    entry = "".join((*said, f"  {name}:\n", *_lines(_facts(peer), _INSIDE)))
    begun = text if text.strip() else _FIRST
    if begun.strip() and not begun.endswith("\n"):
        begun += "\n"
    if not before.peers:
        begun = re.sub(r"^peers:[ \t]*(\{[ \t]*\})?[ \t]*$", "peers:", begun, flags=re.MULTILINE)
        if not re.search(r"^peers:", begun, re.MULTILINE):
            begun += "peers:\n"
    return _kept(begun + entry, Federation(peers={**before.peers, name: peer}))


def without_peer(text: str, name: str) -> str:
    """Return `federation.yml` without a peer. Raises Failure."""
    before = _read(text)
    if name not in before.peers:
        raise Failure(f"there is no peer {name!r}", f"Peers stand in {FEDERATION}.")
    _, marks = strict_yaml.parse(text)
    starts = sorted(mark[0] for place, mark in marks.items() if place[:1] == ("peers",) and len(place) == 2)  # noqa: PLR2004
    first = marks["peers", name][0]
    lines = text.splitlines(keepends=True)
    after = next((line for line in starts if line > first), len(lines) + 1)
    last = after - 1
    while last > first and not lines[last - 1].strip():  # a blank line, and comments above the next, are the next one's
        last -= 1
    if after <= len(lines):
        while last > first and lines[last - 1].lstrip().startswith("#"):
            last -= 1
    begin = first - 1
    while begin > 1 and lines[begin - 1].lstrip().startswith("#") and lines[begin - 1].startswith(" "):
        begin -= 1  # what was said about the one that goes
    rest = "".join(lines[:begin] + lines[last:])
    return _kept(rest, Federation(peers={one: peer for one, peer in before.peers.items() if one != name}))


def _read(text: str) -> Federation:
    if not text.strip():
        return Federation()
    found = read_file(Federation, FEDERATION, text.encode())
    if found is None:
        raise Failure(f"{FEDERATION} cannot be read", "See what is wrong with it: commons check")
    return found


def _kept(text: str, wanted: Federation) -> str:
    """Return a text that says what is wanted. Raises Failure where it does not: nothing is written then."""
    try:
        fields, _ = strict_yaml.parse(text)
        found = read_file(Federation, FEDERATION, text.encode()) if fields.get("peers") else Federation()
    except StrictYamlError:
        found = None
    if found != wanted:
        raise Failure(
            f"{FEDERATION} is not written in a way that can be changed without loss",
            "Make the change in an editor; the guide says what each key means.",
        )
    return text


def _facts(said: Peer | Pin) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said.model_dump_json(exclude_defaults=True))
    return found


def _lines(said: Mapping[str, Any], deep: int) -> Iterator[str]:
    indent = "  " * deep
    for key, value in said.items():
        if isinstance(value, dict) and value:
            yield f"{indent}{key}:\n"
            yield from _lines(value, deep + 1)
        elif isinstance(value, list) and value:
            yield f"{indent}{key}:\n"
            for one in value:
                if isinstance(one, dict):
                    facts = ", ".join(f"{name}: {_scalar(each)}" for name, each in one.items())
                    yield f"{indent}  - {{{facts}}}\n"
                else:
                    yield f"{indent}  - {_scalar(one)}\n"
        elif value not in ({}, []):
            yield f"{indent}{key}: {_scalar(value)}\n"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    said = str(value)
    plain = _PLAIN.fullmatch(said) and not _GUESSED.fullmatch(said)
    return said if plain or isinstance(value, int) else json.dumps(said, ensure_ascii=False)
