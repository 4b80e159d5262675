"""A peer's tree, judged before a byte of it is read as content: what it holds, or why nothing of it is taken."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from practice_commons import fingerprint
from practice_commons.checks.layout import folded, is_contribution
from practice_commons.federation.refusal import Ground, Refusal
from practice_commons.federation.store import Store
from practice_commons.model.federation import FEDERATION, Peer
from practice_commons.reading import limits
from practice_commons.reading.git import Repository, TreeEntry
from practice_commons.reading.tree import EXECUTABLE, GITLINK, LINK, REGULAR
from practice_commons.reading.vocabularies import is_list

LONGEST = 250
"""Characters of a path, from the commons' top."""
DEEPEST = 8
SECONDS = 60.0
_FOLDER = "040000"
_RULES = ("checks/layout.py", "reading/limits.py", "reading/own_files.py", "reading/vocabularies.py")
"""What decides with this module on what may be read."""
_WINDOWS = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_GIT = re.compile(r"\.git|git~[0-9]+|\.git(modules|attributes|ignore|mailmap)|gi[0-9a-f]{4}~[0-9]+", re.IGNORECASE)
"""What some system takes for Git's own: NTFS has short names, and ignores dots and spaces at the end."""
_IGNORED = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Characters that nobody sees, beside those that Unicode calls marks of format: HFS+ ignores most of these in names."""
_PLAINEST = re.compile("[A-Za-z0-9_][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*")
"""What is nearly every name, and can be odd only by being a device of Windows."""
_ODD = frozenset('\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class Holding:
    """What of a peer's commit may be read: contributions and lists, by their path in the peer's commons."""

    commit: str
    contributions: Sequence[TreeEntry]
    lists: Sequence[TreeEntry]
    bytes: int


def known(store: Store, commit: str, peer: Peer) -> Holding | list[Refusal]:
    """Return the same as `held`, which is asked only once for a tree: what it found is written down by the tree's id.

    Only what nothing speaks against is written down. Raises Failure.
    """
    tree, _ = store.repository.facts(commit)
    name = f"held-{tree}-{_seal(peer)}"
    said = store.recall(name)
    if said is not None:
        taken, lists = ([TreeEntry(REGULAR, blob, path) for path, blob in rows] for rows in said[:2])
        return Holding(commit, taken, lists, said[2])
    found = held(store.repository, commit, peer)
    if isinstance(found, Holding):
        rows = [[[one.path, one.blob] for one in some] for some in (found.contributions, found.lists)]
        store.note(name, [*rows, found.bytes])
    return found


def _seal(peer: Peer) -> str:
    """Return a hash of all that decides on a tree, beside the tree."""
    said = [peer.prefix, *peer.communities, peer.limits.entries, peer.limits.bytes, _rules()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


@functools.cache
def _rules() -> str:
    here = Path(__file__)
    return fingerprint.of_files([here, *(here.parents[1] / one for one in _RULES)], here.parents[1])


def held(repository: Repository, commit: str, peer: Peer) -> Holding | list[Refusal]:
    """Return what of a commit may be read, or every ground for taking nothing of it (a few of each)."""
    most = peer.limits.entries
    top = f"{peer.prefix}communities"
    listed = repository.listing(commit, f"{top}/", most + top.count("/") + 1, SECONDS)
    if listed is None:
        said = f"its communities hold more than {most:,} files and folders"
        return [Refusal(Ground.TOO_MUCH, said, "If that is right, raise limits: entries: for it.")]
    entries = [one for one in listed if one.path.startswith(f"{top}/")]
    if not entries:
        said = f"it has no folder {top}"
        return [Refusal(Ground.NO_COMMONS, said, "Name the folder in which its commons lies (folder:).")]
    grounds = [*_few(_modes(entries)), *_few(_odd(entries)), *_few(_collisions(entries))]
    if grounds:
        return grounds
    inside = [TreeEntry(one.mode, one.blob, one.path.removeprefix(peer.prefix)) for one in entries]
    files = [one for one in inside if one.mode == REGULAR]
    lists = [one for one in files if is_list(one.path) or one.path == FEDERATION]
    taken = [one for one in files if is_contribution(one.path) and _wanted(one.path, peer)]
    sizes = repository.sizes({one.blob for one in (*taken, *lists)})
    weights = {one.path: sizes.get(one.blob, -1) for one in (*taken, *lists)}
    return list(_few(_sized(weights, peer))) or Holding(commit, taken, lists, sum(weights.values()))


def _sized(sizes: Mapping[str, int], peer: Peer) -> Iterator[Refusal]:
    for path, size in sizes.items():
        if size < 0:
            yield Refusal(Ground.CHANGED, f"the object of {_shown(path)} is missing", "Fetch it again.")
        elif size > limits.FILE_BYTES:
            said = f"{_shown(path)} is over {limits.FILE_BYTES // 1024} KiB"
            yield Refusal(Ground.TOO_MUCH, said, "Its people must make it shorter.")
    total = sum(sizes.values())
    if total > peer.limits.bytes:
        said = f"its contributions are {total:,} bytes together; the limit is {peer.limits.bytes:,}"
        yield Refusal(Ground.TOO_MUCH, said, "If that is right, raise limits: bytes: for it.")


def _wanted(path: str, peer: Peer) -> bool:
    community = path.split("/")[1]
    return any(fnmatchcase(community, pattern) for pattern in peer.communities)


def _modes(entries: Sequence[TreeEntry]) -> Iterator[Refusal]:
    for one in entries:
        if one.mode == LINK:
            yield Refusal(Ground.LINK, f"{_shown(one.path)} is a symbolic link", "Its people must take it out.")
        elif one.mode == GITLINK:
            said = f"{_shown(one.path)} is a repository inside the repository"
            yield Refusal(Ground.REPOSITORY, said, "Its people must take it out.")
        elif one.mode not in {REGULAR, EXECUTABLE, _FOLDER}:
            yield Refusal(Ground.ODD_PATH, f"{_shown(one.path)} has the mode {one.mode}", "Its people must mend it.")


def _odd(entries: Sequence[TreeEntry]) -> Iterator[Refusal]:
    for one in entries:
        why = oddity(one.path)
        if why:
            yield Refusal(Ground.ODD_PATH, f"{_shown(one.path)} {why}", "Its people must rename it.")


def oddity(path: str) -> str:  # noqa: C901, PLR0911 - one answer for each way to be odd
    """Return what is wrong with a path, as the end of a sentence; empty where nothing is."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return "is not UTF-8"
    if len(path) > LONGEST or path.count("/") > DEEPEST:
        return "is too long or too deep"
    if not path.isprintable() and any(unicodedata.category(one) in {"Cc", "Cs", "Co", "Cn"} for one in path):
        return "holds a control character"
    if _IGNORED.search(path) or (not path.isprintable() and any(unicodedata.category(one) == "Cf" for one in path)):
        return "holds characters that nobody sees"
    for part in path.split("/"):
        if _PLAINEST.fullmatch(part) and not _WINDOWS.fullmatch(part.partition(".")[0]):
            continue
        plain = unicodedata.normalize("NFKC", part).rstrip(". ").casefold()
        if part in {"", ".", ".."} or not plain:
            return "leads out of its folder"
        if _GIT.fullmatch(plain):
            return "looks like Git's own"
        if part.startswith("-"):
            return "looks like an option"
        if part != part.rstrip(". ") or part != part.lstrip(" ") or _ODD & set(part):
            return "is a name that Windows cannot hold"
        if _WINDOWS.fullmatch(plain.split(".")[0].strip()):
            return "is a name that Windows keeps for itself"
    return ""


def _collisions(entries: Sequence[TreeEntry]) -> Iterator[Refusal]:
    first: dict[str, str] = {}
    for one in entries:
        plain = folded(one.path)
        if plain in first:
            said = f"{_shown(one.path)} and {_shown(first[plain])} are one name on some computers"
            yield Refusal(Ground.COLLISION, said, "Its people must rename one of them.")
        first.setdefault(plain, one.path)


def _few(found: Sequence[Refusal] | Iterator[Refusal]) -> Iterator[Refusal]:
    for number, one in enumerate(found):
        if number == 5:  # noqa: PLR2004 - enough to begin with
            return
        yield one


def _shown(path: str) -> str:
    """Return a stranger's path as a terminal may show it."""
    return ascii(path[:120])
