"""Federation: the commons that this one takes contributions from, and the commits at which it takes them.

Matches between vocabularies follow SKOS (W3C Recommendation, 18 August 2009): `exact_match` and `close_match` carry all
that is said of a concept, `broader` says only that ours holds theirs.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from practice_commons.model.contribution import Part
from practice_commons.model.scalars import Line, Signer, Slug, Whole, YesNo

FEDERATION = "communities/federation.yml"
LOCK = "communities/federation.lock"

Address = Annotated[
    str,
    StringConstraints(
        pattern=r"^((https?|ssh)://([a-z][a-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?/[A-Za-z0-9._~/-]+"
        r"|file:///[A-Za-z0-9._~/-]+"
        r"|\.(/[A-Za-z0-9_][A-Za-z0-9._-]*)+)$",
        max_length=500,
    ),
]
"""Where a repository is. No password can stand in it, and nothing that Git or a shell would read as an option.

What begins with `./` is a folder of this commons: no folder above it can be named, and none that is hidden.
"""
Branch = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=200)]
Commit = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
Glob = Annotated[str, StringConstraints(pattern=r"^[a-z0-9*?-]+$", max_length=80)]
Folder = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$", max_length=200)
]
Key = Annotated[
    str,
    StringConstraints(
        pattern=r"^(ssh-ed25519|sk-ssh-ed25519@openssh\.com|ecdsa-sha2-nistp(256|384|521)|ssh-rsa) "
        r"[A-Za-z0-9+/]+=*( [^\r\n]*)?$",
        max_length=2000,
    ),
]
_DAY = re.compile(r'valid-(?:after|before)="([0-9]{8})([0-9]{2})?([0-9]{2})?([0-9]{2})?Z?"')
_DOTTED = re.compile(r"(^|/)\.|\.\.|//|\.lock(/|$)|[./]$|@\{")


def _instant(value: str) -> str:
    try:
        if dt.datetime.fromisoformat(value).tzinfo is not None:
            return value
    except ValueError:
        pass
    raise ValueError("must be a moment like 2026-04-30T09:30:00+00:00")


Instant = Annotated[Line, AfterValidator(_instant)]
"""A moment with its distance from Greenwich (RFC 3339)."""


class Crosswalk(Part):
    """What words of a peer's vocabulary are in ours: theirs, then ours."""

    exact_match: dict[Slug, Slug] = Field(default_factory=dict, description="The same concept.")
    close_match: dict[Slug, Slug] = Field(default_factory=dict, description="Nearly the same concept.")
    broader: dict[Slug, Slug] = Field(default_factory=dict, description="Ours is broader, and holds theirs.")

    @property
    def named(self) -> dict[str, str]:
        """Return our word for each of theirs, the closest match first."""
        return {**self.broader, **self.close_match, **self.exact_match}

    @property
    def alike(self) -> dict[str, str]:
        """Return our word for each of theirs that means the same, or nearly."""
        return {**self.close_match, **self.exact_match}

    @model_validator(mode="after")
    def _says_each_once(self) -> Crosswalk:
        for word in self.exact_match:
            if word in self.close_match or word in self.broader:
                raise ValueError(f"{word} stands under two kinds of match")
        for word in self.close_match:
            if word in self.broader:
                raise ValueError(f"{word} stands under two kinds of match")
        return self


class Limits(Part):
    """How much of a peer we are willing to take, and how long it may be silent."""

    entries: Whole = Field(20_000, description="Files and folders below its communities.")
    bytes: Whole = Field(200_000_000, description="Bytes of its contributions, and of one fetch.")
    warn_after: Whole = Field(180, description="Days since its last commit after which it counts as stale.")
    refuse_after: Whole = Field(720, description="Days since its last commit after which nothing new is accepted.")


