"""Who was heard, when, and who is still being asked."""

from __future__ import annotations

from collections.abc import Iterator

from practice_commons.digest import phrasing, pictures, statements
from practice_commons.digest.digest import Cell, Coverage, Digest, Heard, Period
from practice_commons.digest.layout_parts import cites, note, notes, words
from practice_commons.digest.outline import Block, Heading, Inline, Items, NewPage, Paragraph, Table, Text, text
from practice_commons.model.terms import CouncilType

_COUNCILS = (19, 14, 15, 15, 37)
_MANY = 8
"""Types of council that make a table's columns narrow."""
_QUARTERS = 24
"""Quarters in the table, the last ones."""


def heard(digest: Digest) -> Iterator[Block]:
    """Yield who was heard, and how many were not."""
    coverage = digest.coverage
    yield NewPage()
    yield Heading(2, "2. Who we heard")
    yield Paragraph(text(statements.coverage_line(coverage)))
    yield Paragraph(text(phrasing.SILENCE))
    picture = pictures.heard(digest)
    if picture:
        yield picture
    if coverage.cells:
        yield _crossed(digest)
    if coverage.roles:
        roles = f"{statements.roles_line(coverage)} {statements.without_council_line(coverage)}"
        yield Paragraph(text(roles.strip()))
    head = ("Council", "Type", "Region", "How", "Through")
    if coverage.heard:
        yield Table(f"Councils heard on {digest.label}", head, tuple(map(_heard, coverage.heard)), _COUNCILS)
    if coverage.outside:
        caption = f"Heard on {digest.label}, but not among the councils in scope"
        yield Table(caption, head, tuple(map(_heard, coverage.outside)), _COUNCILS)
    if coverage.ended:
        ended = phrasing.listing(coverage.ended)
        yield Paragraph(text(f"Named, but ended without a successor in the register: {ended}."))
    yield Paragraph(text(statements.silent_line(coverage)))


def trends(digest: Digest) -> Iterator[Block]:
    """Yield when experience is from: councils by quarter, never contributions."""
    yield Heading(2, "5. Trends")
    told = digest.trends.quarters
    yield Paragraph(text(statements.trends_line(digest.trends, _QUARTERS)))
    picture = pictures.quarters(digest)
    if picture:
        yield picture
    if told:
        head = ("Quarter", "Councils", "Support", "Mixed", "Challenge", "No stance", "Heard for the first time")
        rows = tuple(map(_quarter, told[-_QUARTERS:]))
        caption = f"Councils heard on {digest.label}, by quarter"
        yield Table(caption, head, rows, (16, 13, 13, 13, 14, 14, 17), numbers=True)


def openings(digest: Digest) -> Iterator[Block]:
    """Yield the calls and the questions that are still open."""
    yield Heading(2, "6. Still open")
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


def _heard(one: Heard) -> tuple[tuple[Inline, ...], ...]:
    through = text(f"{phrasing.listing(one.through)}: ") if one.through else ()
    return (
        text(one.name),
        text(phrasing.TYPE[one.type]),
        text(one.region),
        text(statements.hand(one)),
        (*through, *cites(one.citations)),
    )


def _crossed(digest: Digest) -> Table:
    """Return the table of regions by types: how many were heard, of how many in scope."""
    coverage = digest.coverage
    types = [one for one in phrasing.TYPES if any(cell.type is one for cell in coverage.cells)]
    regions = sorted({cell.region for cell in coverage.cells})
    rows = [(region, [cell for cell in coverage.cells if cell.region == region]) for region in regions]
    rows.append(("Everywhere", list(coverage.cells)))
    width = (78 if len(types) < _MANY else 84) // (len(types) + 1)
    return Table(
        f"Councils heard on {digest.label}, of those in scope, by region and type",
        ("Region", *(phrasing.SHORT[one] for one in types), "All"),
        tuple((text(name), *(text(_of(cells, one)) for one in (*types, None))) for name, cells in rows),
        (22 if len(types) < _MANY else 16, *[width] * (len(types) + 1)),
        numbers=True,
    )


def _of(cells: list[Cell], kind: CouncilType | None) -> str:
    of_kind = [cell for cell in cells if kind in {None, cell.type}]
    in_scope = sum(cell.in_scope for cell in of_kind)
    return f"{sum(cell.heard for cell in of_kind)} of {in_scope}" if in_scope else "none"


def _quarter(one: Period) -> tuple[tuple[Inline, ...], ...]:
    sides = one.councils
    numbers = (phrasing.total(sides), sides.supports, sides.mixed, sides.challenges, sides.uncoded, one.first)
    return (text(one.quarter.replace("-", " ")), *(text(str(number)) for number in numbers))


def whom_to_ask(coverage: Coverage) -> Iterator[Block]:
    """Yield who may know somebody in the silent councils."""
    if coverage.contacts:
        yield Paragraph(text("Whom to ask first: the communities of practice that shared experience on this priority."))
        yield Items(tuple((Paragraph(text(statements.contact_line(one))),) for one in coverage.contacts))
