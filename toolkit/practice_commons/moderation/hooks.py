"""What Git's hooks ask: whether what is about to be committed, or to arrive, may be.

Both look at commits and at nothing else: what lies in a folder may differ from what is committed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.failure import Failure
from practice_commons.model.problem import Problem
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.forge import BRANCHES, DECISIONS, REFERENCE
from practice_commons.moderation.local import LocalForge
from practice_commons.moderation.proof import verify
from practice_commons.moderation.trailers import DECISION
from practice_commons.reading.git import NOTHING
from practice_commons.reading.ledger import MAIN, NONE, Ledger
from practice_commons.reading.own_files import DIGESTS
from practice_commons.reading.tree import FOLDERS, CommitTree

_FOLDER = "hook"
_ARRIVING = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")
"""Where Git keeps what arrives until the hook has let it in (git-receive-pack, quarantine environment)."""
_ALL = 50
"""Reasons that are told of one push."""


@dataclass(frozen=True, slots=True)
class Update:
    """A reference that a push would move: from a commit to another, either NONE."""

    name: str
    old: str
    new: str


@dataclass
class Answer:
    """What is wrong: problems that the checks find, and reasons why a reference may not move."""

    problems: list[Problem] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def staged(root: Path, folder: Path, now: dt.datetime, notify: Callable[[str], None]) -> tuple[Problem, ...]:
    """Return the problems of what the next commit would change, as it would lie in the commons at `root`.

    It is read from Git's index: what is only in the folder is not looked at. `folder` is an ignored one.
    """
    ledger = Ledger.at(root)
    prefix, head = ledger.prefix_of(root), ledger.head()
    tree = ledger.index_tree()
    commit = ledger.write_commit(tree, [head] if head else [], "What is staged", now)  # no reference ever names it
    changed = ledger.between(head, commit) if head else {one.path: one for one in ledger.tree(commit)}
    return _problems(ledger, commit, [path for path, entry in changed.items() if entry], prefix, folder, notify)


def arriving(
    folder: Path, updates: Sequence[Update], quarantine: Mapping[str, str], notify: Callable[[str], None]
) -> Answer:
    """Return why a push may not be let in to the repository in a folder; nothing where it may.

    `quarantine` is the environment that Git gives to its hooks.
    """
    ledger = _Arriving(folder, quarantine)
    answer = Answer()
    for update in updates:
        if update.name == MAIN:
            _into_main(ledger, update, answer, notify)
        elif update.name == DECISIONS:
            answer.reasons += _into_record(ledger, update)
        elif update.name.startswith(f"refs/heads/{BRANCHES}"):
            _into_submission(ledger, update, answer, notify)
    answer.reasons = answer.reasons[:_ALL]
    return answer


def updates_in(lines: str) -> list[Update]:
    """Return the updates that Git tells a hook of, a line each. Raises Failure."""
    found = []
    for line in lines.splitlines():
        try:
            old, new, name = line.split(" ", 2)
        except ValueError:
            raise Failure("this is for Git to call, as its hook pre-receive", "See: git help hooks") from None
        found.append(Update(name, *(NONE if not one.strip("0") else one for one in (old, new))))
    return found


class _Arriving(Ledger):
    """A repository with what arrives, which Git keeps apart until it is let in."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        super().__init__(root)
        self._apart = {name: environment[name] for name in _ARRIVING if name in environment}

    def _out(self, *arguments: str, feed: bytes = b"", environment: Mapping[str, str] = NOTHING) -> bytes:
        return super()._out(*arguments, feed=feed, environment={**self._apart, **environment})


def _into_main(ledger: Ledger, update: Update, answer: Answer, notify: Callable[[str], None]) -> None:
    if not update.new:
        answer.reasons.append("main is what is published: it cannot be deleted")
        return
    if update.old and not ledger.since(update.old, update.new)[0]:
        answer.reasons.append("main is what is published: its history cannot be written anew")
        return
    changed = (
        ledger.between(update.old, update.new) if update.old else {one.path: one for one in ledger.tree(update.new)}
    )
    paths = [path for path, entry in changed.items() if entry]
    folder = ledger.administration() / "commons"
    answer.problems += _problems(ledger, update.new, paths, "", folder, notify)
    if update.old:
        desk = Desk(ledger, LocalForge(ledger), folder, notify)
        new = {one.commit for one in ledger.beyond(update.old, [update.new])}
        answer.reasons += [
            f"{one.path} {one.why} ({one.commit[:12]})" for one in verify(desk, update.new).doubts if one.commit in new
        ]


def _into_record(ledger: Ledger, update: Update) -> Iterator[str]:
    if not update.new or (update.old and not ledger.since(update.old, update.new)[0]):
        yield "the branch of decisions is the record: nothing of it can be taken back"
        return
    for one in ledger.beyond(update.old, [update.new]) if update.old else ledger.commits(update.new):
        if not one.trailers.get(DECISION) or next(ledger.tree(one.commit), None):
            yield f"the branch of decisions holds decisions, and no text ({one.commit[:12]})"


def _into_submission(ledger: Ledger, update: Update, answer: Answer, notify: Callable[[str], None]) -> None:
    reference = update.name.removeprefix(f"refs/heads/{BRANCHES}")
    main = ledger.reference(MAIN)
    if not REFERENCE.fullmatch(reference):
        answer.reasons.append(f"{reference!r} is not a reference: use small letters, digits and single hyphens")
    elif update.new and main:
        base = ledger.base(main, update.new)
        if not base:
            answer.reasons.append(f"{reference} has nothing in common with main")
            return
        paths = [path for path, entry in ledger.between(base, update.new).items() if entry]
        folder = ledger.administration() / "commons"
        answer.problems += _problems(ledger, update.new, paths, "", folder, notify)


def _problems(
    ledger: Ledger, commit: str, paths: Sequence[str], prefix: str, folder: Path, notify: Callable[[str], None]
) -> tuple[Problem, ...]:
    inside = [path.removeprefix(prefix) for path in paths if path.startswith(prefix)]
    wanted = [path for path in inside if path.split("/")[0] in FOLDERS]
    if not wanted:
        return ()
    place = folder / _FOLDER
    place.mkdir(parents=True, exist_ok=True)
    tree = CommitTree(ledger, commit, prefix)
    with Catalogue.of(tree, place, notify) as catalogue:
        found = tuple(one for one in catalogue.problems(*wanted) if one.is_error)
    if any(path.startswith(DIGESTS) for path in wanted):
        from practice_commons.digest.published import problems  # noqa: PLC0415 - before most commits there is none

        found += tuple(one for one in problems(tree) if one.path in wanted)
    return found
