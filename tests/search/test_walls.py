"""Whoosh stays behind its wall, and says nothing when it is imported."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import practice_commons
from practice_commons.search.words import RELEASE

PACKAGE = Path(practice_commons.__file__).parent


def test_few_modules_know_whoosh() -> None:
    knowing = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"^\s*(from|import) whoosh", path.read_text("utf-8"), re.MULTILINE)
    }
    assert knowing == {f"search/{name}.py" for name in ("engine", "segment", "blocks", "compiling", "words")}


def test_importing_it_warns_of_nothing() -> None:
    program = [sys.executable, "-W", "error", "-c", "import practice_commons.search.engine"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_does_not_import_it() -> None:
    program = (
        "import sys; from click.testing import CliRunner; from practice_commons.cli.main import commons;"
        "CliRunner().invoke(commons, ['search', '--help']);"
        "sys.exit(any(name.startswith('whoosh') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_release_is_part_of_what_an_index_was_made_with() -> None:
    assert RELEASE == "whoosh 2.7.5"


def test_searching_what_has_not_changed_loads_neither_models_nor_whoosh(git_commons: Path) -> None:
    program = (
        "import sys\nfrom practice_commons.cli.main import main\n"
        f"try: main(['-C', {str(git_commons)!r}, 'search', 'contact', '--facets'])\n"
        "except SystemExit as end: pass\n"
        "heavy = {'pydantic', 'whoosh.index', 'cmarkgfm', 'nh3', 'yaml', 'filelock'}\n"
        "print('loaded:', sorted(heavy & sys.modules.keys()))"
    )
    first, again = (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert "'whoosh.index'" in first
    assert again.endswith("loaded: []\n")
    assert again.partition("loaded:")[0] == first.partition("loaded:")[0], "and finds the same"
    assert "1." in again
