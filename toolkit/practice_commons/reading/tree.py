"""The tree of a commons, as it lies in a folder or as it was at a commit: the same files, read the same way."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from practice_commons.failure import Failure
from practice_commons.reading import limits
from practice_commons.reading.document import blob_id
from practice_commons.reading.git import Change, Repository, TreeEntry

FOLDERS = ("communities", "contributions")
"""The folders of a commons that hold what practitioners wrote."""
REGULAR = "100644"
LINK = "120000"
EXECUTABLE = "100755"
GITLINK = "160000"
LARGEST = max(limits.FILE_BYTES, limits.IMAGE_BYTES)
TOO_LARGE = b"\0" * (LARGEST + 1)
"""What stands for the bytes of a file that is larger than any may be: nobody reads it further."""
BATCH_BYTES = 16 * 1024 * 1024


class Tree(Protocol):
    """The files of a commons at one moment."""

    commit: str | None
    """The commit that the tree is at; None for a folder outside Git or without commits."""
    when: dt.datetime
    """The time of that commit: the only clock that views may look at."""
    name: str
    """What to call the tree in a message."""

    def entries(self) -> Sequence[TreeEntry]:
        """Return every file under FOLDERS, sorted by path."""

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """Iterate over entries with their bytes."""

    def history(self) -> Mapping[str, Sequence[Change]]:
        """Return, by path, the commits that changed a file, newest first."""

    def committed(self) -> Mapping[str, str]:
        """Return, by path, the blob id of each file at `commit`: what can be cited."""


@dataclass
class CommitTree:
    """A commons at a commit. Nothing is checked out."""

    repository: Repository
    commit: str | None
    prefix: str = ""
    when: dt.datetime = field(init=False)
    name: str = field(init=False)

    def __post_init__(self) -> None:
        """Look the commit up. Raises Failure when there is none of that name."""
        self.commit = self.repository.resolve("HEAD" if self.commit is None else self.commit)
        self.when = self.repository.when(self.commit)
        self.name = f"commit {self.commit[:12]}"

    def entries(self) -> Sequence[TreeEntry]:
        """Return every file under FOLDERS, sorted by path."""
        found = [
            TreeEntry(entry.mode, entry.blob, entry.path.removeprefix(self.prefix))
            for folder in FOLDERS
            for entry in self.repository.tree(self.commit or "", f"{self.prefix}{folder}/")
        ]
        return _limited(sorted(found, key=lambda entry: entry.path), self.name)

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """Iterate over entries with their bytes."""
        wanted = [entry for entry in entries if entry.mode != GITLINK]
        sizes = self.repository.sizes(entry.blob for entry in wanted)
        for batch in _batches(wanted, sizes):
            readable = [entry.blob for entry in batch if sizes.get(entry.blob, 0) <= LARGEST]
            held = dict(self.repository.blobs(dict.fromkeys(readable)))
            for entry in batch:
                yield entry, held.get(entry.blob, TOO_LARGE)

    def history(self) -> Mapping[str, Sequence[Change]]:
        """Return, by path, the commits that changed a file, newest first."""
        return _history(self.repository, self.commit, self.prefix)

    def committed(self) -> Mapping[str, str]:
        """Return, by path, the blob id of each file at `commit`."""
        return {entry.path: entry.blob for entry in self.entries()}


@dataclass
class FolderTree:
    """A commons as it lies in a folder, saved or not. The clock is the last commit's, or `now` where there is none."""

    root: Path
    now: dt.datetime
    repository: Repository | None = None
    commit: str | None = field(init=False)
    when: dt.datetime = field(init=False)
    name: str = field(init=False)
    _algorithm: str = field(init=False)
    _entries: Sequence[TreeEntry] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Find the commit that the folder stands on, if any."""
        self.commit = self.repository.head() if self.repository else None
        self.when = self.repository.when(self.commit) if self.repository and self.commit else self.now
        self.name = f"folder {self.root}"
        self._algorithm = self.repository.algorithm() if self.repository else "sha1"

    def entries(self) -> Sequence[TreeEntry]:
        """Return every file under FOLDERS, sorted by path. Links are listed as links and never followed."""
        if self._entries is None:
            found = [
                entry
                for folder in FOLDERS
                if (self.root / folder).is_dir() and not (self.root / folder).is_symlink()
                for entry in self._walk(folder)
            ]
            self._entries = _limited(sorted(found, key=lambda entry: entry.path), self.name)
        return self._entries

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """Iterate over entries with their bytes; a file that has gone or changed since it was listed is left out."""
        for entry in entries:
            if entry.mode in {REGULAR, EXECUTABLE}:
                try:
                    data = _bytes(self.root / entry.path)
                except FileNotFoundError:
                    continue
                except PermissionError:
                    raise Failure(f"{entry.path!r} may not be read", "Give yourself permission to read it.") from None
                if blob_id(data, self._algorithm) == entry.blob:
                    yield entry, data

    def history(self) -> Mapping[str, Sequence[Change]]:
        """Return, by path, the commits that changed a file, newest first."""
        if self.repository is None or self.commit is None:
            return {}
        return _history(self.repository, self.commit, self.repository.prefix(self.root))

    def committed(self) -> Mapping[str, str]:
        """Return, by path, the blob id of each file at `commit`; nothing where there is none."""
        if self.repository is None or self.commit is None:
            return {}
        return CommitTree(self.repository, self.commit, self.repository.prefix(self.root)).committed()

    def _walk(self, folder: str) -> Iterator[TreeEntry]:
        waiting = [folder]
        while waiting:
            here = waiting.pop()
            with os.scandir(self.root / here) as listing:
                for item in listing:
                    path = f"{here}/{item.name}"
                    if item.name.startswith(".") or item.name.endswith("~"):
                        continue
                    if item.is_symlink():
                        yield TreeEntry(LINK, blob_id(os.fsencode(Path(item.path).readlink()), self._algorithm), path)
                    elif item.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    elif item.is_file(follow_symlinks=False):
                        executable = os.name == "posix" and bool(
                            item.stat(follow_symlinks=False).st_mode & stat.S_IXUSR
                        )
                        mode = EXECUTABLE if executable else REGULAR
                        yield TreeEntry(mode, blob_id(_bytes(Path(item.path)), self._algorithm), path)


def open_tree(root: Path, now: dt.datetime, at: str | None = None) -> Tree:
    """Return the tree of the commons in a folder: as it lies there, or at a commit. Raises Failure."""
    repository = Repository.holding(root)
    if at is None:
        return FolderTree(root, now, repository)
    if repository is None:
        raise Failure(
            f"{root} is not in a Git repository, so it has no commit {at!r}", "Run: git init, add and commit."
        )
    return CommitTree(repository, at, repository.prefix(root))


def _bytes(path: Path) -> bytes:
    """Return a file's bytes, no more than show that it is too large."""
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _batches(entries: Sequence[TreeEntry], sizes: Mapping[str, int]) -> Iterator[list[TreeEntry]]:
    """Divide entries so that no batch fills the memory, however large the commons is."""
    batch: list[TreeEntry] = []
    held = 0
    for entry in entries:
        size = sizes.get(entry.blob, 0)
        if batch and held + size > BATCH_BYTES:
            yield batch
            batch, held = [], 0
        batch.append(entry)
        held += size if size <= LARGEST else 0
    if batch:
        yield batch


