"""`commons digest --format`, with several formats and a folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from digest.small_commons import make
from practice_commons.cli.main import commons
from practice_commons.digest import carriers, forms
from practice_commons.failure import Failure


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "commons")


def digest(root: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(commons, ["-C", str(root), "digest", *map(str, arguments)], standalone_mode=False)


def test_several_formats_fill_a_folder(root, tmp_path) -> None:
    folder = tmp_path / "meeting"
    done = digest(root, "repairs", "phones", "--format", "pdf, docx,CSV,odt,md,html,json,pdf", "--output", folder)
    assert done.exception is None
    assert {path.name for path in folder.iterdir()} == {f"repairs-phones.{form}" for form in forms.NAMES}
    first = carriers.read(folder / "repairs-phones.md")
    assert all(carriers.read(path) == first for path in folder.iterdir())
    assert done.stderr.count("Wrote ") == len(forms.NAMES)


@pytest.mark.parametrize(
    ("name", "begins"), [("a.docx", b"PK"), ("a.ODT", b"PK"), ("a.pdf", b"%PDF-"), ("a.csv", b"\xef\xbb\xbf")]
)
def test_one_format_is_a_file(root, tmp_path, name, begins) -> None:
    assert digest(root, "repairs", "--output", tmp_path / name).exception is None
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_one_format_and_a_folder_that_is_there(root, tmp_path) -> None:
    assert digest(root, "repairs", "--format", "csv", "--output", tmp_path).exception is None
    assert (tmp_path / "repairs.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "md,pdf"], "add --output"),
        (["--format", "doc"], "'doc' is not one of md, html, json, csv, docx, odt, pdf"),
        (["--format", ","], "is not one of"),
    ],
)
def test_usage(root, arguments, said) -> None:
    done = digest(root, "repairs", *arguments)
    assert isinstance(done.exception, click.UsageError)
    assert said in done.exception.message


def test_a_folder_that_cannot_be_made(root, tmp_path) -> None:
    (tmp_path / "taken").write_text("a file")
    done = digest(root, "repairs", "--format", "md,csv", "--output", tmp_path / "taken")
    assert isinstance(done.exception, Failure)
    assert "cannot make the folder" in done.exception.message


def test_nothing_is_written_where_one_format_fails(root, tmp_path, monkeypatch) -> None:
    def refuse(*_: object) -> bytes:
        raise Failure("the PDF cannot be made")

    monkeypatch.setattr("practice_commons.digest.as_pdf.pdf", refuse)
    done = digest(root, "repairs", "--format", "md,pdf", "--output", tmp_path / "meeting")
    assert isinstance(done.exception, Failure)
    assert not (tmp_path / "meeting").exists()


def test_help_loads_none_of_it() -> None:
    code = (
        "import sys\nfrom practice_commons.cli.main import main\nsys.argv = ['commons', 'digest', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([one for one in sys.modules if one.split('.')[0] in ('typst', 'pypandoc', 'ttf_opensans')"
        " or one.startswith('practice_commons.digest')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
