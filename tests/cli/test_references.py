"""`commons reference`, run, and the pages that it writes."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from practice_commons.checks.registry import RULES
from practice_commons.cli import main, rules_pages
from practice_commons.cli.commands_page import page as commands_page
from practice_commons.cli.reference_pages import extra, pages
from practice_commons.drafting.frontmatter_page import page as frontmatter_page
from practice_commons.drafting.keys import keys_of
from practice_commons.drafting.markdown import WRITTEN, fenced, is_written, plain, table
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind
from practice_commons.starter.contents import COPIED, Start, contents, copied

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a new commons, and stand in it, with two commands only."""
    for path, text in contents(Start("Ours", "https://commons.example/", "ours", "Ours")).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    for name in set(main.COMMANDS) - {"new", "reference"}:
        monkeypatch.delitem(main.COMMANDS, name)
    return tmp_path


def reference(*arguments: str) -> Result:
    """Run `commons reference`."""
    return CliRunner().invoke(main.commons, ["reference", *arguments])


def test_written_files_are_current() -> None:
    done = CliRunner().invoke(main.commons, ["-C", str(ROOT), "reference", "--check"])
    assert done.exit_code == 0, done.output


def test_write_then_check(here: Path) -> None:
    assert reference().exit_code == 1
    assert "out of date: docs/reference/frontmatter.md" in reference().output
    assert not (here / "docs" / "reference").exists()
    assert reference("--write").exit_code == 0
    assert reference("--check").exit_code == 0
    assert not (here / "toolkit").exists()
    assert all(b"\r" not in file.read_bytes() for file in (here / "docs").rglob("*.md"))


def test_only_what_changed_is_written(here: Path) -> None:
    reference("--write")
    page = here / "docs" / "reference" / "frontmatter.md"
    other = here / "docs" / "reference" / "commands.md"
    page.write_text(f"# Old\n\n<!-- {WRITTEN} -->\n", "utf-8")
    before = other.stat().st_mtime_ns
    done = reference("--write")
    assert done.stdout == "wrote docs/reference/frontmatter.md\n"
    assert other.stat().st_mtime_ns == before


def test_only_written_files_are_removed(here: Path) -> None:
    reference("--write")
    rules = here / "docs" / "reference" / "rules"
    old, own = rules / "no-such-rule.md", rules / "our-own-notes.md"
    old.write_text((rules / "index.md").read_text("utf-8"), "utf-8")
    own.write_text("# Our own notes\n\nNot written by any command.\n", "utf-8")
    done = reference()
    assert done.exit_code == 1
    assert "no longer written: docs/reference/rules/no-such-rule.md" in done.output
    assert list(extra(here, pages(here))) == ["docs/reference/rules/no-such-rule.md"]
    assert reference("--write").exit_code == 0
    assert not old.exists()
    assert own.exists()


def test_write_and_check_exclude_each_other(here: Path) -> None:
    assert here
    assert reference("--write", "--check").exit_code == 2


def test_frontmatter_page_has_every_key_and_word() -> None:
    text = frontmatter_page()
    assert is_written(text)
    for kind in Kind:
        assert f"\n`kind: {kind}`\n" in text
        for key in keys_of(kind):
            assert f"| `{key.name}` |" in text
            assert all(f"`{word}`" in text for word in key.words if word not in {"yes", "no"})
            assert all(f"| `{part.name}` |" in text for part in key.parts)
        assert all(f"\n- {heading}\n" in text for heading in KINDS[kind].required_headings)


def test_rule_pages() -> None:
    written = dict(rules_pages.pages())
    assert set(written) == set(RULES)
    index = rules_pages.index()
    for identity, text in written.items():
        assert f"[`{identity}`]({identity}.md)" in index
        assert text.startswith(f"# {identity}\n")
        for title in ("Why", "An example that is found", "The same, mended", "How to mend it"):
            assert f"\n## {title}\n\n" in text, f"{identity} has no {title!r}"


def test_commands_page_has_every_option(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(main.COMMANDS) - {"new", "init", "reference", "schema"}:
        monkeypatch.delitem(main.COMMANDS, name)
    text = commands_page()
    top = click.Context(main.commons)
    for name in main.commons.list_commands(top):
        command = main.commons.get_command(top, name)
        assert command is not None
        assert f"## `commons {name}`" in text
        for option in command.params:
            if isinstance(option, click.Option):
                assert all(word in text for word in option.opts)
    assert "```text\ncommons init our-commons" in text
    assert not [line for line in text.split("\n") if line.startswith("| `-") and "|" in line.split("`")[1]]


def test_the_page_does_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(main.COMMANDS) - {"new"}:
        monkeypatch.delitem(main.COMMANDS, name)
    wide = commands_page()
    monkeypatch.setenv("COLUMNS", "20")
    assert commands_page() == wide


def test_starter_copies_are_this_commons_own() -> None:
    start = contents(Start("Ours", "https://commons.example/", "customer-contact", "Ours"))
    for path in COPIED:
        assert start[path] == copied(path, (ROOT / path).read_text("utf-8"))


def test_copied_site_configuration_has_no_guides_of_ours() -> None:
    guides = "nav:\n  - guides:\n      - a.md\n\n  # why\n  - b.md\n"
    original = (ROOT / "mkdocs.yml").read_text("utf-8").replace("nav:\n", guides)
    found = yaml.safe_load(copied("mkdocs.yml", original))
    assert found["nav"] == ["index.md"]
    assert found | {"nav": 0} == yaml.safe_load(original) | {"nav": 0}


def test_markdown_parts() -> None:
    assert table(("a",), [("x | y",)])[2] == r"| x \| y |"
    assert fenced("```text\nx\n```")[0] == "````text"
    assert plain("a <b> [c] `<d>`") == r"a &lt;b> \[c\] `<d>`"
    assert not is_written(f"# A page\n\nIt says\n{WRITTEN}, but too late.\n")
