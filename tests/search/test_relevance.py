"""The measures of relevance, and the reader of test collections, against what was worked out by hand."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

from benchmarks import relevance
from benchmarks.relevance import CollectionError, Settings

DOCUMENTS = """\
.I 1
.T
bins on the
kerb
.A
A. NOTHER
.W
weekly rounds of collection
.I 2
.T
libraries at night
.B
a journal
.W
bins stand behind them, and bins again
.W
.I am not an item
.I 3
.W
 parks and benches
.I 4
.T
benches
.T
and lamps
.W
lamps
"""
QUESTIONS = """\
.I 001
.W
where do the bins go?
.I 004
.W
benches
in parks
.I 009
.W
rivers
"""
JUDGEMENTS = {
    "tinyqrel": "1 1 2\n1 2 4\n1 3 5\n1 4 -1\n2 4 1\n3 2 3\n",
    "TINY.REL": "1   1   0   0.000000   \n1   2   0   0.000000\n2   4   0   0.000000\n\n3 2 0 0.0\n",
    "qrels.text": "01 0001  0 0\n01 0002  0 0\n02 0004  0 0\n03 2 0 0\n",
    "trec.rel": "1 0 1 1\n1 0 2 2\n1 0 3 0\n2 0 4 1\n3 0 2 1\n",
}


@pytest.fixture(params=JUDGEMENTS)
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return kept(tmp_path, request.param, JUDGEMENTS[request.param])


def kept(folder: Path, name: str, judgements: str) -> Path:
    (folder / "tiny.all").write_text(DOCUMENTS, "utf-8")
    (folder / "tiny.qry").write_text(QUESTIONS, "utf-8")
    (folder / name).write_text(judgements, "utf-8")
    (folder / "README").write_text("not a part of it", "utf-8")
    return folder


def test_a_collection_is_read(folder: Path) -> None:
    collection = relevance.read(folder)
    assert collection.documents == {
        1: {"T": "bins on the\nkerb", "A": "A. NOTHER", "W": "weekly rounds of collection"},
        2: {
            "T": "libraries at night",
            "B": "a journal",
            "W": "bins stand behind them, and bins again\n.I am not an item",
        },
        3: {"W": "parks and benches"},
        4: {"T": "benches\nand lamps", "W": "lamps"},
    }
    assert collection.questions == {1: "where do the bins go?", 2: "benches\nin parks", 3: "rivers"}  # by their order
    assert collection.relevant == {1: {1, 2}, 2: {4}, 3: {2}}


@pytest.mark.parametrize(
    ("name", "judgements", "said"),
    [
        ("tiny.notes", "1 1 0 0", "0 files named as SMART names judgements"),
        ("tiny.all.1400", "", "2 files named as SMART names documents"),
        ("tiny.rel", "1 one 0 0", "'one'"),
        ("tiny.rel", "1", "“1” is no judgement"),
        ("tiny.rel", "1 9 0 0", "not those of its documents and questions"),
        ("tiny.rel", "4 1 0 0", "not those of its documents and questions"),
        ("tiny.rel", "", "not those of its documents and questions"),
    ],
)
def test_what_is_no_collection_is_refused(tmp_path: Path, name: str, judgements: str, said: str) -> None:
    with pytest.raises(CollectionError, match=said):
        relevance.read(kept(tmp_path, name, judgements))
    with pytest.raises(CollectionError, match="0 files"):
        relevance.read(tmp_path / "nowhere")


def test_average_precision() -> None:
    assert relevance.average_precision([7, 1, 8, 2], {7, 8}) == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert relevance.average_precision([1, 7], {7, 8, 9}) == pytest.approx((1 / 2) / 3)
    assert relevance.average_precision([], {7}) == 0


def test_discounted_gain() -> None:
    assert relevance.ndcg([7, 8, 1], {7, 8}, 10) == pytest.approx(1)
    assert relevance.ndcg([1, 7, 8], {7, 8}, 2) == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))
    assert relevance.ndcg([*range(10), 77], {77}, 10) == 0
    assert relevance.ndcg([*range(10)], {*range(20)}, 10) == pytest.approx(1)  # no ten could be better


def test_what_the_measures_come_to() -> None:
    ours = {1: [1, 3, 2], 2: [3, 4], 3: []}
    theirs = {1: [3, 1, 2], 2: [4, 3], 3: []}
    judged = {1: frozenset({1, 2}), 2: frozenset({4}), 3: frozenset({2})}
    found = relevance.measured(judged, theirs, ours)
    assert found.means["MAP"] == pytest.approx(((1 / 2 + 2 / 3) / 2 + 1 + 0) / 3)
    assert found.means["nDCG@10"] == pytest.approx(((1 / math.log2(3) + 1 / 2) / (1 + 1 / math.log2(3)) + 1 + 0) / 3)
    assert found.means["P@10"] == pytest.approx((0.2 + 0.1 + 0) / 3)
    assert found.means["Recall@100"] == pytest.approx((1 + 1 + 0) / 3)
    assert (found.better, found.worse) == (1, 1)


def test_the_order_is_that_of_the_search(tmp_path: Path) -> None:
    collection = relevance.read(kept(tmp_path, "tinyqrel", JUDGEMENTS["tinyqrel"]))
    (tmp_path / "index").mkdir()
    relevance.index(collection, tmp_path / "index")
    found = relevance.run(collection, tmp_path / "index", Settings("ours"))
    assert found == {1: [1, 2], 2: [4, 3], 3: []}  # a title outweighs a text, even one with the word twice
    flat = relevance.run(collection, tmp_path / "index", Settings("flat", flat=True, b=0))
    assert flat == {1: [2, 1], 2: [3, 4], 3: []}
    assert relevance.run(collection, tmp_path / "index", Settings("ours")) == found  # nothing stays patched


def test_the_program_prints_its_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(tmp_path, "tinyqrel", JUDGEMENTS["tinyqrel"])
    monkeypatch.setattr(sys, "argv", ["relevance.py", str(tmp_path), "--json"])
    relevance.main()
    said = json.loads(capsys.readouterr().out)
    assert (said["documents"], said["questions"], said["answered_whole"]) == (4, 3, 1)
    # found [1, 2], [4, 3] and nothing, of {1, 2}, {4} and {2}
    means = {"MAP": 2 / 3, "nDCG@10": 2 / 3, "P@10": 0.1, "Recall@100": 2 / 3}
    assert said["settings"]["ours"] == {"means": pytest.approx(means), "better": 0, "worse": 0}
    monkeypatch.setattr(sys, "argv", ["relevance.py", str(tmp_path)])
    relevance.main()
    assert "| ours | 0.667 | 0.667 | 0.100 | 0.667 | 0, 0 |" in capsys.readouterr().out
