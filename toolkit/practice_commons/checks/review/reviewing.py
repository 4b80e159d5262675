"""A stranger's file, reviewed: every recogniser asked, and no more said of any concern than a moderator can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from practice_commons.checks.review.concern import Remark
from practice_commons.checks.review.credentials import credentials
from practice_commons.checks.review.link_targets import link_targets
from practice_commons.checks.review.manuscript import read_manuscript
from practice_commons.checks.review.named_people import named_people
from practice_commons.checks.review.near_duplicates import Published, near_duplicates
from practice_commons.checks.review.offensive_language import offensive_language
from practice_commons.checks.review.personal_data import personal_data
from practice_commons.checks.review.readability import readability

__all__ = ["MOST", "Published", "review"]

MOST = 20
"""Remarks on one concern, at most."""


def review(data: bytes, published: Published | None = None, *, known: Iterable[str] = ()) -> tuple[Remark, ...]:
    """Return what a moderator should look at in a file, sorted by place. Whatever the bytes are, nothing is raised.

    `published` is what it is compared with, `known` the names of councils, places and bodies, which are nobody's.
    """
    manuscript = read_manuscript(data)
    concerns: list[Iterator[Remark]] = [
        personal_data(manuscript),
        named_people(manuscript, known),
        offensive_language(manuscript),
        link_targets(manuscript),
        credentials(manuscript),
        readability(manuscript, data),
    ]
    if published is not None:
        concerns.append(near_duplicates(manuscript, published))
    return tuple(sorted(remark for concern in concerns for remark in islice(_once_each(concern), MOST)))


def _once_each(remarks: Iterator[Remark]) -> Iterator[Remark]:
    """Iterate over remarks that differ."""
    seen: set[Remark] = set()
    for remark in remarks:
        if remark not in seen:
            seen.add(remark)
            yield remark
