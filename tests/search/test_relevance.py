"""The measures of relevance, and the reader of test collections, against what was worked out by hand."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

from benchmarks import collection, relevance
from benchmarks.collection import CollectionError
from benchmarks.relevance import Settings

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
    held = collection.read(folder)
    assert held.documents == {
        1: {"T": "bins on the\nkerb", "A": "A. NOTHER", "W": "weekly rounds of collection"},
        2: {
            "T": "libraries at night",
            "B": "a journal",
            "W": "bins stand behind them, and bins again\n.I am not an item",
        },
        3: {"W": "parks and benches"},
        4: {"T": "benches\nand lamps", "W": "lamps"},
    }
    assert held.questions == {1: "where do the bins go?", 2: "benches\nin parks", 3: "rivers"}  # by their order
    assert held.relevant == {1: {1, 2}, 2: {4}, 3: {2}}


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
        collection.read(kept(tmp_path, name, judgements))
    with pytest.raises(CollectionError, match="0 files"):
        collection.read(tmp_path / "nowhere")


MIXED = ["use::mixing,\n works-with::sound"]
WORDS = " ".join(f"word{number}" for number in range(20))


def test_bookmarks_are_read(tmp_path: Path) -> None:
    def bookmark(title: str, *tags: str, text: str = WORDS, paper: str = "") -> dict[str, object]:
        return {"title": title, "tag": tags, "comment": text, "arxiv_title": paper, "arxiv_summary": "What it says."}

    every = [
        bookmark("One", "t/b"),
        bookmark("Short", "t/b", text="too short"),
        bookmark("[1] Two", "t/b", paper="Two"),
    ]
    every += [bookmark(f"More {number}", *(["t/b", "t/c"] if number == 1 else ["t/c"])) for number in range(2)]
    every += [bookmark(f"Rest {number}") for number in range(60)]
    (tmp_path / "docs.json").write_text(json.dumps(every), "utf-8")
    tags = {"t/b": {"prefLabel": ["Bins", "Rubbish"]}, "t/c": {"prefLabel": ["Carts"]}}
    (tmp_path / "tags.json").write_text(json.dumps(tags), "utf-8")
    held = collection.read(tmp_path)
    assert len(held.documents) == 64
    assert held.documents[2] == {"T": "Two", "W": f"{WORDS}\nWhat it says."}
    assert held.questions == {1: "Bins"}  # too few bear the other
    assert held.relevant == {1: {1, 2, 4}}
    with pytest.raises(CollectionError, match="no collection whose tags are described"):
        collection.read(tmp_path, long=True)
    (tmp_path / "tags.json").write_text("{", "utf-8")
    with pytest.raises(CollectionError, match="The bookmarks in"):
        collection.read(tmp_path)


def test_packages_are_read(tmp_path: Path) -> None:
    packages, described = [], []
    own = {0: MIXED, 1: MIXED, 2: MIXED, 3: ["use::mixing"]}
    for number in range(70):
        tags = ["role::program", *own.get(number, ["implemented-in::c"]), "works-with::every"]
        said = number if number != 1 else 0  # two packages of one source
        packages.append(f"Package: p{number}\nTag: {', '.join(tags)}\nDescription-md5: {said}\n")
        described.append(
            f"Package: p{number}\nDescription-md5: {number}\nDescription-en: no. {number}\n {WORDS}\n .\n x{number}\n"
        )
    packages.append("Package: library\nTag: role::shared-lib, use::mixing\nDescription-md5: 5\n")
    packages.append("Package: untagged\nDescription-md5: 6\n")
    packages.append("Package: other\nTag: role::program, use::mixing\nDescription-md5: 69\n")
    vocabulary = ["Facet: use\nDescription: Use\n"]
    vocabulary += [
        f"Tag: {tag}\nDescription: {name}\n In many\n words.\n"
        for tag, name in [
            ("use::mixing", "Mixing"),
            ("works-with::sound", "Sound"),
            ("works-with::every", "All"),
            ("implemented-in::c", "C"),
        ]
    ]
    for name, stanzas in (("Packages", packages), ("Translation-en", described), ("vocabulary", vocabulary)):
        (tmp_path / name).write_text("\n".join(stanzas), "utf-8")
    held = collection.read(tmp_path)
    assert len(held.documents) == 69
    assert held.documents[2] == {"T": "no. 2", "W": f"{WORDS}\n\nx2"}
    assert held.questions == {1: "Mixing"}  # two bear the second, all the third; the last is of how it is made
    assert held.relevant == {1: {1, 2, 3}}
    assert collection.read(tmp_path, long=True).questions == {1: "Mixing\nIn many\nwords."}
    (tmp_path / "Translation-en").write_text(described[0], "utf-8")
    with pytest.raises(CollectionError, match="The packages in"):
        collection.read(tmp_path)


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
    held = collection.read(kept(tmp_path, "tinyqrel", JUDGEMENTS["tinyqrel"]))
    (tmp_path / "index").mkdir()
    relevance.index(held, tmp_path / "index")
    found = relevance.run(held, tmp_path / "index", Settings("ours"))
    assert found == {1: [1, 2], 2: [3, 4], 3: []}  # a title lifts a text with the word once above one that has it twice
    assert relevance.run(held, tmp_path / "index", Settings("no title", title=0, b=0)) == {1: [2, 1], 2: [3, 4], 3: []}
    assert relevance.run(held, tmp_path / "index", Settings("title", title=4)) == {1: [1, 2], 2: [4, 3], 3: []}
    assert relevance.run(held, tmp_path / "index", Settings("ours")) == found  # nothing stays patched


def test_what_holds_every_word_may_come_first(tmp_path: Path) -> None:
    documents = {1: {"W": "rare rare rare"}, 2: {"W": "rare and common, among much else that is common"}}
    documents |= {number: {"W": "common"} for number in range(3, 9)}
    held = collection.Collection(documents, {1: "rare common"}, {1: frozenset({2})})
    (tmp_path / "index").mkdir()
    relevance.index(held, tmp_path / "index")
    assert relevance.run(held, tmp_path / "index", Settings("any"))[1][:2] == [1, 2]
    assert relevance.run(held, tmp_path / "index", Settings("whole", whole=True))[1][:2] == [2, 1]


def test_the_program_prints_its_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(tmp_path, "tinyqrel", JUDGEMENTS["tinyqrel"])
    monkeypatch.setattr(sys, "argv", ["relevance.py", str(tmp_path), "--json"])
    relevance.main()
    said = json.loads(capsys.readouterr().out)
    assert (said["documents"], said["questions"], said["answered_whole"]) == (4, 3, 1)
    # found [1, 2], [3, 4] and nothing, of {1, 2}, {4} and {2}
    gain = 1 / math.log2(3)
    means = {"MAP": (1 + 1 / 2) / 3, "nDCG@10": (1 + gain) / 3, "P@10": 0.1, "Recall@100": 2 / 3}
    assert said["settings"]["ours"] == {"means": pytest.approx(means), "better": 0, "worse": 0}
    monkeypatch.setattr(sys, "argv", ["relevance.py", str(tmp_path)])
    relevance.main()
    assert "| ours | 0.500 | 0.544 | 0.100 | 0.667 | 0, 0 |" in capsys.readouterr().out