def _history(repository: Repository, commit: str | None, prefix: str) -> Mapping[str, Sequence[Change]]:
    found: dict[str, Sequence[Change]] = {}
    for folder in FOLDERS:
        for path, changes in repository.history(commit or "", f"{prefix}{folder}/").items():
            found[path.removeprefix(prefix)] = changes
    return found


def _limited(entries: Sequence[TreeEntry], name: str) -> Sequence[TreeEntry]:
    if len(entries) > limits.TREE_ENTRIES:
        raise Failure(f"{name} holds {len(entries)} files; the limit is {limits.TREE_ENTRIES}")
    return entries


def steward_folder(tree: Tree, scratch: Path) -> Path:
    """Return a folder that holds the `docs/` and `mkdocs.yml` of a tree, written into `scratch` where it is a commit.

    Only regular files are written; the guides are the stewards' own, but a link could lead anywhere.
    """
    if not isinstance(tree, CommitTree):
        return tree.root  # type: ignore[attr-defined, no-any-return]
    wanted = [
        TreeEntry(entry.mode, entry.blob, entry.path.removeprefix(tree.prefix))
        for name in ("docs/", "mkdocs.yml")
        for entry in tree.repository.tree(tree.commit or "", f"{tree.prefix}{name}")
        if entry.mode == REGULAR
    ]
    for entry, data in tree.read(wanted):
        target = scratch / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return scratch
