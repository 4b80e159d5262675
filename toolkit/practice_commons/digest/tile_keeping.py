"""The map's squares, worked out once for a register and kept: it takes a second or two, and a digest may not."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import tempfile
from pathlib import Path

from practice_commons.digest.cartogram import Square
from practice_commons.digest.tile_layout import fingerprint, lay_out
from practice_commons.model.council import Register

_NAME = "tiles.json"


def kept_layout(register: Register, day: dt.date, folder: Path) -> dict[str, Square]:
    """Return the squares of a register on a day, from a private folder where they are kept for it.

    What cannot be read there, or is another register's, is worked out again; what cannot be written is not kept.
    """
    mark = fingerprint(register, day)
    place = folder / _NAME
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads(place.read_bytes())
        if said["fingerprint"] == mark:
            return {str(slug): (int(column), int(row)) for slug, (column, row) in said["squares"].items()}
    squares = lay_out(register, day)
    with contextlib.suppress(OSError):
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{_NAME}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump({"fingerprint": mark, "squares": squares}, stream)
            Path(name).replace(place)
        finally:
            Path(name).unlink(missing_ok=True)
    return squares
