"""A commons held in memory, for tests that need many: fixtures/good, with other files on top."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from practice_commons.checks.inspection import Whole
from practice_commons.cli.checking import examine_tree
from practice_commons.model.problem import Problem
from practice_commons.reading.document import blob_id
from practice_commons.reading.git import Change, TreeEntry

GOOD = Path(__file__).parent / "fixtures" / "good"
TODAY = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


@functools.cache
def good_files() -> dict[str, bytes]:
    """Return the files of fixtures/good."""
    return {file.relative_to(GOOD).as_posix(): file.read_bytes() for file in sorted(GOOD.rglob("*")) if file.is_file()}


class HeldTree:
    """A tree of files in memory."""

    commit: str | None = None
    when = TODAY
    name = "test"

    def __init__(self, files: Mapping[str, bytes], modes: Mapping[str, str] | None = None) -> None:
        self.files = files
        self.modes = modes or {}

    def entries(self) -> Sequence[TreeEntry]:
        return [
            TreeEntry(self.modes.get(path, "100644"), blob_id(data), path) for path, data in sorted(self.files.items())
        ]

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        for entry in entries:
            yield entry, self.files[entry.path]

    def history(self) -> Mapping[str, Sequence[Change]]:
        return {}


def inspected(files: Mapping[str, bytes], modes: Mapping[str, str] | None = None) -> tuple[Whole, Sequence[Problem]]:
    """Return what the rules see, and every problem, of fixtures/good with other files on top."""
    return examine_tree(HeldTree({**good_files(), **files}, modes))
