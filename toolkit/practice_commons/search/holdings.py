"""What a catalogue holds, for comparing it with what an index holds, and the documents to index."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from practice_commons.search.shelf import Made

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue
    from practice_commons.search.document import Document

Placed: TypeAlias = Mapping[str, tuple[str, str]]
"""Published contributions by key, each with its id and blob."""

_FEW = 500
"""So many contributions are asked for one by one; more are picked from all."""


class Holdings:
    """The published contributions of a catalogue by key, `source:path`. Nothing is looked at before it is asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take a catalogue."""
        self._catalogue = catalogue

    @functools.cached_property
    def placed(self) -> Placed:
        """Return all contributions."""
        return dict(_keyed(self._catalogue.connection.execute(f"{_PLACED} ORDER BY source, path")))

    def touched(self, made: Made) -> Placed | None:
        """Return what may differ from what an index was made from: by key, and an empty id where nothing lies now.

        None where that is not known.
        """
        held, execute = self._catalogue.holding, self._catalogue.connection.execute
        since = execute("SELECT edition FROM ancestry WHERE token = ?", (made.token,)).fetchone()
        if since is None or (made.lists, made.rules) != (held.lists, held.rules):
            return None
        found: dict[str, tuple[str, str]] = {}
        for (path,) in execute("SELECT DISTINCT path FROM touched WHERE edition > ? ORDER BY path", since):
            found[f":{path}"] = ("", "")
            found.update(_keyed(execute(f"{_PLACED} AND path = ?", (path,))))
        return found

    def newest_first(self, keys: Collection[str]) -> list[str]:
        """Return keys in the order of their contributions' days, the newest first, and then as keys are ordered."""
        wanted = set(keys)
        query = "SELECT source, path, date FROM placement WHERE published"
        if len(wanted) < _FEW:
            rows = [
                row
                for source, _, path in (key.partition(":") for key in wanted)
                for row in self._catalogue.connection.execute(f"{query} AND path = ? AND source = ?", (path, source))
            ]
        else:
            rows = self._catalogue.connection.execute(query).fetchall()
        held = {f"{source}:{path}": dt.date.fromisoformat(date).toordinal() for source, path, date in rows}
        return sorted(wanted & held.keys(), key=lambda key: (-held[key], key))

    def document(self, key: str) -> Document:
        """Return the document of a contribution."""
        from practice_commons.search.document import document_of  # noqa: PLC0415 - most searches index nothing

        source, _, path = key.partition(":")
        entry, body, named = self._catalogue.whole(path, source)
        return document_of(entry, body, named, self._catalogue.vocabularies)


_PLACED = "SELECT source, path, id, blob FROM placement WHERE published"


def _keyed(rows: Iterator[tuple[str, str, str, str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    return ((f"{source}:{path}", (identity, blob)) for source, path, identity, blob in rows)
