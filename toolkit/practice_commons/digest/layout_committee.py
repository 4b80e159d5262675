"""A digest as written evidence to a select committee: a summary in bullets, numbered paragraphs, at most 3,000 words.

The form is that of the House of Commons guide for giving written evidence: a summary in bullet points, numbered
paragraphs, no more than 3,000 words, in Word, and who gives it and why.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Mapping

from practice_commons.digest import phrasing, statements
from practice_commons.digest.digest import Digest, Experience, Finding
from practice_commons.digest.layout_front import asked_of, facts, stated, telling
from practice_commons.digest.layout_parts import note, words
from practice_commons.digest.outline import Block, Heading, Inline, Items, Note, Paragraph, Text, Voice, text

MOST = 3_000
"""Words, footnotes among them."""
_BULLETS = 5
"""Findings in the summary."""


def evidence(digest: Digest) -> Iterator[Block]:
    """Yield written evidence: as many findings as there is room for, and how many there was no room for."""
    told = telling(digest)
    shown = bisect.bisect_right(
        range(1, len(digest.findings) + 1), MOST, key=lambda number: _length(tuple(_written(digest, number, told)))
    )
    yield from _written(digest, max(1, shown), told)


def _written(digest: Digest, shown: int, told: Mapping[str, Experience]) -> Iterator[Block]:
    number = itertools.count(1)

    def numbered(*content: Inline) -> Paragraph:
        return Paragraph((Text(f"{next(number)}. "), *content))

    yield Heading(1, f"Written evidence: {digest.label}")
    yield Paragraph(text(facts(digest)), Voice.FACTS)
    if digest.notice:
        yield Paragraph((Text("Notice. ", strong=True), Text(digest.notice)), Voice.NOTICE)
    yield Heading(2, "Summary")
    yield Items(tuple((Paragraph(one),) for one in _summary(digest)))
    yield Heading(2, "Who gives this evidence, and why")
    yield numbered(Text(f"{digest.commons} is a knowledge commons of councils and their partners. {digest.definition}"))
    yield numbered(Text(f"{statements.coverage_line(digest.coverage)} {phrasing.SILENCE}"))
    yield numbered(Text(statements.rests_on(digest)))
    yield Heading(2, "What councils ask for, and what it rests on")
    if not digest.findings:
        yield numbered(Text("Nobody has asked for anything under this priority yet."))
    for finding in digest.findings[:shown]:
        yield Heading(3, f"Finding {finding.number}")
        yield from (numbered(*content) for content in _finding(finding, told.get(str(finding.number))))
    if shown < len(digest.findings):
        yield numbered(Text(f"{len(digest.findings) - shown} more are in the whole digest, for want of room here."))
    yield Heading(2, "Dissent, and what did not work")
    against = statements.dissent(digest)
    yield numbered(Text(against.text), *((Note(against.citations),) if against.citations else ()))
    for one in digest.setbacks[:shown]:
        yield numbered(*words(one.title), Text(": "), *words(one.passage), note(one.passage.citation))
    if not digest.setbacks:
        yield numbered(Text(statements.NO_SETBACKS))
    yield Heading(2, "Recommendation")
    if digest.ask:
        yield numbered(Text(digest.ask.words), note(digest.ask.citation))
    else:
        yield numbered(Text(statements.UNSETTLED))
    yield Heading(2, "How to check it")
    yield numbered(Text(f"Every statement cites a contribution and a commit. {digest.method.command}"))


def _summary(digest: Digest) -> Iterator[tuple[Inline, ...]]:
    if digest.ask:
        yield (Text(digest.ask.words), note(digest.ask.citation))
    for finding in digest.findings[:_BULLETS]:
        yield (*stated(finding), Text(f" Strength: {finding.strength.level.label.lower()}."))
    yield text(statements.coverage_line(digest.coverage))
    yield text(statements.gap_line(digest.coverage))


def _finding(finding: Finding, told: Experience | None) -> Iterator[tuple[Inline, ...]]:
    yield (*stated(finding), Text(asked_of(finding))) if asked_of(finding) else stated(finding)
    yield (Text(f"{statements.sides_of(finding)} Strength: {statements.strength_line(finding.strength)}"),)
    if told is not None:
        credit = f"{phrasing.credit_line(told.summary.credit)}: “"
        yield (Text(credit), *words(told.summary), Text("”"), note(told.summary.citation))


def _length(blocks: tuple[Block, ...]) -> int:
    """Return the number of words, footnotes among them."""
    return sum(len(words.split()) for block in blocks for words in _words(block))


def _words(block: Block | Paragraph) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.words
    elif isinstance(block, Paragraph):
        for one in block.content:
            yield from (part.words for part in one.content) if isinstance(one, Note) else (one.words,)
    elif isinstance(block, Items):
        for entry in block.entries:
            for part in entry:
                yield from _words(part)
