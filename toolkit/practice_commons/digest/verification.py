"""Whether a digest that somebody holds is true: made again from the commit that it names, and compared to the letter.

Three things are asked. Does the manifest inside it say what the commons said at that commit: every passage, coding and
count, from the very files? Does the document say what that digest says, in its words and not only in its manifest? And
does what it uses still stand: consent, and not withdrawn or replaced since?
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest import carriers
from practice_commons.digest.aftermath import Change, changed
from practice_commons.digest.composition import compose
from practice_commons.digest.digest import Digest
from practice_commons.digest.forms import rendered
from practice_commons.digest.inclusion import Bounds
from practice_commons.digest.manifest import Manifest, Part, manifest
from practice_commons.digest.plain_words import lines_of
from practice_commons.digest.profile import Profile
from practice_commons.failure import Failure
from practice_commons.model.terms import Nation

_MOST = 200
"""Doubts that are told: the rest are counted."""
_WIDE = 160


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that is not so: where in the digest, and what is wrong with it."""

    where: str
    why: str


@dataclass
class Verification:
    """What came of it. `statements` were held to the commons; `doubts` are what failed, `since` what changed later."""

    statements: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    since: list[Doubt] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Say whether everything in the digest is true, and still stands."""
        return not self.doubts and not self.since


def verify(data: bytes, at: Callable[[str], Catalogue], now: Catalogue) -> Verification:
    """Verify a digest in any of its formats. `at` gives the commons at a commit, or raises Failure; `now` as it is.

    Raises Failure for a file that is no digest.
    """
    carried = carriers.read(data)
    found = Verification()
    digests = [one for part in carried.digests if (one := _again(part, at, found)) is not None]
    for part in carried.digests:
        found.since += _stands(part, now)
    if len(digests) == len(carried.digests):
        _document(data, digests, carried, found)
    for kept in (found.doubts, found.since):
        if len(kept) > _MOST:
            kept[_MOST:] = [Doubt("", f"and {len(kept) - _MOST:,} more")]
    return found


def _again(part: Part, at: Callable[[str], Catalogue], found: Verification) -> Digest | None:
    """Make a digest again as its manifest says it was made, and compare; None where that cannot be done."""
    if part.commit is None:
        found.doubts.append(Doubt(part.priority, "was made from files that were not committed: nobody can check it"))
        return None
    try:
        catalogue = at(part.commit)
    except Failure as failure:
        found.doubts.append(Doubt(part.priority, f"cites a commit that is not here: {failure.message}"))
        return None
    if part.priority not in catalogue.vocabularies.priorities:
        found.doubts.append(Doubt(part.priority, "was no policy priority at that commit"))
        return None
    try:
        digest = compose(catalogue, part.priority, _bounds(part))
    except Failure as failure:
        found.doubts.append(Doubt(part.priority, f"cannot be made again: {failure.message}"))
        return None
    own = manifest([digest]).digests[0]
    if own.toolkit != part.toolkit:
        found.notes.append(f"It was made by version {part.toolkit} and compared by {own.toolkit}.")
    found.doubts += _sources(part, own, catalogue)
    found.doubts += _compared(
        {one.where: (one.citation, one.part, one.exact) for one in part.quotations},
        {one.where: (one.citation, one.part, one.exact) for one in own.quotations},
        "the passage",
    )
    found.doubts += _compared(
        {one.where: (one.citation, tuple(sorted(one.said.items()))) for one in part.codings},
        {one.where: (one.citation, tuple(sorted(one.said.items()))) for one in own.codings},
        "what was coded",
    )
    found.doubts += _compared(part.counts, own.counts, "the count")
    if (part.as_at, part.command) != (own.as_at, own.command):
        found.doubts.append(Doubt("method", "names another day or command than that which makes it"))
    found.statements += len(own.quotations) + len(own.codings) + len(own.counts)
    return digest


def _bounds(part: Part) -> Bounds:
    try:
        nation = Nation(part.nation) if part.nation else None
    except ValueError:
        raise Failure("the digest's manifest is damaged: a nation is none") from None
    return Bounds(_day(part.since), _day(part.until), part.community, nation, part.after)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Failure("the digest's manifest is damaged: a date is none") from None


def _sources(part: Part, own: Part, catalogue: Catalogue) -> Iterator[Doubt]:
    true = {one.citation: one.blob for one in own.sources}
    for one in part.sources:
        if one.citation not in true:
            entry = catalogue.entry(one.citation.partition("@")[0])
            why = (
                "is not published at that commit"
                if entry is None
                else "is not used by this digest, or is cited wrongly"
            )
            yield Doubt(one.citation, why)
        elif one.blob != true[one.citation]:
            yield Doubt(one.citation, f"names another file ({one.blob[:12]}) than the one that was used")
    for citation in sorted(true.keys() - {one.citation for one in part.sources}):
        yield Doubt(citation, "is used by this digest, and is missing from it")


def _compared(said: Mapping[str, object], true: Mapping[str, object], what: str) -> Iterator[Doubt]:
    for where in sorted(said.keys() | true.keys()):
        if where not in true:
            yield Doubt(where, f"{what} is not in the digest: {_short(said[where])}")
        elif where not in said:
            yield Doubt(where, f"{what} is missing: {_short(true[where])}")
        elif said[where] != true[where]:
            yield Doubt(where, f"{what} says {_short(said[where])}, and should say {_short(true[where])}")


def _stands(part: Part, now: Catalogue) -> Iterator[Doubt]:
    """Iterate over sources that cannot be used any more, or not as they were."""
    for one in changed(part, now):
        if one.change is not Change.CORRECTED:
            yield Doubt(one.citation, one.why)


def _document(data: bytes, digests: list[Digest], carried: Manifest, found: Verification) -> None:
    """Compare the document's own words with those of the digest made again."""
    form = carriers.form_of(data)
    profile = _profile(carried)
    true = rendered(digests, form, profile)
    if true == data:
        found.notes.append("The document is the digest's own, to the byte.")
        return
    said, ours = lines_of(data, form), lines_of(true, form)
    if said is None or ours is None:
        found.doubts.append(Doubt("document", "is not the PDF that this digest makes; its words were not compared"))
        return
    found.statements += len(ours)
    before = len(found.doubts)
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, said, autojunk=False).get_opcodes():
        if kind != "equal":
            own, theirs = " / ".join(ours[a:b]), " / ".join(said[c:d])
            why = f"says {_short(theirs)}" if theirs else "leaves something out"
            found.doubts.append(Doubt("document", f"{why}, where the digest says {_short(own) if own else 'nothing'}"))
    if len(found.doubts) == before:
        found.notes.append("The document was saved anew; none of its words differ.")
    if manifest(digests, profile) != carried and len(found.doubts) == before:
        found.notes.append("Its manifest differs from that of the digest.")


def _profile(carried: Manifest) -> Profile:
    if carried.profile not in set(Profile):
        raise Failure("the digest's manifest is damaged: it names a profile that there is not")
    return Profile(carried.profile)


def _short(said: object) -> str:
    text = " ".join(map(str, said)) if isinstance(said, tuple) else str(said)
    text = " ".join(text.split())
    return f"“{text[:_WIDE]}…”" if len(text) > _WIDE else f"“{text}”"
