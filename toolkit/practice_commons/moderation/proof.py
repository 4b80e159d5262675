"""Proof, from Git alone, that everything published passed by a decision of somebody who might make it.

The branch main is walked from its beginning, by its own commits. From the day on which moderation begins, whatever
changes a contribution has to be a merge that names a decision, by a role that the policy of the moment before gave the
right to; and the text that it publishes has to be the submitted one. Who may decide is itself a file: changes of it
are listed, for people to look at. A role's id is what the repository says: that nobody else wrote it there, only
signatures and the forge's own rules can show.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from practice_commons.model.community import Commons, Community
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.policy import Policy, file_of
from practice_commons.moderation.proposal import PLACE, TRAY
from practice_commons.moderation.record import first_parents
from practice_commons.moderation.terms import Act
from practice_commons.moderation.trailers import BY, CONTRIBUTOR, DECISION, POLICY, SUBMISSION
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.git import TreeEntry, blob_id
from practice_commons.reading.ledger import Written
from practice_commons.reading.vocabularies import COMMONS, read_file

_RIGHTS = re.compile(r"communities/(commons\.yml|[^/]+/community\.yml)")
_STAMP = re.compile(rb"\Aid: [a-z0-9-]+\n")
_TEXT = re.compile(r"(^|/)communities/[^/]+/[^/]+\.md$")
_BATCH = 500
_Differences: TypeAlias = "Mapping[str, TreeEntry | None]"
_Step: TypeAlias = "tuple[tuple[str, str], dict[str, TreeEntry | None]]"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that no decision accounts for: the commit, the path, and why."""

    commit: str
    path: str
    why: str


