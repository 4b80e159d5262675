"""The form and the facilitators' pages, as `commons serve` has them beside the site."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from practice_commons.cli.room import notify, now, workshop
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

FORM = "/contribute/"


def doors(root: Path) -> list[BaseRoute]:
    """Return the pages by which people share and decide; none where the commons is not on a branch main in Git."""
    from practice_commons.editor.application import routes
    from practice_commons.editor.furnishing import furnished

    try:
        room, provider = furnished(root, workshop(root), os.environ, now, notify)
    except Failure as failure:
        notify(f"Without the form for sharing: {failure.message}.")
        return []
    threading.Thread(target=room.warm, daemon=True).start()
    return routes(room, provider)
