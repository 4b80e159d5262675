"""What strangers may write, in a contribution, a list, a history or an answer: nothing of it stops us or is obeyed."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from held import inspected
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from neighbours import Ours, Theirs, git, neighbour
from pydantic import ValidationError

from federation.test_translation import COMMONS, PATH, PEER
from practice_commons.federation.translation import Crossing
from practice_commons.model.federation import Peer
from practice_commons.reading import git as door
from practice_commons.reading.document import Document, read_document

STORY = "communities/customer-contact/fewer-repeat-calls.md"
KEYS = (
    "id", "responds_to", "superseded_by", "community", "tags", "priorities", "stance", "kind", "priority", "asks",
    "councils", "author", "team", "sessions", "licence", "origin", "withdrawn",
)  # fmt: skip
WITHIN = ("priority", "council", "contribution", "listed", "ask", "name")
SHAPES = st.recursive(
    st.sampled_from(["", "kent", "ni14", "front-desk", "Atlantis", "call"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WITHIN), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def crossing() -> Crossing:
    return Crossing.of("kent", PEER, COMMONS, inspected({})[0].vocabularies)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(fields={"asks": [{"priority": ["kent"]}], "stance": {"priority": []}, "team": [{"council": {}}]})
@given(fields=st.dictionaries(st.sampled_from(KEYS), SHAPES, max_size=5))
def test_a_frontmatter_of_any_shape_is_translated(crossing: Crossing, fields: dict[str, object]) -> None:
    text = f"---\n{json.dumps(fields)}\n---\nBody\n" if fields else "---\nkind: call\n---\nBody\n"
    made = read_document("", crossing.translated(text.encode(), PATH))
    assert isinstance(made, Document)
    assert made.fields.get("kind") == "unreadable" or made.fields["origin"]["peer"] == "kent"


def test_a_priority_that_is_a_list_keeps_one_contribution_out_and_not_all(ours: Ours, theirs: Theirs) -> None:
    path = "communities/customer-contact/one-form.md"
    theirs.edit(
        path, "\n---\n", "\nasks:\n  - ask: Money\n    of: Government\n    priority: [avoidable-contact]\n---\n"
    )
    theirs.commit()
    ours.join(theirs)
    said = json.loads(ours.federation("status", "--report", "kent", "--json").out)
    assert {one["path"] for one in said} == {path}


def test_a_folder_with_an_odd_name_is_not_proposed(ours: Ours, theirs: Theirs) -> None:
    for folder in [*theirs.folder.glob("communities/*/community.yml")]:
        folder.unlink()
    theirs.write("communities/My_Community/community.yml", "title: Ours\npurpose: To see\n")
    theirs.commit()
    added = ours.federation("add", theirs.url, "--insecure", "--name", "kent", "--unsigned")
    assert added.code == 0, added
    assert "My_Community" not in (ours.folder / "communities/federation.yml").read_text("utf-8").split("  kent:")[1]


@pytest.mark.parametrize("end", ["20261399", "20260230", "202601012560"])
def test_a_key_is_good_until_a_day_that_there_is(end: str) -> None:
    line = f'a@example.org valid-before="{end}" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA'
    with pytest.raises(ValidationError, match="is no day that there is"):
        Peer(url="https://git.example.org/a.git", communities=("*",), signers=(line,))


@pytest.mark.parametrize("when", ["yesterday", "2026-01-01T00:00:00", "2026-02-30T00:00:00+00:00"])
def test_a_moment_in_the_lock_that_is_none_is_a_problem_and_no_fault_of_ours(
    ours: Ours, theirs: Theirs, when: str
) -> None:
    ours.join(theirs)
    lock = ours.folder / "communities/federation.lock"
    rows = lock.read_text("utf-8").splitlines(keepends=True)
    lock.write_text("".join(f'    when: "{when}"\n' if one.startswith("    when:") else one for one in rows), "utf-8")
    done = ours.run("check", "--quiet")
    assert done.code == 1
    assert "communities/federation.lock" in done.out
    assert ours.run("build", "--output", ours.folder.parent / "site").code == 2


def test_an_endless_tree_in_the_past_is_not_walked(ours: Ours, theirs: Theirs, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tip is as it should be; a commit before it holds a few objects that stand for a million files."""
    whole = git(theirs.folder, "rev-parse", "HEAD^{tree}")
    blob = git(theirs.folder, "hash-object", "-w", "--stdin", feed=b"text\n")
    tree = git(theirs.folder, "mktree", feed="".join(f"100644 blob {blob}\tf{n}.md\n" for n in range(10)).encode())
    for _ in range(5):
        tree = git(theirs.folder, "mktree", feed="".join(f"040000 tree {tree}\td{n}\n" for n in range(10)).encode())
    rows = git(theirs.folder, "ls-tree", "-z", f"{whole}:communities").encode()
    inner = git(theirs.folder, "mktree", "-z", feed=rows + f"040000 tree {tree}\tbomb".encode() + b"\0")
    top = [one for one in git(theirs.folder, "ls-tree", "-z", whole).split("\0") if not one.endswith("\tcommunities")]
    feed = "\0".join([*(one for one in top if one), f"040000 tree {inner}\tcommunities"]) + "\0"
    theirs.adopt_tree(git(theirs.folder, "mktree", "-z", feed=feed.encode()))
    tip = theirs.adopt_tree(whole)
    ours.join(theirs)
    held: list[int] = []
    known = door._run

    def counted(*arguments: object, **options: object) -> bytes:
        answer = known(*arguments, **options)  # type: ignore[arg-type]
        held.append(len(answer))
        return answer

    monkeypatch.setattr(door, "_run", counted)
    built = ours.run("build", "--output", ours.folder.parent / "site")
    assert built.code == 0, built.err
    assert max(held) < 50_000_000
    assert f"kent:fewer-repeat-calls@{tip[:12]}" in (
        ours.folder.parent / "site/c/kent/fewer-repeat-calls/index.html"
    ).read_text("utf-8"), "what cannot be told of the past is told of the pin"


