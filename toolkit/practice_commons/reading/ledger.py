"""What is written to Git: commits made without a work tree, and references moved all together or not at all.

Objects are written first; nobody sees them until a reference names them. References move in one transaction, each only
from where it was thought to be, so that of two who act at once one wins and the other is told.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from practice_commons.failure import Failure
from practice_commons.reading.git import Repository, TreeEntry, attempt

MAIN = "refs/heads/main"
NONE = ""
"""Stands for no commit: a reference that is to be new, or to go."""
_SIGNING = ("-c", "gpg.format=ssh", "-c", "gpg.ssh.program=ssh-keygen")
"""Whatever a repository's settings name otherwise, no other program is started to sign."""
_AGENT = ("SSH_AUTH_SOCK", "SSH_ASKPASS", "DISPLAY")
_WHO = "Practice Commons"
_ADDRESS = "commons@localhost.invalid"
"""In records people stand by the ids of their roles: a history is for ever, and an address is personal data."""


class MovedError(Exception):
    """A reference is no longer where it was thought to be: somebody else was quicker."""


@dataclass(frozen=True, slots=True)
class Written:
    """A commit as it was made: its id, its parents', when, who made it, and its message."""

    commit: str
    parents: tuple[str, ...]
    when: dt.datetime
    message: str

    @property
    def trailers(self) -> Mapping[str, str]:
        """Return the lines `Name: value` that end the message, by name (git-interpret-trailers); the last counts."""
        last = self.message.rstrip().rsplit("\n\n", 1)
        rows = (line.partition(": ") for line in last[-1].splitlines()) if len(last) > 1 else ()
        return {name: value.strip() for name, colon, value in rows if colon and " " not in name}

    @property
    def said(self) -> str:
        """Return the message without its trailers and its first line."""
        body = self.message.rstrip()
        body = body.rsplit("\n\n", 1)[0] if self.trailers else body
        return body.partition("\n\n")[2].strip()

    @property
    def subject(self) -> str:
        """Return the message's first line."""
        return self.message.partition("\n")[0]


