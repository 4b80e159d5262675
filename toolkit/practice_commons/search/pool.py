"""The postings of a segment that is being written, gathered by field and term.

Documents come in the order of their numbers, so the postings of a term are in order as they come, and only the terms
are sorted. Past a number of them they are put away in a file, as a run, and the runs are read side by side in the end:
memory does not grow with the index.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import operator
from collections.abc import Generator, Iterator, Sequence
from typing import Any

LIMIT = 1_000_000
"""Postings in memory before they are put away: those of some 3,000 contributions, in about 50 MB."""


class Pool:
    """Takes the place of Whoosh's own pool. `storage` is a folder of Whoosh's, for what is put away.

    The postings of a term are one list: a document's number, a weight, and what the field's format says of it, again
    and again. Postings share these objects, where they can, and have none of their own.
    """

    def __init__(self, storage: Any) -> None:
        """Begin without postings."""
        self._storage = storage
        self._fields: dict[str, dict[str, list[Any]]] = {}
        self._size = 0
        self._runs: list[str] = []

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Take in a posting as Whoosh hands it over when it merges segments. Raises OSError."""
        field, term, number, weight, value = posting
        self.extend(field, number, [(term.decode(), weight, value)])

    def extend(self, field: str, number: int, found: Sequence[tuple[str, float, bytes]]) -> None:
        """Take in the terms of a document's field, each once, with its weight and value. Raises OSError."""
        if self._size >= LIMIT:
            self._put_away()
        self._size += len(found)
        terms = self._fields.setdefault(field, {})
        for term, weight, value in found:
            held = terms.get(term)
            if held is None:
                terms[term] = [number, weight, value]
            else:
                held += (number, weight, value)

    def iter_postings(self) -> Iterator[tuple[str, Iterator[tuple[str, list[Any]]]]]:
        """Iterate over the fields in order, each with its terms in order, each with its postings.

        What is not read before the next is asked for is lost. Raises OSError.
        """
        with contextlib.ExitStack() as stack:
            runs = [stack.enter_context(contextlib.closing(self._run(name))) for name in self._runs]
            every = heapq.merge(*runs, self._held(), key=operator.itemgetter(0, 1))
            for field, terms in itertools.groupby(every, operator.itemgetter(0)):
                yield field, ((term, _joined(same)) for term, same in itertools.groupby(terms, operator.itemgetter(1)))

    def cleanup(self) -> None:
        """Forget them. Whoosh deletes the folder."""
        self._fields.clear()

    def _held(self) -> Iterator[tuple[str, str, list[Any]]]:
        for field, terms in sorted(self._fields.items()):
            for term in sorted(terms):
                yield field, term, terms[term]

    def _put_away(self) -> None:
        name = f"{len(self._runs)}.postings"
        with self._storage.create_file(name) as file:
            file.write_int(sum(map(len, self._fields.values())))
            for one in self._held():
                file.write_pickle(one)
        self._runs.append(name)
        self._fields.clear()
        self._size = 0

    def _run(self, name: str) -> Generator[tuple[str, str, list[Any]], None, None]:
        with self._storage.open_file(name) as file:
            for _ in range(file.read_int()):
                yield file.read_pickle()


def _joined(same: Iterator[tuple[str, str, list[Any]]]) -> list[Any]:
    _, _, held = next(same)
    for _, _, more in same:
        held += more
    return held
