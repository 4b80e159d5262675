"""A segment of Whoosh's index, written with Whoosh's own codec from postings that were gathered by term.

Whoosh's writer sorts every posting as an object of its own, and asks a file for the length of its document. All that a
reader sees of what is written here is what that writer would have written: a test compares it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from whoosh import formats
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.system import pack_uint
from whoosh.writing import SegmentWriter

from practice_commons.search import fields
from practice_commons.search.blocks import Blocks
from practice_commons.search.pool import Pool

_PLACES, _COUNT = formats.Positions(), formats.Frequency()
"""What the formats of the fields equal whose values come as lists of words."""
_NEAR = 4096
"""Places of which it is remembered how one alone is written."""


class Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, with postings gathered by term."""

    def __init__(self, index: Any, **options: Any) -> None:
        """Begin. Raises Whoosh's LockError when somebody else is writing to the index."""
        super().__init__(index, codec=_Codec(), **options)
        self.pool = Pool(self.temp_storage())

    def add_document(self, **values: Any) -> None:
        """Take a document in: values by their fields' names, the words of a text as a list. Raises OSError.

        Whoosh's further arguments, for boosts and for what is stored in a value's place, are not known here.
        """
        documents = self.perdocwriter
        documents.start_doc(self.docnum)
        for name, value in values.items():
            field, length = self.schema[name], 0
            if field.indexed:
                found, length = _found(field, value)
                self.pool.extend(name, self.docnum, found)
            documents.add_field(name, field, value if field.stored else None, length)
            if field.column_type:
                documents.add_column_value(name, field.column_type, field.to_column_value(value))
        documents.finish_doc()
        self._added = True
        self.docnum += 1


def _found(field: Any, value: Any) -> tuple[list[tuple[str, float, bytes]], int]:
    """Return the terms of a value, each with its weight and what the field's format says of it, and the length."""
    if isinstance(value, list) and field.format == _PLACES:
        return _placed(value), len(value)
    if isinstance(value, list) and field.format == _COUNT:
        counts = Counter(value)
        return [(word, float(count), pack_uint(count)) for word, count in counts.items()], len(value)
    every = list(field.index(value))
    length = sum(frequency for _, frequency, _, _ in every) if field.scorable else 0
    return [(term.decode(), weight, said) for term, _, weight, said in every], length


def _placed(words: list[str]) -> list[tuple[str, float, bytes]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        places[word].append(place)
    return [
        (word, float(len(at)), _PLACES.encode(at)) if len(at) > 1 else (word, 1.0, _ALONE[at[0]])
        for word, at in places.items()
    ]


class _Alone(dict[int, bytes]):
    """What is said of a word that stands in one place: most do, and places are few."""

    def __missing__(self, place: int) -> bytes:
        said = bytes(_PLACES.encode([place]))
        if place < _NEAR:
            self[place] = said
        return said


_ALONE = _Alone()


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec, but for the writing of postings. A segment names Whoosh's own to its readers."""

    def field_writer(self, storage: Any, segment: Any) -> Any:
        return _Fields(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:  # noqa: FBT001, FBT002 - Whoosh's own
        return super().postings_writer(dbfile, byteids) if byteids else Blocks(dbfile)

    def new_segment(self, storage: Any, indexname: str) -> Any:
        return W3Codec().new_segment(storage, indexname)


class _Fields(W3FieldWriter):  # type: ignore[misc]
    """Whoosh's writer of terms, which reads the lengths of documents once for each field."""

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        for name, terms in items:
            self.start_field(name, schema[name])
            each = (lengths.doc_field_length(number, name) for number in range(lengths.doc_count_all()))
            known = bytes(fields.length_byte(length or 0) for length in each)
            for term, held in terms:
                self.start_term(term.encode())
                self._postwriter.take(held, known)
                self.finish_term()
            self.finish_field()
