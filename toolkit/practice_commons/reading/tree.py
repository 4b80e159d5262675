"""The tree of a commons, as it lies in a folder or as it was at a commit: the same files, read the same way."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from practice_commons.failure import Failure
from practice_commons.reading import limits
from practice_commons.reading.git import Change, Repository, TreeEntry, blob_id

FOLDERS = ("communities", "contributions")
"""The folders of a commons that hold what practitioners wrote."""
REGULAR = "100644"
LINK = "120000"
EXECUTABLE = "100755"
GITLINK = "160000"
LARGEST = max(limits.FILE_BYTES, limits.IMAGE_BYTES)
_DIGESTS = "communities/digests/"
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

    @property
    def present(self) -> dt.datetime:
        """Return the moment by which a date lies in the future: now for a folder, the commit's time for a commit."""

    def entries(self) -> Sequence[TreeEntry]:
        """Return every file under FOLDERS, sorted by path."""

    def below(self, folders: Sequence[str]) -> Sequence[TreeEntry]:
        """Return the files below some folders, each given with its last slash, by path; nothing else is listed."""

    def overlay(self) -> Mapping[str, TreeEntry | None] | None:
        """Return, by path, what lies otherwise than in `commit`; None where there is no commit to compare with."""

    def since(self, commit: str, paths: Collection[str]) -> Mapping[str, TreeEntry | None] | None:
        """Return all that may differ from a tree that lay otherwise than in its commit at `paths`; None if unknown."""

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """Iterate over entries with their bytes."""

    def history(self, known: str | None = None) -> History:
        """Return the commits that changed each file, or only those that came after a known commit."""


@dataclass(frozen=True, slots=True)
class History:
    """By path, the commits that changed a file, newest first."""

    changes: Mapping[str, Sequence[Change]]
    after: str | None
    """Only what came after this commit; None where it is the whole history."""
    straight: bool = True
    """Whether no merge is among them, so that each follows all that was known before."""
    whole: Mapping[str, Sequence[Change]] = field(default_factory=dict)
    """By path, all that is to be told of a file that has another history: what is known of it counts no more."""


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

    @property
    def present(self) -> dt.datetime:
        """Return the commit's time: a commit is judged by its own day."""
        return self.when

    def entries(self) -> Sequence[TreeEntry]:
        """Return every file under FOLDERS, sorted by path."""
        return _limited(_committed(self.repository, self.commit or "", self.prefix), self.name)

    def below(self, folders: Sequence[str]) -> Sequence[TreeEntry]:
        """Return the files below some folders, sorted by path, in one reading of Git."""
        return sorted(_committed_below(self.repository, self.commit or "", self.prefix, folders), key=_by_path)

    def overlay(self) -> Mapping[str, TreeEntry | None] | None:
        """Return nothing: a commit is as it is."""
        return {}

    def since(self, commit: str, paths: Collection[str]) -> Mapping[str, TreeEntry | None] | None:
        """Return what differs from a commit, and what lies at `paths`."""
        return _since(self.repository, self.prefix, (commit, self.commit or ""), paths, {})

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """Iterate over entries with their bytes."""
        yield from _blobs(self.repository, [entry for entry in entries if entry.mode != GITLINK])

    def history(self, known: str | None = None) -> History:
        """Return the commits that changed each file, or only those that came after a known commit."""
        return _history(self.repository, self.commit or "", self.prefix, known)


