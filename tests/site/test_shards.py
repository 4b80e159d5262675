"""A site made in shares is the site that one machine makes, and shares that do not belong together are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from places import ROOT

from practice_commons.cli.building import publish
from practice_commons.cli.main import commons
from practice_commons.site.pieces import Piece
from practice_commons.site.shards import PART, Share


@pytest.fixture
def commons_folder(git_commons: Path) -> Path:
    """A commons in Git: shares are made from one commit."""
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", git_commons)
    return git_commons


def run(root: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(commons, ["-C", str(root), "build", *arguments])
    return done.exit_code, done.output


def files(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_shares_put_together_are_the_whole_site(commons_folder: Path, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        assert run(commons_folder, "--shard", f"{number}/3", "--output", str(tmp_path / f"parts/{number}"))[0] == 0
    assert run(commons_folder, "--merge", str(tmp_path / "parts"), "--output", str(tmp_path / "merged"))[0] == 0
    publish(commons_folder, tmp_path / "whole", quiet=True)
    assert files(tmp_path / "merged") == files(tmp_path / "whole")
    made = [json.loads((tmp_path / f"parts/{number}" / PART).read_text("utf-8"))["pages"] for number in (1, 2, 3)]
    assert all(pages > 5 for pages in made), "every share has something to do"


def test_shares_that_do_not_belong_together_are_refused(commons_folder: Path, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    run(commons_folder, "--shard", "1/2", "--output", str(parts / "1"))
    code, said = run(commons_folder, "--merge", str(parts), "--output", str(tmp_path / "site"))
    assert code == 2
    assert "holds the shares 1, and not 1 to 2" in said
    story = next((commons_folder / "communities/customer-contact").glob("*.md"))
    story.write_text(story.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    run(commons_folder, "--shard", "2/2", "--output", str(parts / "2"))
    code, said = run(commons_folder, "--merge", str(parts), "--output", str(tmp_path / "site"))
    assert code == 2
    assert "was made from another commit" in said
    (parts / "2" / PART).write_text("{", "utf-8")
    assert "is damaged" in run(commons_folder, "--merge", str(parts), "--output", str(tmp_path / "site"))[1]
    assert not (tmp_path / "site").exists()


def test_a_share_is_not_written_over_other_files(commons_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("keep me", "utf-8")
    code, said = run(commons_folder, "--shard", "1/1", "--output", str(tmp_path / "mine"))
    assert code == 2
    assert "not a share of ours" in said
    assert (tmp_path / "mine/letter.txt").exists()


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "1/0", "a/b", "1/2/3", "-1/2", "01/2"])
def test_what_is_no_share_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        Share.parse(text)


def test_every_piece_is_in_one_share_only() -> None:
    pieces = [Piece("contribution", f"story-{number}") for number in range(500)]
    for piece in pieces:
        assert sum(Share(number, 7).has(piece) for number in range(1, 8)) == 1
