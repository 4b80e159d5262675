"""Where moderation happens: a repository, the forge that its submissions are on, and the commons as it is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.failure import Failure
from practice_commons.moderation.forge import Forge, Waiting
from practice_commons.moderation.local import LocalForge
from practice_commons.moderation.policy import Policy
from practice_commons.moderation.proposal import Proposal, proposals
from practice_commons.reading.ledger import MAIN, Ledger
from practice_commons.reading.tree import CommitTree


@dataclass
class Desk:
    """A desk. `folder` is an ignored one, for the catalogue of what is published; `prefix` where the commons lies."""

    ledger: Ledger
    forge: Forge
    folder: Path
    notify: Callable[[str], None]
    prefix: str = ""

    @classmethod
    def local(cls, root: Path, folder: Path, notify: Callable[[str], None]) -> Desk:
        """Return the desk of the repository that a commons lies in, without any forge but Git. Raises Failure."""
        ledger = Ledger.at(root)
        bare = Ledger.holding(root) is None
        return cls(ledger, LocalForge(ledger), folder, notify, "" if bare else ledger.prefix_of(root))

    def main(self) -> str:
        """Return the commit that is published. Raises Failure where there is none."""
        found = self.ledger.reference(MAIN)
        if not found:
            raise Failure(
                f"{self.ledger.root} has no branch called main with a commit",
                "Submissions are made to it. Run: git branch -M main, and commit.",
            )
        return found

    @contextmanager
    def catalogue(self, commit: str) -> Iterator[Catalogue]:
        """Give the catalogue of what is published at a commit, brought up to date."""
        folder = self.folder / "desk"
        folder.mkdir(parents=True, exist_ok=True)
        with Catalogue.of(CommitTree(self.ledger, commit, self.prefix), folder, self.notify) as catalogue:
            yield catalogue

    def policy(self, commit: str, *communities: str) -> Policy:
        """Return who may decide, as it was at a commit."""
        return Policy.at(self.ledger, commit, *communities, prefix=self.prefix)

    def queue(self) -> list[Proposal]:
        """Return the open submissions with what they propose, the oldest first."""
        return proposals(self.ledger, self.forge.waiting(), self.prefix)

    def proposal(self, reference: str) -> Proposal:
        """Return an open submission with what it proposes. Raises Failure where there is none."""
        found: Waiting | None = self.forge.get(reference)
        if found is None:
            raise Failure(
                f"there is no open submission {reference!r}",
                "It may have been decided on. See: commons moderate queue, and commons moderate log",
            )
        return proposals(self.ledger, [found], self.prefix)[0]


def ages(proposal: Proposal, now: dt.datetime) -> dt.timedelta:
    """Return how long a submission has been open."""
    return max(dt.timedelta(0), now - proposal.waiting.opened)
