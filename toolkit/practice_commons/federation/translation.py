"""A peer's contribution in our words: the same text, with its ids, tags, priorities and councils as they are here.

What is translated is the file itself, so that everything after it (the checks, the pages, the search) treats it as any
other. Lines stay where they were. What has no word here is kept in `origin`, as it was said there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from practice_commons.failure import Failure
from practice_commons.model.community import Commons
from practice_commons.model.council import Register
from practice_commons.model.federation import Peer
from practice_commons.model.place import place_of
from practice_commons.model.problem import Problem
from practice_commons.model.terms import Kind
from practice_commons.reading.document import Document, StrictHandler, read_document, read_text
from practice_commons.reading.vocabularies import Vocabularies

_KEY = re.compile(r"^([A-Za-z_][A-Za-z0-9_-]*):(?=[ \n])", re.MULTILINE)
_PLAIN = re.compile(r"[a-z0-9][a-z0-9:@-]*[a-z0-9]")
_JOINED = re.compile(r"[a-z]+(_[a-z]+)+")
"""A key that no reader of YAML takes for anything but words."""
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_MOST = 40
"""Words that are kept as they were said, of each kind."""
_LONGEST = 200
_STEPS = 20
"""Adoptions of adoptions that are named."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """From one peer's words to ours. `seal` is another wherever any of them differs."""

    name: str
    peer: Peer
    commons: Commons | None
    tags: Mapping[str, str]
    priorities: Mapping[str, str]
    alike: Mapping[str, str]
    register: Register
    neighbours: Mapping[str, str]
    """Our name for each commons that the peer and we both know, by the name that it has there; empty for ourselves."""
    seal: str

    @classmethod
    def of(
        cls,
        name: str,
        peer: Peer,
        commons: Commons | None,
        ours: Vocabularies,
        neighbours: Mapping[str, str] | None = None,
    ) -> Crossing:
        """Return the crossing from a peer, whose `commons.yml` may be unreadable, to our vocabularies."""
        tags = {theirs: word for theirs, word in peer.tags.named.items() if word in ours.tags}
        priorities = {theirs: word for theirs, word in peer.priorities.named.items() if word in ours.priorities}
        alike = {theirs: word for theirs, word in peer.priorities.alike.items() if word in ours.priorities}
        said = [
            name,
            *filter(None, [peer.inside]),
            peer.prefix,
            *(sorted(one.items()) for one in (peer.into, tags, priorities, alike)),
        ]
        said += [f"{one.slug} {one.gss} {one.name} {one.official_name} {one.former_gss}" for one in ours.register]
        said += [commons.model_dump_json() if commons else "", *sorted((neighbours or {}).items())]
        seal = hashlib.sha256(json.dumps(said).encode()).hexdigest()
        return cls(name, peer, commons, tags, priorities, alike, ours.register, neighbours or {}, seal)

    @property
    def title(self) -> str:
        """Return what the peer calls itself."""
        return self.commons.name if self.commons else self.name

    def blob(self, blob: str, path: str, commit: str) -> str:
        """Return the id under which a translated text is known: another wherever anything that made it differs."""
        said = f"{self.seal} {blob} {commit} {path}".encode()
        return hashlib.sha1(said, usedforsecurity=False).hexdigest()

    def translated(self, data: bytes, path: str) -> bytes:
        """Return a contribution that lies at a path of the peer's commons, in our words.

        What cannot be read is returned as it is: the checks will say so.
        """
        document = read_document("", data)
        text = read_text("", data)
        if not isinstance(document, Document) or isinstance(text, Problem):
            return data
        head, body = StrictHandler().split(text)
        fields = self._fields(dict(document.fields), path)
        for made in (_edited(head, document.fields, fields), _flow(fields)):
            whole = f"---\n{made}---\n{body}".encode()
            again = read_document("", whole)
            if isinstance(again, Document) and _said(again.fields) == _said(fields) and again.body == body:
                return whole
        return b"---\nkind: unreadable\n---\n"

    def _fields(self, fields: dict[str, Any], path: str) -> dict[str, Any]:  # noqa: C901, PLR0912 - a key, a line
        """Return a frontmatter in our words. Whatever is not of the form that it should be is left for the checks."""
        name = self.name
        lost: dict[str, list[str]] = {"tags": [], "priorities": [], "councils": []}
        own = fields.get("id")
        if isinstance(own, str):
            fields["id"] = f"{name}:{own}"
        for key in ("responds_to", "superseded_by"):
            if isinstance(fields.get(key), str):
                fields[key] = self._named(fields[key])
        community = fields.get("community")
        if isinstance(community, str):
            fields["community"] = self.peer.into.get(community, community)
        for key, words in (("tags", self.tags), ("priorities", self.priorities)):
            if isinstance(fields.get(key), list):
                fields[key] = _renamed(fields[key], words, lost[key])
        if isinstance(fields.get("stance"), dict):
            fields["stance"] = {self.alike[one]: said for one, said in fields["stance"].items() if one in self.alike}
        if fields.get("kind") == Kind.CALL.value and isinstance(fields.get("priority"), str):
            theirs = fields["priority"]
            fields["priority"] = self.priorities.get(theirs, f"{name}-{theirs}")
        if isinstance(fields.get("asks"), list):
            fields["asks"] = [self._ask(one) for one in fields["asks"]]
        if isinstance(fields.get("councils"), list):
            fields["councils"] = [one for one in fields["councils"] if self._known(one, lost["councils"])]
        author = fields.get("author")
        if isinstance(author, dict):
            fields["author"] = {
                key: said
                for key, said in author.items()
                if key != "listed" and (key != "council" or self._known(said, lost["councils"]))
            }
        if isinstance(fields.get("team"), list):
            fields["team"] = [self._member(one, lost["councils"]) for one in fields["team"]]
        if isinstance(fields.get("sessions"), list):
            fields["sessions"] = [self._session(one) for one in fields["sessions"]]
        if not fields.get("licence") and self.commons:
            fields["licence"] = self.commons.licence
        fields["origin"] = self._origin(own, path, lost)
        return fields

    def _origin(self, own: Any, path: str, lost: Mapping[str, list[str]]) -> dict[str, Any]:
        commons = self.commons
        found: dict[str, Any] = {"peer": self.name, "commons": self.title, "path": f"{self.peer.prefix}{path}"}
        if self.peer.inside:  # it has no site and no repository that anybody could be led to
            found |= {"path": f"{self.peer.inside}/{found['path']}", "beside": "yes"}
            return found | _lost(lost)
        if commons and isinstance(own, str) and _PLAIN.fullmatch(own):
            found["link"] = f"{commons.base_url.rstrip('/')}/{place_of(own)}"
        if commons and commons.repository_url:
            found["repository"] = commons.repository_url
        return found | _lost(lost)

    def _ask(self, one: Any) -> Any:
        if not _has(one, "priority"):
            return one
        if one["priority"] in self.alike:
            return {**one, "priority": self.alike[one["priority"]]}
        return {key: said for key, said in one.items() if key != "priority"}

    def _member(self, one: Any, lost: list[str]) -> Any:
        if not _has(one, "council") or self._known(one["council"], lost):
            return one
        return {key: said for key, said in one.items() if key != "council"}

    def _session(self, one: Any) -> Any:
        return {**one, "contribution": self._named(one["contribution"])} if _has(one, "contribution") else one

    def _named(self, identity: str) -> str:
        """Return the id here of what a peer refers to: its own, ours, or that of a commons which both may know."""
        there, colon, rest = identity.partition(":")
        if not colon:
            return f"{self.name}:{identity}"
        known = self.neighbours.get(there, f"{self.name}-{there}")
        return f"{known}:{rest}" if known else rest

    def _known(self, council: Any, lost: list[str]) -> bool:
        if isinstance(council, str) and self.register.find(council) is None:
            _keep(council, lost)
            return False
        return True


