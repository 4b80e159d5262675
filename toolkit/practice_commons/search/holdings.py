"""What a catalogue holds, for comparing it with what an index holds, and the documents to index."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.search.document import Document, document_of


class Holdings:
    """The contributions of a catalogue by key, each with its id and blob; looked at without reading any of them."""

    def __init__(self, catalogue: Catalogue) -> None:
        """List the contributions."""
        self._catalogue = catalogue
        rows = catalogue.connection.execute("SELECT source, path, id, blob FROM placement ORDER BY source, path")
        self.placed: Mapping[str, tuple[str, str]] = {
            f"{source}:{path}": (identity, blob) for source, path, identity, blob in rows
        }

    @functools.cached_property
    def digest(self) -> str:
        """Return what changes when any contribution comes, goes or changes."""
        said = hashlib.sha256()
        for key, (identity, blob) in self.placed.items():
            said.update(f"{key}\0{identity}\0{blob}\0".encode("utf-8", "surrogateescape"))
        return said.hexdigest()

    @functools.cached_property
    def _named(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Return the priorities, councils and tags of each contribution, by key."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        rows = self._catalogue.connection.execute("SELECT source, path, facet, value FROM facet ORDER BY 1, 2, 3, 4")
        for source, path, facet, value in rows:
            named = found.setdefault(f"{source}:{path}", {})
            named[facet] = (*named.get(facet, ()), value)
        return found

    def document(self, key: str) -> Document:
        """Return the document of a contribution."""
        entry = self._catalogue.entry(self.placed[key][0])
        if entry is None:
            raise KeyError(key)
        return document_of(entry, self._catalogue.body(entry), self._named.get(key, {}), self._catalogue.vocabularies)
