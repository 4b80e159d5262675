"""Near-duplicates: much of a submission stands in the commons already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.manuscript import Manuscript, letters
from practice_commons.checks.review.sketch import Sketch
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.strict_yaml import Value

ALIKE = 0.3
"""Resemblance from which two texts are near-duplicates: about one word in eight changed."""
CONTAINED = 0.5
"""Share of one text in another from which the one is taken from the other."""
ENOUGH = 6
"""Shared runs below which nothing is said: any two letters end alike."""
_PROSE = 40
"""Characters from which a fact is prose, and not a name or a term of a vocabulary."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A published text that a sketch is like: how much alike they are, and how much of the sketched text it holds."""

    id: str
    resemblance: float
    contained: float

    @classmethod
    def between(cls, identity: str, new: Sketch, published: Sketch) -> Similar | None:
        """Return how a new text is like a published one, or None where no moderator need compare them."""
        resemblance, contained = new.resemblance(published), new.contained(published)
        if new.shared(published) < ENOUGH or (resemblance < ALIKE and contained < CONTAINED):
            return None
        return cls(identity, resemblance, contained)


class Published(Protocol):
    """What is published already."""

    def similar(self, sketch: Sketch) -> Sequence[Similar]:
        """Return the published texts that a sketch is like, the likest first."""


def sketch_of(data: bytes) -> Sketch:
    """Return the sketch of a contribution's bytes: of its body and of those facts that are prose."""
    document = read_document("", data)
    if not isinstance(document, Document):
        return Sketch.of(data.decode("utf-8", "replace"))
    return Sketch.of(prose_of(document.fields, document.body))


def prose_of(fields: Mapping[str, Value], body: str) -> str:
    """Return what of a contribution is prose."""
    return "\n".join((*_long_texts(dict(fields)), body))


def _long_texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) >= _PROSE:
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _long_texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _long_texts(one)


def near_duplicates(manuscript: Manuscript, published: Published) -> Iterator[Remark]:
    """Iterate over published texts that a submission is like; `shown` is their id."""
    for one in published.similar(Sketch.of(prose_of(manuscript.fields, manuscript.body))):
        if one.contained >= CONTAINED:
            said = f"about {one.contained:.0%} of this text stands in another contribution"
        else:
            said = f"this text and another contribution are alike, by {one.resemblance:.0%}"
        yield Remark(manuscript.body_line, 1, Concern.NEAR_DUPLICATE, said, letters(one.id))
