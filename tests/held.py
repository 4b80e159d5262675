"""A commons held in memory, for tests that need many: fixtures/good, with other files on top."""

from __future__ import annotations

import datetime as dt
import functools
import json
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from practice_commons.catalogue import advice as advising
from practice_commons.catalogue import update
from practice_commons.catalogue.advice import advice
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.checks.examination import Examined
from practice_commons.crew import Crew
from practice_commons.model.problem import Problem
from practice_commons.reading.document import blob_id
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.tree import History
from practice_commons.reading.vocabularies import Vocabularies

GOOD = Path(__file__).parent / "fixtures" / "good"
TODAY = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
TOO_LONG = "These words take for ever."
BEGIN = update._begin


@functools.cache
def good_files() -> dict[str, bytes]:
    """Return the files of fixtures/good."""
    return {file.relative_to(GOOD).as_posix(): file.read_bytes() for file in sorted(GOOD.rglob("*")) if file.is_file()}


class HeldTree:
    """A tree of files in memory."""

    commit: str | None = None
    when = TODAY
    present = TODAY
    name = "test"

    def __init__(self, files: Mapping[str, bytes], modes: Mapping[str, str] | None = None) -> None:
        self.files = files
        self.modes = modes or {}

    def entries(self) -> Sequence[TreeEntry]:
        return [
            TreeEntry(self.modes.get(path, "100644"), blob_id(data), path) for path, data in sorted(self.files.items())
        ]

    def below(self, folders: Sequence[str]) -> Sequence[TreeEntry]:
        return [entry for entry in self.entries() if entry.path.startswith(tuple(folders))]

    def overlay(self) -> Mapping[str, TreeEntry | None] | None:
        return None

    def since(self, commit: str, paths: Collection[str]) -> Mapping[str, TreeEntry | None] | None:  # noqa: ARG002 - Tree's
        return None

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        for entry in entries:
            yield entry, self.files[entry.path]

    def history(self, known: str | None = None) -> History:  # noqa: ARG002 - Tree's
        return History({}, None)


def begin_slowly(lists: Vocabularies, day: dt.date) -> Callable[[Any], Any]:
    """Begin as the catalogue's workers do, and take for ever over what says TOO_LONG."""
    work = BEGIN(lists, day)

    def slowly(item: Any) -> Any:
        if TOO_LONG.encode() in item[1]:
            time.sleep(600)
        return work(item)

    return slowly


@dataclass(frozen=True)
class Inspected:
    """What the catalogue has of a tree: its lists, and by path, what every contribution was examined to be."""

    vocabularies: Vocabularies
    examined: Mapping[str, Examined]


def inspected(
    files: Mapping[str, bytes], modes: Mapping[str, str] | None = None, *, workers: int | None = 0
) -> tuple[Inspected, Sequence[Problem]]:
    """Return what the rules see, and every problem and advice, of fixtures/good with other files on top.

    All is done in this process, where its time can be measured, unless workers are asked for.
    """
    tree = HeldTree({**good_files(), **files}, modes)
    notices: list[str] = []
    with pytest.MonkeyPatch.context() as patched, tempfile.TemporaryDirectory(prefix="commons-") as folder:
        for module in (update, advising):
            patched.setattr(module, "Crew", functools.partial(Crew, workers=workers))
        with Catalogue.of(tree, Path(folder), notices.append) as catalogue:
            problems = sorted({*catalogue.problems(), *advice(catalogue)})
            rows = catalogue.connection.execute("SELECT path, raw, blob FROM file WHERE contribution ORDER BY path")
            examined = {
                (path if raw is None else json.loads(raw)): catalogue.contents.examined(blob, dict)
                for path, raw, blob in rows.fetchall()
            }
            assert not notices
            return Inspected(catalogue.vocabularies, examined), problems