class Ledger(Repository):
    """A repository, bare or not, that is written to."""

    @classmethod
    def at(cls, folder: Path) -> Ledger:
        """Return the ledger of the repository that a folder is in, or is. Raises Failure."""
        found = cls(folder)
        try:
            found._out("rev-parse", "--git-dir")
        except Failure as error:
            raise Failure(
                f"{folder} is not in a Git repository", "Submissions and decisions are kept in Git. Run: git init"
            ) from error
        return found

    def prefix_of(self, folder: Path) -> str:
        """Return a folder's path inside the repository, with a final slash; empty for the top."""
        return self._text("rev-parse", "--show-prefix").strip() if folder == self.root else self.prefix(folder)

    def references(self, prefix: str) -> dict[str, str]:
        """Return the references whose names begin so, in order, each with its commit."""
        answer = self._text("for-each-ref", "--format=%(objectname) %(refname)", "--", f"{prefix}**")
        rows = (line.split(" ", 1) for line in answer.splitlines())
        return {name: commit for commit, name in rows if name.startswith(prefix)}

    def reference(self, name: str) -> str:
        """Return the commit that a reference names; NONE where there is no such reference."""
        answer = self._text("for-each-ref", "--format=%(objectname) %(refname)", "--", name)
        return next((row.split(" ")[0] for row in answer.splitlines() if row.split(" ", 1)[1] == name), NONE)

    def write_blob(self, data: bytes) -> str:
        """Write a file's bytes, and return its id."""
        return self._out("hash-object", "-w", "--stdin", feed=data).decode().strip()

    def write_tree(self, base: str, changes: Mapping[str, str | None]) -> str:
        """Return the tree of a commit (NONE: an empty one) with ordinary files changed: by path, a blob id or None."""
        return self._tree(f"{base}^{{tree}}" if base else NONE, changes) or self._made({})

    def _tree(self, tree: str, changes: Mapping[str, str | None]) -> str:
        """Return a tree with files changed; NONE where no file is left, since Git keeps no empty folder."""
        rows: dict[str, str] = {}
        if tree:
            for row in filter(None, self._out("ls-tree", "-z", "--end-of-options", tree).split(b"\0")):
                head, _, raw = row.partition(b"\t")
                rows[raw.decode("utf-8", "surrogateescape")] = head.decode()
        below: dict[str, dict[str, str | None]] = {}
        for path, blob in changes.items():
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, {})[rest] = blob
            elif blob is None:
                rows.pop(name, None)
            else:
                rows[name] = f"100644 blob {blob}"
        for name, inside in below.items():
            held = rows.get(name, "").split(" ")
            made = self._tree(held[2] if held[0] == "040000" else NONE, inside)
            if made:
                rows[name] = f"040000 tree {made}"
            else:
                rows.pop(name, None)
        return self._made(rows) if rows else NONE

    def _made(self, rows: Mapping[str, str]) -> str:
        feed = b"".join(
            head.encode() + b"\t" + name.encode("utf-8", "surrogateescape") + b"\0" for name, head in rows.items()
        )
        return self._out("mktree", "-z", feed=feed).decode().strip()

    def write_commit(
        self,
        tree: str,
        parents: Sequence[str],
        message: str,
        now: dt.datetime,
        who: str = _WHO,
        *,
        signed: bool = False,
    ) -> str:
        """Write a commit, and return its id. `who` stands as its author and committer, without an address.

        With `signed` it is signed where the repository says that its commits are (`commit.gpgsign`). That is for what
        goes to main alone: peers take a signature for our word, which no submission has. Raises Failure.
        """
        moment = f"{int(now.timestamp())} +0000"
        name = " ".join(who.replace("<", " ").replace(">", " ").split()) or _WHO
        environment = {
            f"GIT_{role}_{fact}": value
            for role in ("AUTHOR", "COMMITTER")
            for fact, value in (("NAME", name), ("EMAIL", _ADDRESS), ("DATE", moment))
        }
        options = [option for parent in parents for option in ("-p", parent)]
        feed = message.encode("utf-8", "replace")
        key = self._key() if signed else ""
        command = (*_SIGNING, "commit-tree", f"-S{key}") if key else ("commit-tree",)
        environment |= {name: os.environ[name] for name in _AGENT if key and name in os.environ}
        try:
            made = self._out(*command, *options, "-F", "-", tree, feed=feed, environment=environment)
        except Failure as failure:
            if not key:
                raise
            raise Failure(
                f"the commit could not be signed with {key}: {failure.message}",
                "Mend user.signingkey in the repository's settings, or sign nothing: git config commit.gpgsign false",
            ) from None
        return made.decode().strip()

    def _key(self) -> str:
        """Return the SSH key that the repository signs its commits with; empty where it signs none. Raises Failure."""
        if self._setting("--type=bool", "commit.gpgsign") != "true":
            return ""
        form, key = self._setting("gpg.format"), self._setting("user.signingkey")
        if form != "ssh" or not key:
            raise Failure(
                "commit.gpgsign is set, and there is no SSH key to sign with",
                "Name one: git config gpg.format ssh; git config user.signingkey ~/.ssh/id_ed25519.pub",
            )
        return key

    def _setting(self, *name: str) -> str:
        answer = attempt(self.root, "config", "--get", *name, environment=self.settings)
        return answer.out.decode("utf-8", "replace").strip() if answer.code == 0 else ""

    def move(self, *moves: tuple[str, str, str]) -> None:
        """Move references, each from one commit to another, all or none. Raises MovedError.

        NONE as the first is a reference that must not be there yet, as the second one that goes.
        """
        zero = "0" * (40 if self.algorithm() == "sha1" else 64)
        rows = ["start\0"]
        for name, old, new in moves:
            rows.append(f"update {name}\0{new}\0{old or zero}\0" if new else f"delete {name}\0{old}\0")
        rows += ["prepare\0", "commit\0"]
        try:
            self._out("update-ref", "--stdin", "-z", feed="".join(rows).encode())
        except Failure as error:
            raise MovedError(error.message) from error

    def commits(self, name: str, *, first_parents: bool = False) -> Iterator[Written]:
        """Iterate over the commits that lead to one, newest first; only those made on the branch itself if asked."""
        options = ["--first-parent"] if first_parents else []
        yield from self._log(*options, "--end-of-options", name)

    def beyond(self, main: str, heads: Sequence[str]) -> Iterator[Written]:
        """Iterate over the commits that lead to any of some heads and not to another."""
        if heads:
            yield from self._log("--stdin", feed="".join(f"{one}\n" for one in [*heads, f"^{main}"]).encode())

    def _log(self, *options: str, feed: bytes = b"") -> Iterator[Written]:
        log = self._out("log", "-z", "--format=%H%x01%P%x01%ct%x01%B", *options, feed=feed)
        for row in log.decode("utf-8", "replace").split("\0"):
            if row.strip():
                commit, parents, seconds, message = row.strip("\n").split("\x01", 3)
                when = dt.datetime.fromtimestamp(int(seconds), dt.UTC)
                yield Written(commit, tuple(parents.split()), when, message)

    def differences(self, pairs: Sequence[tuple[str, str]]) -> Iterator[dict[str, TreeEntry | None]]:
        """Iterate over what differs from the first to the second commit of each pair: by path, the file or None."""
        feed = "".join(f"{new} {old}\n" for old, new in pairs).encode()
        answer = self._out("diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--always", feed=feed)
        found: dict[str, TreeEntry | None] = {}
        rows, begun = iter(answer.split(b"\0")), False
        for row in rows:
            if row.startswith(b":"):
                _, mode, _, blob, how = row.split(b" ")
                path = next(rows).decode("utf-8", "surrogateescape")
                found[path] = None if how == b"D" else TreeEntry(mode.decode(), blob.decode(), path)
            elif row:
                if begun:
                    yield found
                found, begun = {}, True
        if begun:
            yield found

    def base(self, one: str, other: str) -> str:
        """Return the newest commit that two have in common; NONE where there is none."""
        with contextlib.suppress(Failure):
            return self._text("merge-base", "--end-of-options", one, other).split()[0]
        return NONE

    def merged(self, ours: str, theirs: str, path: str) -> str | None:
        """Return the blob of a file when two commits are merged; None where they cannot be without a person."""
        base = self.base(ours, theirs)
        held = {commit: self.files(commit, [path]).get(path) for commit in (base, ours, theirs) if commit}
        old, mine, yours = (held.get(commit) for commit in (base, ours, theirs))
        if yours is None or mine is None:
            return None
        if old is not None and mine.blob == old.blob:
            return yours.blob
        try:
            answer = self._text("merge-tree", "--write-tree", "--name-only", "--no-messages", ours, theirs)
        except Failure:
            return None
        found = self._text("ls-tree", "--end-of-options", answer.split()[0], "--", path).split()
        return found[2] if len(found) > 2 else None  # noqa: PLR2004 - mode, type, id, path

    @contextlib.contextmanager
    def followed(self) -> Iterator[None]:
        """Let the work tree, where there is one on the main branch, follow what happens to that branch inside.

        Which commit the folder shows is written down before the branch moves: should this process be killed, the next
        to come here makes the folder follow.
        """
        self._follow()
        try:
            yield
        finally:
            self._follow()

    def _follow(self) -> None:
        if not self._stands_on_main():
            return
        note = Path(os.fsdecode(self._out("rev-parse", "--absolute-git-dir").rstrip(b"\n"))) / "commons-folder"
        with FileLock(note.with_suffix(".lock")):
            shown = note.read_text("utf-8") if note.is_file() else NONE
            new = self.reference(MAIN)
            if shown and shown != new and self._commit(shown):
                with contextlib.suppress(Failure):  # it says that some file differs, which need not be one in question
                    self._out("update-index", "-q", "--refresh", "--unmerged", "--ignore-missing")
                try:
                    self._out("read-tree", "-m", "-u", shown, new)
                except Failure as error:
                    raise Failure(
                        f"the decision stands, but the folder {self.root} could not follow it: {error.message}",
                        "Keep a copy of your own changes there, then run: git reset --hard main",
                    ) from error
            if shown != new:
                note.write_text(new, "utf-8")

    def _commit(self, name: str) -> bool:
        with contextlib.suppress(Failure):
            return bool(self.resolve(name))
        return False

    def _stands_on_main(self) -> bool:
        if self._text("rev-parse", "--is-bare-repository").strip() == "true":
            return False
        try:
            return self._text("symbolic-ref", "--quiet", "HEAD").strip() == MAIN
        except Failure:
            return False


class Bare(Ledger):
    """A repository without a work tree, inside the folder of another one: Git never looks further up for it."""

    @property
    def settings(self) -> Mapping[str, str]:
        """Return what names this repository and no other."""
        return {"GIT_DIR": str(self.root.absolute())}
