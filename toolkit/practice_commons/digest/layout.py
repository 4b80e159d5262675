"""A digest laid out: the first page for the meeting, then what it rests on. Every format that people read shares it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence

from practice_commons.digest import (
    layout_annexes,
    layout_committee,
    layout_findings,
    layout_front,
    layout_heard,
    phrasing,
)
from practice_commons.digest.digest import Digest
from practice_commons.digest.outline import Block, NewPage, Outline
from practice_commons.digest.profile import Profile
from practice_commons.model import wording

Section = Callable[[Digest], Iterator[Block]]

PROFILES: dict[Profile, tuple[Section, ...]] = {
    Profile.BRIEFING: (
        layout_front.opening,
        layout_front.page_one,
        layout_heard.heard,
        layout_findings.findings,
        layout_findings.setbacks,
        layout_heard.trends,
        layout_heard.openings,
        layout_annexes.method,
        layout_annexes.items,
        layout_annexes.silent,
    ),
    Profile.COMMITTEE: (layout_committee.evidence,),
    Profile.ONE_PAGE: (layout_front.opening, layout_front.page_one, layout_front.rest),
}
"""The sections of a digest for each profile, in their order."""


def laid_out(digests: Sequence[Digest], profile: Profile = Profile.BRIEFING) -> Outline:
    """Return one or more digests of a commons as one document."""
    return _laid_out(tuple(digests), profile)


@functools.lru_cache(maxsize=1)
def _laid_out(digests: tuple[Digest, ...], profile: Profile) -> Outline:
    """Lay digests out once for all the formats."""
    first = digests[0]
    blocks: list[Block] = []
    for digest in digests:
        if blocks:
            blocks.append(NewPage())
        for section in PROFILES[profile]:
            blocks += section(digest)
    labels = phrasing.listing(one.label for one in digests)
    kind = "Written evidence" if profile is Profile.COMMITTEE else "Advocacy digest"
    return Outline(
        f"{kind}: {labels}",
        first.commons,
        f"Experience on {labels}, as at {wording.day(first.as_at)}",
        first.as_at,
        first.commit,
        tuple(blocks),
    )
