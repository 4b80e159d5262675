"""Published digests: files in `communities/digests`, reviewed like any content, and believed in nothing.

A published digest is the JSON form that `commons digest --format json` writes, to the byte. Listing them reads the
manifests alone; the words are read, and held to the manifest, where they are checked or shown.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from practice_commons.digest.digest import SCHEMA
from practice_commons.digest.manifest import Manifest, Part, understood
from practice_commons.digest.profile import Profile
from practice_commons.failure import Failure
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading import limits
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.own_files import DIGESTS
from practice_commons.reading.tree import REGULAR, TOO_LARGE, Tree

RULE = "published-digest"
ENDING = ".json"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 90
_FORM = re.compile(rf"{re.escape(SCHEMA.rpartition('.')[0])}\.\d{{1,3}}")
"""Of our major version: what another means, nobody can tell."""
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_CITATION = re.compile(r"([a-z0-9][a-z0-9-]{0,79}:)?[A-Za-z0-9][A-Za-z0-9._/-]{0,199}@[0-9a-f]{12}")
_AGAIN = "Make it again: commons digest publish PRIORITY"


@dataclass(frozen=True, slots=True)
class Published:
    """A published digest, as its manifest tells of it. `parts` are its digests, one for each priority it is on."""

    name: str
    path: str
    blob: str
    labels: tuple[str, ...]
    parts: tuple[Part, ...]
    profile: Profile
    """For whom it is laid out."""

    @property
    def priorities(self) -> tuple[str, ...]:
        """Return the policy priorities that it is on."""
        return tuple(part.priority for part in self.parts)

    @property
    def title(self) -> str:
        """Return the priorities' names."""
        return "; ".join(self.labels)

    @property
    def as_at(self) -> dt.date:
        """Return the day that it speaks of: its commit's."""
        return max(dt.date.fromisoformat(part.as_at) for part in self.parts)

    @property
    def sources(self) -> frozenset[str]:
        """Return the ids of the contributions that it uses."""
        return frozenset(source.citation.partition("@")[0] for part in self.parts for source in part.sources)


def path_of(name: str) -> str:
    """Return where the digest of a name lies."""
    return f"{DIGESTS}{name}{ENDING}"


def is_name(name: str) -> bool:
    """Say whether a digest can have a name: it names a folder of the site, and the files in it beside its page."""
    return NAME.fullmatch(name) is not None and len(name) <= _LONGEST and name != "index"


def published(tree: Tree) -> tuple[Published, ...]:
    """Return the published digests of a tree, newest first; those with problems are left out.

    Only their own folder is listed, however large the commons is.
    """
    found = []
    for entry, data in tree.read(entries(tree)):
        try:
            found.append(listed(entry, data))
        except Failure:
            continue
    return newest_first(found)


def newest_first(found: list[Published]) -> tuple[Published, ...]:
    """Return published digests in the order in which they are listed everywhere."""
    return tuple(sorted(found, key=lambda one: (-one.as_at.toordinal(), one.name)))


def entries(tree: Tree) -> list[TreeEntry]:
    """Return the files that published digests are in: those that lie straight in the folder."""
    return [one for one in tree.below((DIGESTS,)) if one.mode == REGULAR and is_published(one.path)]


def is_published(path: str) -> bool:
    """Say whether a path is where a published digest lies."""
    name = path.removeprefix(DIGESTS)
    return name != path and "/" not in name and name.endswith(ENDING)


def problems(tree: Tree) -> tuple[Problem, ...]:
    """Return what is wrong with the published digests of a tree: one problem for each, which says how to mend it."""
    from practice_commons.digest.reading_back import digests_in  # noqa: PLC0415 - only where there is one

    found = []
    for entry, data in tree.read(entries(tree)):
        try:
            digests_in(listed(entry, data), data)
        except Failure as failure:
            said, hint = failure.message, failure.hint or _AGAIN
            found.append(Problem(entry.path, 0, 0, RULE, Severity.ERROR, said, hint))
    return tuple(found)


def listed(entry: TreeEntry, data: bytes) -> Published:
    """Return a published digest by its manifest. Raises Failure, which says what is wrong and how to mend it."""
    name = entry.path.removeprefix(DIGESTS).removesuffix(ENDING)
    if not is_name(name):
        raise Failure("has a name that is no address", "Name it in lower-case letters, digits and hyphens.")
    if data == TOO_LARGE or len(data) > limits.DIGEST_BYTES:
        hint = "Publish less at once: with --since-last, or a digest of a period."
        raise Failure(f"is larger than {limits.DIGEST_BYTES // 2**20} MB", hint)
    said = _parsed(data)
    manifest = understood(said.get("manifest"))
    if manifest.profile not in set(Profile):
        raise Failure("is laid out for nobody that we know", _AGAIN)
    labels = tuple(_labels(said, manifest))
    return Published(name, entry.path, entry.blob, labels, manifest.digests, Profile(manifest.profile))


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise Failure("is not JSON", _AGAIN) from None
    if not isinstance(said, dict) or not _FORM.fullmatch(str(said.get("schema"))):
        raise Failure("is not a digest in JSON, or of a form that this version does not know", _AGAIN)
    return said


def _labels(said: dict[str, Any], manifest: Manifest) -> Iterator[str]:
    """Yield the priorities' names, after a look at what the manifest says of each."""
    digests = said.get("digests")
    if not isinstance(digests, list) or len(digests) != len(manifest.digests) or not digests:
        raise Failure("holds other digests than its manifest says", _AGAIN)
    for digest, part in zip(digests, manifest.digests, strict=True):
        if not isinstance(digest, dict) or digest.get("priority") != part.priority:
            raise Failure("holds other digests than its manifest says", _AGAIN)
        if not NAME.fullmatch(part.priority):
            raise Failure("is on a policy priority whose id is none", _AGAIN)
        if part.commit is None or not _COMMIT.fullmatch(part.commit):
            raise Failure("names no commit that it was made from", "Commit the contributions, and publish it again.")
        for source in part.sources:
            if not _CITATION.fullmatch(source.citation) or not _COMMIT.fullmatch(source.blob):
                raise Failure("cites a source wrongly", _AGAIN)
        try:
            dt.date.fromisoformat(part.as_at)
        except ValueError:
            raise Failure("names a day that is none", _AGAIN) from None
        label = digest.get("label")
        if not isinstance(label, str) or not label.isprintable() or not label.strip():
            raise Failure("does not name its policy priority", _AGAIN)
        yield label
