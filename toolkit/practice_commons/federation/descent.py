"""Whether a commit goes on from the one that is pinned: history is added to, and never rewritten."""

from __future__ import annotations

from practice_commons.federation.refusal import Ground, Refusal
from practice_commons.model.federation import Pin
from practice_commons.reading.git import Repository


def descent(repository: Repository, pin: Pin | None, commit: str) -> list[Refusal]:
    """Return why a commit does not go on from a pin; nothing where it does, or where nothing is pinned yet."""
    if pin is None or commit == pin.commit or repository.since(pin.commit, commit)[0]:
        return []
    if commit in pin.chain or repository.since(commit, pin.commit)[0]:
        said = f"it went back to {commit[:12]}, which lies before {pin.commit[:12]}"
        return [Refusal(Ground.ROLLED_BACK, said, "Ask its people. What is published stays as it is.")]
    said = f"its history was rewritten: {commit[:12]} does not descend from {pin.commit[:12]}"
    hint = "Ask its people. If it is right: commons federation accept PEER --rewritten --reason “…”"
    return [Refusal(Ground.REWRITTEN, said, hint)]
