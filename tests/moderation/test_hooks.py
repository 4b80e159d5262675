"""The hooks, run by Git itself on real repositories."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commanding import commons
from places import ROOT

from moderation.conftest import ANN, NOW, STORY
from practice_commons.moderation import decision
from practice_commons.moderation.hooks import staged
from practice_commons.moderation.submission import Contributor, Draft, submit
from practice_commons.moderation.terms import Door, Reason
from practice_commons.reading.ledger import NONE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a hook is a shell script")
LATER = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
WHO = {"NAME": "Somebody", "EMAIL": "somebody@example.org", "DATE": LATER.isoformat()}
BAD = b"---\nkind: nonsense\n---\n"


@pytest.fixture
def story(good_commons):
    return next((good_commons / "communities/customer-contact").glob("*.md")).read_text("utf-8")


@pytest.fixture
def path_to_commons(monkeypatch):
    """Put the toolkit that is tested where a hook finds it."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")


@pytest.fixture
def hub(root, tmp_path, git, path_to_commons):
    """A bare repository with the hook, and a clone of it to push from."""
    bare = tmp_path / "hub.git"
    git(root, "clone", "--quiet", "--bare", str(root), str(bare))
    shutil.copy(ROOT / "hooks/pre-receive", bare / "hooks/pre-receive")
    git(root, "remote", "add", "origin", str(bare))
    return bare


def pushed(root, *specs, force=False):
    command = ["git", "push", "--quiet", *(["--force"] if force else []), "origin", *specs]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    return done.returncode, done.stderr.decode()


def committed(root, git, name, data, message="A change"):
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    git(root, "add", name)
    who = {f"GIT_{role}_{fact}": value for role in ("AUTHOR", "COMMITTER") for fact, value in WHO.items()}
    subprocess.run(["git", "commit", "-qm", message], cwd=root, env=os.environ | who, check=True)


def test_only_what_is_staged_is_checked(root, git, tmp_path, story):
    folder = tmp_path / "work"
    (root / "communities/customer-contact/not-staged.md").write_bytes(BAD)
    committed(root, git, "contributions/old-mistake.md", BAD)
    assert staged(root, folder, LATER, print) == ()
    file = root / "contributions/mine.md"
    file.write_bytes(BAD)
    git(root, "add", str(file))
    file.write_text(story, "utf-8")
    found = staged(root, folder, LATER, print)
    assert {one.path for one in found} == {"contributions/mine.md"}
    git(root, "add", str(file))
    file.write_bytes(BAD)
    assert [one.rule for one in staged(root, folder, LATER, print) if one.rule == "schema"] == []


def test_a_list_and_what_uses_it_are_staged_together(root, git, tmp_path, story):
    tags = root / "communities/tags.yml"
    text = story.split("---", 2)
    head = "\n".join(one for one in text[1].splitlines() if not one.startswith(("id:", "tags:")))
    (root / "contributions").mkdir(exist_ok=True)
    (root / "contributions/mine.md").write_text(f"---{head}\ntags: [brand-new]\n---{text[2]}", "utf-8")
    git(root, "add", "contributions/mine.md")
    before = staged(root, tmp_path / "work", LATER, print)
    assert any("brand-new" in one.message for one in before)
    tags.write_text(tags.read_text("utf-8").rstrip() + "\n  brand-new:\n    label: Brand new\n", "utf-8")
    git(root, "add", "communities/tags.yml")
    after = staged(root, tmp_path / "work", LATER, print)
    assert not any("brand-new" in one.message for one in after), after


