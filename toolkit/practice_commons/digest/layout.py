"""A digest laid out for paper: the first page for the meeting, then what it rests on. Every format shares it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from itertools import groupby

from practice_commons.digest import layout_annexes, phrasing, statements
from practice_commons.digest.digest import Digest, Figure, Finding
from practice_commons.digest.layout_parts import cite, note, notes, quoted, said, words
from practice_commons.digest.outline import (
    Block,
    Heading,
    Inline,
    Items,
    NewPage,
    Outline,
    Paragraph,
    Table,
    Terms,
    Text,
    Voice,
    text,
)
from practice_commons.model import wording
from practice_commons.model.terms import Stance


def laid_out(digests: Sequence[Digest]) -> Outline:
    """Return one or more digests of a commons as one document."""
    return _laid_out(tuple(digests))


@functools.lru_cache(maxsize=1)
def _laid_out(digests: tuple[Digest, ...]) -> Outline:
    """Lay digests out once for all the formats on paper."""
    first = digests[0]
    blocks: list[Block] = []
    for digest in digests:
        if blocks:
            blocks.append(NewPage())
        for section in SECTIONS:
            blocks += section(digest)
    labels = phrasing.listing(one.label for one in digests)
    return Outline(
        f"Advocacy digest: {labels}",
        first.commons,
        f"Experience on {labels}, as at {wording.day(first.as_at)}",
        first.as_at,
        first.commit,
        tuple(blocks),
    )


def _opening(digest: Digest) -> Iterator[Block]:
    yield Heading(1, f"Advocacy digest: {digest.label}")
    facts = (digest.commons, f"As at {wording.day(digest.as_at)}", phrasing.period(digest.since, digest.until))
    yield Paragraph(text(" · ".join(facts)), Voice.FACTS)
    if digest.notice:
        yield Paragraph((Text("Notice. ", strong=True), Text(digest.notice)), Voice.NOTICE)
    yield Paragraph((Text(digest.definition), note(digest.definition_citation)))


def _ask(digest: Digest) -> Iterator[Block]:
    yield Heading(2, "1. The ask")
    if digest.ask:
        yield Paragraph(text(digest.ask.words), Voice.ASK)
        yield Paragraph((Text("Settled by the association."), note(digest.ask.citation)), Voice.CREDIT)
    else:
        yield Paragraph(text(statements.UNSETTLED))
    yield Paragraph(text(statements.asks_intro(digest)))
    first = digest.findings[: statements.ON_PAGE_ONE]
    if first:
        yield Items(tuple((Paragraph(_asked(one)),) for one in first), numbered=True)
    yield Heading(3, "In brief")
    yield Terms(tuple((one.name, (Text(one.text), *notes(one.citations))) for one in statements.brief(digest)))


def _asked(finding: Finding) -> tuple[Inline, ...]:
    of = f" (Asked of: {phrasing.listing(finding.asked_of)}.)" if finding.asked_of else ""
    return (*words(finding.ask), *((Text(of),) if of else ()), note(finding.ask.citation))


def _findings(digest: Digest) -> Iterator[Block]:
    yield NewPage()
    yield Heading(2, "2. Findings: what is asked for")
    if not digest.findings:
        yield Paragraph(text("Nobody has asked for anything under this priority yet."))
    for finding in digest.findings:
        yield Heading(3, f"Finding {finding.number}")
        yield from quoted(finding.ask)
        yield Items(tuple(_finding(finding)))


def _finding(finding: Finding) -> Iterator[tuple[Paragraph | Items, ...]]:
    if finding.asked_of:
        yield said("Asked of:", phrasing.listing(finding.asked_of))
    yield said("Stance on the priority:", phrasing.tally_line(finding.tally))
    yield said("Evidence:", phrasing.grades_line(finding.evidence))
    parts = tuple((Paragraph((Text(f"{one.aspect.label}: {one.sentence}"),)),) for one in finding.strength.parts)
    yield (*said("Strength:", statements.strength_line(finding.strength)), Items(parts))
    if finding.tally.voices:
        named = (f"{phrasing.voice_line(one)} ({phrasing.STANCES[one.stance].lower()})" for one in finding.tally.voices)
        yield said("Named:", "; ".join(named))
    if len(finding.backing) > 1:
        backing = (
            (Paragraph((*cite(one.citation), Text(f": {statements.backing_line(one)}"))),) for one in finding.backing
        )
        yield (*said("Resting on", f"{len(finding.backing)} contributions:"), Items(tuple(backing)))
    for one in finding.other_wordings:
        yield (Paragraph((Text("Also worded: ", strong=True), *words(one), note(one.citation))),)


def _experience(digest: Digest) -> Iterator[Block]:
    yield Heading(2, "3. Findings: what experience shows")
    if not digest.experience:
        yield Paragraph(text("No contribution has been coded as taking a side on this priority."))
        return
    yield Paragraph(text(statements.EXPERIENCE_INTRO))
    for stance in (Stance.SUPPORTS, Stance.MIXED, Stance.CHALLENGES):
        told = [one for one in digest.experience if one.stance is stance]
        yield Heading(3, f"{phrasing.SIDES[stance]} ({len(told)})")
        if not told:
            yield Paragraph(text("None."))
        for one in told:
            yield Heading(4, one.title.words if one.title.words is not None else phrasing.LEFT_OUT)
            yield from quoted(one.summary, statements.weight_line(one))


def _setbacks(digest: Digest) -> Iterator[Block]:
    yield Heading(2, "4. What did not work")
    yield Paragraph(text(statements.SETBACKS_INTRO if digest.setbacks else statements.NO_SETBACKS))
    for one in digest.setbacks:
        title = one.title.words if one.title.words is not None else phrasing.LEFT_OUT
        yield Heading(3, f"{title} ({phrasing.OUTCOMES[one.outcome].lower()})")
        yield from quoted(one.passage)


def _figures(digest: Digest) -> Iterator[Block]:
    yield Heading(2, "5. Figures")
    if not digest.figures:
        yield Paragraph(text("No contribution gives a figure."))
        return
    yield Paragraph(text(statements.FIGURES_INTRO))
    head = ("What was measured", "Before", "After", "Unit", "Period", "Note", "Source")
    rows = tuple(map(_figure, digest.figures))
    yield Table(f"Figures given on {digest.label}", head, rows, (20, 10, 10, 12, 11, 18, 19))


def _figure(figure: Figure) -> tuple[tuple[Inline, ...], ...]:
    given = (
        figure.name,
        figure.before or "not given",
        figure.after or "not given",
        figure.unit,
        figure.period or "",
        figure.note or "",
    )
    return (*map(text, given), cite(figure.citation))


def _openings(digest: Digest) -> Iterator[Block]:
    yield Heading(2, "7. Still open")
    yield Heading(3, "Calls for examples")
    if digest.calls:
        yield Items(
            tuple(
                (
                    Paragraph((*words(one.title, strong=True), note(one.title.citation))),
                    Paragraph(words(one.question)),
                    Paragraph((Text(statements.call_line(one)), *notes(one.cited))),
                )
                for one in digest.calls
            )
        )
    if statements.more_calls(digest):
        yield Paragraph(text(statements.more_calls(digest).strip()))
    yield Heading(3, "Questions that nobody has answered")
    if digest.questions:
        asked = (
            (*words(one.title), Text(f" {statements.question_line(one, digest.as_at)}"), note(one.title.citation))
            for one in digest.questions
        )
        yield Items(tuple((Paragraph(one),) for one in asked))
    if statements.more_questions(digest):
        yield Paragraph(text(statements.more_questions(digest).strip()))


def _method(digest: Digest) -> Iterator[Block]:
    method = digest.method
    yield Heading(2, "8. Method")
    if method.cautions:
        yield Heading(3, "Read with care")
        yield Items(tuple((Paragraph(text(one)),) for one in method.cautions))
    yield Heading(3, "What was counted")
    counted = [("Used", method.included), ("Of these, experience that findings rest on", method.evidence)]
    counted += [(f"Left out: {one.reason}", one.contributions) for one in method.exclusions]
    yield Table(
        f"Contributions filed under {digest.label}",
        ("Contributions under this priority", "Number"),
        tuple((text(name), text(str(number))) for name, number in counted),
        (84, 16),
        numbers=True,
    )
    yield Paragraph(text(f"Councils in scope: {digest.coverage.scope}, as they are on {wording.day(digest.as_at)}."))
    if method.left_out_passages:
        yield Paragraph(text(statements.left_out_line(method)))
    yield Heading(3, "How it was counted")
    yield Items(tuple((Paragraph(text(rule)),) for rule in method.rules))
    yield Heading(3, "Make it again")
    yield Paragraph(text(f"Made with the Practice Commons toolkit {method.toolkit}:"))
    yield Paragraph(text(method.command), Voice.COMMAND)


def _silent(digest: Digest) -> Iterator[Block]:
    coverage = digest.coverage
    yield Heading(2, f"Annex B: councils not heard by name ({coverage.in_scope - len(coverage.heard)})")
    yield Paragraph(text(phrasing.SILENCE))
    for region, silences in groupby(coverage.silent, lambda one: one.region):
        yield Heading(3, region)
        yield Items(
            tuple(
                said(f"{phrasing.TYPES[one.type]} ({len(one.councils)}):", ", ".join(one.councils)) for one in silences
            )
        )


SECTIONS = (
    _opening,
    _ask,
    _findings,
    _experience,
    _setbacks,
    _figures,
    layout_annexes.heard,
    _openings,
    _method,
    layout_annexes.items,
    _silent,
)
"""The sections of a digest, in their order."""
