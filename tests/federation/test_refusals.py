"""What a peer may publish that is not taken: each is refused with its own word, and the last good pin stays."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from neighbours import Ours, Theirs, git, make_key
from pydantic import ValidationError

from practice_commons.federation.trees import oddity
from practice_commons.model.federation import Peer

STORY = "communities/customer-contact/fewer-repeat-calls.md"


def refused(ours: Ours, ground: str, name: str = "kent") -> None:
    """Sync, accept and see that it is refused on one ground, and that pin and branch are as they were."""
    lock = (ours.folder / "communities/federation.lock").read_text("utf-8")
    before = git(ours.folder, "rev-parse", "main")
    assert ours.federation("sync", name).code == 1
    done = ours.federation("accept", name, "--json")
    assert done.code == 1, done
    grounds = {one["ground"] for one in json.loads(done.out)[0]["refusals"]}
    assert grounds == {ground}
    assert ours.federation("diff", name).code == 1
    assert (ours.folder / "communities/federation.lock").read_text("utf-8") == lock
    assert git(ours.folder, "rev-parse", "main") == before
    assert ours.federation("verify").code == 0


def test_a_rewritten_history_is_refused_and_accepted_only_with_a_reason(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    git(theirs.folder, "reset", "-q", "--hard", "HEAD~1")
    theirs.edit(STORY, "by a third", "by a half")
    new = theirs.commit("Another past")
    refused(ours, "rewritten")
    assert ours.federation("accept", "kent", "--rewritten").code == 2
    done = ours.federation("accept", "kent", "--rewritten", "--reason", "They took out a name")
    assert done.code == 0, done
    lock = (ours.folder / "communities/federation.lock").read_text("utf-8")
    assert "They took out a name" in lock
    assert f"commit: {new}" in lock
    assert "Federation-Rewritten: They took out a name" in git(ours.folder, "log", "-1", "--format=%B", "main")
    assert ours.federation("verify").code == 0


def test_a_rollback_is_refused(ours: Ours, theirs: Theirs) -> None:
    theirs.edit(STORY, "by a third", "by a half")
    theirs.commit()
    ours.join(theirs)
    git(theirs.folder, "reset", "-q", "--hard", "HEAD~1")
    refused(ours, "rolled-back")


def test_a_rollback_is_not_excused_by_a_reason(ours: Ours, theirs: Theirs) -> None:
    theirs.edit(STORY, "by a third", "by a half")
    theirs.commit()
    ours.join(theirs)
    git(theirs.folder, "reset", "-q", "--hard", "HEAD~1")
    assert ours.federation("sync").code == 1
    assert ours.federation("accept", "kent", "--rewritten", "--reason", "Why not").code == 1


def test_only_who_may_sign_is_taken(ours: Ours, theirs: Theirs, key: tuple[Path, str], tmp_path: Path) -> None:
    theirs.key = key[0]
    theirs.commit("Signed", "--allow-empty")
    shown = ours.federation("add", theirs.url, "--insecure", "--name", "kent")
    assert shown.code == 2
    assert "SHA256:" in shown.err
    assert key[1].split()[2] in shown.err
    ours.join(theirs, "--signer", key[1])
    assert "SHA256:" in (ours.folder / "communities/federation.lock").read_text("utf-8")
    theirs.key = None
    theirs.commit("By nobody", "--allow-empty")
    refused(ours, "unsigned")
    theirs.key, _ = make_key(tmp_path / "stranger")
    theirs.commit("By a stranger", "--allow-empty")
    refused(ours, "unknown-key")
    theirs.key = key[0]
    theirs.commit("By them again", "--allow-empty")
    assert ours.federation("sync").code == 0
    assert ours.federation("accept", "kent").code == 0


@pytest.mark.parametrize("days", [-1, -30])
def test_an_expired_key_is_refused_whatever_date_the_commit_bears(
    ours: Ours, theirs: Theirs, key: tuple[Path, str], days: int
) -> None:
    theirs.key = key[0]
    theirs.commit("Signed", "--allow-empty")
    ours.join(theirs, "--signer", key[1])
    over = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    who, rest = key[1].split(" ", 1)
    old = (ours.folder / "communities/federation.yml").read_text("utf-8")
    new = old.replace(json.dumps(key[1]), f"'{who} valid-before=\"{over:%Y%m%d}\" {rest}'")
    assert new != old
    (ours.folder / "communities/federation.yml").write_text(new, "utf-8")
    ours.commit()
    theirs.commit("Later", "--allow-empty")
    assert ours.federation("sync").code == 1
    done = ours.federation("accept", "kent", "--json")
    assert [one["ground"] for one in json.loads(done.out)[0]["refusals"]] == ["expired-key"]
    assert ours.federation("verify").code == 1  # and what is pinned should be looked at again


def test_a_revoked_key_is_refused(ours: Ours, theirs: Theirs, key: tuple[Path, str]) -> None:
    theirs.key = key[0]
    theirs.commit("Signed", "--allow-empty")
    ours.join(theirs, "--signer", key[1])
    ours.settings("    signers:\n", f"    revoked:\n      - {key[1].split(' ', 1)[1]}\n    signers:\n")
    theirs.commit("Later", "--allow-empty")
    assert ours.federation("sync").code == 1
    done = ours.federation("accept", "kent", "--json")
    assert [one["ground"] for one in json.loads(done.out)[0]["refusals"]] == ["revoked-key"]


def test_without_ssh_keygen_nothing_that_must_be_signed_is_taken(
    ours: Ours, theirs: Theirs, key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs.key = key[0]
    theirs.commit("Signed", "--allow-empty")
    added = ours.federation("add", theirs.url, "--insecure", "--name", "kent", "--signer", key[1])
    assert added.code == 0, added
    ours.commit()
    monkeypatch.setattr("shutil.which", lambda _: None)
    done = ours.federation("accept", "kent")
    assert done.code == 2
    assert "ssh-keygen is not installed" in done.err


def test_a_silent_peer_is_warned_of_and_then_refused(ours: Ours, theirs: Theirs) -> None:
    theirs.clock -= dt.timedelta(days=200)
    git(theirs.folder, "checkout", "-q", "--orphan", "old")
    theirs.commit("Long ago")
    git(theirs.folder, "branch", "-M", "main")
    ours.join(theirs)
    done = ours.federation("sync")
    assert done.code == 0
    assert "days old" in done.out
    ours.settings("    unsigned: yes\n", "    unsigned: yes\n    limits: {warn_after: 30, refuse_after: 100}\n")
    theirs.edit(STORY, "by a third", "by a half")
    theirs.commit()
    assert ours.federation("sync").code == 1
    done = ours.federation("accept", "kent", "--json")
    assert [one["ground"] for one in json.loads(done.out)[0]["refusals"]] == ["stale"]


@pytest.mark.parametrize("seconds", [9_999_999_999, 9_999_999_999_999, 4_102_444_800])
def test_a_commit_from_the_future_is_refused(ours: Ours, theirs: Theirs, seconds: int) -> None:
    ours.join(theirs)
    who = f"E <e@example.org> {seconds} +0000"
    tree, parent = git(theirs.folder, "rev-parse", "main^{tree}"), theirs.head()
    made = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nLater\n".encode()
    commit = git(theirs.folder, "hash-object", "-t", "commit", "-w", "--stdin", feed=made)
    git(theirs.folder, "update-ref", "refs/heads/main", commit)
    refused(ours, "stale")


Build = Callable[[Theirs], str]


def with_file(path: str, mode: str = "100644", data: bytes = b"text\n") -> Build:
    """Return what makes a tree with one more file, by plumbing: no work tree could hold some of them."""

    def build(theirs: Theirs) -> str:
        kind = "commit" if mode == "160000" else "blob"
        blob = "1" * 40 if mode == "160000" else git(theirs.folder, "hash-object", "-w", "--stdin", feed=data)
        row = f"{mode} {kind} {blob}\t".encode()
        folder, _, name = path.rpartition("/")
        tree = _put(theirs, folder, row + name.encode("utf-8", "surrogateescape") + b"\0")
        for place in reversed(folder.split("/")):
            folder = folder.rpartition("/")[0]
            tree = _put(theirs, folder, f"040000 tree {tree}\t{place}".encode() + b"\0", instead=place)
        return tree

    return build


def _put(theirs: Theirs, folder: str, row: bytes, instead: str = "") -> str:
    listing = f"HEAD:{folder}" if folder else "HEAD"
    try:
        rows = git(theirs.folder, "ls-tree", "-z", listing).encode("utf-8", "surrogateescape")
    except AssertionError:
        rows = b""
    kept = [one for one in rows.split(b"\0") if one and one.partition(b"\t")[2] != instead.encode()]
    return git(theirs.folder, "mktree", "-z", "--missing", feed=b"".join(one + b"\0" for one in kept) + row)


def with_top(mode: str, data: bytes = b"") -> Build:
    """Return what makes a tree in which the folder of communities is something else."""

    def build(theirs: Theirs) -> str:
        kind = "commit" if mode == "160000" else "blob"
        blob = "1" * 40 if mode == "160000" else git(theirs.folder, "hash-object", "-w", "--stdin", feed=data)
        return _put(theirs, "", f"{mode} {kind} {blob}\tcommunities".encode() + b"\0", instead="communities")

    return build


HOSTILE = {
    "link": ("link", with_file("communities/customer-contact/passwords.md", "120000", b"/etc/passwd")),
    "repository": ("repository", with_file("communities/customer-contact/inner", "160000")),
    "option": ("odd-path", with_file("communities/customer-contact/--upload-pack=x.md")),
    "reserved": ("odd-path", with_file("communities/customer-contact/aux.md")),
    "reserved-superscript": ("odd-path", with_file("communities/customer-contact/com¹.md")),
    "control": ("odd-path", with_file("communities/customer-contact/a\x1b[31m.md")),
    "newline": ("odd-path", with_file("communities/customer-contact/a\nb.md")),
    "backslash": ("odd-path", with_file("communities/customer-contact/a\\b.md")),
    "colon": ("odd-path", with_file("communities/customer-contact/a:b.md")),
    "dots-at-the-end": ("odd-path", with_file("communities/customer-contact/a.md.")),
    "unseen": ("odd-path", with_file("communities/customer-contact/a\u200db.md")),
    "turned": ("odd-path", with_file("communities/customer-contact/a\u202eb.md")),
    "not-utf-8": ("odd-path", with_file("communities/customer-contact/a\udcff.md")),
    "modules": ("odd-path", with_file("communities/customer-contact/.gitattributes")),
    "long": ("odd-path", with_file(f"communities/customer-contact/{'a' * 300}.md")),
    "deep": ("odd-path", with_file(f"communities/{'/'.join('a' * 12)}/a.md")),
    "case": ("collision", with_file("communities/customer-contact/WE-COUNT.md")),
    "folder-case": ("collision", with_file("communities/Customer-Contact/a.md")),
    "accent-in-two-ways": ("collision", with_file("communities/customer-contact/caf\u00e9.md")),
    "folder-that-is-a-link": ("link", with_file("communities/elsewhere", "120000", b"../../../../etc")),
    "top-that-is-a-link": ("no-commons", with_top("120000", b"/etc")),
    "top-that-is-a-repository": ("no-commons", with_top("160000")),
    "option-as-a-folder": ("odd-path", with_file("communities/-oProxyCommand=x/a.md")),
    "reserved-folder": ("odd-path", with_file("communities/nul/a.md")),
    "alternate-stream": ("odd-path", with_file("communities/customer-contact/a.md::$DATA")),
    "ligature": ("collision", with_file("communities/customer-contact/ﬁle.md")),
    "large": ("too-much", with_file("communities/customer-contact/large.md", data=b"a" * 600_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_tree_is_refused(ours: Ours, theirs: Theirs, name: str) -> None:
    theirs.write("communities/customer-contact/file.md", "text\n")
    theirs.write("communities/customer-contact/cafe\u0301.md", "text\n")
    theirs.commit()
    ours.join(theirs)
    ground, build = HOSTILE[name]
    theirs.adopt_tree(build(theirs))
    refused(ours, ground)


@pytest.mark.parametrize("name", [".git", "..", ".GIT", "git~1", ".git ", ".gi\u200ct"])
def test_what_git_itself_refuses_never_arrives(ours: Ours, theirs: Theirs, name: str) -> None:
    ours.join(theirs)
    blob = git(theirs.folder, "hash-object", "-w", "--stdin", feed=b"[core]\n")
    row = b"100644 " + name.encode() + b"\0" + bytes.fromhex(blob)
    inner = git(theirs.folder, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", feed=row)
    tree = _put(theirs, "", f"040000 tree {inner}\tcommunities".encode() + b"\0", instead="communities")
    theirs.adopt_tree(tree)
    done = ours.federation("sync", "--json")
    assert done.code == 1
    assert json.loads(done.out)[0]["refusals"][0]["ground"] in {"unreachable", "odd-path"}
    assert ours.federation("verify").code == 0


def test_a_tree_of_endless_size_is_left_in_time(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    blob = git(theirs.folder, "hash-object", "-w", "--stdin", feed=b"text\n")
    tree = git(theirs.folder, "mktree", feed="".join(f"100644 blob {blob}\tf{n}.md\n" for n in range(10)).encode())
    for _ in range(9):
        tree = git(theirs.folder, "mktree", feed="".join(f"040000 tree {tree}\td{n}\n" for n in range(10)).encode())
    top = _put(theirs, "communities", f"040000 tree {tree}\tbomb".encode() + b"\0")
    theirs.adopt_tree(_put(theirs, "", f"040000 tree {top}\tcommunities".encode() + b"\0", instead="communities"))
    refused(ours, "too-much")


@pytest.mark.parametrize("limit", ["entries: 12", "bytes: 2000"])
def test_a_peer_that_holds_more_than_agreed_is_refused(ours: Ours, theirs: Theirs, limit: str) -> None:
    ours.join(theirs)
    ours.settings("    unsigned: yes\n", f"    unsigned: yes\n    limits: {{{limit}}}\n")
    theirs.edit(STORY, "by a third", "by a half")
    theirs.commit()
    assert ours.federation("sync").code == 1
    done = ours.federation("accept", "kent", "--json")
    assert {one["ground"] for one in json.loads(done.out)[0]["refusals"]} == {"too-much"}


ODD = {
    ".git": "Git's own", ".GIT": "Git's own", "git~1": "Git's own", "GIT~12": "Git's own", ".git.": "Git's own",
    ".git ": "Git's own", "\uff0egit": "Git's own", ".g\u0131t": "Git's own",
    ".git::$INDEX_ALLOCATION": "Windows cannot",
    ".gitmodules": "Git's own", ".gitattributes": "Git's own", "gi7eba~1": "Git's own", ".gi\u200ct": "nobody sees",
    "..": "leads out", ".": "leads out", "...": "leads out", " ": "leads out", "a/../b.md": "leads out",
    "a//b.md": "leads out", "-rf": "an option", "--upload-pack=x": "an option", "-oProxyCommand=x": "an option",
    "CON": "for itself", "con.md": "for itself", "Aux": "for itself", "nul.tar.gz": "for itself", "prn": "for itself",
    "com1.md": "for itself", "LPT9": "for itself", "com\u00b9": "for itself", "CONIN$": "for itself",
    "conout$.md": "for itself", "a.": "Windows cannot", "a ": "Windows cannot", " a": "Windows cannot",
    "a:b": "Windows cannot", "a\\b": "Windows cannot", 'a"b': "Windows cannot", "a<b": "Windows cannot",
    "a|b": "Windows cannot", "a?b": "Windows cannot", "a*b": "Windows cannot", "a\x00b": "control", "a\nb": "control",
    "a\x1b[2Jb": "control", "a\x7fb": "control", "a\u0085b": "control", "a\ue000b": "control", "a\u0378b": "control",
    "a\u202eb": "nobody sees", "a\u2066b": "nobody sees", "a\ufeffb": "nobody sees", "a\u00adb": "nobody sees",
    "a\u061cb": "nobody sees", "a\U000e0041b": "nobody sees", "a\ufe0fb": "nobody sees", "a\u034fb": "nobody sees",
    "a\udcffb": "not UTF-8", "a" * 251: "too long", "/".join("a" * 10): "too long",
    "story.md": "", "constant.md": "", "console.md": "", "auxiliary.md": "", "com10.md": "", "nullify": "",
    "a-b_c.1.md": "", "caf\u00e9.md": "", "\u65e5\u672c\u8a9e.md": "", "a b.md": "", "git.md": "", "gitlab": "",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_path_is_odd_for_one_reason(name: str) -> None:
    said = oddity(f"communities/{name}")
    assert ODD[name] in said
    assert bool(said) == bool(ODD[name])


def test_what_is_larger_than_agreed_is_stopped_while_it_comes(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    ours.settings("    unsigned: yes\n", "    unsigned: yes\n    limits: {bytes: 100000}\n")
    (theirs.folder / "large.bin").write_bytes(random.Random(1).randbytes(5_000_000))
    theirs.commit()
    done = ours.federation("sync")
    assert done.code == 1
    assert "more than" in done.out
    assert ours.federation("verify").code == 0


def test_a_peer_that_cannot_be_reached_says_so_and_others_are_asked(
    ours: Ours, theirs: Theirs, served: tuple[Path, str]
) -> None:
    ours.join(theirs)
    ours.settings(
        "peers:\n",
        f"peers:\n  gone:\n    url: {served[1]}/gone.git\n    communities: ['*']\n"
        "    insecure: yes\n    unsigned: yes\n",
    )
    done = ours.federation("sync", "--json")
    assert done.code == 1
    said = {one["peer"]: one["refusals"] for one in json.loads(done.out)}
    assert [one["ground"] for one in said["gone"]] == ["unreachable"]
    assert said["kent"] == []


@pytest.mark.parametrize(
    "url",
    [
        "ext::sh -c touch% /tmp/x",
        "--upload-pack=touch /tmp/x",
        "https://user:word@git.example.org/a.git",
        "git://git.example.org/a.git",
        "https://git.example.org/../a.git",
        "ssh://-oProxyCommand=x/a",
        "file:///tmp/a.git",
        "http://git.example.org/a.git",
        "ssh://git@-oProxyCommand=x/a",
        "https://-x.example.org/a.git",
        "https://git.example.org:999999/a.git",
        "https://git.example.org/a.git\nb",
        "https://git.example.org/a.git?service=x",
        "https://git.example.org/a b.git",
        "git@git.example.org:a.git",
        "fd::17",
        "/etc",
        "../a.git",
    ],
)
def test_an_address_that_is_none_is_refused_before_git_sees_it(ours: Ours, url: str) -> None:
    done = ours.federation("add", "--unsigned", "--name", "kent", "--", url)
    assert done.code == 2
    assert not (ours.folder / "communities/federation.yml").exists()
    assert not (ours.folder / ".commons/federation").exists()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        *(("ref", one) for one in ("-x", "--upload-pack=x", "../main", "a..b", "a.lock", "a/", "@{-1}")),
        *(("ref", one) for one in ("+main:refs/heads/x", "a:b")),
        *(("ref", one) for one in ("refs/heads/*", "main^{}", "a b", "a\nb", "", "main~1", ".a", "a/.b", "a//b")),
        *(
            ("folder", one)
            for one in ("-x", "../x", "/etc", "a/../b", ".git", "a//b", ":(glob)*", "a/-b/", "a\nb", "a*")
        ),
        *(("communities", (one,)) for one in ("../x", "-x\n", "a/b", "[a]", "A", "")),
    ],
)
def test_a_setting_that_git_would_read_more_into_is_refused(key: str, said: object) -> None:
    facts = {"url": "https://git.example.org/a.git", "communities": ("*",), "unsigned": True}
    with pytest.raises(ValidationError):
        Peer(**facts | {key: said})


def test_a_ref_that_begins_as_an_option_does_is_refused_before_git_sees_it(ours: Ours, theirs: Theirs) -> None:
    done = ours.federation("add", theirs.url, "--insecure", "--unsigned", "--ref=--upload-pack=x", "--name", "kent")
    assert done.code == 2
    assert not (ours.folder / ".commons/federation").exists()
