"""A reader is shown the same of what we write as of what Whoosh's own writer writes: all of it, on every fork."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from practice_commons.search import engine, fields, pool
from practice_commons.search.document import Document
from search.generated import document

SIZES = (400, 60, 9)


def documents() -> list[Document]:
    """Return documents with terms of one posting and of several blocks, in no order of days."""
    chance = random.Random(5)
    made = [document(chance, number) for number in range(sum(SIZES))]
    made[3] = replace(made[3], texts={}, facets={})
    made[7] = replace(
        made[7],
        texts={"body": "once " * 9000 + "b\u00fcro \U0001d4b3yz"},
        facets={"tag": ("a", "a", "\U0001d4b3", "\uff3a")},
    )
    made[8] = replace(made[8], texts={"title": "", "names": " ".join(f"n{number}" for number in range(6000))})
    return made


def write(folder: Path, *, merged: bool) -> None:
    """Write three generations, with some documents gone, the later ones made one or not."""
    folder.mkdir()
    engine.create(folder)
    remaining = iter(documents())
    gone = {1: [":00003", ":00017"], 2: [":00001", ":00410", ":00411"]}
    for generation, size in enumerate(SIZES):
        writing = engine.Writing(folder)
        for key in gone.get(generation, ()):
            writing.delete(key)
        for _ in range(size):
            writing.add(next(remaining))
        writing.commit(min(generation, 1) if merged else generation)


def shown(folder: Path) -> Iterator[tuple[Any, ...]]:
    """Iterate over all that a reader shows of an index."""
    index = FileIndex(engine._storage(folder, whole=False), indexname="MAIN")
    with contextlib.closing(index.reader()) as whole:
        for leaf, start in whole.leaf_readers():
            assert isinstance(leaf, SegmentReader)
            yield (
                start,
                leaf.doc_count_all(),
                leaf.doc_count(),
                [leaf.is_deleted(number) for number in range(leaf.doc_count_all())],
            )
            yield from _documents(leaf)
            yield from _terms(leaf)


def _documents(leaf: SegmentReader) -> Iterator[tuple[Any, ...]]:
    names = sorted(leaf.schema.names())
    columns = {name: leaf.column_reader(name) for name in (fields.KEY, fields.DAY)}
    for number in range(leaf.doc_count_all()):
        lengths = [leaf.doc_field_length(number, name) for name in names]
        yield number, leaf.stored_fields(number), lengths, [column[number] for column in columns.values()]
    for name in sorted(leaf.indexed_field_names()):
        yield name, leaf.field_length(name), leaf.min_field_length(name), leaf.max_field_length(name)


def _terms(leaf: SegmentReader) -> Iterator[tuple[Any, ...]]:
    for (name, term), info in leaf:
        lengths = (info.min_length(), info.max_length(), info.max_weight())
        yield name, term, info.weight(), info.doc_frequency(), lengths, info.min_id(), info.max_id()
        matcher = leaf.postings(name, term)
        while matcher.is_active():
            inner = getattr(matcher, "child", matcher)  # one that leaves out what is gone has it within
            block = (inner.block_min_length(), inner.block_max_length(), inner.block_max_weight())
            at = matcher.value_as("positions") if name in fields.WEIGHTS else None
            yield matcher.id(), matcher.weight(), matcher.value(), at, block
            matcher.next()


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("limit", [pool.LIMIT, 2000])
def test_a_reader_is_shown_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, *, merged: bool
) -> None:
    monkeypatch.setattr(pool, "LIMIT", limit)
    write(tmp_path / "ours", merged=merged)
    monkeypatch.setattr(engine, "Writer", SegmentWriter)
    write(tmp_path / "theirs", merged=merged)
    ours, theirs = (list(shown(tmp_path / name)) for name in ("ours", "theirs"))
    assert len(ours) > 25_000
    for one, other in zip(ours, theirs, strict=True):
        assert one == other


def test_nothing_is_left_of_what_was_put_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "at once", merged=True)
    monkeypatch.setattr(pool, "LIMIT", 500)
    write(tmp_path / "put away", merged=True)
    assert [len(list((tmp_path / name).iterdir())) for name in ("at once", "put away")] == [4, 4]


def test_what_is_cancelled_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "LIMIT", 500)
    engine.create(tmp_path)
    writing = engine.Writing(tmp_path)
    for one in documents()[:100]:
        writing.add(one)
    assert len(list((tmp_path / "MAIN.tmp").glob("*.postings"))) > 3
    writing.cancel()
    with contextlib.closing(engine.Reading(tmp_path)) as reading:
        assert reading.documents == 0
    writing = engine.Writing(tmp_path)
    writing.add(documents()[0])
    writing.commit(0)
    with contextlib.closing(engine.Reading(tmp_path)) as reading:
        assert reading.documents == 1
