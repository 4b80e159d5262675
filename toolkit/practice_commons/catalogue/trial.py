"""A file that does not lie in the tree yet, put to every rule as if it did."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.whole import CataloguedWhole
from practice_commons.checks.examination import Examined, examine
from practice_commons.checks.inspection import Placed, linked_problems, placed_problems
from practice_commons.model.contribution import Contribution
from practice_commons.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: the content as examined, and what every rule found, by line."""

    path: str
    examined: Examined
    problems: tuple[Problem, ...]

    @property
    def contribution(self) -> Contribution | None:
        """Return the typed contribution, or None where the content could not be typed."""
        return self.examined.contribution

    @property
    def sound(self) -> bool:
        """Say whether nothing keeps it from being published."""
        return self.contribution is not None and not any(problem.is_error for problem in self.problems)


def tried(catalogue: Catalogue, path: str, data: bytes, today: dt.date, *, advice: bool = True) -> Trial:
    """Put a file to every rule, as if it lay at a path of the catalogue's tree on a day. Nothing is kept."""
    examined = examine(data, catalogue.vocabularies, advice=advice)
    placed = Placed(path, examined, catalogue.vocabularies, today)

    def anchors(at: str, blob: str) -> frozenset[str]:
        catalogue.content(blob, at)  # known from now on, should it have been lost
        return catalogue.contents.anchors(blob) or frozenset()

    whole = CataloguedWhole(catalogue.connection, anchors)
    found = {*placed_problems(placed), *linked_problems(placed, whole)}
    return Trial(path, examined, tuple(sorted(found)))


def held(catalogue: Catalogue) -> CataloguedWhole:
    """Return what linked rules may ask of a catalogue's commons, but for its headings: who holds an id, and so on."""
    return CataloguedWhole(catalogue.connection, lambda _path, _blob: frozenset())
