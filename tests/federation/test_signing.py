"""What this commons publishes is signed where it says so, for peers that ask for signatures."""

from __future__ import annotations

from pathlib import Path

import pytest
from neighbours import Ours, Theirs, git

FACILITATOR = "contact-facilitator"
DRAFT = """\
---
kind: question
title: Who has tried this?
summary: One plain sentence.
date: 2026-01-05
community: customer-contact
author:
  name: A. Stranger
  role: officer
---
Has anybody tried this?
"""


def signing(ours: Ours, key: Path) -> None:
    for name, value in (("gpg.format", "ssh"), ("user.signingkey", str(key)), ("commit.gpgsign", "true")):
        git(ours.folder, "config", name, value)


def signature(ours: Ours, commit: str) -> bool:
    return "\ngpgsig -----BEGIN SSH SIGNATURE-----" in git(ours.folder, "cat-file", "commit", commit)


def submitted(ours: Ours) -> str:
    draft = ours.folder.with_name("tried.md")
    draft.write_text(DRAFT, "utf-8")
    done = ours.run("submit", draft)
    assert done.code == 0, done
    return done.out.split(" as ")[1].split(".")[0]


def test_what_is_decided_is_signed_and_what_is_submitted_is_not(ours: Ours, key) -> None:
    signing(ours, key[0])
    reference = submitted(ours)
    branches = git(ours.folder, "for-each-ref", "--format=%(objectname) %(refname)").splitlines()
    heads = [row.split()[0] for row in branches if not row.endswith("/main")]
    assert heads
    assert not any(signature(ours, head) for head in heads), "a host could show it to peers as our word"
    done = ours.run("moderate", "accept", reference, "--as", FACILITATOR)
    assert done.code == 0, done
    assert signature(ours, "main")


def test_a_peer_takes_what_was_decided_with_the_toolkit(
    ours: Ours, theirs: Theirs, served: tuple[Path, str], key, tmp_path: Path
) -> None:
    """Kent asks us for signatures, and our newest commit is one that `accept` made."""
    signing(ours, key[0])
    ours.join(theirs)
    assert signature(ours, "main")
    git(tmp_path, "clone", "-q", "--bare", str(ours.folder), str(served[0] / "ours"))
    other = Ours(theirs.folder)
    address = f"{served[1]}/ours"
    added = other.federation("add", address, "--insecure", "--name", "ours", "--signer", key[1])
    assert added.code == 0, added
    other.commit("Add")
    accepted = other.federation("accept", "ours")
    assert accepted.code == 0, accepted


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"user.signingkey": "/nowhere/key.pub", "gpg.format": "ssh"}, "could not be signed with /nowhere/key.pub"),
        ({"gpg.format": "ssh"}, "there is no SSH key to sign with"),
        ({"user.signingkey": "ABCDEF"}, "there is no SSH key to sign with"),
    ],
)
def test_a_key_that_cannot_sign_is_said_and_nothing_is_published(
    ours: Ours, settings: dict[str, str], said: str
) -> None:
    reference = submitted(ours)
    before = git(ours.folder, "rev-parse", "main")
    for name, value in ({"commit.gpgsign": "true"} | settings).items():
        git(ours.folder, "config", name, value)
    done = ours.run("moderate", "accept", reference, "--as", FACILITATOR)
    assert done.code == 2
    assert said in done.err
    assert git(ours.folder, "rev-parse", "main") == before


def test_no_program_of_the_settings_is_started(ours: Ours, key, tmp_path: Path) -> None:
    signing(ours, key[0])
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'started'}\n", "utf-8")
    program.chmod(0o755)
    git(ours.folder, "config", "gpg.ssh.program", str(program))
    reference = submitted(ours)
    assert ours.run("moderate", "accept", reference, "--as", FACILITATOR).code == 0
    assert not (tmp_path / "started").exists()
