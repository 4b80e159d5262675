"""What came of a submission, read from the record; read once for every state of it."""

from __future__ import annotations

import threading

from practice_commons.moderation.desk import Desk
from practice_commons.moderation.forge import DECISIONS
from practice_commons.moderation.record import Decision, decisions
from practice_commons.moderation.submission import TAKEN_BACK
from practice_commons.moderation.terms import Act

_ENDS = {Act.ACCEPT.value, Act.DECLINE.value, TAKEN_BACK}
_lock = threading.Lock()
_known: dict[str, tuple[tuple[str, str], dict[str, Decision]]] = {}


def outcome(desk: Desk, reference: str) -> Decision | None:
    """Return the decision that ended a submission; None where there is none."""
    place = str(desk.ledger.root)
    state = desk.main(), desk.ledger.reference(DECISIONS)
    with _lock:
        held = _known.get(place)
        if held is None or held[0] != state:
            ended = {one.submission: one for one in decisions(desk) if one.decision in _ENDS and one.submission}
            held = _known[place] = state, ended
        return held[1].get(reference)
