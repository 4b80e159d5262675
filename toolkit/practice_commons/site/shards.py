"""A site made in shares, each on a machine of its own, and put together where it is published.

Every share is made from the same commit by the same toolkit, and says so; shares that do not belong together are
refused. Which pieces are in a share follows from their names alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from practice_commons.failure import Failure
from practice_commons.site import offline
from practice_commons.site.aside import link
from practice_commons.site.pieces import Piece
from practice_commons.site.shelf import Laid, Shelf

PART = ".practice-commons-part"
"""A file in a folder that says which share of which site it holds."""


@dataclass(frozen=True, slots=True)
class Share:
    """One share of several: its number, from 1, and how many there are."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the share that `I/N` names. Raises ValueError."""
        found = re.fullmatch(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})", text)
        if found is None or int(found[1]) > int(found[2]):
            raise ValueError(f"{text!r} is not a share: write 1/4 for the first of four")
        return cls(int(found[1]), int(found[2]))

    def has(self, piece: Piece) -> bool:
        """Say whether a piece is in this share."""
        return zlib.crc32("\0".join(map(str, piece)).encode()) % self.of == self.number - 1


def open_part(output: Path) -> Path:
    """Return an empty folder beside an output folder, to write a share into. Raises Failure."""
    if output.is_symlink() or (output.exists() and not (output / PART).is_file() and any(output.iterdir())):
        raise Failure(f"{output} holds files that are not a share of ours", "Name an empty folder with --output.")
    beside = output.with_name(f".{output.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    return beside


def close_part(beside: Path, output: Path, share: Share, facts: Mapping[str, Any]) -> None:
    """Put a finished share in its folder's place, with what it was made from and what it came to."""
    said = {**facts, "share": share.number, "of": share.of}
    (beside / PART).write_text(json.dumps(said), "utf-8")
    shutil.rmtree(output, ignore_errors=True)
    beside.rename(output)


def merge(folder: Path, shelf: Shelf) -> tuple[int, Laid]:
    """Publish the site whose shares lie in a folder. Returns its pages, and what was laid. Raises Failure."""
    parts = sorted(file.parent for file in folder.glob(f"*/{PART}"))
    said = [_facts(part) for part in parts]
    shares = [one["share"] for one in said]
    if not said or sorted(shares) != list(range(1, said[0]["of"] + 1)):
        held = ", ".join(map(str, sorted(shares))) or "none"
        wanted = f"1 to {said[0]['of']}" if said else "any"
        raise Failure(
            f"{folder} holds the shares {held}, and not {wanted}, each once",
            "Make the others with: commons build --shard I/N --output FOLDER/I",
        )
    for part, one in zip(parts, said, strict=True):
        if one["made_from"] != said[0]["made_from"] or one["of"] != said[0]["of"]:
            raise Failure(
                f"{part} was made from another commit, or by another version, than {parts[0]}", "Make it again."
            )
    pages, files = (sum(one[key] for one in said) for key in ("pages", "files"))
    beside = shelf.begin_whole()
    try:
        for part in parts:
            for path in _files(part):
                target = beside / path
                target.parent.mkdir(parents=True, exist_ok=True)
                link(part / path, target)
        files += offline.add(beside, None) if said[0]["offline"] else 0
    except OSError as error:
        shelf.abandon_whole()
        raise Failure(f"{beside} could not be written: {error}", "See whether the disk is full.") from error
    edition = json.dumps({**said[0]["made_from"], "pages": pages, "files": files})
    return pages, shelf.finish_whole(beside, edition)


def _facts(part: Path) -> dict[str, Any]:
    try:
        said = json.loads((part / PART).read_text("utf-8"))
        return {key: said[key] for key in ("share", "of", "pages", "files", "made_from", "offline")}
    except (OSError, ValueError, KeyError, TypeError):
        raise Failure(f"{part / PART} is damaged", "Make that share again.") from None


def _files(part: Path) -> Iterator[str]:
    for here, _, names in os.walk(part):
        for name in names:
            path = Path(here, name).relative_to(part).as_posix()
            if path != PART:
                yield path
