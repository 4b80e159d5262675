"""The form and the facilitators' pages, as `commons serve` has them beside the site."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from practice_commons.cli.room import notify, now, workshop
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute

    from practice_commons.checks.review.concern import Remark

FORM = "/contribute/"


def doors(root: Path) -> list[BaseRoute]:
    """Return the pages by which people share and decide; none where the commons is not on a branch main in Git."""
    from practice_commons.editor.application import routes
    from practice_commons.editor.room import Room
    from practice_commons.moderation.desk import Desk
    from practice_commons.moderation.review import Review
    from practice_commons.moderation.safe import Safe
    from practice_commons.moderation.teller import Teller

    try:
        desk = Desk.local(root, workshop(root), notify)
        desk.main()
        safe = Safe.of(root, os.environ)
    except Failure as failure:
        notify(f"Without the form for sharing: {failure.message}.")
        return []
    review, turn = Review(desk), threading.Lock()

    def remarks(data: bytes) -> Sequence[Remark]:
        with turn:
            return review.remarks(data)

    teller = Teller.of(desk, safe, now, notify, os.environ)
    return routes(Room(desk, safe, now, notices=teller, remarks=remarks))
