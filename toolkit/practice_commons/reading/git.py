"""The only door to Git.

Every option is ours; every value from outside goes after `--end-of-options` or `--`. The environment is scrubbed, so
that neither a hook's variables nor a user's configuration changes what we read; hooks, external programs and lazy
fetching are off. Answers are NUL-separated bytes. We run Git's own program, with lists of arguments: it is the one
implementation of Git that agrees with Git, and every option that a wrapper would add is one more to defend.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from practice_commons.failure import Failure

TIMEOUT = 120
"""Seconds before a Git process is stopped."""
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE", "LD_LIBRARY_PATH", "PATHEXT", "COMSPEC")
_SCRUBBED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ALLOW_PROTOCOL": "https",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
    "TZ": "UTC",
}
_ALWAYS = (
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.quotePath=false",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "protocol.ext.allow=never",
    "-c",
    "safe.directory=*",
)
NOTHING: Mapping[str, str] = MappingProxyType({})
_LOOK = 0.5
"""Seconds between two looks at how much was sent."""
_TREE = re.compile(rb"tree ([0-9a-f]{40,64})\n")
_MADE = re.compile(rb"^committer .* (\d+) [+-]\d+$", re.MULTILINE)
_OBJECT_ID = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One file of a tree: its mode as Git writes it, its blob id, and its path with forward slashes."""

    mode: str
    blob: str
    path: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How Git ended: its exit code, what it wrote, and what it complained of."""

    code: int
    out: bytes
    said: str


@dataclass(frozen=True, slots=True)
class Change:
    """One commit that changed a file: its id, when it was made, and the subject of its message."""

    commit: str
    when: dt.datetime
    subject: str


class Repository:
    """A Git repository, read through plumbing."""

    @property
    def settings(self) -> Mapping[str, str]:
        """Return what every run of Git in this repository has in its environment."""
        return NOTHING

    def __init__(self, root: Path) -> None:
        """Open the repository whose top folder is `root`."""
        self.root = root

    @classmethod
    def holding(cls, folder: Path) -> Repository | None:
        """Return the repository whose work tree holds a folder, or None where there is none, or no Git."""
        try:
            top = _run(folder, "rev-parse", "--show-toplevel")
        except Failure:
            return None
        return cls(Path(os.fsdecode(top.rstrip(b"\n"))))

    def prefix(self, folder: Path) -> str:
        """Return a folder's path inside the repository, with a final slash; empty for the top."""
        inside = folder.resolve().relative_to(self.root.resolve()).as_posix()
        return "" if inside == "." else f"{inside}/"

    def algorithm(self) -> str:
        """Return the repository's object format, `sha1` or `sha256`. It never changes, and is asked for once."""
        return self._format

    @functools.cached_property
    def _format(self) -> str:
        return self._text("rev-parse", "--show-object-format").strip()

    def head(self) -> str | None:
        """Return the id of the commit that HEAD points at, or None in a repository without commits."""
        try:
            return self.resolve("HEAD")
        except Failure:
            return None

    def resolve(self, name: str) -> str:
        """Return the id of the commit that a name stands for. Raises Failure when there is none."""
        try:
            found = self._text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
        except Failure:
            found = ""
        if not _OBJECT_ID.fullmatch(found):
            raise Failure(f"{name!r} is not a commit in {self.root}", "List commits with: git log --oneline")
        return found

    def standing(self) -> tuple[str, dt.datetime] | None:
        """Return the id of the commit that HEAD points at and when it was made, or None where there is none."""
        try:
            found = self._text("log", "-1", "--format=%H %ct", "HEAD", "--").split()
        except Failure:
            return None
        return (found[0], _moment(found[1])) if len(found) == 2 else None  # noqa: PLR2004 - id, time

    def differing(self, folders: Sequence[str]) -> Mapping[str, str]:
        """Return what differs in folders of the work tree from HEAD: path, and Git's two letters for how.

        Ignored files are not told. A path that ends in a slash is a repository inside this one, not looked into.
        """
        answer = self._out(
            "status",
            "--porcelain",
            "-z",
            "--no-renames",
            "--untracked-files=all",
            "--ignored=no",
            "--ignore-submodules=all",
            "--",
            *folders,
        )
        rows = (row for row in answer.split(b"\0") if row)
        return {row[3:].decode("utf-8", "surrogateescape"): row[:2].decode() for row in rows}

    def between(self, old: str, new: str, prefix: str = "") -> Mapping[str, TreeEntry | None]:
        """Return what differs under a prefix from one commit to another: by path, the new file, or None where gone.

        Raises Failure where either is not a commit that is here.
        """
        scope = ["--", prefix] if prefix else []
        answer = self._out("diff-tree", "-r", "-z", "--raw", "--no-renames", "--end-of-options", old, new, *scope)
        rows = answer.split(b"\0")
        found: dict[str, TreeEntry | None] = {}
        for head, raw in zip(rows[::2], rows[1::2], strict=False):
            _, mode, _, blob, how = head.split(b" ")
            path = raw.decode("utf-8", "surrogateescape")
            found[path] = None if how == b"D" else TreeEntry(mode.decode(), blob.decode(), path)
        return found

    def files(self, commit: str, paths: Iterable[str]) -> Mapping[str, TreeEntry]:
        """Return the files of a commit that lie at paths, by path."""
        wanted = list(paths)
        found: dict[str, TreeEntry] = {}
        for at in range(0, len(wanted), 200):  # a command's arguments have a limit
            some = wanted[at : at + 200]
            answer = self._out("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit, "--", *some)
            for entry in _entries(answer):
                found[entry.path] = entry
        return found

    def since(self, old: str, new: str) -> tuple[bool, bool]:
        """Say whether a commit descends from another, and if it does, whether no merge lies between."""
        try:
            self._out("merge-base", "--is-ancestor", "--end-of-options", old, new)
        except Failure:
            return False, False
        return True, not self._out("rev-list", "--merges", "-n1", "--end-of-options", f"{old}..{new}")

    def tree(self, commit: str, prefix: str = "") -> Iterator[TreeEntry]:
        """Iterate over the files of a commit under a prefix, in Git's order. Nothing is checked out."""
        scope = ["--", prefix] if prefix else []
        yield from _entries(self._out("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit, *scope))

    def blobs(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Iterate over (id, bytes) of blobs, in the order asked. Raises Failure for one that is missing."""
        wanted = list(ids)
        if not wanted:
            return
        feed = ("\n".join(wanted) + "\n").encode()
        answer = self._out("cat-file", "--batch", "--buffer", feed=feed)
        at = 0
        for blob in wanted:
            end = answer.index(b"\n", at)
            head = answer[at:end].split(b" ")
            if len(head) != 3 or head[1] != b"blob":  # noqa: PLR2004 - id, type, size
                raise Failure(f"object {blob} is not a file in {self.root}", "Run: git fsck")
            size = int(head[2])
            yield blob, answer[end + 1 : end + 1 + size]
            at = end + 1 + size + 1

    def listing(self, commit: str, path: str, most: int, seconds: float) -> list[TreeEntry] | None:
        """Return all files and folders of a commit at and below a path; None where they are too many, or take too long.

        A few objects can make a tree of any size: so it is counted while it is listed, and left when it is too much.
        """
        arguments = [
            "ls-tree",
            "-r",
            "-t",
            "-z",
            "--full-tree",
            "--end-of-options",
            commit,
            *(["--", path] if path else []),
        ]
        answer = _head(self.root, arguments, self.settings, most, seconds)
        return None if answer is None else list(_entries(answer))

    def facts(self, commit: str) -> tuple[str, dt.datetime]:
        """Return the id of a commit's tree, and the time at which it was made, in one run of Git. Raises Failure."""
        head = self.raw_commit(commit).partition(b"\n\n")[0]
        tree, made = _TREE.match(head), _MADE.search(head)
        if tree is None or made is None:
            raise Failure(f"{commit} is not a commit in {self.root}", "Run: git fsck")
        return tree[1].decode(), _moment(made[1].decode())

    def raw_commit(self, commit: str) -> bytes:
        """Return a commit as Git keeps it. Raises Failure."""
        return self._out("cat-file", "commit", commit)

    def verified(self, commit: str, signers: Path, revoked: Path) -> Answer:
        """Ask Git whether a commit's SSH signature is by one of the signers in a file, and by none that is revoked.

        No other kind of signature is looked at: a stranger's commit starts no program but ssh-keygen.
        """
        settings = {
            "gpg.ssh.allowedSignersFile": str(signers),
            "gpg.ssh.revocationFile": str(revoked),
            "gpg.minTrustLevel": "fully",
            "gpg.format": "ssh",
            "gpg.ssh.program": "ssh-keygen",
            "gpg.program": "false",
            "gpg.x509.program": "false",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return attempt(self.root, *options, "verify-commit", "--raw", commit, environment=self.settings)

    def sizes(self, ids: Iterable[str]) -> Mapping[str, int]:
        """Return the size in bytes of each file that exists, by its id; what is another kind of object is left out."""
        feed = "".join(f"{one}\n" for one in ids).encode()
        answer = self._out("cat-file", "--batch-check", "--buffer", feed=feed) if feed else b""
        rows = (row.split(b" ") for row in answer.splitlines())
        return {row[0].decode(): int(row[2]) for row in rows if len(row) == 3 and row[1] == b"blob"}  # noqa: PLR2004 - id, type, size

    def when(self, commit: str) -> dt.datetime:
        """Return the time at which a commit was made."""
        # not `show`, which compares trees even where nothing of that is printed: a stranger's may be endless
        return _moment(self._text("log", "-1", "--format=%ct", "--end-of-options", commit, "--").strip())

    def history(
        self, commit: str, prefix: str = "", after: str | None = None, most: int | None = None
    ) -> Mapping[str, Sequence[Change]]:
        """Return, for each path under a prefix, the commits that changed it, newest first.

        A merge is one of them where it holds what neither of its parents does.

        With `after`, only commits that are not in that commit's own history. With `most`, Failure is raised where more
        names would be told than that, or it takes too long: a stranger's history may be endless.
        """
        found: dict[str, list[Change]] = {}
        scope = ["--", prefix] if prefix else []
        arguments = [
            "log",
            "-z",
            "--full-history",  # or what is told of a file would depend on what was merged after it
            "-c",  # a merge names what differs from both: what was accepted lies where neither had it
            "--name-only",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--format=%x01%H %ct %s",
            "--end-of-options",
            f"{after}..{commit}" if after else commit,
            *scope,
        ]
        log = self._out(*arguments) if most is None else _head(self.root, arguments, self.settings, most, TIMEOUT)
        if log is None:
            raise Failure(f"the history of {commit[:12]} names more than {most:,} files")
        change: Change | None = None
        for raw in log.split(b"\0"):
            row = raw.lstrip(b"\n")
            if row.startswith(b"\x01"):
                identity, seconds, subject = row[1:].decode("utf-8", "replace").split(" ", 2)
                change = Change(identity, _moment(seconds), subject)
            elif row and change is not None:
                found.setdefault(row.decode("utf-8", "surrogateescape"), []).append(change)
        return found

    def administration(self) -> Path:
        """Return the folder in which Git keeps the repository itself: what lies there is in no commit."""
        return Path(os.fsdecode(self._out("rev-parse", "--absolute-git-dir").rstrip(b"\n")))

    def index_tree(self) -> str:
        """Return the tree that the next commit would have. Raises Failure while files are in conflict.

        A commit that is made of some files only (`git commit -- FILE`) has an index of its own, which Git names to its
        hooks in the environment: so this looks there.
        """
        index = {name: os.environ[name] for name in ("GIT_INDEX_FILE",) if name in os.environ}
        return self._out("write-tree", environment=index).decode().strip()

    def _out(self, *arguments: str, feed: bytes = b"", environment: Mapping[str, str] = NOTHING) -> bytes:
        return _run(self.root, *arguments, feed=feed, environment={**self.settings, **environment})

    def _text(self, *arguments: str) -> str:
        return self._out(*arguments).decode("utf-8", "replace")


def _entries(answer: bytes) -> Iterator[TreeEntry]:
    for row in answer.split(b"\0"):
        if row:
            head, _, path = row.partition(b"\t")
            mode, _, blob = head.decode("ascii").split(" ")
            yield TreeEntry(mode, blob, path.decode("utf-8", "surrogateescape"))


def blob_id(data: bytes, algorithm: str = "sha1") -> str:
    """Return the id that Git gives to these bytes (gitformat-object: a header, then the content)."""
    return hashlib.new(algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def create(folder: Path) -> None:
    """Make an empty repository in a folder, with `main` as its branch. Raises Failure where Git is not installed."""
    _run(folder, "init", "--quiet", "--initial-branch=main")


def bare(folder: Path) -> None:
    """Make an empty repository without a work tree, and without anything but objects and references. Raises Failure."""
    _run(
        folder.parent, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", "--", str(folder.absolute())
    )


def attempt(
    folder: Path,
    *arguments: str,
    feed: bytes = b"",
    environment: Mapping[str, str] = NOTHING,
    seconds: float = TIMEOUT,
    room: tuple[Path, int] | None = None,
) -> Answer:
    """Run Git where failing is an answer, such as a push that others were quicker than. Raises Failure if it hangs.

    With `room`, a folder and a number of bytes, it is also stopped, and Failure raised, when the folder grows by more.
    """
    whole = _environment(environment)
    command = ["git", "--no-pager", *_ALWAYS, *arguments]
    if room is not None:
        return _attempt_within(folder, command, whole, feed, seconds, *room)
    try:
        done = subprocess.run(  # noqa: S603 - a list of our own words, never a shell
            command, cwd=folder, env=whole, input=feed, capture_output=True, timeout=seconds, check=False
        )
    except FileNotFoundError:
        raise Failure("Git is not installed", "Install it from https://git-scm.com/ and try again.") from None
    except subprocess.TimeoutExpired:
        raise Failure(f"git {arguments[0]} took longer than {seconds:g} seconds in {folder}", "Try again.") from None
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | _SCRUBBED | dict(environment)


def _attempt_within(
    folder: Path, command: list[str], environment: dict[str, str], feed: bytes, seconds: float, grows: Path, most: int
) -> Answer:
    """Run Git, and look twice a second how much a folder has grown."""
    before, until = _weight(grows), time.monotonic() + seconds
    import tempfile  # noqa: PLC0415 - most commands ask for no blobs

    with tempfile.TemporaryFile() as given:  # pipes would have to be fed while we look
        given.write(feed)
        given.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - a list of our own words, never a shell
                command,
                cwd=folder,
                env=environment,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except FileNotFoundError:
            raise Failure("Git is not installed", "Install it from https://git-scm.com/ and try again.") from None
        try:
            while True:
                try:
                    out, said = process.communicate(timeout=_LOOK)
                except subprocess.TimeoutExpired:
                    grown = _weight(grows) - before
                    if grown > most:
                        raise Failure(
                            f"it sent more than {most:,} bytes", "Raise limits: bytes: in communities/federation.yml."
                        ) from None
                    if time.monotonic() > until:
                        raise Failure(f"it took longer than {seconds:g} seconds", "Try again.") from None
                    continue
                if _weight(grows) - before > most:
                    raise Failure(
                        f"it sent more than {most:,} bytes", "Raise limits: bytes: in communities/federation.yml."
                    )
                return Answer(process.returncode, out, said.decode("utf-8", "replace"))
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it began, if it has not ended by itself."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()
    for stream in (process.stdout, process.stderr):  # it may have ended before all that it said was read
        if stream is not None:
            stream.close()


def _weight(folder: Path) -> int:
    found = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                found += os.lstat(f"{place}/{name}").st_size
    return found


def _head(
    folder: Path, arguments: Sequence[str], environment: Mapping[str, str], most: int, seconds: float
) -> bytes | None:
    """Return what Git answers, in rows that end with NUL; None where there are too many, or it takes too long."""
    command = ["git", "--no-pager", *_ALWAYS, *arguments]
    process = subprocess.Popen(  # noqa: S603 - a list of our own words, never a shell
        command,
        cwd=folder,
        env=_environment(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    late = threading.Timer(seconds, process.kill)
    late.start()
    found, rows = [], 0
    try:
        while process.stdout and (piece := process.stdout.read(1 << 16)):
            found.append(piece)
            rows += piece.count(b"\0")
            if rows > most:
                return None
        return b"".join(found) if process.wait() == 0 else None
    finally:
        late.cancel()
        process.kill()
        process.communicate()


def _run(folder: Path, *arguments: str, feed: bytes = b"", environment: Mapping[str, str] = NOTHING) -> bytes:
    done = attempt(folder, *arguments, feed=feed, environment=environment)
    if done.code != 0:
        said = done.said.strip().splitlines()
        raise Failure(f"git {arguments[0]} failed in {folder}: {said[-1] if said else done.code}")
    return done.out


def _moment(seconds: str) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (ValueError, OverflowError, OSError):  # a stranger's commit may bear any date
        return dt.datetime.max.replace(tzinfo=dt.UTC, microsecond=0)
