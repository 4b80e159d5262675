"""What is new since a digest was published: told from Git's ids of the files, never from dates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest.account import Account
from practice_commons.failure import Failure
from practice_commons.reading.tree import CommitTree, FolderTree

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


def changed_since(catalogue: Catalogue, commit: str, accounts: Iterable[Account]) -> list[Account]:
    """Return the contributions whose present text was not in the commons at a commit, in the order given.

    One that only moved is not new. Git is asked once. Raises Failure where the commit is not here.
    """
    tree = catalogue.tree
    if not isinstance(tree, CommitTree | FolderTree) or tree.repository is None:
        raise Failure("what is new since a commit can be told only in a Git repository", "Run: git init, and commit.")
    if not _COMMIT.fullmatch(commit):
        raise Failure(f"{commit!r} is not the id of a commit", "Give all its letters and digits.")
    try:
        held = {entry.blob for entry in tree.repository.tree(commit, f"{tree.prefix}communities/")}
    except Failure:
        hint = "Fetch the whole history: git fetch --unshallow"
        raise Failure(f"the commit {commit[:12]} is not in this repository", hint) from None
    return [account for account in accounts if account.blob not in held]
