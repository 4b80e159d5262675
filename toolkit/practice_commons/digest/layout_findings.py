"""Findings in full: what is asked, what was done, what changed, who disagrees; and what did not work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from practice_commons.digest import phrasing, pictures, statements
from practice_commons.digest.digest import Digest, Experience, Figure, Finding
from practice_commons.digest.layout_parts import behind, cite, note, quoted, said, words
from practice_commons.digest.outline import (
    Block,
    Heading,
    Inline,
    Items,
    NewPage,
    Paragraph,
    Table,
    Text,
    text,
)
from practice_commons.model.terms import Stance


def findings(digest: Digest) -> Iterator[Block]:
    """Yield every finding, then the experience and the figures that belong to none."""
    yield NewPage()
    yield Heading(2, "3. Findings in full")
    if not digest.findings:
        yield Paragraph(text("Nobody has asked for anything under this priority yet."))
    told: set[str] = set()
    shown: set[Figure] = set()
    experience = behind(digest)
    for finding in digest.findings:
        yield from _finding(digest, finding, experience.get(str(finding.number), ()), told, shown)
    yield from _rest(digest, told)
    others = [one for one in digest.figures if one not in shown]
    if not digest.figures:
        yield Heading(3, "Figures")
        yield Paragraph(text("No contribution gives a figure."))
    elif others:
        yield Heading(3, "Other figures" if shown else "Figures")
        yield from _changed(others, f"Figures given on {digest.label}", f"{digest.priority}-figures")


def setbacks(digest: Digest) -> Iterator[Block]:
    """Yield what did not work."""
    yield Heading(2, "4. What did not work")
    yield Paragraph(text(statements.SETBACKS_INTRO if digest.setbacks else statements.NO_SETBACKS))
    for one in digest.setbacks:
        title = one.title.words if one.title.words is not None else phrasing.LEFT_OUT
        yield Heading(3, f"{title} ({phrasing.OUTCOMES[one.outcome].lower()})")
        yield from quoted(one.passage)


def _finding(
    digest: Digest, finding: Finding, own: Sequence[Experience], told: set[str], shown: set[Figure]
) -> Iterator[Block]:
    yield Heading(3, f"Finding {finding.number}")
    if finding.settled:
        yield Paragraph((Text(finding.settled.statement, strong=True), note(finding.settled.citation)))
        yield Paragraph(text(statements.SETTLED))
        if finding.settled.note:
            yield Paragraph(text(finding.settled.note))
    yield from quoted(finding.ask)
    yield Items(tuple(_weighed(finding)))
    for heading, sides in (("What was done", (Stance.SUPPORTS,)), ("Dissent", (Stance.MIXED, Stance.CHALLENGES))):
        those = [one for one in own if one.stance in sides]
        if those:
            yield Heading(4, heading)
            yield from _told(those, told)
    sources = {one.citation.text for one in finding.backing}
    figures = [one for one in digest.figures if one.citation.text in sources and one not in shown]
    if figures:
        shown |= set(figures)
        yield Heading(4, "What changed")
        caption = f"Figures given on {digest.label} with finding {finding.number}"
        yield from _changed(figures, caption, f"{digest.priority}-finding-{finding.number}")


def _weighed(finding: Finding) -> Iterator[tuple[Paragraph | Items, ...]]:
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


def _told(experience: Sequence[Experience], told: set[str]) -> Iterator[Block]:
    """Yield experience by its summary, each once in the digest: where it stands again, it is cited."""
    again: list[tuple[Paragraph]] = []
    for one in experience:
        if one.summary.citation.text in told:
            where = Text(f" (quoted under finding {one.findings[0]})")
            again.append((Paragraph((*words(one.title), where, note(one.title.citation))),))
            continue
        told.add(one.summary.citation.text)
        title = words(one.title, strong=True)
        yield Paragraph((*title, Text(f" ({phrasing.STANCES[one.stance].lower()})")))
        yield from quoted(one.summary, statements.weight_line(one))
    if again:
        yield Items(tuple(again))


def _rest(digest: Digest, told: set[str]) -> Iterator[Block]:
    """Yield the experience that no finding rests on, by side."""
    left = [one for one in digest.experience if one.summary.citation.text not in told]
    if not digest.experience:
        yield Heading(3, "Experience")
        yield Paragraph(text("No contribution has been coded as taking a side on this priority."))
        return
    if not left:
        return
    yield Heading(3, "Experience behind no finding")
    yield Paragraph(text(statements.EXPERIENCE_INTRO))
    for stance in (Stance.SUPPORTS, Stance.MIXED, Stance.CHALLENGES):
        those = [one for one in left if one.stance is stance]
        if those:
            yield Heading(4, f"{phrasing.SIDES[stance]} ({len(those)})")
            yield from _told(those, told)


def _changed(figures: Sequence[Figure], caption: str, prefix: str) -> Iterator[Block]:
    yield Paragraph(text(statements.FIGURES_INTRO))
    picture = pictures.changes(figures, caption, prefix)
    if picture:
        yield picture
    head = ("What was measured", "Before", "After", "Unit", "Period", "Note", "Source")
    yield Table(caption, head, tuple(map(_figure, figures)), (20, 10, 10, 12, 11, 18, 19))


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
