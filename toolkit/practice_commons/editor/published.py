"""What is published, looked up by its id: to suggest a change to it, or to reply to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from practice_commons.catalogue.trial import held
from practice_commons.editor.room import Room
from practice_commons.moderation.proposal import PLACE, File

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Published:
    """A published contribution: its id, its path, its bytes, and what its frontmatter says."""

    identity: str
    path: str
    data: bytes
    title: str
    kind: str
    community: str


def published(room: Room, identity: str) -> Published | None:
    """Return what is published under an id; None where nothing is."""
    if not _ID.fullmatch(identity) or len(identity) > _LONGEST:
        return None
    desk, main = room.desk, room.desk.main()
    with desk.catalogue(main) as catalogue:
        path = held(catalogue).holder(identity)
    if path is None or not PLACE.fullmatch(path):
        return None
    entry = desk.ledger.files(main, [f"{desk.prefix}{path}"])[f"{desk.prefix}{path}"]
    data = dict(desk.ledger.blobs([entry.blob]))[entry.blob]
    file = File(path, entry.blob, data, "")
    return Published(identity, path, data, file.said["title"], file.said["kind"], file.community)
