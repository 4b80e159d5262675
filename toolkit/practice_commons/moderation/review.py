"""What a moderator is shown of a stranger's text, compared with all that is published."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.checks.review.concern import Remark
from practice_commons.checks.review.near_duplicates import sketch_of
from practice_commons.checks.review.reviewing import review
from practice_commons.checks.review.shelf import Shelf
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.proposal import File, Proposal
from practice_commons.reading.document import Document, read_document

_BATCH = 500


class Review:
    """The review of submissions at a desk. What it keeps of the published texts is disposable."""

    def __init__(self, desk: Desk, progress: Callable[[int, int], None] | None = None) -> None:
        """Review at a desk; `progress` hears of published texts looked at for the first time, of how many."""
        self._desk, self._progress = desk, progress
        self._shelf = Shelf(desk.folder / "desk")
        self._ready = ""

    def remarks(self, data: bytes) -> tuple[Remark, ...]:
        """Return what to look at in a file. One that carries an id is a new version of what has it already."""
        document = read_document("", data)
        said = document.fields.get("id") if isinstance(document, Document) else None
        identity = said if isinstance(said, str) else ""
        main = self._desk.main()
        with self._desk.catalogue(main) as catalogue:
            if self._ready != main:
                self._prepare(catalogue)
                self._ready = main
            query = "SELECT id, blob FROM placement WHERE published AND id = ?"
            own = [_key(*row) for row in catalogue.connection.execute(query, (identity,))] if identity else []
            lists = catalogue.vocabularies
        known = [name for council in lists.register for name in (council.name, council.official_name)]
        known += [community.title for community in lists.communities.values()]
        return review(data, self._shelf.besides(own), known=known)

    def of(self, proposal: Proposal) -> list[tuple[File, tuple[Remark, ...]]]:
        """Return what to look at in each file of a submission."""
        return [(file, self.remarks(file.data)) for file in proposal.files]

    def _prepare(self, catalogue: Catalogue) -> None:
        rows = catalogue.connection.execute("SELECT id, blob FROM placement WHERE published AND source = ''")
        wanted = {_key(identity, blob): blob for identity, blob in rows}
        missing = self._shelf.missing(wanted)
        coming, done = iter(missing), 0
        while batch := list(islice(coming, _BATCH)):
            held = dict(self._desk.ledger.blobs(dict.fromkeys(wanted[one] for one in batch)))
            self._shelf.add((one, sketch_of(held[wanted[one]])) for one in batch)
            done += len(batch)
            if self._progress:
                self._progress(done, len(missing))


def _key(identity: str, blob: str) -> str:
    """Return what a published text is known by: what it says makes part of it, so that it is looked at once."""
    return f"{identity}@{blob[:12]}"
