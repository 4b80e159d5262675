"""The first page of a digest: what is asked, on what evidence, how strong, who said so, who was silent or disagrees."""

from __future__ import annotations

from collections.abc import Iterator

from practice_commons.digest import phrasing, statements
from practice_commons.digest.digest import Digest, Experience, Finding
from practice_commons.digest.layout_parts import behind, note, notes, words
from practice_commons.digest.outline import (
    Block,
    Heading,
    Inline,
    Items,
    Note,
    Paragraph,
    Terms,
    Text,
    Voice,
    text,
)
from practice_commons.model import wording

_MOST, _LEAST = 5, 3
"""Findings on the first page."""
_LETTERS = 3_900
"""Letters that a first page has room for, if it is to stay one; a footnote and a gap between blocks take up some."""
_FOOTNOTE, _GAP = 90, 60


def opening(digest: Digest) -> Iterator[Block]:
    """Yield the title and what the digest is of."""
    yield Heading(1, f"Advocacy digest: {digest.label}")
    yield Paragraph(text(facts(digest)), Voice.FACTS)
    if digest.notice:
        yield Paragraph((Text("Notice. ", strong=True), Text(digest.notice)), Voice.NOTICE)
    yield Paragraph((Text(digest.definition), note(digest.definition_citation)))


def facts(digest: Digest) -> str:
    """Return of what commons, of what day, and within what bounds a digest is."""
    said = [digest.commons, f"As at {wording.day(digest.as_at)}", phrasing.period(digest.since, digest.until)]
    said += [f"Only the community of practice “{digest.community}”"] if digest.community else []
    said += [f"Only councils in {digest.nation.value}"] if digest.nation else []
    said += [f"Only what is new or changed since commit {digest.after[:12]}"] if digest.after else []
    return " · ".join(said)


def page_one(digest: Digest) -> Iterator[Block]:
    """Yield the page that is taken into the meeting."""
    yield Heading(2, "1. The ask")
    yield from settled_ask(digest)
    first = on_page_one(digest)
    yield Paragraph(text(statements.asks_intro(digest, len(first))))
    if first:
        told = telling(digest)
        yield Items(
            tuple((Paragraph(_asked(one)), _weighed(one, told.get(str(one.number)))) for one in first), numbered=True
        )
    yield Heading(3, "In brief")
    yield Terms(tuple((one.name, (Text(one.text), *notes(one.citations))) for one in statements.brief(digest)))


def settled_ask(digest: Digest) -> Iterator[Block]:
    """Yield what the association asks for."""
    if digest.ask:
        yield Paragraph(text(digest.ask.words), Voice.ASK)
        yield Paragraph((Text("Settled by the association."), note(digest.ask.citation)), Voice.CREDIT)
    else:
        yield Paragraph(text(statements.UNSETTLED))


def rest(digest: Digest) -> Iterator[Block]:
    """Yield where the whole is, for a page that stands alone."""
    more = f"This is one page of a longer digest, which names every source. Make it with: {digest.method.command}"
    yield Paragraph(text(more))


def on_page_one(digest: Digest) -> tuple[Finding, ...]:
    """Return the findings of the first page: three to five, as many as a page has room for."""
    room = _LETTERS - sum(map(_room, opening(digest))) - sum(map(_room, settled_ask(digest)))
    room -= sum(_GAP + len(one.text) + _FOOTNOTE * bool(one.citations) for one in statements.brief(digest))
    told = telling(digest)
    for at, finding in enumerate(digest.findings[:_MOST]):
        room -= _room(Paragraph(_asked(finding))) + _room(_weighed(finding, told.get(str(finding.number))))
        if room < 0 and at >= _LEAST:
            return digest.findings[:at]
    return digest.findings[:_MOST]


def _room(block: Block) -> int:
    """Return about how many letters a paragraph or a heading takes up."""
    if not isinstance(block, Paragraph):
        return _GAP
    return _GAP + sum(_FOOTNOTE if isinstance(one, Note) else len(one.words) for one in block.content)


def asked_of(finding: Finding) -> str:
    """Return of whom it is asked, to end a line."""
    return f" (Asked of: {phrasing.listing(finding.asked_of)}.)" if finding.asked_of else ""


def stated(finding: Finding, *, strong: bool = False) -> tuple[Inline, ...]:
    """Return what a finding says: in the words that staff settled on, else in a contributor's own."""
    if finding.settled:
        return (Text(finding.settled.statement, strong=strong), note(finding.settled.citation))
    return (*words(finding.ask, strong=strong), note(finding.ask.citation))


def telling(digest: Digest) -> dict[str, Experience]:
    """Return the best evidenced experience that each finding rests on, by the finding's number as it is written."""
    told = ((number, [one for one in own if one.summary.words]) for number, own in behind(digest).items())
    return {number: own[0] for number, own in told if own}


def _asked(finding: Finding) -> tuple[Inline, ...]:
    said = stated(finding, strong=True)
    of = asked_of(finding)
    return (*said, Text(of)) if of else said


def _weighed(finding: Finding, told: Experience | None) -> Paragraph:
    """Return who stands where on a finding, how strong it is, and one passage of the experience that is told."""
    line = f"{statements.sides_of(finding)} Strength: {finding.strength.level.label.lower()}"
    line += ", contested." if finding.strength.contested else "."
    if told is None or told.summary.words is None:
        return Paragraph(text(line))
    passage = Text(f"{line} “{' '.join(told.summary.words.split())}”")
    cited_above = finding.settled is None and told.summary.citation == finding.ask.citation
    return Paragraph((passage,) if cited_above else (passage, note(told.summary.citation)))
