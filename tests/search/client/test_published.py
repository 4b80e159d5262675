"""The client as sites have it: small, the same as what its scripts say, and made once."""

from __future__ import annotations

import gzip
import json

import pytest

from practice_commons import sealed
from practice_commons.failure import Failure
from practice_commons.search import export
from practice_commons.search.settings import settings
from search.client.conftest import CLIENT, opened_with

MOST = 12_000
"""Bytes, gzipped: a reader fetches them before the first result."""
ASKED = ["housing repairs", "“Café” -x OR tit* title:naïve", "NOT kind:news\x1c date:2008..2010 co-op", "", 'a"b'] * 40
ANSWERS = """(texts) => JSON.stringify(texts.map((text) => [
    PracticeCommons.parse(text),
    PracticeCommons.tokens(text, true),
    PracticeCommons.stem(text),
    PracticeCommons.fold(text),
    PracticeCommons.passage([text], new Set([PracticeCommons.stem("repairs")])),
]))"""


def test_it_is_small(published):
    assert len(gzip.compress(published.read_bytes(), 9)) <= MOST


def test_without_a_minifier_it_is_larger_and_answers_alike(published, client, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "find_spec", lambda _: None)
    plain = tmp_path / "client.js"
    plain.write_bytes(export.client(tmp_path / "room"))
    assert not (tmp_path / "room").exists()
    assert plain.stat().st_size > published.stat().st_size
    with opened_with(plain, settings()) as evaluate:
        assert json.loads(evaluate(ANSWERS, ASKED)) == json.loads(client(ANSWERS, ASKED))


def test_comments_stand_where_texts_and_patterns_have_no_such_marks():
    text = "".join((CLIENT / f"{name}.js").read_text("utf-8") for name in export.SCRIPTS)
    assert text.count("/*") == len(export._COMMENT.findall(text))
    assert "/*" not in export._plain(text)


def test_declarations_stay_in_their_order():
    """Some releases of the minifier bring a pattern before what was declared, and with effects, ahead of it."""
    body = "const first = await open();\n  const { second } = G.set;\n  return [first, second];"
    said = export._minified(f"async function once() {{\n  {body}\n}}\nonce();\nonce();\n")
    assert said.index("open()") < said.index("G.set")


def test_it_is_made_once_and_again_where_it_is_damaged(tmp_path, monkeypatch):
    made = export.client(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(export, "_MINIFY", "import sys; sys.exit('no room')")
        assert export.client(tmp_path) == made
        file = tmp_path / "client.js"
        file.write_text(file.read_text("utf-8").replace("PracticeCommons", "PracticeCommon"), "utf-8")
        with pytest.raises(Failure, match=r"could not be minified: no room") as failed:
            export.client(tmp_path)
        assert "tdewolff-minify" in failed.value.hint
    assert export.client(tmp_path) == made
    assert sealed.read(tmp_path / "client.js", export._sum(b"")) is None


def test_a_file_of_the_folder_at_hand_is_no_minifier(tmp_path, monkeypatch):
    (tmp_path / "minify.py").write_text("raise SystemExit('a stranger was run')\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    room = tmp_path / "room"
    room.mkdir()
    assert export.client(room)
