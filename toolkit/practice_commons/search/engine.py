"""Whoosh: the schema, a change to the index, reading, running a plan.

Only `segment` and `blocks`, by which it is written, and `compiling` and `words` know Whoosh besides.

To read, only the interface of Whoosh 2.7 is used; to write, its codec and the form of its blocks too: the forks share
both, and `make forks` asks another. Whoosh keeps its table of contents as a pickle, and
opening a pickle runs what is in it: the index is a private cache in a folder that Git ignores, made on this machine,
and is never opened from a download, a contribution or another commons. Whoosh has no types; `Any` ends here.
"""

from __future__ import annotations

import bisect
import contextlib
import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from whoosh import analysis, collectors, columns, scoring
from whoosh import fields as kinds
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError
from whoosh.lang.porter2 import stem as porter2
from whoosh.reading import SegmentReader, TermNotFound

from practice_commons.search import fields, numbering
from practice_commons.search.compiling import compiled
from practice_commons.search.document import Document, Kept
from practice_commons.search.plan import Plan
from practice_commons.search.segment import Writer
from practice_commons.search.words import stem, words

Busy = LockError
"""Raised by Writing when somebody else is writing to the index."""


def analyser() -> Any:
    """Return Whoosh's own analyser, which `words` imitates. The pattern is Whoosh 2.7.4's: this fork adds asterisks."""
    return analysis.StemmingAnalyzer(
        r"\w+(\.?\w+)*", minsize=fields.SHORTEST_WORD, maxsize=fields.LONGEST_WORD, stemfn=porter2
    )


def _schema() -> Any:
    """Return Whoosh's schema. Fields that are never scored are called scorable all the same.

    Without lengths to look up, Whoosh asks the file system for those of every document.
    """
    text = {name: kinds.TEXT(analyser()) for name in fields.WEIGHTS}
    exact = {name: kinds.KEYWORD(scorable=True) for name in fields.VALUES}
    key = kinds.ID(unique=True, sortable=True)
    key.scorable = True
    day = kinds.COLUMN(columns.NumericColumn("i"))
    own = {fields.KEY: key, fields.DAY: day, fields.KEPT: kinds.STORED()}
    return kinds.Schema(**text, **exact, **own)


def create(folder: Path) -> None:
    """Make an empty index in an empty folder."""
    FileIndex.create(FileStorage(str(folder)), _schema(), "MAIN")


def _storage(folder: Path, *, whole: bool) -> FileStorage:
    """Return where an index lies. Read whole, it is quicker to search; but Whoosh copies all of it on opening."""
    return FileStorage(str(folder), supports_mmap=whole)


class Writing:
    """A change to an index, of which nothing shows until it is committed. Raises Busy when it cannot begin."""

    def __init__(self, folder: Path) -> None:
        """Begin."""
        self._writer = Writer(FileIndex(_storage(folder, whole=False), indexname="MAIN"), timeout=1.0)

    def add(self, document: Document) -> None:
        """Take a document in."""
        found = {name: [stem(word) for word in words(text)] for name, text in document.texts.items()}
        self._writer.add_document(
            **{
                **{name: stems for name, stems in found.items() if stems},
                **{name: list(values) for name, values in document.facets.items() if values},
                fields.KEY: document.key,
                fields.DAY: document.day,
                fields.KEPT: (document.kept.id, document.kept.blob, document.kept.stamp),
            }
        )

    def delete(self, key: str) -> None:
        """Take the document with a key out."""
        self._writer.delete_by_term(fields.KEY, key)

    def commit(self, staying: int) -> None:
        """Make the change show: a segment of what was added and of those after the first few, which stay as they are.

        What is gone leaves a segment, and the scores, when the segment is made again.
        """

        def merge(writer: Any, segments: list[Any]) -> list[Any]:
            for segment in segments[staying:]:
                with contextlib.closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
                    writer.add_reader(reader)
            return segments[:staying]

        self._writer.commit(mergetype=merge)

    def cancel(self) -> None:
        """Give the change up, and close what is open even where the disk is full and Whoosh cannot."""
        with contextlib.suppress(Exception):
            self._writer.cancel()
        if not self._writer.is_closed:
            with contextlib.suppress(Exception):
                self._writer._finish()  # noqa: SLF001 - all that `cancel` had left to do


