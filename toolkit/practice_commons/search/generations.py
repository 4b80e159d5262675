"""The generations that a browser searches: one for each segment of Whoosh's index, made together and kept in step.

A change to the commons makes one small generation, together with those before it that have not grown eight times as
large yet, and marks documents of the others as gone. So the last generation is always small to make and to fetch, and
there are few of them: their number follows the logarithm of the commons' size (the log-structured merge of O'Neil,
Cheng, Gawlick and O'Neil 1996). A generation's name is a hash of all that is in it: it is never changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from practice_commons.search import encoding
from practice_commons.search.sizes import LARGEST

if TYPE_CHECKING:
    from practice_commons.search.document import Document

FACTOR = 8
"""How many times as large as what comes after it a generation must be, to be left alone."""
SMALL = 24
"""Documents up to which a generation is made again rather than left alone: half a second for Whoosh."""
_KEYS = "keys.json"


@dataclass(frozen=True, slots=True)
class Made:
    """A generation that was made: its name, how many documents it has, and the numbers of those that are gone."""

    name: str
    documents: int
    gone: tuple[int, ...] = ()
    totals: tuple[int, ...] = ()
    """How many words each text field has in all, as Whoosh counts them: a segment made of others forgets a little."""

    @property
    def present(self) -> int:
        """Return how many of its documents are still there."""
        return self.documents - len(self.gone)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can say it."""
        return {"name": self.name, "documents": self.documents, "gone": list(self.gone), "totals": list(self.totals)}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Made:
        """Return what `as_json` said. Raises KeyError and TypeError."""
        gone, totals = (tuple(map(int, said[name])) for name in ("gone", "totals"))
        return cls(str(said["name"]), int(said["documents"]), gone, totals)


def staying(made: Sequence[Made], added: int) -> int:
    """Return how many generations stay as they are when documents are added; those after them are made again."""
    total, staying = added, len(made)
    while staying and made[staying - 1].present <= max(SMALL, FACTOR * total):
        staying -= 1
        total += made[staying].present
    return staying


def make(folder: Path, documents: Iterable[Document], largest: int = LARGEST) -> Made:
    """Make a generation in a folder from documents, in whatever order. Raises OSError."""
    import shutil  # noqa: PLC0415 - most searches make none

    from practice_commons.search.generation import Generation  # noqa: PLC0415 - numpy is dear to import

    beside = folder / f"g-{os.urandom(4).hex()}.new"
    beside.mkdir(parents=True)
    said = hashlib.sha256()
    with contextlib.closing(Generation(largest, beside)) as generation:
        for document in documents:
            generation.add(document)
        for name, parts, known in generation.shards():
            script = encoding.shard(parts, known)
            said.update(hashlib.sha256(name.encode() + b"\0" + script).digest())
            (beside / f"{name}.js").write_bytes(script)
        keys = generation.keys()
    (beside / _KEYS).write_text(json.dumps(keys), "utf-8")
    made = Made(said.hexdigest()[:12], len(keys))
    target = folder / f"g-{made.name}"
    shutil.rmtree(target, ignore_errors=True)
    beside.rename(target)
    return made


def without(folder: Path, made: Made, keys: set[str]) -> Made:
    """Return a generation without the documents with some keys. Raises OSError and ValueError."""
    held = json.loads((folder / f"g-{made.name}" / _KEYS).read_text("utf-8"))
    gone = {number for number, key in enumerate(held) if key in keys}
    return replace(made, gone=tuple(sorted({*made.gone, *gone})))


def present(folder: Path, made: Made) -> list[str]:
    """Return the keys of a generation's documents that are there. Raises OSError and ValueError."""
    gone = set(made.gone)
    held = json.loads((folder / f"g-{made.name}" / _KEYS).read_text("utf-8"))
    return [key for number, key in enumerate(held) if number not in gone]


def shards(folder: Path, made: Made) -> list[tuple[str, Path]]:
    """Return the files of a generation: the path that each has on the site, and where it lies."""
    found = sorted((folder / f"g-{made.name}").glob("*.js"))
    return [(f"search/{made.name}/{file.name}", file) for file in found]


def clear(folder: Path, made: Iterable[Made]) -> None:
    """Delete the generations that are not among those made."""
    import shutil  # noqa: PLC0415

    kept = {f"g-{one.name}" for one in made}
    for other in folder.glob("g-*"):
        if other.name not in kept:
            shutil.rmtree(other, ignore_errors=True)
