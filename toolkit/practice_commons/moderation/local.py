"""The forge that any Git repository is: a branch for each submission, words as commits on it that change no file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from practice_commons.failure import Failure
from practice_commons.moderation.forge import BRANCHES, DECISIONS, REFERENCE, Note, Waiting
from practice_commons.moderation.terms import State
from practice_commons.moderation.trailers import BY, COMMENT, CONTRIBUTOR, FINDINGS, RETURNED, SUBMISSION, message
from practice_commons.reading.ledger import MAIN, NONE, Ledger, Written

_PREFIX = f"refs/heads/{BRANCHES}"
_FINDINGS = "refs/commons/findings/"


class LocalForge:
    """A repository on this machine, bare or with a work tree, without accounts."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep submissions in a ledger."""
        self._ledger = ledger

    def whoami(self) -> str:
        """Return nobody: whoever can write to the repository is trusted to say who they are."""
        return ""

    def open(self, reference: str, commit: str, title: str, text: str, now: dt.datetime) -> str:  # noqa: ARG002 - for other forges
        """Open a submission with a commit. Raises MovedError if there is one of that reference."""
        self._ledger.move((_branch(reference), NONE, commit))
        return ""

    def revise(self, reference: str, old: str, new: str, now: dt.datetime) -> None:  # noqa: ARG002 - for other forges
        """Put a new commit in a submission's place. Raises MovedError when it is no longer at the old one."""
        self._ledger.move((_branch(reference), old, new))

    def waiting(self) -> Sequence[Waiting]:
        """Return the open submissions, the oldest first."""
        return self._read(self._ledger.references(_PREFIX))

    def get(self, reference: str) -> Waiting | None:
        """Return an open submission; None where there is none of that reference."""
        if not REFERENCE.fullmatch(reference):
            return None
        commit = self._ledger.reference(_branch(reference))
        return next(iter(self._read({_branch(reference): commit} if commit else {})), None)

    def comment(self, waiting: Waiting, note: Note) -> None:
        """Say something about a submission, or send it back. Raises MovedError when it has changed since."""
        said = RETURNED if note.returned else COMMENT
        trailers = {said.name: said.value, SUBMISSION: waiting.reference, BY: note.by}
        text = message(said.subject, note.text, trailers)
        tree = self._ledger.write_tree(waiting.head, {})
        commit = self._ledger.write_commit(tree, [waiting.head], text, note.when, note.by)
        self._ledger.move((_branch(waiting.reference), waiting.head, commit))

    def set_findings(self, waiting: Waiting, text: str) -> None:
        """Set what the checks found of a submission, in the place of what was said before."""
        blob = self._ledger.write_blob(text.encode())
        tree = self._ledger.write_tree(NONE, {FINDINGS: blob})
        commit = self._ledger.write_commit(tree, [], f"Findings of {waiting.reference}", waiting.changed)
        name = f"{_FINDINGS}{waiting.reference}"
        self._ledger.move((name, self._ledger.reference(name), commit))

    def findings(self, waiting: Waiting) -> str:
        """Return what was set; empty where nothing was."""
        commit = self._ledger.reference(f"{_FINDINGS}{waiting.reference}")
        entry = self._ledger.files(commit, [FINDINGS]).get(FINDINGS) if commit else None
        return dict(self._ledger.blobs([entry.blob]))[entry.blob].decode() if entry else ""

    def merge(self, waiting: Waiting | None, main: str, commit: str) -> None:
        """Move main from a commit to one that takes a submission in, and end the submission. Raises MovedError."""
        with self._ledger.followed():
            self._ledger.move((MAIN, main, commit), *(self._ended(waiting) if waiting else ()))

    def close(self, waiting: Waiting, decisions: str, commit: str, text: str) -> None:  # noqa: ARG002 - for other forges
        """End a submission without taking it in, and move the branch of decisions to a commit. Raises MovedError."""
        self._ledger.move((DECISIONS, decisions, commit), *self._ended(waiting))

    def _ended(self, waiting: Waiting) -> Iterator[tuple[str, str, str]]:
        yield _branch(waiting.reference), waiting.head, NONE
        findings = f"{_FINDINGS}{waiting.reference}"
        if commit := self._ledger.reference(findings):
            yield findings, commit, NONE

    def _read(self, heads: Mapping[str, str]) -> list[Waiting]:
        main = self._ledger.reference(MAIN)
        if not main:
            raise Failure(
                f"{self._ledger.root} has no branch called main", "Submissions are made to it: git branch -M main"
            )
        own = {one.commit: one for one in self._ledger.beyond(main, list(heads.values()))}
        found = [
            _submission(name.removeprefix(_PREFIX), chain := list(_chain(own, head)), self._base(chain, main))
            for name, head in heads.items()
            if head in own and REFERENCE.fullmatch(name.removeprefix(_PREFIX))
        ]
        return sorted(found, key=lambda one: (one.opened, one.reference))

    def _base(self, chain: Sequence[Written], main: str) -> str:
        """Return what a submission is to be compared with: where it left main, or last took main in."""
        if all(len(one.parents) == 1 for one in chain):
            return chain[-1].parents[0]
        return self._ledger.base(main, chain[0].commit)


def _branch(reference: str) -> str:
    if not REFERENCE.fullmatch(reference):
        raise Failure(f"{reference!r} is not the reference of a submission", "List them with: commons moderate queue")
    return f"{_PREFIX}{reference}"


def _chain(own: Mapping[str, Written], head: str) -> Iterator[Written]:
    """Iterate over a submission's own commits, newest first."""
    at = head
    while at in own:
        yield own[at]
        at = next(iter(own[at].parents), NONE)


def _submission(reference: str, chain: Sequence[Written], base: str) -> Waiting:
    notes: list[Note] = []
    accounts: list[str] = []
    state, changed = State.WAITING, chain[-1].when
    for one in reversed(chain):
        trailers = one.trailers
        returned = trailers.get(RETURNED.name) == RETURNED.value
        if returned or trailers.get(COMMENT.name) == COMMENT.value:
            notes.append(Note(trailers.get(BY, ""), one.when, one.said, returned))
            state = State.RETURNED if returned else state
        else:
            state, changed = State.WAITING, one.when
            accounts += filter(None, [trailers.get(CONTRIBUTOR)])
    return Waiting(reference, chain[0].commit, base, chain[-1].when, changed, state, tuple(accounts), tuple(notes))