class Peer(Part):
    """Another commons that this one takes contributions from."""

    url: Address = Field(
        description="Where its repository is: https or ssh; or a folder of this commons, such as ./peers/kent."
    )
    ref: Branch = Field("main", description="The branch that it publishes from.")
    folder: Folder | None = Field(None, description="The folder of its repository in which the commons lies.")
    communities: tuple[Glob, ...] = Field(min_length=1, description="Which of its communities, by name or pattern.")
    into: dict[Slug, Slug] = Field(
        default_factory=dict, description="Our community for each of theirs that has another name here."
    )
    signers: tuple[Signer, ...] = Field((), description="Who may sign its commits: lines of an allowed signers file.")
    revoked: tuple[Key, ...] = Field((), description="Public keys that count no more.")
    unsigned: YesNo = Field(default=False, description="yes to take commits that nobody signed.")
    insecure: YesNo = Field(
        default=False, description="yes to fetch over http or from a folder: for trying things out."
    )
    automatic: YesNo = Field(default=False, description="yes to let `accept --auto` move its pin.")
    limits: Limits = Field(default_factory=Limits, description="How much we take.")
    tags: Crosswalk = Field(default_factory=Crosswalk, description="Our tags for theirs.")
    priorities: Crosswalk = Field(default_factory=Crosswalk, description="Our policy priorities for theirs.")

    @property
    def scheme(self) -> str:
        """Return the protocol of its address; empty for a folder of this commons."""
        return "" if self.inside else self.url.partition(":")[0]

    @property
    def inside(self) -> str:
        """Return the folder of this commons that it lies in; empty for a repository of its own."""
        return self.url.removeprefix("./") if self.url.startswith("./") else ""

    @property
    def reference(self) -> str:
        """Return the full name of the branch that it publishes from."""
        return f"refs/heads/{self.ref}"

    @property
    def prefix(self) -> str:
        """Return the folder of the commons with a final slash; empty for the top."""
        return f"{self.folder}/" if self.folder else ""

    @model_validator(mode="after")
    def _is_sound(self) -> Peer:
        if self.scheme in {"http", "file"} and not self.insecure:
            raise ValueError(f"{self.scheme} is open to anybody on the way: use https or ssh, or write insecure: yes")
        if ".." in self.url or _DOTTED.search(self.ref) or (self.folder and _DOTTED.search(self.folder)):
            raise ValueError("has dots where Git reads more into them")
        if bool(self.signers) == self.unsigned:
            raise ValueError("needs signers, or unsigned: yes, and not both")
        if self.inside and self.signers:
            raise ValueError("lies in a folder here, whose commits nobody signs: write unsigned: yes, and no signers")
        for line in self.signers:
            for found in _DAY.finditer(line):
                try:
                    dt.datetime.strptime("".join(filter(None, found.groups())).ljust(14, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - only whether there is one
                except ValueError:
                    raise ValueError(f"{found[0]} is no day that there is") from None
        if self.automatic and self.unsigned:
            raise ValueError("takes nothing by itself from commits that nobody signed: leave out automatic")
        return self


class Federation(Part):
    """`federation.yml`: the commons that this one takes contributions from."""

    peers: dict[Slug, Peer] = Field(default_factory=dict, description="Each peer, by the name that it has here.")


class Rewriting(Part):
    """That a peer's history was rewritten, and this was accepted on purpose."""

    old: Commit = Field(description="The commit that was pinned.")
    new: Commit = Field(description="The commit that took its place, without descending from it.")
    when: Instant = Field(description="When that was accepted.")
    reason: Line = Field(description="Why.")


class Pin(Part):
    """The commit at which a peer's contributions are published here."""

    commit: Commit = Field(description="The commit.")
    tree: Commit = Field(description="Its tree.")
    signer: Line | None = Field(None, description="The fingerprint of the key that signed it.")
    when: Instant = Field(description="When the commit was made, by its own word.")
    accepted: Instant = Field(description="When it was accepted.")
    contributions: Whole = Field(description="How many contributions it holds that we take.")
    published: Whole = Field(description="How many of them passed the checks when it was accepted.")
    bytes: Whole = Field(description="How large they are.")
    chain: tuple[Commit, ...] = Field((), description="The commits that were pinned before, the oldest first.")
    rewritten: tuple[Rewriting, ...] = Field((), description="Where history was rewritten, and that was accepted.")


class Lock(Part):
    """`federation.lock`: what is published of every peer."""

    pins: dict[Slug, Pin] = Field(default_factory=dict, description="Each peer's pin, by its name.")