def test_git_runs_it_before_a_commit(root, git, path_to_commons):
    shutil.copytree(ROOT / "hooks", root / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "contributions/mine.md").write_bytes(BAD)
    git(root, "add", "contributions/mine.md")
    command = ["git", "-c", f"core.hooksPath={ROOT / 'hooks'}", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    done = subprocess.run([*command, "commit", "-qm", "Mine"], cwd=root, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"contributions/mine.md:2" in done.stderr
    (root / "contributions/mine.md").unlink()
    (root / "README.md").write_text("Hello\n", "utf-8")
    git(root, "add", "--all")
    done = subprocess.run([*command, "commit", "-qm", "Mine"], cwd=root, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (root / "contributions/part.md").write_bytes(BAD)
    git(root, "add", "contributions/part.md")
    (root / "README.md").write_text("Hello again\n", "utf-8")
    done = subprocess.run(
        [*command, "commit", "-qm", "Part", "--", "README.md"], cwd=root, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr  # the commit does not hold what is wrong


def test_it_takes_less_than_a_second(root, git, tmp_path, story):
    staged(root, tmp_path / "work", LATER, print)
    times = []
    for number in range(5):
        (root / "contributions/mine.md").write_text(f"{story}\n\nNumber {number}.\n", "utf-8")
        git(root, "add", "contributions/mine.md")
        began = time.perf_counter()
        staged(root, tmp_path / "work", LATER, print)
        times.append(time.perf_counter() - began)
    assert sorted(times)[2] < 1


def test_a_first_commit_is_checked(good_commons, git, tmp_path):
    git(good_commons, "init", "--quiet", "--initial-branch=main")
    (good_commons / "contributions").mkdir(exist_ok=True)
    (good_commons / "contributions/mine.md").write_bytes(BAD)
    git(good_commons, "add", ".")
    assert commons("-C", good_commons, "hook", "pre-commit").code == 1
    (good_commons / "contributions/mine.md").unlink()
    git(good_commons, "add", "--all")
    assert commons("-C", good_commons, "hook", "pre-commit").code == 0


def test_a_push_that_bypasses_a_decision_is_refused(hub, root, git, story):
    published = next((root / "communities/customer-contact").glob("*.md"))
    name = published.relative_to(root).as_posix()
    committed(root, git, name, published.read_bytes() + b"\nAnd more.\n")
    code, said = pushed(root, "main")
    assert code != 0
    assert f"{name} was changed without a decision" in said
    git(root, "reset", "--quiet", "--hard", "HEAD~1")
    committed(root, git, "docs/page.md", b"# A page\n")
    assert pushed(root, "main") == (0, "")


def test_what_was_decided_is_let_in_and_so_is_the_record(hub, root, desk):
    first, second = (
        submit(desk, Draft(STORY.replace("One call", title).encode()), Contributor(), Door.COMMAND, NOW).reference
        for title in ("One call", "Two calls")
    )
    assert pushed(root, f"refs/heads/submissions/{first}", f"refs/heads/submissions/{second}") == (0, "")
    decision.accept(desk, first, ANN, LATER)
    decision.decline(desk, second, ANN, Reason.TEST, LATER)
    assert pushed(root, "main", "decisions") == (0, "")


def test_a_decision_of_somebody_who_may_not_is_refused(hub, root, desk, git):
    reference = submit(desk, Draft(STORY.encode()), Contributor(), Door.COMMAND, NOW).reference
    decision.accept(desk, reference, ANN, LATER)
    message = git(root, "log", "-1", "--format=%B").replace("Reviewed-by: contact-facilitator", "Reviewed-by: nobody")
    forged = desk.ledger.write_commit("main^{tree}", ["main^1", "main^2"], message, LATER)
    code, said = pushed(root, f"{forged}:refs/heads/main")
    assert code != 0
    assert "was not entitled to accept" in said
    assert pushed(root, "main") == (0, "")


def test_the_record_keeps_no_text_and_loses_nothing(hub, root, desk, git):
    reference = submit(desk, Draft(STORY.encode()), Contributor(), Door.COMMAND, NOW).reference
    decision.decline(desk, reference, ANN, Reason.TEST, LATER)
    assert pushed(root, "decisions") == (0, "")
    assert "nothing of it can be taken back" in pushed(root, ":decisions")[1]
    assert "nothing of it can be taken back" in pushed(root, "main:decisions", force=True)[1]
    ledger = desk.ledger
    tree = ledger.write_tree(NONE, {"text.md": ledger.write_blob(b"Text")})
    for made in (tree, ledger.write_tree(NONE, {})):
        commit = ledger.write_commit(made, ["decisions"], "Something\n", LATER)
        assert "holds decisions, and no text" in pushed(root, f"{commit}:refs/heads/decisions")[1]


def test_what_the_checks_refuse_is_refused(hub, root, git):
    committed(root, git, "contributions/mine.md", BAD)
    code, said = pushed(root, "main")
    assert code != 0
    assert "contributions/mine.md:2" in said
    code, said = pushed(root, "main:refs/heads/submissions/s-mine")
    assert code != 0
    assert "contributions/mine.md:2" in said


def test_published_history_is_not_written_anew(hub, root, git):
    committed(root, git, "docs/page.md", b"# A page\n")
    assert pushed(root, "main")[0] == 0
    git(root, "reset", "--quiet", "--hard", "HEAD~1")
    committed(root, git, "docs/page.md", b"# Another\n")
    assert "written anew" in pushed(root, "main", force=True)[1]
    git(hub, "symbolic-ref", "HEAD", "refs/heads/other")
    assert "cannot be deleted" in pushed(root, ":main")[1]


@pytest.mark.parametrize("name", ["Capital", "a..b", "x/y", "s--1"])
def test_a_submission_has_a_reference(hub, root, name):
    assert pushed(root, f"main:refs/heads/submissions/{name}")[0] != 0


def test_other_branches_are_nobodys_business(hub, root):
    assert pushed(root, "main:refs/heads/idea") == (0, "")
    assert pushed(root, ":refs/heads/idea") == (0, "")


def test_a_person_who_calls_it_is_told(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("hello\n"))
    done = commons("hook", "pre-receive")
    assert done.code == 2
    assert "for Git to call" in done.err


@pytest.mark.parametrize("command", ["findings", "approved", "issue-form"])
def test_workflows_are_told_what_the_environment_lacks(root, command, monkeypatch):
    for name in ("COMMONS_GITHUB", "COMMONS_GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    (root / "event.json").write_text("{}", "utf-8")
    given = {
        "findings": [root, "--head", "x"],
        "approved": ["--head", "x", "--by", "y"],
        "issue-form": [root / "event.json"],
    }
    done = commons("-C", root, "hook", command, *given[command])
    assert done.code == 2
    assert "COMMONS_GITHUB and COMMONS_GITHUB_TOKEN are not both set" in done.err
