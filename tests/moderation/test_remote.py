"""The other repository: what Git may speak to it, and what it never does on the way."""

from __future__ import annotations

import datetime as dt
import os
import threading

import pytest

from moderation.forges import github_place, proposed, taken_in
from moderation.github_standin import NAME, Fault
from practice_commons.failure import Failure
from practice_commons.moderation.forge import MovedError
from practice_commons.reading.ledger import MAIN, NONE, Ledger
from practice_commons.reading.remote import Remote

pytest_plugins = ["moderation.github_fixtures"]
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def bare(root, tmp_path, git):
    git(root, "clone", "--quiet", "--bare", str(root), str(tmp_path / "other.git"))
    return tmp_path / "other.git"


@pytest.fixture
def ledger(root):
    return Ledger.at(root)


@pytest.fixture
def remote(ledger, bare):
    return Remote(ledger, bare.as_uri(), protocols=("file",), seconds=20)


@pytest.mark.parametrize(
    "address", ["{}", "ext::sh -c 'touch {}/ran'", "ssh://nobody@localhost/x", "http://localhost:9/x"]
)
def test_only_https_is_spoken(ledger, bare, address):
    remote = Remote(ledger, address.format(bare.as_uri() if address == "{}" else bare), seconds=20)
    for ask in (lambda: remote.fetch(["+refs/heads/main:refs/x"]), lambda: remote.references([MAIN])):
        with pytest.raises(Failure, match=r"not allowed|not supported|transport"):
            ask()
    assert not (bare / "ran").exists()


@pytest.mark.parametrize("address", ["--upload-pack=touch ran", "-h", ""])
def test_an_address_is_no_option(ledger, address):
    with pytest.raises(Failure):
        Remote(ledger, address, protocols=("file",)).fetch(["+refs/heads/main:refs/x"])
    assert not (ledger.root / "ran").exists()


def test_references_come_here_and_those_that_went_go(remote, ledger, bare, git):
    git(bare, "branch", "one", "main")
    remote.fetch(["+refs/heads/*:refs/commons/there/*"])
    assert list(ledger.references("refs/commons/there/")) == ["refs/commons/there/main", "refs/commons/there/one"]
    git(bare, "branch", "-D", "one")
    remote.fetch(["+refs/heads/*:refs/commons/there/*"])
    assert list(ledger.references("refs/commons/there/")) == ["refs/commons/there/main"]
    assert remote.references([MAIN, "refs/heads/one"]) == {MAIN: ledger.reference(MAIN)}


def test_references_move_all_or_none(remote, ledger, bare):
    main, merge = taken_in(ledger, ledger.reference(MAIN))
    there = Ledger.at(bare)
    with pytest.raises(MovedError):
        remote.push((MAIN, main, merge), ("refs/heads/gone", main, merge))
    with pytest.raises(MovedError):
        remote.push((MAIN, main, merge), ("refs/heads/gone", main, NONE))
    with pytest.raises(MovedError):
        remote.push((MAIN, NONE, merge))
    assert there.reference(MAIN) == main
    remote.push((MAIN, main, merge), ("refs/heads/new", NONE, merge))
    assert there.reference(MAIN) == there.reference("refs/heads/new") == merge
    remote.push(("refs/heads/new", merge, NONE))
    assert there.reference("refs/heads/new") == NONE


def test_nothing_is_rewritten(remote, ledger, bare):
    main = ledger.reference(MAIN)
    other = ledger.write_commit(ledger.write_tree(NONE, {}), [], "Another beginning", NOW)
    with pytest.raises(Failure, match="does not follow"):
        remote.push((MAIN, main, other))
    assert Ledger.at(bare).reference(MAIN) == main


@pytest.mark.skipif(os.name != "posix", reason="a hook is a shell script")
def test_hooks_here_are_not_run(remote, ledger, tmp_path):
    hook = ledger.administration() / "hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", "utf-8")
    hook.chmod(0o755)
    remote.push((MAIN, *taken_in(ledger, ledger.reference(MAIN))))
    assert not (tmp_path / "ran").exists()


def test_a_redirect_is_not_followed(standin, tmp_path, git):
    place = github_place(standin.bare, standin, tmp_path, git)
    _, forge = place.seat()
    before = len(standin.asked)
    standin.faults.append(Fault("info/refs", 302, {"Location": f"{standin.address}/elsewhere.git/info/refs"}, times=9))
    with pytest.raises(Failure, match=NAME):
        forge.refresh()
    assert not any("elsewhere" in one for one in standin.asked[before:])


def test_four_who_decide_at_once_lose_nothing(standin, tmp_path, git):
    place = github_place(standin.bare, standin, tmp_path, git)
    seats = [place.seat() for _ in range(4)]
    told: list[str] = []

    def decide(number):
        ledger, forge = seats[number]
        name = f"s-number-{number}"
        forge.open(name, proposed(ledger, name, data=str(number).encode()), "One", "", NOW)
        for _ in range(20):
            found = forge.get(name)
            try:
                forge.merge(found, *taken_in(ledger, found.head, f"communities/customer-contact/n{number}.md"))
            except MovedError:
                told.append(name)
                continue
            return

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    paths = [f"communities/customer-contact/n{number}.md" for number in range(4)]
    assert sorted(place.truth.files(MAIN, paths)) == paths
    assert [one.merged for one in standin.pulls.values()] == [True] * 4
    assert list(place.seat()[1].waiting()) == []
