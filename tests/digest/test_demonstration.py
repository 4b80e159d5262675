"""A digest of the demonstration, in every format, to the word. After a change that is meant: UPDATE_GOLDEN=1."""

from __future__ import annotations

import os

import pytest
import yaml
from places import ROOT

from digest import paper
from digest.conftest import open_catalogue
from digest.small_commons import commit, git, write
from practice_commons.digest import composition, forms

GOLDEN = ROOT / "tests" / "golden" / "demonstration"
LATER = "2027-01-01T12:00:00+00:00"
"""After the last day that anything in the demonstration is dated."""
PRIORITY = "finding-and-sharing-practice"
TAKEN_IN = "place-based-budgets"
"""On this the peer in `peers/` has most to say."""
TEXTS = {
    "docx": lambda data: paper.office_text(data, paper.WORD),
    "odt": lambda data: paper.office_text(data, paper.OPEN),
    "pdf": paper.pdf_text,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, bytes]:
    lists = (path for folder in ("communities", "peers/whole-place/communities") for path in (ROOT / folder).rglob("*"))
    files = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in lists if path.is_file()}
    root = write(tmp_path_factory.mktemp("demonstration") / "commons", files)
    git(root, "init", "--quiet", "--initial-branch=main", "--object-format=sha1")
    git(root, "add", "peers")
    commit(root, "Begin", LATER)
    with (
        pytest.MonkeyPatch.context() as patched,
        open_catalogue(root, tmp_path_factory.mktemp("scratch")) as catalogue,
    ):
        patched.setattr(composition, "__version__", "0.0.0")
        assert not catalogue.left_out()
        made = forms.all_rendered([composition.compose(catalogue, PRIORITY)], forms.NAMES)
        [text] = forms.all_rendered([composition.compose(catalogue, TAKEN_IN)], ["md"]).values()
        return {**made, TAKEN_IN: text}


@pytest.mark.parametrize("form", forms.NAMES)
def test_it_says_what_the_golden_one_says(made, form) -> None:
    text = TEXTS[form](made[form]) if form in TEXTS else made[form].decode()
    _hold(text, f"digest.{form}.txt" if form in TEXTS else f"digest.{form}")


def test_what_a_peer_says_is_cited_at_the_peer(made) -> None:
    text = made[TAKEN_IN].decode()
    pin = yaml.safe_load((ROOT / "communities/federation.lock").read_text("utf-8"))["pins"]["whole-place"]["commit"]
    assert f"whole-place:kent-total-place@{pin[:12]}" in text
    _hold(text, f"{TAKEN_IN}.md")


def _hold(text: str, name: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert text.encode() == path.read_bytes()