@dataclass
class Proof:
    """What was found. It holds where there is no doubt."""

    began: str = ""
    """The last commit before moderation began; empty where it has not begun."""
    published: int = 0
    founding: int = 0
    """Of those published, the ones that stand as they stood when moderation began."""
    decided: int = 0
    """Decisions that account for what they changed."""
    rights: list[tuple[str, str]] = field(default_factory=list)
    """Commits that changed who may decide, each with the file."""
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Say whether everything published since moderation began is accounted for."""
        return bool(self.began) and not self.doubts


def verify(desk: Desk, head: str = "") -> Proof:
    """Walk main, or the commits that lead to another, and say what no decision accounts for. Raises Failure."""
    return _Walk(desk).walked(head or desk.main())


class _Walk:
    def __init__(self, desk: Desk) -> None:
        self.desk, self.ledger, self.prefix = desk, desk.ledger, desk.prefix
        self.proof = Proof()
        self.rights: dict[str, str] = {}
        """The files that say who may decide, by path, at the commit before."""
        self.begins: dt.date | None = None
        self.read: dict[str, bytes] = {}
        self.known: dict[str, Commons | Community | None] = {}

    def walked(self, head: str) -> Proof:
        written = {one.commit: one for one in self.ledger.commits(head)}
        line = list(first_parents(written, head))[::-1]
        own = set(line)
        pairs = list(itertools.pairwise(line))
        held = {path: entry.blob for path, entry in self._tree(line[0]).items()}
        self._take_rights({path: TreeEntry("", blob, path) for path, blob in held.items()}, written[line[0]])
        founding: set[str] = set(held) if not self.proof.began else set()
        merges = [written[new] for _, new in pairs if len(written[new].parents) == 2]  # noqa: PLR2004
        proposed = dict(zip((one.commit for one in merges), self._proposed(merges, written, own), strict=True))
        steps = zip(pairs, self.ledger.differences(pairs) if pairs else (), strict=True)
        for (old, new), raw in self._ahead(steps):
            found = {path.removeprefix(self.prefix): entry for path, entry in raw.items()}
            commit = written[new]
            if self.begins and not self.proof.began and commit.when.date() >= self.begins:
                self.proof.began, founding = old, set(held)
            changed = {path: entry for path, entry in found.items() if PLACE.fullmatch(path)}
            if self.proof.began and changed:
                before = len(self.proof.doubts)
                others = [path for path in found if path not in changed]
                contributors, said = proposed.get(new, (set(), {}))
                for path, why in self._doubts(commit, changed, others, held, contributors, said):
                    self.proof.doubts.append(Doubt(new, path, why))
                self.proof.decided += len(self.proof.doubts) == before
                founding -= set(changed)
            for path, entry in changed.items():
                if entry is None:
                    held.pop(path, None)
                else:
                    held[path] = entry.blob
            self._take_rights(found, commit)
        if self.begins and not self.proof.began and line:
            self.proof.began, founding = line[-1], set(held)
        self.proof.published, self.proof.founding = (
            sum(bool(PLACE.fullmatch(path)) for path in held),
            sum(bool(PLACE.fullmatch(path)) for path in founding & set(held)),
        )
        return self.proof

    def _tree(self, commit: str) -> dict[str, TreeEntry]:
        found = {entry.path.removeprefix(self.prefix): entry for entry in self.ledger.tree(commit, self.prefix)}
        return {path: entry for path, entry in found.items() if PLACE.fullmatch(path) or _RIGHTS.fullmatch(path)}

    def _take_rights(self, found: _Differences, commit: Written) -> None:
        for path, entry in found.items():
            if not _RIGHTS.fullmatch(path):
                continue
            if self.proof.began:
                self.proof.rights.append((commit.commit, path))
            if entry is None:
                self.rights.pop(path, None)
            else:
                self.rights[path] = entry.blob
        if COMMONS in found and (commons := self._file(COMMONS)) is not None and isinstance(commons, Commons):
            begins = commons.moderation.begins
            if self.begins is not None and begins != self.begins:
                self.proof.doubts.append(Doubt(commit.commit, COMMONS, "changes the day on which moderation began"))
            self.begins = self.begins or begins

    def _file(self, path: str) -> Commons | Community | None:
        blob = self.rights.get(path, "")
        if blob and blob not in self.known:
            data = dict(self.ledger.blobs([blob]))[blob]
            self.known[blob] = read_file(Commons, path, data) if path == COMMONS else read_file(Community, path, data)
        return self.known.get(blob)

    def _doubts(
        self,
        commit: Written,
        changed: _Differences,
        others: list[str],
        held: Mapping[str, str],
        contributors: set[str],
        said: _Differences,
    ) -> Iterator[tuple[str, str]]:
        trailers = commit.trailers
        if len(commit.parents) != 2 or trailers.get(DECISION) not in {Act.ACCEPT, Act.WITHDRAW}:  # noqa: PLR2004
            yield from ((path, "was changed without a decision") for path in changed)
            return
        yield from ((path, "was changed by the decision on a contribution") for path in others)
        act, by = Act(trailers[DECISION]), trailers.get(BY, "")
        policy, blobs = self._policy(changed)
        first = next(iter(changed))
        if set(trailers.get(POLICY, "").split()) != blobs:
            yield first, "the decision names another policy than the one that held"
        if act is Act.ACCEPT:
            facilitator = policy.who(by)
            if not trailers.get(SUBMISSION):
                yield first, "the decision names no submission"
            if {by, (facilitator.github if facilitator else None) or by} & contributors:
                yield first, f"{by!r} decided on their own submission"
        for path, entry in changed.items():
            if not policy.may(by, act, path.split("/")[1]):
                yield path, f"{by!r} was not entitled to {act} in {path.split('/')[1]}"
            elif why := self._altered(commit, act, path, entry, held, said):
                yield path, why

    def _altered(
        self,
        commit: Written,
        act: Act,
        path: str,
        entry: TreeEntry | None,
        held: Mapping[str, str],
        said: _Differences,
    ) -> str:
        """Return how a file differs from what was decided on; empty where it does not."""
        if entry is None:
            return "was deleted; what is published is withdrawn, and stays"
        if act is Act.WITHDRAW:
            return "" if self._only_withdrawn(held.get(path, ""), entry.blob) else "was changed by more than that"
        return "" if self._submitted(commit, path, entry, held, said) else "is not the text that was submitted"

    def _policy(self, changed: _Differences) -> tuple[Policy, set[str]]:
        communities = list(dict.fromkeys(path.split("/")[1] for path in changed))
        commons = self._file(COMMONS)
        known = {one: found for one in communities if isinstance(found := self._file(file_of(one)), Community)}
        blobs = {self.rights[path] for path in (COMMONS, *map(file_of, communities)) if path in self.rights}
        empty = Commons(name="-", description="-", base_url="https://commons.invalid/")
        return Policy(commons if isinstance(commons, Commons) else empty, known), blobs

    def _proposed(
        self, merges: list[Written], written: Mapping[str, Written], own: set[str]
    ) -> Iterator[tuple[set[str], _Differences]]:
        """Iterate over who wrote what each merge takes in, and what that changes where it began."""
        contributors, pairs = [], []
        for one in merges:
            here, at, who = one.parents[1], one.parents[1], set()
            while at in written and at not in own:
                who.add(written[at].trailers.get(CONTRIBUTOR, ""))
                at = next(iter(written[at].parents), "")
            contributors.append(who - {""})
            pairs.append((at or one.parents[0], here))
        changes = self.ledger.differences(pairs) if pairs else ()
        for who, found in zip(contributors, changes, strict=True):
            yield who, {path.removeprefix(self.prefix): entry for path, entry in found.items()}

    def _submitted(
        self, commit: Written, path: str, entry: TreeEntry, held: Mapping[str, str], said: _Differences
    ) -> bool:
        """Say whether a file is what was submitted: as it was but for its id's line, or put together with others'."""
        if path in held:
            proposed = said.get(path)
            if proposed is not None and proposed.blob == entry.blob:
                return True
            ours, theirs = commit.parents
            return self.ledger.merged(ours, theirs, f"{self.prefix}{path}") == entry.blob
        data = self._bytes(entry.blob)
        head, line, rest = data.partition(b"\n")
        plain = blob_id(head + line + _STAMP.sub(b"", rest), self.ledger.algorithm())
        return any(one is not None and one.blob == plain for at, one in said.items() if TRAY.fullmatch(at))

    def _only_withdrawn(self, old: str, new: str) -> bool:
        before, after = (read_document("", self._bytes(blob)) if blob else None for blob in (old, new))
        if not isinstance(before, Document) or not isinstance(after, Document):
            return False
        fields = {name: value for name, value in after.fields.items() if name != "withdrawn"}
        return fields == dict(before.fields) and after.body == before.body and "withdrawn" in after.fields

    def _ahead(self, steps: Iterator[_Step]) -> Iterator[_Step]:
        """Iterate over the same, with the contributions of the next few hundred read in one process of Git."""
        while batch := list(itertools.islice(steps, _BATCH)):
            wanted = {entry.blob for _, found in batch for path, entry in found.items() if entry and _TEXT.search(path)}
            self.read = dict(self.ledger.blobs(sorted(wanted))) if self.begins else {}
            yield from batch

    def _bytes(self, blob: str) -> bytes:
        return self.read[blob] if blob in self.read else dict(self.ledger.blobs([blob]))[blob]
