"""What became of what a digest uses: told from its manifest and the catalogue, without making it again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest.manifest import Part, Source
from practice_commons.failure import Failure
from practice_commons.federation.view import own_tree
from practice_commons.model.terms import Consent, Term
from practice_commons.reading import limits
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.tree import CommitTree, FolderTree

_OPEN = (Consent.NONE, Consent.ANONYMOUS, Consent.COUNCIL_ONLY, Consent.NAMED)
"""From the least that a contributor allows to the most."""
_SOME = 400
"""Ids in one question to the catalogue."""


class Change(Term):
    """What became of a source."""

    GONE = "gone"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    CONSENT = "consent"
    CORRECTED = "corrected"

    @property
    def label(self) -> str:
        """Return the change as people read it."""
        return {
            Change.GONE: "Not there any more",
            Change.WITHDRAWN: "Withdrawn",
            Change.SUPERSEDED: "Replaced",
            Change.CONSENT: "Consent changed",
            Change.CORRECTED: "Corrected",
        }[self]


@dataclass(frozen=True, slots=True)
class Changed:
    """A source that is not as it was used: what became of it, since when, and why in words."""

    citation: str
    change: Change
    why: str
    day: dt.date | None
    """When the text that there is now was committed; None where nothing is there, or it is not committed yet."""

    @property
    def id(self) -> str:
        """Return the contribution's id."""
        return self.citation.partition("@")[0]


def changed(part: Part, now: Catalogue) -> Iterator[Changed]:
    """Iterate over the sources of a digest that are not as they were used.

    A file that is the same has the same consent and was not withdrawn: only those that differ are read.
    """
    rows = _rows([_id(source) for source in part.sources], now)
    differing = [one.blob for one in part.sources if (row := rows.get(_id(one))) is not None and row[1] != one.blob]
    before = _consents(now, differing)
    for source in part.sources:
        row = rows.get(_id(source))
        if row is None:
            yield Changed(source.citation, Change.GONE, "is not published any more", None)
        elif row[1] != source.blob and not _is_theirs_still(source, row, now):
            yield _differs(source, row, now, before.get(source.blob))


def _id(source: Source) -> str:
    return source.citation.partition("@")[0]


def _is_theirs_still(source: Source, row: tuple[str, str, str, str], now: Catalogue) -> bool:
    """Say whether a peer's text is the one that was used: here it may read otherwise, as our register changes."""
    identity, _, commit = source.citation.partition("@")
    numbers = row[2].split()
    return ":" in identity and bool(numbers) and now.changes(numbers[0])[0].commit.startswith(commit)


def _differs(source: Source, row: tuple[str, str, str, str], now: Catalogue, before: Consent | None) -> Changed:
    path, blob, changes, committed = row
    said = json.loads(now.content(blob, path)[0])
    day = dt.date.fromisoformat(committed[:10]) if changes else None
    consent = Consent(said.get("consent", Consent.NONE))
    if withdrawn := said.get("withdrawn"):
        why = f"was withdrawn on {withdrawn['date']}: {withdrawn['reason']}"
        return Changed(source.citation, Change.WITHDRAWN, why, dt.date.fromisoformat(withdrawn["date"]))
    if said.get("superseded_by"):
        return Changed(source.citation, Change.SUPERSEDED, f"was replaced by {said['superseded_by']}", day)
    if consent is Consent.NONE:
        why = "may not be used in advocacy any more: consent was taken back"
        return Changed(source.citation, Change.CONSENT, why, day)
    if before is not None and _OPEN.index(consent) < _OPEN.index(before):
        why = f"may be used only as “{consent.value}” now, and was used as “{before.value}”"
        return Changed(source.citation, Change.CONSENT, why, day)
    return Changed(source.citation, Change.CORRECTED, "was corrected: its text is not the one that was used", day)


def _rows(ids: list[str], now: Catalogue) -> dict[str, tuple[str, str, str, str]]:
    found: dict[str, tuple[str, str, str, str]] = {}
    for start in range(0, len(ids), _SOME):
        some = ids[start : start + _SOME]
        marks = ", ".join("?" * len(some))
        query = (
            "SELECT id, path, blob, changes, changed FROM placement"  # noqa: S608 - marks only
            f" WHERE published AND id IN ({marks}) ORDER BY source DESC"
        )
        found |= {row[0]: row[1:] for row in now.connection.execute(query, some)}
    return found


def _consents(now: Catalogue, blobs: list[str]) -> dict[str, Consent]:
    """Return the consent that each of some files gave when it was used, as far as Git still has them."""
    tree = own_tree(now.tree)
    if not blobs or not isinstance(tree, CommitTree | FolderTree) or tree.repository is None:
        return {}
    sizes = tree.repository.sizes(blobs)
    readable = [blob for blob in blobs if sizes.get(blob, limits.FILE_BYTES + 1) <= limits.FILE_BYTES]
    found: dict[str, Consent] = {}
    try:
        for blob, data in tree.repository.blobs(readable):
            document = read_document("", data)
            said = document.fields.get("consent") if isinstance(document, Document) else None
            found[blob] = Consent(said) if said in set(Consent) else Consent.NONE
    except Failure:  # the manifest names what is no file: that it is not true is for `verify` to say
        pass
    return found
