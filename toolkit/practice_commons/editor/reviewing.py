"""What a facilitator looks at before deciding: each file as it would be read, as it was written, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from practice_commons.catalogue.trial import tried
from practice_commons.editor.answers import present
from practice_commons.editor.comparison import Passage, compared
from practice_commons.editor.preview import rendered
from practice_commons.editor.room import Room
from practice_commons.moderation.proposal import File, Proposal
from practice_commons.moderation.terms import Act
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.strict_yaml import Value
from practice_commons.rendering.markdown import Html, plain_text


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: where, how much it matters, what, and what can be done."""

    line: int
    weight: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Sight:
    """One file of a submission. `changes` are of the rendered words, `facts` with what they were before."""

    path: str
    published: bool
    preview: Html
    source: str
    facts: Sequence[tuple[str, str, str]]
    findings: Sequence[Finding]
    changes: Sequence[Passage]


def concerned(room: Room, role: str, proposal: Proposal) -> bool:
    """Say whether somebody may do anything about a submission; what belongs nowhere is everybody's."""
    policy = room.policy()
    return (
        any(
            policy.may(role, Act.RETURN, community) or community not in policy.communities
            for community in proposal.communities
        )
        or not proposal.communities
    )


def findings_of(room: Room, files: Sequence[File]) -> list[list[Finding]]:
    """Return what the rules and the remarks say of each file, the catalogue opened once."""
    today = room.clock().date()
    found: list[list[Finding]] = []
    with room.desk.catalogue(room.desk.main()) as catalogue:
        for file in files:
            trial = tried(catalogue, file.path, file.data, today)
            said = [Finding(one.line, one.severity.value, one.message, one.hint) for one in trial.problems]
            found.append([*said, *(_remark(one) for one in room.remarks(file.data))])
    return found


def sights(room: Room, proposal: Proposal) -> list[Sight]:
    """Return what there is to look at in a submission."""
    ledger = room.desk.ledger
    before = dict(ledger.blobs([file.published for file in proposal.files if file.published]))
    found = findings_of(room, proposal.files)
    return [
        _sight(room, file, before.get(file.published, b""), said)
        for file, said in zip(proposal.files, found, strict=True)
    ]


def _sight(room: Room, file: File, before: bytes, findings: Sequence[Finding]) -> Sight:
    fields, body = _read(file.data)
    old_fields, old_body = _read(before)
    made = rendered(body, room.site)
    changes = compared(plain_text(rendered(old_body, room.site)), plain_text(made)) if before else []
    new_facts, old_facts = _facts(fields), _facts(old_fields) if before else {}
    facts = [
        (
            key,
            new_facts.get(key, ""),
            old_facts.get(key, "") if before and old_facts.get(key) != new_facts.get(key) else "",
        )
        for key in dict.fromkeys([*new_facts, *old_facts])
    ]
    source = file.data.decode("utf-8", "replace")
    return Sight(file.path, bool(file.published), made, source, facts, findings, changes)


def _read(data: bytes) -> tuple[dict[str, Value], str]:
    found = read_document("", data)
    if isinstance(found, Document):
        return present(dict(found.fields)), found.body
    return {}, data.decode("utf-8", "replace")


def _facts(fields: dict[str, Value]) -> dict[str, str]:
    return {key.replace("_", " ").capitalize(): "\n".join(_said(value)) for key, value in fields.items()}


def _said(value: Value) -> list[str]:
    if isinstance(value, dict):
        return [f"{key}: {', '.join(_said(one))}" for key, one in value.items()]
    if isinstance(value, list):
        return [", ".join(_said(one)) for one in value]
    return [str(value)]


def _remark(one: Any) -> Finding:
    """Return a remark as a finding, whatever else it carries."""
    line, hint = getattr(one, "line", 0), getattr(one, "hint", "") or getattr(one, "shown", "")
    return Finding(int(line or 0), "remark", str(getattr(one, "message", one)), str(hint or ""))
