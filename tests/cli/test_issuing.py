"""`commons digest publish`, `published` and `affected`, run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest.published_digests import LATER, edit
from digest.small_commons import commit, contribution, git, make, stance, write
from practice_commons.cli.main import commons
from practice_commons.failure import Failure

FIRST = "communities/digests/2026-04-repairs.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "commons")


def digest(root: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(commons, ["-C", str(root), "digest", *map(str, arguments)], standalone_mode=False)


def failed(root: Path, *arguments: str) -> Failure:
    found = digest(root, *arguments).exception
    assert isinstance(found, Failure), found
    return found


def share(root: Path, identity: str = "brand-new", when: str = LATER) -> None:
    """Share something on repairs."""
    write(root, dict([contribution(identity, stance=stance("supports"))]))
    commit(root, "Share", when)


def publish_first(root: Path) -> None:
    assert digest(root, "publish", "repairs").exception is None
    commit(root, "Publish", "2026-04-30T13:00:00+00:00")


def test_what_is_published_is_what_the_command_writes_as_json(root) -> None:
    done = digest(root, "publish", "repairs")
    assert done.stdout.startswith(f"- `{FIRST}`: 14 contributions: `")
    assert "commit it like any other change" in done.stderr
    assert (root / FIRST).read_text("utf-8") == digest(root, "repairs", "--format", "json").stdout
    assert [one.name for one in (root / "communities/digests").iterdir()] == [Path(FIRST).name]
    assert digest(root, "verify", root / FIRST).stdout.endswith("It holds.\n")
    assert CliRunner().invoke(commons, ["-C", str(root), "check"], standalone_mode=False).return_value == 0


def test_a_published_digest_is_never_written_over_unless_by_force(root) -> None:
    digest(root, "publish", "repairs", "--name", "my-paper")
    file = root / "communities/digests/my-paper.json"
    file.write_text("{}", "utf-8")
    assert "is there already" in failed(root, "publish", "repairs", "--name", "my-paper").message
    assert file.read_text("utf-8") == "{}"
    assert digest(root, "publish", "repairs", "--name", "my-paper", "--force").exception is None
    assert len(file.read_bytes()) > 1000
    publish_first(root)
    digest(root, "publish", "repairs")
    assert sorted(one.stem for one in file.parent.iterdir()) == ["2026-04-repairs", "2026-04-repairs-2", "my-paper"]


def test_what_is_new_since_the_last_one_is_told_by_its_commit(root) -> None:
    for command in (["repairs", "--since-last"], ["publish", "repairs", "--since-last"]):
        assert "no digest on 'repairs' has been published yet" in failed(root, *command).message
    publish_first(root)
    assert (
        "nothing on 'repairs' is new or changed since 2026-04-repairs"
        in failed(root, "publish", "repairs", "--since-last").message
    )
    share(root)
    edit(root, "long-ago", "A few words.", "More words.")
    commit(root, "Correct", LATER)
    done = digest(root, "publish", "repairs", "--since-last", "--json")
    (said,) = json.loads(done.stdout)
    assert said["since"] == "2026-04-repairs"
    assert said["contributions"] == ["brand-new", "long-ago"]
    again = json.loads(digest(root, "repairs", "--since-last", "--format", "json").stdout)
    assert again == json.loads((root / said["path"]).read_text("utf-8"))
    assert digest(root, "verify", root / said["path"]).stdout.endswith("It holds.\n")


def test_each_priority_is_published_as_needs_be(root) -> None:
    publish_first(root)
    done = digest(root, "publish", "--all", "--since-last", "--json")
    assert [one["name"] for one in json.loads(done.stdout)] == ["2026-04-phones"]
    commit(root, "Publish", LATER)
    done = digest(root, "publish", "--all", "--since-last")
    assert (done.exception, done.stdout) == (None, "")
    assert "nothing to publish" in done.stderr
    share(root)
    done = digest(root, "publish", "--all", "--since-last")
    assert done.stdout == (
        "- `communities/digests/2026-05-repairs.json`: 1 contribution, new or changed since"
        " `2026-04-repairs`: `brand-new`\n"
    )


def test_a_branch_takes_it_and_the_folder_stays_as_it_is(root) -> None:
    before = git(root, "rev-parse", "HEAD")
    done = digest(root, "publish", "repairs", "phones", "--branch", "digests/2026-05")
    assert done.exception is None
    assert git(root, "rev-parse", "HEAD") == before == git(root, "rev-parse", "digests/2026-05~1")
    assert git(root, "status", "--porcelain") == ""
    changed = git(root, "diff", "--name-only", "HEAD", "digests/2026-05").split()
    assert changed == ["communities/digests/2026-04-phones.json", FIRST]
    assert git(root, "show", f"digests/2026-05:{FIRST}") == digest(root, "repairs", "--format", "json").stdout
    message = git(root, "log", "-1", "--format=%B", "digests/2026-05")
    assert message.startswith("Publish 2 digests\n\n- `communities/digests/2026-04-repairs.json`: 14 contributions")
    assert "already" in failed(root, "publish", "repairs", "--branch", "digests/2026-05").message
    assert "cannot be" in failed(root, "publish", "repairs", "--branch", "--upload-pack=x").message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["publish", "repair"], "'repair' is not a policy priority"),
        (["publish", "empty"], "nothing on 'empty' may be used in advocacy"),
        (["publish", "repairs", "--name", "../x"], "'../x' cannot be the name of a digest"),
        (["affected", "zzz"], "there is no published digest 'zzz'"),
    ],
)
def test_failures_say_what_is_wrong(root, arguments, said) -> None:
    found = failed(root, *arguments)
    assert said in found.message
    assert found.hint
    assert not (root / "communities/digests").exists()


@pytest.mark.parametrize(
    "arguments",
    [[], ["repairs", "--all"], ["repairs", "phones", "--name", "x"], ["--all", "--force"]],
)
def test_usage(root, arguments) -> None:
    assert digest(root, "publish", *arguments).exception.exit_code == 2


def test_what_was_never_committed_cannot_be_published(tmp_path) -> None:
    root = make(tmp_path / "commons")
    (root / ".git").rename(tmp_path / "away")
    assert "cites the commit" in failed(root, "publish", "repairs").message


def test_published_digests_are_listed(root) -> None:
    assert "No digest has been published yet." in digest(root, "published").stdout
    assert json.loads(digest(root, "published", "--json").stdout) == []
    publish_first(root)
    (root / "communities/digests/broken.json").write_text("{", "utf-8")
    done = digest(root, "published")
    assert done.stdout == "2026-04-repairs  2026-04-30     14  Repairs\n"
    assert done.stderr == "1 file cannot be read: commons check communities/digests\n"
    (said,) = json.loads(digest(root, "published", "--json").stdout)
    assert (said["name"], said["as_at"], said["contributions"]) == ("2026-04-repairs", "2026-04-30", 14)
    assert said["digests"] == [
        {"priority": "repairs", "label": "Repairs", "commit": git(root, "rev-parse", "HEAD~1").strip()}
    ]


def test_what_changed_since_is_told_of_each_digest(root) -> None:
    assert (digest(root, "affected").stdout, digest(root, "affected").return_value) == (
        "No digest has been published yet.\n",
        0,
    )
    publish_first(root)
    digest(root, "publish", "phones")
    done = digest(root, "affected")
    assert (done.return_value, done.stdout.splitlines()) == (
        0,
        [
            "2026-04-phones: none of 1 contribution changed since",
            "2026-04-repairs: none of 14 contributions changed since",
        ],
    )
    edit(root, "long-ago", "consent:", 'withdrawn: {"date": "2026-04-29", "reason": "We erred."}\nconsent:')
    commit(root, "Withdraw", LATER)
    done = digest(root, "affected")
    assert done.return_value == 1
    assert done.stdout.splitlines()[1] == "2026-04-repairs: 1 of 14 contributions changed since"
    assert done.stdout.splitlines()[2].endswith(" was withdrawn on 2026-04-29: We erred.")
    assert digest(root, "affected", "2026-04-phones").return_value == 0
    (said,) = json.loads(digest(root, "affected", "2026-04-repairs", "--json").stdout)
    assert [(one["id"], one["change"], one["on"]) for one in said["changed"]] == [
        ("long-ago", "withdrawn", "2026-04-29")
    ]
