"""The lines at the end of a commit's message by which the record of moderation is read (git-interpret-trailers)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

DECISION = "Commons-Decision"
SUBMISSION = "Commons-Submission"
CONTRIBUTION = "Commons-Contribution"
COMMUNITY = "Commons-Community"
POLICY = "Commons-Policy"
REASON = "Commons-Reason"
DOOR = "Commons-Door"
CONTRIBUTOR = "Commons-Contributor"
RECEIVED = "Commons-Received"
BY = "Reviewed-by"
SIGNED = "Signed-off-by"
FINDINGS = "findings.md"


class Said(NamedTuple):
    """A trailer that says what a commit without changes is for, and that commit's first line."""

    name: str
    value: str
    subject: str


COMMENT = Said("Commons-Note", "comment", "A note")
RETURNED = Said("Commons-Decision", "return", "Sent back with questions")


def message(subject: str, text: str, trailers: Mapping[str, str]) -> str:
    """Return a commit's message. What strangers wrote cannot become a trailer: ours are always the last paragraph."""
    head = " ".join(subject.split())[:200] or "Untitled"
    body = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    tail = "\n".join(f"{name}: {' '.join(value.split())}" for name, value in trailers.items() if value.strip())
    return "\n\n".join(filter(None, (head, body, tail))) + "\n"
