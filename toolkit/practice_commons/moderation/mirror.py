"""A ledger kept in step with a repository on GitHub: proposals are fetched from it, and decisions are pushed to it.

GitHub's main is the one that counts: ours only ever follows it. What strangers propose lies under
`refs/commons/github/`, where no branch of ours can be taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from filelock import FileLock

from practice_commons.failure import Failure
from practice_commons.moderation.forge import BRANCHES, DECISIONS, REFERENCE, MovedError
from practice_commons.moderation.github_answers import Pull
from practice_commons.reading.ledger import MAIN, NONE, Ledger, Written
from practice_commons.reading.remote import Remote

HERE = "refs/commons/github/"
_PULL = re.compile(r"pr-([1-9][0-9]{0,9})")
_TURNS = 20


class Mirror:
    """A ledger and a repository on GitHub, `name` as owner/name."""

    def __init__(self, ledger: Ledger, remote: Remote, name: str) -> None:
        """Keep both."""
        self._ledger = ledger
        self._remote = remote
        self._name = name

    def bring(self, pulls: Sequence[Pull], *, whole: bool = False) -> dict[int, str]:
        """Bring main and what pull requests propose here, and return what each proposes. Raises Failure.

        What Git itself finds to be harmful is left out, and keeps nobody else waiting. `whole` says that these are all
        that are open: what others proposed is forgotten.
        """
        with self._alone():
            own = [_spec(MAIN, f"{HERE}main"), _spec(f"{DECISIONS}*", f"{HERE}decisions*")]
            proposed = [self._spec(pull) for pull in pulls]
            try:
                self._remote.fetch([*own, *proposed])
            except Failure:
                self._remote.fetch(own)  # if GitHub cannot be reached, this says so
                self._fetch(proposed)
            for name, ours in ((MAIN, f"{HERE}main"), (DECISIONS, f"{HERE}decisions")):
                if found := self._ledger.reference(ours):
                    self._follow(name, found)
            held = self._ledger.references(HERE)
            places = {self._place(pull): pull.number for pull in pulls}
            if whole:
                kept = {*places, f"{HERE}main", f"{HERE}decisions"}
                self._ledger.move(*((name, commit, NONE) for name, commit in held.items() if name not in kept))
        return {places[name]: commit for name, commit in held.items() if name in places}

    def proposed(self, heads: Sequence[str]) -> dict[str, Written]:
        """Return the commits that lead to any of some heads and that main has not, by their ids."""
        return {one.commit: one for one in self._ledger.beyond(self._ledger.reference(MAIN), heads)}

    def part(self, own: Mapping[str, Written], head: str) -> tuple[list[Written], str]:
        """Return those of such commits that lead to one head, and the commit of main that they begin from.

        Where main was merged into them they begin where main then was: what it brought is no part of what they propose.
        """
        chain, waiting = {}, [head]
        while waiting:
            at = waiting.pop()
            if at in own and at not in chain:
                chain[at] = own[at]
                waiting += own[at].parents
        outside = {parent for one in chain.values() for parent in one.parents if parent not in own}
        main = self._ledger.reference(MAIN)
        base = outside.pop() if len(outside) == 1 else self._ledger.base(main, head) or main
        return list(chain.values()), base

    def push(self, followed: str, *moves: tuple[str, str, str]) -> None:
        """Move references on GitHub, and let one of ours follow. Raises MovedError, and main is then as it is there."""
        with self._alone():
            try:
                self._remote.push(*moves)
            except MovedError:
                moved = True
            else:
                moved = False
                for name, _, new in moves:
                    if name == followed:
                        self._follow(name, new)
        if moved:
            self.bring([])
            raise MovedError(f"{self._name} has changed")

    def own(self, pull: Pull) -> str:
        """Return the reference of a submission that we opened; empty for a pull request that somebody else made."""
        return own(pull, self._name)

    def _place(self, pull: Pull) -> str:
        own = self.own(pull)
        return f"{HERE}{BRANCHES}{own}" if own else f"{HERE}pull/{pull.number}"

    def _spec(self, pull: Pull) -> str:
        own = self.own(pull)
        return _spec(branch(own) if own else f"refs/pull/{pull.number}/head", self._place(pull))

    def _fetch(self, specs: Sequence[str]) -> None:
        """Fetch what could not be fetched together, in halves, until what is to blame stands alone and is left out."""
        half = len(specs) // 2
        for some in filter(None, (specs[:half], specs[half:])):
            try:
                self._remote.fetch(some)
            except Failure:
                if len(some) > 1:
                    self._fetch(some)
                elif commit := self._ledger.reference(ours := some[0].partition(":")[2]):
                    self._ledger.move((ours, commit, NONE))

    def _follow(self, name: str, new: str) -> None:
        for _ in range(_TURNS):
            old = self._ledger.reference(name)
            if old == new:
                return
            if old and not self._ledger.since(old, new)[0]:
                short = name.removeprefix("refs/heads/")
                raise Failure(
                    f"{short} has commits in {self._ledger.root} that {self._name} has not",
                    f"Push them, or keep them on another branch and put {short} where GitHub has it.",
                )
            with self._ledger.followed():
                try:
                    self._ledger.move((name, old, new))
                except MovedError:
                    continue
            return

    def _alone(self) -> FileLock:
        return FileLock(self._ledger.administration() / "commons-github.lock")


def branch(reference: str) -> str:
    """Return the full name of a submission's branch. Raises Failure for what is not a reference."""
    if not REFERENCE.fullmatch(reference):
        raise Failure(f"{reference!r} is not the reference of a submission", "List them with: commons moderate queue")
    return f"refs/heads/{BRANCHES}{reference}"


def own(pull: Pull, name: str) -> str:
    """Return the reference of a submission that was opened on a branch of ours, in a repository; empty otherwise."""
    reference = pull.head.ref.removeprefix(BRANCHES)
    if pull.head.repo is None or pull.head.repo.full_name.casefold() != name.casefold():
        return ""
    ours = reference != pull.head.ref and REFERENCE.fullmatch(reference) and not number_of(reference)
    return reference if ours else ""


def named(number: int) -> str:
    """Return the reference of a pull request that we did not open."""
    return f"pr-{number}"


def number_of(reference: str) -> int:
    """Return the number of a pull request that a reference names; 0 where it names none."""
    found = _PULL.fullmatch(reference)
    return int(found[1]) if found else 0


def _spec(theirs: str, ours: str) -> str:
    return f"+{theirs}:{ours}"
