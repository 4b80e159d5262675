"""The mark in the root of a site: that the folder is ours to replace, and what it was built from."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

MARK = ".practice-commons-site"
"""The mark's name. A folder without one is somebody else's."""
_SENTENCE = b"This folder is computed. Whatever is changed here is gone after the next build.\n"


def key_of(output: Path) -> str:
    """Return the name under which what belongs to an output folder is kept."""
    return hashlib.sha256(os.fsencode(output.absolute())).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark says: the edition, in the publisher's words, and how many files the site has beside the mark."""

    edition: str
    files: int

    def as_bytes(self) -> bytes:
        """Return the file: a sentence for people, what it says, and a checksum of that."""
        said = json.dumps(asdict(self)).encode()
        return _SENTENCE + said + b"\n" + _checksum(said) + b"\n"


def mark_of(site: Path) -> Mark | None:
    """Return what a site's mark says, or None where it is missing, damaged, or made by an earlier version."""
    try:
        _, said, checksum, rest = (site / MARK).read_bytes().split(b"\n")
        if checksum != _checksum(said) or rest:
            return None
        return Mark(**json.loads(said))
    except (OSError, ValueError, TypeError):
        return None


def edition_of(output: Path) -> str | None:
    """Return what a site was built from, in its publisher's words, or None where its mark is missing or damaged."""
    mark = mark_of(output)
    return mark.edition if mark else None


def _checksum(said: bytes) -> bytes:
    return hashlib.sha256(said).hexdigest().encode()
