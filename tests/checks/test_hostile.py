"""Each hostile file is refused by its rule or published, and nothing else of the commons is touched."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from commanding import commons
from held import good_files, inspected
from hostile import FILES, HERE, Hostile, contribution, pathological, table

TABLE = list(table())


@pytest.mark.parametrize("hostile", TABLE, ids=lambda one: one.name)
def test_hostile_file_is_refused_or_published(hostile: Hostile) -> None:
    whole, problems = inspected({hostile.path: hostile.data}, {hostile.path: hostile.mode})
    errors = {problem.rule for problem in problems if problem.is_error}
    assert (hostile.rule in errors) if hostile.rule else not errors
    others = [one for path, one in whole.examined.items() if path in good_files()]
    assert all(one.publishable for one in others)
    assert all(
        problem.path not in good_files() or problem.rule in {"path-collision", "community-file"} for problem in problems
    )
    if hostile.mode != "100644":
        assert hostile.path not in whole.examined


def test_names_are_unique() -> None:
    names = [hostile.name for hostile in TABLE]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("name", "body"), list(pathological()), ids=lambda one: one if len(str(one)) < 30 else "")
def test_pathological_body_is_examined_quickly(name: str, body: str) -> None:
    started = time.process_time()
    inspected({HERE: contribution(body)})
    assert time.process_time() - started < 5


def _commit(folder: Path, git: Callable[..., str], files: list[Hostile]) -> None:
    rows = b""
    for one in files:
        blob = "1" * 40 if one.mode == "160000" else git(folder, "hash-object", "-w", "--stdin", feed=one.data).strip()
        rows += f"{one.mode} {blob}\t".encode() + one.path.encode("utf-8", "surrogateescape") + b"\0"
    git(folder, "update-index", "--add", "-z", "--index-info", feed=rows)
    git(folder, "commit", "--quiet", "--message", "Attack")


def test_hostile_tree_in_git_is_reported_safely(git_commons: Path, git: Callable[..., str]) -> None:
    files = list({one.path: one for one in FILES}.values())
    _commit(git_commons, git, files)
    for form in ("text", "json", "github", "sarif", "junit"):
        done = commons("-C", git_commons, "check", "--at", "HEAD", "--format", form)
        assert done.code == 1
        assert "Traceback" not in done.err
        assert not any(ord(character) < 32 and character != "\n" for character in done.out)
        assert "\u202e" not in done.out
        done.out.encode("utf-8")
        if form == "github":
            assert all(line.startswith(("::error file=", "::warning file=")) for line in done.out.splitlines())
    told = commons("-C", git_commons, "check", "--at", "HEAD").out
    for one in files:
        if one.rule and one.path != HERE and one.rule != "path-collision":
            assert f" error {one.rule} " in told
    assert "a\\x1b[31m.md:0:0 error file-name" in told
    assert "a\\xff.md:0:0 error file-name" in told


def test_links_in_a_folder_are_never_followed(good_commons: Path) -> None:
    secret = good_commons.parent / "secret.md"
    secret.write_bytes(contribution("A secret."))
    (good_commons / "communities/customer-contact/link.md").symlink_to(secret)
    (good_commons / "communities/linked").symlink_to(good_commons.parent)
    done = commons("-C", good_commons, "check")
    assert "communities/customer-contact/link.md:0:0 error file-mode is a symbolic link" in done.out
    assert "communities/linked:0:0 error file-mode is a symbolic link" in done.out
    assert "secret" not in done.out
