"""Another repository, reached over the network: references fetched from it, and moved in it all together or not at all.

Only https is spoken. What lets us in is given to Git in its environment, where neither a list of processes, nor a log,
nor an address shows it. Hooks, redirects, helpers for passwords and submodules are off.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator, Mapping, Sequence

from practice_commons.failure import Failure
from practice_commons.reading.git import Answer, Repository, attempt
from practice_commons.reading.ledger import NONE, MovedError

LONGEST = 300
"""Seconds before Git is stopped: the first fetch of a large commons takes a while."""
_NETWORK = ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "GIT_SSL_CAINFO")
"""What a council's network may need to let us out."""


class Remote:
    """Another repository. `token` lets us in; `protocols` are those that Git may speak to it."""

    def __init__(
        self,
        repository: Repository,
        address: str,
        token: str = "",
        *,
        protocols: Sequence[str] = ("https",),
        seconds: float = LONGEST,
        most: int | None = None,
    ) -> None:
        """Name the other repository. Nothing is asked of it yet. `most` is how many bytes it may send at once."""
        self._most = most
        self._repository = repository
        self._address = address
        self._seconds = seconds
        self._environment = {
            "GIT_ALLOW_PROTOCOL": ":".join(protocols),
            **{name: os.environ[name] for name in _NETWORK if name in os.environ},
            **(_shell() if "ssh" in protocols else {}),
            **_settings(address, token),
        }

    def fetch(self, specs: Sequence[str]) -> None:
        """Fetch references, each as `+theirs:ours`. What a pattern no longer finds is removed. Raises Failure."""
        feed = "".join(f"{spec}\n" for spec in specs).encode()
        options = ("--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules", "--prune")
        answer = self._ask("fetch", "--quiet", *options, "--stdin", "--end-of-options", self._address, feed=feed)
        if answer.code:
            raise self._failure("could not be fetched from", answer)

    def references(self, names: Sequence[str]) -> dict[str, str]:
        """Return where references are now; those that are not there are left out. Raises Failure."""
        answer = self._ask("ls-remote", "--refs", "--quiet", "--end-of-options", self._address, *names)
        if answer.code:
            raise self._failure("could not be read", answer)
        rows = (row.split("\t", 1) for row in answer.out.decode("utf-8", "replace").splitlines())
        return {name: commit for commit, name in rows if name in names}

    def push(self, *moves: tuple[str, str, str]) -> None:
        """Move references, each from one commit to another, all or none. Raises MovedError, and Failure.

        NONE as the first is a reference that must not be there yet, as the second one that goes. Nothing is rewritten:
        the second must descend from the first. Where the answer is lost, what became of it is asked for.
        """
        for name, old, new in moves:
            if old and new and old != new and not self._repository.since(old, new)[0]:
                raise Failure(f"{new[:12]} does not follow {old[:12]}, so {name} cannot become it")
        leases = [f"--force-with-lease={name}:{old}" for name, old, _ in moves]
        specs = [f"{new}:{name}" for name, _, new in moves]
        options = ("--atomic", "--no-verify", "--no-follow-tags", "--no-signed", "--recurse-submodules=no")
        answer = self._ask("push", "--porcelain", *options, *leases, "--end-of-options", self._address, *specs)
        if answer.code == 0:
            there = {row.split("\t")[1] for row in answer.out.decode("utf-8", "replace").splitlines() if row[:1] == "="}
            if any(f"{new}:{name}" in there for name, old, new in moves if old != new):
                raise MovedError(f"{self._address} has it already")
            return
        found = self.references([name for name, _, _ in moves])
        if all(found.get(name, NONE) == new for name, _, new in moves):
            return
        if any(found.get(name, NONE) != old for name, old, _ in moves):
            raise MovedError(f"{self._address} has changed")
        raise self._failure("refused what was sent to", answer)

    def _ask(self, *arguments: str, feed: bytes = b"") -> Answer:
        root = self._repository.root
        environment = {**self._repository.settings, **self._environment}
        room = None if self._most is None else (root, self._most)
        return attempt(root, *arguments, feed=feed, environment=environment, seconds=self._seconds, room=room)

    def _failure(self, what: str, answer: Answer) -> Failure:
        said = "; ".join(_reasons(answer.said)) or f"git ended with {answer.code}"
        hint = "Look whether it can be reached, and whether your token may do this. Then try again."
        return Failure(f"{self._address} {what}: {said}" if "read" in what else f"{what} {self._address}: {said}", hint)


def _shell() -> Mapping[str, str]:
    """Return what ssh needs: the user's agent, no questions, and nobody whom the user does not know already."""
    options = "-oBatchMode=yes -oStrictHostKeyChecking=yes -oForwardAgent=no -oClearAllForwardings=yes"
    agent = {name: os.environ[name] for name in ("SSH_AUTH_SOCK",) if name in os.environ}
    return {"GIT_SSH_COMMAND": f"ssh {options}", "GIT_SSH_VARIANT": "ssh", **agent}


def _settings(address: str, token: str) -> Mapping[str, str]:
    """Return settings as Git takes them from its environment (git-config, GIT_CONFIG_COUNT)."""
    settings = [
        ("credential.helper", ""),
        ("core.askPass", ""),
        ("http.followRedirects", "false"),
        ("fetch.fsckObjects", "true"),
        ("fetch.unpackLimit", "1"),
        ("submodule.recurse", "false"),
        ("gc.auto", "0"),
    ]
    if token:
        pair = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        settings.append((f"http.{address}.extraHeader", f"Authorization: Basic {pair}"))
    found = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found


def _reasons(said: str) -> Iterator[str]:
    """Yield the lines in which Git, or the other side, says why."""
    for line in said.splitlines():
        shown = "".join(one if one.isprintable() else "\ufffd" for one in line)  # what a server says steers no terminal
        plain = shown.removeprefix("remote:").strip()
        if plain.startswith(("error: ", "fatal: ", "! ")):
            yield plain.removeprefix("error: ").removeprefix("fatal: ").removeprefix("! ")
