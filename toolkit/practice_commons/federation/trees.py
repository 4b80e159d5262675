"""A peer's tree, judged before a byte of it is read as content: what it holds, or why nothing of it is taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from practice_commons.checks.layout import folded, is_contribution
from practice_commons.federation.refusal import Ground, Refusal
from practice_commons.model.federation import Peer
from practice_commons.reading import limits
from practice_commons.reading.git import Repository, TreeEntry
from practice_commons.reading.tree import EXECUTABLE, GITLINK, LINK, REGULAR
from practice_commons.reading.vocabularies import is_list

LONGEST = 250
"""Characters of a path, from the commons' top."""
DEEPEST = 8
SECONDS = 60.0
_FOLDER = "040000"
_WINDOWS = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_GIT = re.compile(r"\.git|git~[0-9]+|\.git(modules|attributes|ignore|mailmap)|gi[0-9a-f]{4}~[0-9]+", re.IGNORECASE)
"""What some system takes for Git's own: NTFS has short names, and ignores dots and spaces at the end."""
_IGNORED = re.compile("[\u200c-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff\u00ad\ufe00-\ufe0f]")
"""Characters that HFS+ ignores in names, and others that nobody sees."""
_ODD = frozenset('\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class Holding:
    """What of a peer's commit may be read: contributions and lists, by their path in the peer's commons."""

    contributions: Sequence[TreeEntry]
    lists: Sequence[TreeEntry]
    bytes: int


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
    lists = [one for one in files if is_list(one.path)]
    taken = [one for one in files if is_contribution(one.path) and _wanted(one.path, peer)]
    sizes = repository.sizes({one.blob for one in (*taken, *lists)})
    return _sized(taken, lists, {one.path: sizes.get(one.blob, -1) for one in (*taken, *lists)}, peer)


def _sized(
    taken: list[TreeEntry], lists: list[TreeEntry], sizes: dict[str, int], peer: Peer
) -> Holding | list[Refusal]:
    found = []
    for path, size in sizes.items():
        if size < 0:
            found.append(Refusal(Ground.CHANGED, f"the object of {_shown(path)} is missing", "Fetch it again."))
        elif size > limits.FILE_BYTES:
            said = f"{_shown(path)} is over {limits.FILE_BYTES // 1024} KiB"
            found.append(Refusal(Ground.TOO_MUCH, said, "Its people must make it shorter."))
    total = sum(sizes.values())
    if total > peer.limits.bytes:
        said = f"its contributions are {total:,} bytes together; the limit is {peer.limits.bytes:,}"
        found.append(Refusal(Ground.TOO_MUCH, said, "If that is right, raise limits: bytes: for it."))
    return list(_few(found)) if found else Holding(taken, lists, total)


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
    if any(unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"} for character in path):
        return "holds a control character"
    if _IGNORED.search(path):
        return "holds characters that nobody sees"
    for part in path.split("/"):
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
