"""What a submission proposes: the files that it adds or changes, and whatever else it touches."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from practice_commons.checks.examination import contribution_in
from practice_commons.model.contribution import Contribution
from practice_commons.moderation.forge import Waiting
from practice_commons.reading import limits
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.ledger import Ledger
from practice_commons.reading.tree import REGULAR

TRAY = re.compile(r"contributions/(?!README\.md$)[^/]+\.md")
PLACE = re.compile(r"communities/([a-z0-9-]+)/[^/]+\.md")
MOST = 20
"""Files of one submission. More is not one decision."""


@dataclass(frozen=True)
class File:
    """A file that a submission proposes. `published` is the blob that it would take the place of, or empty."""

    path: str
    blob: str
    data: bytes
    published: str

    @functools.cached_property
    def _document(self) -> Document | None:
        found = read_document(self.path, self.data)
        return found if isinstance(found, Document) else None

    @functools.cached_property
    def contribution(self) -> Contribution | None:
        """Return the typed contribution; None where it cannot be typed."""
        typed = contribution_in(self._document) if self._document else None
        return typed if isinstance(typed, Contribution) else None

    @functools.cached_property
    def said(self) -> dict[str, str]:
        """Return its title, kind and community as they are written, right or wrong; empty where they are not text."""
        fields = self._document.fields if self._document else {}
        return {name: value if isinstance(value := fields.get(name), str) else "" for name in _SAID}

    @property
    def community(self) -> str:
        """Return the community that it is for: where it lies, or where it says that it belongs."""
        place = PLACE.fullmatch(self.path)
        return place[1] if place else self.said["community"]


_SAID = ("title", "kind", "community")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A submission with its files. `outside` are paths that nobody can propose, for which it cannot be accepted."""

    waiting: Waiting
    files: tuple[File, ...]
    outside: tuple[str, ...]

    @property
    def reference(self) -> str:
        """Return what it is known by."""
        return self.waiting.reference

    @property
    def title(self) -> str:
        """Return the title of its first file, or its reference."""
        return next(filter(None, (one.said["title"] for one in self.files)), self.waiting.reference)

    @property
    def communities(self) -> tuple[str, ...]:
        """Return the communities that it is for, each once."""
        return tuple(dict.fromkeys(one.community for one in self.files))


def proposals(ledger: Ledger, waiting: Sequence[Waiting], prefix: str = "") -> list[Proposal]:
    """Return what submissions propose, in three processes of Git however many they are."""
    pairs = [(one.base, one.head) for one in waiting]
    changes = list(ledger.differences(pairs)) if pairs else []
    wanted = {
        entry.blob
        for found in changes
        for entry in found.values()
        if entry is not None and entry.mode == REGULAR and _proposable(entry.path, prefix)
    }
    sizes = ledger.sizes(wanted)
    small = [blob for blob in wanted if sizes.get(blob, 0) <= limits.FILE_BYTES]
    held = dict(ledger.blobs(small))
    made = []
    for one, found in zip(waiting, changes, strict=True):
        taken = {
            path: entry
            for path, entry in found.items()
            if entry and entry.mode == REGULAR and entry.blob in held and _proposable(path, prefix)
        }
        files = sorted(taken.items())[:MOST]
        before = ledger.files(one.base, [path for path, _ in files if "/communities/" in f"/{path}"])
        made.append(
            Proposal(
                one,
                tuple(_file(path.removeprefix(prefix), entry, held, before.get(path)) for path, entry in files),
                tuple(sorted(path for path in found if path not in dict(files))),
            )
        )
    return made


def _proposable(path: str, prefix: str) -> bool:
    inside = path.removeprefix(prefix)
    return path.startswith(prefix) and bool(TRAY.fullmatch(inside) or PLACE.fullmatch(inside))


def _file(path: str, entry: TreeEntry, held: dict[str, bytes], before: TreeEntry | None) -> File:
    return File(path, entry.blob, held[entry.blob], before.blob if before else "")
