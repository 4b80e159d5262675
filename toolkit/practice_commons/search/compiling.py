"""A plan made into Whoosh's queries."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import matching, query
from whoosh.query.qcore import Query

from practice_commons.search import fields
from practice_commons.search.plan import Adjacent, AnyOf, During, Holds, Named, Plan, Test

_BEFORE, _AFTER = dt.date.min.toordinal(), dt.date.max.toordinal()


def compiled(plan: Plan) -> tuple[Any, Any]:
    """Return the Whoosh query for what a plan asks, and one for what it excludes.

    The caller takes the one's documents from the other's: Whoosh's own `AndNot` lets some of them through.
    """
    required = [_joined(query.Or, map(_query, either)) for either in plan.required]
    wanted = _joined(query.And, required) if required else _of(query.Every())
    return wanted, _joined(query.Or, map(_query, plan.excluded))


class _Without(query.AndNot):  # type: ignore[misc]
    """Matches what its first query does and its second does not: Whoosh's own lets some of these through."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        unwanted = frozenset(self.b.matcher(searcher, searcher.boolean_context()).all_ids())
        return matching.FilterMatcher(self.a.matcher(searcher, context), unwanted, exclude=True)


class _Unscored(Query):  # type: ignore[misc]
    """Matches what another query does, and adds nothing to the score whatever the context."""

    def __init__(self, ids: Any) -> None:
        """Match the documents whose numbers `ids(searcher)` gives, in order."""
        self.ids = ids

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count())

    def estimate_min_size(self, ixreader: Any) -> int:  # noqa: ARG002
        return 0

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002
        found = array("I", self.ids(searcher))
        return matching.ListMatcher(found, weights=[0.0] * len(found)) if found else matching.NullMatcher()


def _of(child: Any) -> _Unscored:
    return _Unscored(lambda searcher: child.matcher(searcher, searcher.boolean_context()).all_ids())


def _query(test: Test) -> Any:
    if isinstance(test, Adjacent):
        return _joined(query.Or, (_adjacent(name, test.stems) for name in _named(test.field)))
    if isinstance(test, AnyOf):
        each = (_adjacent(name, (stem,)) for stem in test.stems for name in _named(test.field))
        return _joined(query.Or, each)
    if isinstance(test, Holds):
        return _of(_joined(query.Or, (query.Term(test.facet, value) for value in test.values)))
    if isinstance(test, During):
        return _during(test)
    if isinstance(test, Named):
        words = _query(test.words)
        return query.Or([words, _Without(_joined(query.Or, map(_query, test.others)), words)])
    return _joined(query.And, map(_query, test.tests))


def _adjacent(name: str, stems: tuple[str, ...]) -> Any:
    weight = fields.WEIGHTS[name]
    if len(stems) == 1:
        return query.Term(name, stems[0], boost=weight)
    return query.Phrase(name, list(stems), boost=weight)


def _during(test: During) -> _Unscored:
    first = test.first.toordinal() if test.first else _BEFORE
    last = test.last.toordinal() if test.last else _AFTER

    def ids(searcher: Any) -> Iterator[int]:
        reader = searcher.reader()
        days = reader.column_reader(fields.DAY)
        return (number for number in reader.all_doc_ids() if first <= days[number] <= last)

    return _Unscored(ids)


def _named(field: str | None) -> Iterable[str]:
    return (field,) if field else fields.WEIGHTS


def _joined(kind: Any, queries: Iterable[Any]) -> Any:
    each = list(queries)
    return query.NullQuery if not each else each[0] if len(each) == 1 else kind(each)
