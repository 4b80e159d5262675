"""A peer in a folder of the commons itself: the same pin on every machine, and never more than that folder."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from neighbours import GOOD, Ours, Theirs, git
from places import ROOT
from pydantic import ValidationError

from practice_commons.model.federation import Peer

STORY = "communities/customer-contact/fewer-repeat-calls.md"
SOURCE = """\
peers:
  kent:
    url: ./peers/kent
    communities: [customer-contact]
    unsigned: yes
    tags:
      exact_match: {contact-centre: contact-centre}
"""


@pytest.fixture
def beside(ours: Ours) -> Ours:
    """A commons with a peer in a folder of its own, whose one commit is pinned."""
    shutil.copytree(GOOD, ours.folder / "peers/kent")
    (ours.folder / "communities/federation.yml").write_text(SOURCE, "utf-8")
    ours.commit("A peer in a folder")
    assert ours.federation("sync").code == 0
    assert ours.federation("accept", "kent").code == 0
    return ours


def clone(ours: Ours, name: str) -> Ours:
    folder = ours.folder.parent / name
    git(ours.folder, "clone", "-q", "--no-local", "--depth=1", ours.folder.as_uri(), str(folder))
    return Ours(folder)


def published(ours: Ours) -> str:
    output = ours.folder.parent / f"{ours.folder.name}-site"
    built = ours.run("build", "--output", output)
    assert built.code == 0, built.err
    return (output / "c/kent/fewer-repeat-calls/index.html").read_text("utf-8")


def test_a_fresh_clone_publishes_it_without_anything_being_fetched(beside: Ours) -> None:
    page = published(beside)
    assert "has no site of its own" in page
    assert f"<code>peers/kent/{STORY}</code>" in page
    assert 'rel="canonical" href="https://commons.example/c/kent/fewer-repeat-calls/"' in page
    fresh = clone(beside, "fresh")
    assert published(fresh) == page
    assert fresh.federation("verify").code == 0


def test_a_commit_publishes_what_lay_in_the_folder_then(beside: Ours) -> None:
    page = published(beside)
    fresh = clone(beside, "fresh")
    (fresh.folder / "peers/kent" / STORY).write_text("Something else.", "utf-8")
    output = beside.folder.parent / "then"
    assert fresh.run("build", "--at", "HEAD", "--output", output).code == 0
    assert (output / "c/kent/fewer-repeat-calls/index.html").read_text("utf-8") == page


def test_a_changed_folder_is_named_with_the_command_that_renews_the_lock(beside: Ours) -> None:
    file = beside.folder / "peers/kent" / STORY
    file.write_text(file.read_text("utf-8").replace("cut repeat calls by a third", "cut them by half"), "utf-8")
    beside.commit("A change")
    said = beside.federation("verify")
    assert said.code == 1
    assert "./peers/kent does not hold what is pinned" in said.out
    assert "commons federation accept kent --rewritten --reason" in said.out
    assert "cut repeat calls by a third" in published(beside)
    fresh = clone(beside, "fresh")
    for command in (["federation", "sync", "--pinned"], ["build", "--output", fresh.folder.parent / "no"]):
        done = fresh.run(*command)
        assert done.code in {1, 2}
        assert "renew the lock" in done.out + done.err
    assert beside.federation("sync").code == 1
    assert beside.federation("accept", "kent").code == 1
    renewed = beside.federation("accept", "kent", "--rewritten", "--reason", "What we do now")
    assert renewed.code == 0, renewed
    assert beside.federation("verify").code == 0
    again = clone(beside, "again")
    assert "cut them by half" in published(again)
    assert again.federation("verify").code == 0


def test_asking_twice_gives_the_same_commit(beside: Ours) -> None:
    (beside.folder / "peers/kent" / STORY).unlink()
    rows = [json.loads(beside.federation("sync", "--json").out)[0]["tip"] for _ in range(2)]
    assert rows[0] == rows[1]


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_no_link_leads_out_of_the_folder(beside: Ours, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("A secret.", "utf-8")
    (beside.folder / "peers/kent/communities/customer-contact/leak.md").symlink_to(secret)
    said = beside.federation("sync")
    assert said.code == 1
    assert "is not an ordinary file" in said.out
    shutil.move(beside.folder / "peers/kent", tmp_path / "elsewhere")
    (beside.folder / "peers/kent").symlink_to(tmp_path / "elsewhere")
    said = beside.federation("sync")
    assert said.code == 1
    assert "there is no folder" in said.out


def test_more_than_its_limits_say_is_not_taken(beside: Ours) -> None:
    beside.settings("    unsigned: yes\n", "    unsigned: yes\n    limits: {entries: 3}\n")
    said = beside.federation("sync")
    assert said.code == 1
    assert "more than its limits say" in said.out


@pytest.mark.parametrize(
    "url",
    ["./../other", "./peers/../../other", "./.git", "./peers/.hidden", "/etc", "../other", "peers/kent", "./", "."],
)
def test_no_other_place_can_be_named(url: str) -> None:
    with pytest.raises(ValidationError):
        Peer(url=url, communities=("*",), unsigned=True)


def test_nobody_can_be_said_to_sign_it() -> None:
    line = "kent@example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEvV8jNvcT9zc3JcO4bB4lJ0fPvqW1hWnTq1Qw2n9cQx"
    with pytest.raises(ValidationError, match="nobody signs"):
        Peer(url="./peers/kent", communities=("*",), signers=(line,))


def test_what_a_peer_says_of_its_own_peers_is_never_followed(ours: Ours, theirs: Theirs) -> None:
    """A peer's own `federation.yml` may name a folder here: it is the peer's, and nobody reads it."""
    shutil.copytree(GOOD, ours.folder / "private")
    ours.commit("Something that is not published")
    theirs.write("communities/federation.yml", SOURCE.replace("./peers/kent", "./private").replace("kent:", "spy:"))
    theirs.commit()
    ours.join(theirs)
    found = ours.run("search", "repeat calls", "--json").out
    assert "kent:fewer-repeat-calls" in found
    assert "spy:" not in found
    assert not (ours.folder / ".commons/federation/spy.git").exists()


def test_the_demonstration_holds() -> None:
    """Whoever changes `peers/` renews the lock in the same pull request."""
    done = Ours(ROOT).federation("verify")
    assert done.code == 0, done.out