class Reading:
    """An index open for reading: what it held at one moment.

    Updates ask what it keeps. Queries are asked of the shards (`reading.Reading`); that both answer the same is tested.
    """

    def __init__(self, folder: Path, *, whole: bool = True) -> None:
        """Open it: to be searched, or only to look a few things up."""
        self._searcher = FileIndex(_storage(folder, whole=whole), indexname="MAIN").searcher(
            weighting=scoring.BM25F(B=fields.B, K1=fields.K1)
        )
        self._reader = self._searcher.reader()

    def close(self) -> None:
        """Let the files go."""
        self._searcher.close()

    @property
    def documents(self) -> int:
        """Return the number of documents."""
        return int(self._reader.doc_count())

    @property
    def deleted(self) -> int:
        """Return the number of documents that are gone, but still counted in scores."""
        return int(self._reader.doc_count_all() - self._reader.doc_count())

    @property
    def totals(self) -> list[tuple[int, ...]]:
        """Return for each segment how many words each text field has in all."""
        leaves = (leaf for leaf, _ in self._reader.leaf_readers() if leaf.doc_count_all())
        return [tuple(int(leaf.field_length(name)) for name in fields.WEIGHTS) for leaf in leaves]

    def kept(self) -> Iterator[tuple[str, Kept]]:
        """Iterate over the keys of the documents, each with what is kept of it."""
        keys = self._reader.column_reader(fields.KEY)
        for number, stored in self._reader.iter_docs():
            yield str(keys[number]), Kept(*stored[fields.KEPT])

    def holds(self, key: str) -> Kept | None:
        """Return what is kept of the document with a key, or None where there is none."""
        number = self._searcher.document_number(**{fields.KEY: key})
        return None if number is None else Kept(*self._reader.stored_fields(number)[fields.KEPT])

    def scores(self, plan: Plan) -> dict[int, float]:
        """Return the rounded scores of the documents that fulfil a plan, by their numbers.

        Every match is scored and none skipped: Whoosh's own shortcut to the best few gives wrong answers
        (`replace = 0` turns it off), and equal scores must be told apart before the list is cut.
        """
        if plan.hopeless or not self.documents:
            return {}
        wanted, unwanted = compiled(plan)
        found = self._found(wanted)
        for number in self._found(unwanted) if plan.excluded and found else ():
            found.pop(number, None)
        return found

    def _found(self, query: Any) -> dict[int, float]:
        collector = collectors.UnlimitedCollector()
        collector.replace = 0
        self._searcher.search_with_collector(query, collector)
        return {int(number): round(score, fields.DECIMALS) for score, number in collector.items}

    def place(self, number: int) -> tuple[int, int, int, int, str]:
        """Return what puts documents in order: the newer year, the later segment, and then as `numbering` has it."""
        day, length = int(self._days[number]), int(self._reader.doc_field_length(number, numbering.LENGTHY) or 0)
        segment = bisect.bisect_right(self._starts, number) - 1
        return -dt.date.fromordinal(day).year, -segment, length, -day, str(self._keys[number])

    def newest(self, numbers: Iterable[int], limit: int) -> list[int]:
        """Return the newest of some documents: by day, and then by place."""
        return sorted(numbers, key=lambda one: (-int(self._days[one]), self.place(one)))[:limit]

    def identity(self, number: int) -> str:
        """Return the id of a document's contribution."""
        return str(self._reader.stored_fields(number)[fields.KEPT][0])

    def titled(self, numbers: Iterable[int], title: str) -> list[int]:
        """Return which of some documents have a title, given folded, and were not withdrawn."""
        bearing = self.holding(fields.EXACT, title)
        return [one for one in numbers if one in bearing]

    def holding(self, facet: str, value: str) -> frozenset[int]:
        """Return the numbers of the documents with an exact value. No document's has half a surrogate pair."""
        try:
            return frozenset(self._reader.postings(facet, value.encode()).all_ids())
        except (TermNotFound, UnicodeEncodeError):
            return frozenset()

    def counts(self, facet: str, numbers: AbstractSet[int]) -> dict[str, int]:
        """Return how many of some documents have each of a facet's values that any of them has."""
        if not numbers:
            return {}
        values = [value.decode() for value in self._reader.lexicon(facet)]
        if len(numbers) == self._reader.doc_count_all():
            return {value: int(self._reader.doc_frequency(facet, value)) for value in values}
        held = {value: len(numbers & self.holding(facet, value)) for value in values}
        return {value: count for value, count in held.items() if count}

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [start for _, start in self._reader.leaf_readers()]

    @functools.cached_property
    def _days(self) -> Any:
        return self._reader.column_reader(fields.DAY)

    @functools.cached_property
    def _keys(self) -> Any:
        return self._reader.column_reader(fields.KEY)

    def stemmed(self, stem: str) -> int:
        """Return the number of documents that hold a stem in the field in which most of them do, gone ones counted."""
        if not self.documents:
            return 0
        return max(int(self._reader.doc_frequency(name, stem)) for name in fields.WEIGHTS)