@dataclass
class FolderTree:
    """A commons as it lies in a folder, saved or not. The clock is the last commit's, or `now` where there is none.

    In a Git repository, Git itself says what differs from its last commit, and only that is read from the folder.
    """

    root: Path
    now: dt.datetime
    repository: Repository | None = None
    commit: str | None = field(init=False)
    when: dt.datetime = field(init=False)
    name: str = field(init=False)
    prefix: str = field(default="", init=False)
    _entries: Sequence[TreeEntry] | None = field(default=None, init=False)
    _overlay: Mapping[str, TreeEntry | None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Find the commit that the folder stands on, if any."""
        standing = self.repository.standing() if self.repository else None
        self.commit, self.when = standing or (None, self.now)
        self.name = f"folder {self.root}"
        self.prefix = self.repository.prefix(self.root) if self.repository else ""

    @property
    def _algorithm(self) -> str:
        return self.repository.algorithm() if self.repository else "sha1"

    @property
    def present(self) -> dt.datetime:
        """Return the time given as now: what is being written is judged by today."""
        return self.now

    def entries(self) -> Sequence[TreeEntry]:
        """Return every file under FOLDERS, sorted by path. Links are listed as links and never followed."""
        if self._entries is None:
            overlay = self.overlay()
            if overlay is None or self.repository is None:
                found = [entry for folder in FOLDERS for entry in self._walk(folder)]
            else:
                held = _committed(self.repository, self.commit or "", self.prefix)
                found = [entry for entry in held if entry.path not in overlay]
                found += [entry for entry in overlay.values() if entry is not None]
            self._entries = _limited(sorted(found, key=_by_path), self.name)
        return self._entries

    def below(self, folders: Sequence[str]) -> Sequence[TreeEntry]:
        """Return the files below some folders, sorted by path. Nothing else is listed, but for what differs."""
        overlay = self.overlay()
        if overlay is None or self.repository is None:
            tops = [top for top in FOLDERS if not (self.root / top).is_symlink()]
            within = [folder for folder in folders if folder.partition("/")[0] in tops]
            found = [entry for folder in within for entry in self._walk(folder.rstrip("/"))]
        else:
            held = _committed_below(self.repository, self.commit or "", self.prefix, folders)
            found = [entry for entry in held if entry.path not in overlay]
            lying = (entry for path, entry in overlay.items() if path.startswith(tuple(folders)))
            found += [entry for entry in lying if entry is not None]
        return sorted(found, key=_by_path)

    def overlay(self) -> Mapping[str, TreeEntry | None] | None:
        """Return what lies otherwise in the folder than in its commit: by path, the file, or None where it is gone."""
        if self._overlay is None and self.repository is not None and self.commit is not None:
            found: dict[str, TreeEntry | None] = {}
            for whole, how in self.repository.differing([f"{self.prefix}{folder}" for folder in FOLDERS]).items():
                path = whole.removeprefix(self.prefix)
                if how == "??" and _is_debris(path.rstrip("/").rpartition("/")[2]):
                    continue
                if path.endswith("/"):
                    found |= {entry.path: entry for entry in self._walk(path.rstrip("/"))}
                else:
                    found[path] = None if how[1] == "D" else self._file(path)
            self._overlay = found
        return self._overlay

    def since(self, commit: str, paths: Collection[str]) -> Mapping[str, TreeEntry | None] | None:
        """Return what differs from a commit, and what lies at `paths`."""
        overlay = self.overlay()
        if self.repository is None or self.commit is None or overlay is None:
            return None
        return _since(self.repository, self.prefix, (commit, self.commit), paths, overlay)

    def read(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """Iterate over entries with their bytes; a file that has gone or changed since it was listed is left out."""
        overlay = self.overlay()
        wanted = [entry for entry in entries if entry.mode in {REGULAR, EXECUTABLE}]
        for entry in wanted if overlay is None else [entry for entry in wanted if entry.path in overlay]:
            try:
                data = _bytes(self.root / entry.path, largest_at(entry.path))
            except FileNotFoundError:
                continue
            except PermissionError:
                raise Failure(f"{entry.path!r} may not be read", "Give yourself permission to read it.") from None
            if blob_id(data, self._algorithm) == entry.blob:
                yield entry, data
        if overlay is not None and self.repository is not None:
            yield from _blobs(self.repository, [entry for entry in wanted if entry.path not in overlay])

    def history(self, known: str | None = None) -> History:
        """Return the commits that changed each file, or only those that came after a known commit."""
        if self.repository is None or self.commit is None:
            return History({}, None)
        return _history(self.repository, self.commit, self.prefix, known)

    def _walk(self, folder: str) -> Iterator[TreeEntry]:
        top = self.root / folder
        waiting = [folder] if top.is_dir() and not top.is_symlink() else []
        while waiting:
            here = waiting.pop()
            with os.scandir(self.root / here) as listing:
                for item in listing:
                    path = f"{here}/{item.name}"
                    if _is_debris(item.name):
                        continue
                    if item.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    elif (entry := self._file(path)) is not None:
                        yield entry

    def _file(self, path: str) -> TreeEntry | None:
        """Return the file or link that lies at a path; None where there is none, or something that is neither."""
        place = self.root / path
        try:
            mode = place.lstat().st_mode
            if stat.S_ISLNK(mode):
                return TreeEntry(LINK, blob_id(os.fsencode(place.readlink()), self._algorithm), path)
            if not stat.S_ISREG(mode):
                return None
            executable = os.name == "posix" and bool(mode & stat.S_IXUSR)
            return TreeEntry(
                EXECUTABLE if executable else REGULAR, blob_id(_bytes(place, largest_at(path)), self._algorithm), path
            )
        except (FileNotFoundError, NotADirectoryError):
            return None
        except PermissionError:
            raise Failure(f"{path!r} may not be read", "Give yourself permission to read it.") from None


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


def named(tree: Tree, paths: Sequence[str]) -> Sequence[TreeEntry]:
    """Return the files of a tree that lie at some paths; without listing the tree, where Git can tell."""
    return [one for one in (tree.entries() if tree.overlay() is None else tree.below(paths)) if one.path in paths]


def largest_at(path: str) -> int:
    """Return how large a file at a path may be, in bytes: a published digest holds the words of very many."""
    return limits.DIGEST_BYTES if path.startswith(_DIGESTS) else LARGEST


def _bytes(path: Path, largest: int) -> bytes:
    """Return a file's bytes, no more than show that it is too large."""
    with path.open("rb") as stream:
        return stream.read(largest + 1)


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
        held += size if size <= largest_at(entry.path) else 0
    if batch:
        yield batch


def _by_path(entry: TreeEntry) -> str:
    return entry.path


def _is_debris(name: str) -> bool:
    """Say whether a file's name is one that editors and systems leave behind: never a contribution's."""
    return name.startswith(".") or name.endswith("~")


def _committed(repository: Repository, commit: str, prefix: str) -> list[TreeEntry]:
    """Return every file of a commit under FOLDERS, sorted by path."""
    found = (entry for folder in FOLDERS for entry in repository.tree(commit, f"{prefix}{folder}/"))
    return sorted((inside(entry, prefix) for entry in found), key=_by_path)


def _committed_below(repository: Repository, commit: str, prefix: str, folders: Sequence[str]) -> list[TreeEntry]:
    held = repository.files(commit, [f"{prefix}{folder}" for folder in folders]).values()
    return [inside(entry, prefix) for entry in held]


def inside(entry: TreeEntry, prefix: str) -> TreeEntry:
    """Return a file of a repository as one of the commons that lies in it under a prefix."""
    return TreeEntry(entry.mode, entry.blob, entry.path.removeprefix(prefix)) if prefix else entry


def _since(
    repository: Repository,
    prefix: str,
    commits: tuple[str, str],
    paths: Collection[str],
    overlay: Mapping[str, TreeEntry | None],
) -> Mapping[str, TreeEntry | None] | None:
    old, new = commits
    found: dict[str, TreeEntry | None] = {}
    try:
        for folder in FOLDERS if old != new else ():
            for path, entry in repository.between(old, new, f"{prefix}{folder}/").items():
                found[path.removeprefix(prefix)] = inside(entry, prefix) if entry else None
    except Failure:  # that commit is not here any more
        return None
    held = repository.files(new, [f"{prefix}{path}" for path in paths if path not in overlay])
    for path in paths:
        entry = held.get(f"{prefix}{path}")
        found[path] = inside(entry, prefix) if entry else None
    return found | dict(overlay)


def _blobs(repository: Repository, wanted: Sequence[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
    sizes = repository.sizes(entry.blob for entry in wanted)
    for batch in _batches(wanted, sizes):
        readable = [entry.blob for entry in batch if sizes.get(entry.blob, 0) <= largest_at(entry.path)]
        held = dict(repository.blobs(dict.fromkeys(readable)))
        for entry in batch:
            yield entry, held.get(entry.blob, TOO_LARGE)


def _history(repository: Repository, commit: str, prefix: str, known: str | None) -> History:
    descends, straight = repository.since(known, commit) if known and known != commit else (known == commit, True)
    after = known if descends else None
    found: dict[str, Sequence[Change]] = {}
    for folder in FOLDERS if after != commit else ():
        for path, changes in repository.history(commit, f"{prefix}{folder}/", after).items():
            found[path.removeprefix(prefix)] = changes
    return History(found, after, straight)


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