def own_version(data: bytes, citation: str) -> bytes:
    """Return the beginning of an own version of a peer's contribution, given as it is here, and which text it is.

    Who wrote it and under which licence stays; what its author agreed to for advocacy was not said to whoever adapts
    it, and is left out. What it was adapted from itself stays named. Raises Failure for what cannot be read.
    """
    document, text = read_document("", data), read_text("", data)
    if not isinstance(document, Document) or isinstance(text, Problem):
        raise Failure(f"{citation} cannot be read", "See: commons federation status --report PEER")
    left = {"id", "origin", "consent", "superseded_by", "withdrawn", "review_by"}
    fields = {key: said for key, said in document.fields.items() if key not in left} | {"adapted_from": citation}
    earlier = [document.fields.get("adapted_from"), *_listed(document.fields.get("adapted_through"))]
    if earlier[0]:
        fields["adapted_through"] = earlier[:_STEPS]
    head, body = StrictHandler().split(text)
    made = "".join(line for line in _edited(head, document.fields, fields).splitlines(keepends=True) if line.strip())
    again = read_document("", f"---\n{made}---\n{body}".encode())
    if not isinstance(again, Document) or again.fields != fields:
        made = _flow(fields)
    return f"---\n{made}---\n{body}".encode()


def _listed(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []


def _renamed(said: list[Any], words: Mapping[str, str], lost: list[str]) -> list[Any]:
    found: dict[str, None] = {}
    for one in said:
        if isinstance(one, str) and one in words:
            found[words[one]] = None
        else:
            _keep(one, lost)
    return list(found)


def _lost(lost: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {kind: list(dict.fromkeys(words))[:_MOST] for kind, words in lost.items() if words}


def _keep(word: Any, lost: list[str]) -> None:
    if isinstance(word, str) and 0 < len(word) <= _LONGEST and "\n" not in word and "\r" not in word:
        lost.append(word)


def _has(one: Any, key: str) -> bool:
    return isinstance(one, dict) and isinstance(one.get(key), str)


def _edited(head: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return a frontmatter with what differs written anew, each key on the line where it was."""
    starts = list(_KEY.finditer(head))
    if not starts or [one[1] for one in starts] != list(was):
        return ""
    pieces = [head[: starts[0].start()]]
    for at, one in enumerate(starts):
        chunk = head[one.start() : starts[at + 1].start() if at + 1 < len(starts) else len(head)]
        key = one[1]
        if key in now and now[key] == was[key]:
            pieces.append(chunk if chunk.endswith("\n") else f"{chunk}\n")
        else:
            made = f"{key}: {_value(now[key])}\n" if key in now else ""
            pieces.append(made + "\n" * (chunk.count("\n") - made.count("\n")))
    return "".join((*pieces, *_lines({key: said for key, said in now.items() if key not in was})))


def _flow(fields: Mapping[str, Any]) -> str:
    return "".join(_lines(fields))


def _lines(fields: Mapping[str, Any]) -> Iterator[str]:
    for key, said in fields.items():
        yield f"{key if _JOINED.fullmatch(key) else _value(key)}: {_value(said)}\n"


def _value(said: Any) -> str:
    """Return a value as YAML writes it on one line."""
    if said is None:
        return ""
    if isinstance(said, list):
        return f"[{', '.join(_value(one) if one is not None else _quoted('') for one in said)}]"
    if isinstance(said, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_value(one)}" for key, one in said.items()) + "}"
    return said if _PLAIN.fullmatch(said) and ":" not in said[-1] else _quoted(said)


def _quoted(said: str) -> str:
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(said, ensure_ascii=False))


def _said(value: Any) -> Any:
    """Return what a value says: an empty one in a list says nothing."""
    if isinstance(value, Mapping):
        return {key: _said(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_said(one) or "" for one in value]
    return value
