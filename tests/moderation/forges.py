"""The two forges, each with what a contract needs: forges on the same place, and what is there afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from moderation.github_standin import NAME, TOKEN, Standin, remote_of
from practice_commons.moderation.forge import BRANCHES, Forge
from practice_commons.moderation.github import GitHubForge
from practice_commons.moderation.github_api import Api, Patience
from practice_commons.moderation.local import LocalForge
from practice_commons.reading.ledger import MAIN, NONE, Ledger

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
TEXT = b"---\nkind: news\ntitle: One\n---\n\nText.\n"
HASTE = Patience(answer=2, between=0, wait=1, times=3, backoff=0.01)


@dataclass
class Place:
    """Where submissions are. Each `seat` is a forge of its own, with the ledger that it works on."""

    seat: Callable[[], tuple[Ledger, Forge]]
    truth: Ledger
    """The repository that counts."""
    standin: Standin | None = None
    seats: list[tuple[Ledger, Forge]] = field(default_factory=list)


def local_place(root: Path) -> Place:
    ledger = Ledger.at(root)
    return Place(lambda: (Ledger.at(root), LocalForge(Ledger.at(root))), ledger)


def github_place(bare: Path, standin: Standin, folder: Path, git: Callable[..., str]) -> Place:
    made: list[Ledger] = []

    def seat() -> tuple[Ledger, Forge]:
        here = folder / f"seat-{len(made)}"
        here.mkdir()
        git(here, "init", "--quiet", "--bare", "--initial-branch=main")
        ledger = Ledger.at(here)
        made.append(ledger)
        forge = github_forge(standin, ledger)
        forge.refresh()
        return ledger, forge

    return Place(seat, Ledger.at(bare), standin)


def github_forge(standin: Standin, ledger: Ledger, token: str = TOKEN, patience: Patience = HASTE) -> GitHubForge:
    api = Api(token, standin.address, patience)
    standin.callers.append(api)
    return GitHubForge(ledger, NAME, api, remote_of(standin, ledger, token))


def proposed(ledger: Ledger, reference: str, parent: str = NONE, data: bytes = TEXT) -> str:
    """Write the commit of a submission."""
    parent = parent or ledger.reference(MAIN)
    tree = ledger.write_tree(parent, {f"contributions/{reference}.md": ledger.write_blob(data)})
    message = f"One\n\nCommons-Submission: {reference}\nCommons-Contributor: somebody\n"
    return ledger.write_commit(tree, [parent], message, NOW)


def taken_in(ledger: Ledger, head: str, name: str = "communities/customer-contact/one.md") -> tuple[str, str]:
    """Write the merge that takes a submission in; return where main is, and the merge."""
    main = ledger.reference(MAIN)
    tree = ledger.write_tree(main, {name: ledger.write_blob(TEXT)})
    return main, ledger.write_commit(tree, [main, head], f"Accept {name}\n", NOW)


def branch(reference: str) -> str:
    return f"refs/heads/{BRANCHES}{reference}"
