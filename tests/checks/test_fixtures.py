"""A folder dropped into fixtures/bad is a test: its files on top of fixtures/good give exactly its expected.txt."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from commanding import commons
from held import TOO_LONG, begin_slowly, inspected
from hostile import HERE, contribution

from conftest import FIXTURES
from practice_commons.catalogue import update
from practice_commons.checks.registry import RULES
from practice_commons.model.problem import Severity
from practice_commons.reading import limits

BAD = sorted(folder for folder in (FIXTURES / "bad").iterdir() if folder.is_dir())
SAID = re.compile(r"^.+?:\d+:\d+ (error|warning) ([a-z0-9-]+) .+$")
IMAGES = "communities/customer-contact/images"

COMPOSED, DECOMPOSED = "caf\u00e9.png", "cafe\u0301.png"


def _said(name: str) -> str:
    return f"the name {name!r} has more than lower-case letters, digits and hyphens"


def _collides(name: str) -> str:
    return f"its name is that of '{IMAGES}/{name}', but for capitals or accents"


MADE: Mapping[str, tuple[Mapping[str, bytes], Mapping[str, str], tuple[str, ...]]] = {
    "file-too-large": (
        {HERE: contribution("word " * (limits.FILE_BYTES // 5))},
        {},
        (f"{HERE}:1:1 error file-too-large is over 512 KiB, the limit",),
    ),
    "file-mode": (
        {"communities/customer-contact/link.md": b"/etc/passwd", "contributions/run.md": contribution("x")},
        {"communities/customer-contact/link.md": "120000", "contributions/run.md": "100755"},
        (
            "communities/customer-contact/link.md:0:0 error file-mode is a symbolic link",
            "contributions/run.md:0:0 error file-mode is marked as a program",
        ),
    ),
    "picture-size": (
        {f"{IMAGES}/large.png": b"\x89PNG\r\n\x1a\n" + bytes(limits.IMAGE_BYTES)},
        {},
        (f"{IMAGES}/large.png:0:0 error picture-size is over 2 MiB, the limit for a picture",),
    ),
    "path-collision": (
        {
            f"{IMAGES}/Calls.png": b"\x89PNG\r\n\x1a\n",
            f"{IMAGES}/cafe\u0301.png": b"\x89PNG\r\n\x1a\n",
            f"{IMAGES}/caf\u00e9.png": b"\x89PNG\r\n\x1a\n",
        },
        {},
        (
            f"{IMAGES}/Calls.png:0:0 error file-name {_said('Calls.png')}",
            f"{IMAGES}/{DECOMPOSED}:0:0 error file-name {_said(DECOMPOSED)}",
            f"{IMAGES}/{COMPOSED}:0:0 error file-name {_said(COMPOSED)}",
            f"{IMAGES}/{COMPOSED}:0:0 error path-collision {_collides(DECOMPOSED)}",
            f"{IMAGES}/calls.png:0:0 error path-collision {_collides('Calls.png')}",
        ),
    ),
}
"""Bad fixtures that are large, or that Git and file systems do not hold everywhere."""


def laid_over(commons_folder: Path, overlay: Path) -> None:
    shutil.copytree(
        overlay, commons_folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt", "removed.txt")
    )
    if (overlay / "removed.txt").exists():
        for path in (overlay / "removed.txt").read_text("utf-8").split():
            (commons_folder / path).unlink()


def test_good_commons_has_nothing_to_say(good_commons: Path) -> None:
    done = commons("-C", good_commons, "check")
    assert done == (0, "", "14 contributions checked: 0 errors, 0 warnings\n")


def test_good_commons_has_every_kind(good_commons: Path) -> None:
    whole, _ = inspected({})
    assert len({one.contribution.kind for one in whole.examined.values() if one.contribution}) == 13


@pytest.mark.parametrize("overlay", BAD, ids=lambda folder: folder.name)
def test_bad_overlay_gives_exactly_its_problems(good_commons: Path, overlay: Path) -> None:
    laid_over(good_commons, overlay)
    done = commons("-C", good_commons, "check")
    expected = (overlay / "expected.txt").read_text("utf-8")
    assert done.out == expected
    found = [match for line in expected.splitlines() if (match := SAID.match(line))]
    assert any(match[2] == overlay.name for match in found)
    assert done.code == int(any(match[1] == "error" for match in found))
    assert sum(line.startswith("  ") for line in expected.splitlines()) == len(found), "every finding has a hint"


@pytest.mark.parametrize("rule", MADE)
def test_made_fixture_gives_exactly_its_problems(rule: str) -> None:
    files, modes, expected = MADE[rule]
    _, problems = inspected(files, modes)
    assert tuple(str(problem) for problem in problems) == expected
    assert rule in {problem.rule for problem in problems}
    assert all(problem.hint for problem in problems)


def test_every_rule_has_a_bad_fixture() -> None:
    assert {folder.name for folder in BAD} | set(MADE) | {"too-slow"} == set(RULES)


def test_what_takes_too_long_is_refused_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "_begin", begin_slowly)
    monkeypatch.setattr(update, "PATIENCE", 0.5)
    whole, problems = inspected({HERE: contribution(TOO_LONG)}, workers=None)
    assert tuple(str(problem) for problem in problems) == (
        f"{HERE}:1:1 error too-slow could not be examined: took longer than 0.5 seconds",
    )
    assert all(problem.hint for problem in problems)
    assert {path for path, one in whole.examined.items() if not one.publishable} == {HERE}


@pytest.mark.parametrize("link", ["#no-such-heading", "../../../above.md", "/readme.md", "no/such/file.md", "/c/none/"])
def test_one_broken_link_is_found_where_there_is_no_other(link: str) -> None:
    _, problems = inspected({HERE: contribution(f"See [what we mean]({link}).")})
    assert [(problem.path, problem.rule) for problem in problems] == [(HERE, "broken-link")]


def test_a_name_that_is_not_utf_8_is_spelt_out_and_no_second_contribution() -> None:
    _, problems = inspected({"communities/customer-contact/a\udcff.md": contribution("Words.")})
    assert [problem.rule for problem in problems] == ["file-name"]
    assert problems[0].path == "communities/customer-contact/a\\xff.md"


def test_every_problem_of_the_fixtures_is_of_a_registered_rule() -> None:
    for overlay in BAD:
        for line in (overlay / "expected.txt").read_text("utf-8").splitlines():
            if match := SAID.match(line):
                assert RULES[match[2]].severity is Severity(match[1])


def test_same_problems_at_a_commit(git_commons: Path, git: Callable[..., str]) -> None:
    laid_over(git_commons, FIXTURES / "bad" / "broken-link")
    git(git_commons, "add", ".")
    git(git_commons, "commit", "--quiet", "--message", "Break")
    (git_commons / HERE.replace("hostile", "bad")).unlink()
    expected = (FIXTURES / "bad" / "broken-link" / "expected.txt").read_text("utf-8")
    assert commons("-C", git_commons, "check", "--at", "HEAD").out == expected
    assert commons("-C", git_commons, "check", "--at", "HEAD~1").code == 0
    assert commons("-C", git_commons, "check").code == 0
