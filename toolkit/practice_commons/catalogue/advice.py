"""Advice on how contributions are written: asked for apart from what decides, and kept with their contents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from practice_commons.catalogue import codec
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.checks.examination import advise
from practice_commons.checks.rules.patience import PATIENCE
from practice_commons.crew import Crew, Stopped
from practice_commons.model.problem import Problem
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.tree import REGULAR
from practice_commons.reading.vocabularies import Vocabularies

_BATCH = 256


def advice(
    catalogue: Catalogue, paths: Sequence[str] = (), progress: Callable[[int, int], None] | None = None
) -> list[Problem]:
    """Return the advice on every contribution, or on those at and below some paths, by path and line.

    What was advised before is not asked again, unless the words that need no explanation have changed. `progress`
    hears how many are done, of how many.
    """
    places = catalogue.contributions(paths)
    blobs = {blob: path if raw is None else json.loads(raw) for path, raw, blob in places}
    lists = _names(catalogue.vocabularies)
    found = catalogue.contents.advised(blobs, lists)
    if missing := [TreeEntry(REGULAR, blob, path) for blob, path in blobs.items() if blob not in found]:
        found |= _ask(catalogue, missing, lists, progress)
    return [
        replace(problem, path=path)
        for path, _, blob in places
        for problem in codec.problems_from(found.get(blob, "[]"))
    ]


def _ask(
    catalogue: Catalogue, missing: list[TreeEntry], lists: str, progress: Callable[[int, int], None] | None
) -> dict[str, str]:
    crew: Crew[tuple[str, bytes], str] = Crew(_begin, (catalogue.vocabularies,), patience=PATIENCE)
    found: dict[str, str] = {}
    kept: list[tuple[str, str, str]] = []
    items = ((entry.blob, data) for entry, data in catalogue.tree.read(missing))
    for done, ((blob, _), result) in enumerate(crew.map(items), start=1):
        found[blob] = "[]" if isinstance(result, Stopped) else result
        kept.append((blob, lists, found[blob]))
        if len(kept) >= _BATCH or done == len(missing):
            catalogue.contents.keep_advice(kept)
            kept = []
        if progress is not None:
            progress(done, len(missing))
    catalogue.contents.keep_advice(kept)
    return found


def _begin(vocabularies: Vocabularies) -> Callable[[tuple[str, bytes]], str]:
    def work(item: tuple[str, bytes]) -> str:
        return codec.problems_json(advise(item[1], vocabularies))

    return work


def _names(vocabularies: Vocabularies) -> str:
    """Return a hash of the names that need no explanation here."""
    names = [[one.label, *one.alternatives] for one in vocabularies.tags.values()]
    names += [[one.label, *one.alternatives] for one in vocabularies.priorities.values()]
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()[:16]