def test_what_was_too_large_is_not_taken_the_second_time(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    before = theirs.head()
    ours.settings("    unsigned: yes\n", "    unsigned: yes\n    limits: {bytes: 100000}\n")
    (theirs.folder / "large.bin").write_bytes(random.Random(1).randbytes(5_000_000))
    theirs.commit()
    for _ in range(2):
        done = ours.federation("sync")
        assert done.code == 1
        assert "more than" in done.out
    assert git(ours.folder / ".commons/federation/kent.git", "rev-parse", "refs/commons/tip") == before
    assert ours.federation("accept", "kent").code == 2
    assert ours.federation("verify").code == 0
    git(ours.folder / ".commons/federation/kent.git", "fsck", "--no-dangling")


def test_one_peer_that_is_broken_here_keeps_no_other_from_being_accepted(
    ours: Ours, theirs: Theirs, served: tuple[Path, str], key: tuple[Path, str]
) -> None:
    york = neighbour(*served, "york")
    for one, name in ((theirs, "kent"), (york, "york")):
        one.key = key[0]
        one.commit("Signed", "--allow-empty")
        ours.join(one, "--signer", key[1], name=name)
        one.edit(STORY, "by a third", "by a half")
        one.commit()
    file = ours.folder / "communities/federation.yml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    insecure: yes\n", "    insecure: yes\n    automatic: yes\n"), "utf-8")
    ours.commit()
    assert ours.federation("sync").code == 0
    for pack in (ours.folder / ".commons/federation/kent.git/objects/pack").glob("*"):
        pack.unlink()
    done = ours.federation("accept", "--auto", "--json")
    assert done.code == 1, done
    said = {one["peer"]: one for one in json.loads(done.out)}
    assert said["york"]["accepted"] == york.head()
    assert said["kent"]["accepted"] is None
    assert said["kent"]["refusals"]


class Rude(BaseHTTPRequestHandler):
    """A server that answers with what moves a terminal's cursor."""

    def do_GET(self) -> None:
        self.send_response(403)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"error: \x1b[2J\x1b]0;owned\x07 all is well\n")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def rude() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Rude)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/a.git"
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_a_server_answers_does_not_steer_the_terminal(ours: Ours, rude: str) -> None:
    done = ours.federation("add", rude, "--insecure", "--unsigned", "--name", "kent")
    assert done.code == 2
    assert "all is well" in done.err
    assert "\x1b" not in done.err + done.out
