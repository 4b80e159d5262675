"""What is new since a digest was published: told from Git's ids of the files, never from dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest.account import Account
from practice_commons.digest.manifest import Part
from practice_commons.digest.published import Published, published
from practice_commons.failure import Failure
from practice_commons.federation.view import FederatedTree, own_tree
from practice_commons.model.federation import LOCK
from practice_commons.reading.tree import CommitTree, FolderTree

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


def changed_since(catalogue: Catalogue, commit: str, accounts: Iterable[Account]) -> list[Account]:
    """Return the contributions whose present text was not in the commons at a commit, in the order given.

    One that only moved is not new. Git is asked once, where no peers were pinned. Raises Failure where the commit is
    not here.
    """
    whole = catalogue.tree
    tree = own_tree(whole)
    if not isinstance(tree, CommitTree | FolderTree) or tree.repository is None:
        raise Failure("what is new since a commit can be told only in a Git repository", "Run: git init, and commit.")
    if not _COMMIT.fullmatch(commit):
        raise Failure(f"{commit!r} is not the id of a commit", "Give all its letters and digits.")
    try:
        lay = list(tree.repository.tree(commit, f"{tree.prefix}communities/"))
    except Failure:
        hint = "Fetch the whole history: git fetch --unshallow"
        raise Failure(f"the commit {commit[:12]} is not in this repository", hint) from None
    held = {entry.blob for entry in lay}
    if isinstance(whole, FederatedTree) and any(entry.path == f"{tree.prefix}{LOCK}" for entry in lay):
        held |= whole.texts(CommitTree(tree.repository, commit, tree.prefix))
    return [account for account in accounts if account.blob not in held]


def last_published(catalogue: Catalogue, priority: str) -> Published | None:
    """Return the digest that was published last on a priority, in the tree that a catalogue is of; None for none.

    Of those that speak of the same day it is the one made from the later commit. One of a period, a community or a
    nation is passed over: what it left out would be missing.
    """
    on_it = [one for one in published(catalogue.tree) if any(_unbounded(part, priority) for part in one.parts)]
    if not on_it:
        return None
    newest = [one for one in on_it if one.as_at == on_it[0].as_at]
    return _latest(catalogue, priority, newest)


def commit_of(one: Published, priority: str) -> str:
    """Return the commit that a published digest on a priority was made from."""
    return next(part.commit for part in one.parts if _unbounded(part, priority) and part.commit is not None)


def _unbounded(part: Part, priority: str) -> bool:
    return part.priority == priority and not any((part.since, part.until, part.community, part.nation))


def require_published(catalogue: Catalogue, priority: str) -> str:
    """Return the commit of the digest that was published last on a priority. Raises Failure where none was."""
    last = last_published(catalogue, priority)
    if last is None:
        raise Failure(
            f"no digest on {priority!r} has been published yet, so nothing can be new since then",
            f"Leave out --since-last, or publish one first: commons digest publish {priority}",
        )
    return commit_of(last, priority)


def _latest(catalogue: Catalogue, priority: str, found: Sequence[Published]) -> Published:
    tree = own_tree(catalogue.tree)
    best = found[0]
    for one in found[1:] if isinstance(tree, CommitTree | FolderTree) and tree.repository is not None else ():
        old, new = commit_of(best, priority), commit_of(one, priority)
        assert isinstance(tree, CommitTree | FolderTree)
        assert tree.repository is not None
        if old != new and tree.repository.since(old, new)[0]:
            best = one
    return best
