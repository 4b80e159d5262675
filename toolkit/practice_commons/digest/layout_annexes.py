"""The long tables of a digest on paper: who was heard, and every contribution used."""

from __future__ import annotations

from collections.abc import Iterator

from practice_commons.digest import phrasing, statements
from practice_commons.digest.digest import Digest, Heard, Item, Share
from practice_commons.digest.layout_parts import cite, cites, words
from practice_commons.digest.outline import Block, Heading, Inline, Link, Paragraph, Table, Text, text

_COUNCILS = (19, 14, 15, 15, 37)
_SHARES = (52, 14, 14, 20)
_ITEMS = (35, 15, 20, 18, 12)


def heard(digest: Digest) -> Iterator[Block]:
    """Yield who was heard, and how many were not."""
    coverage = digest.coverage
    yield Heading(2, "6. Who was heard")
    yield Paragraph(text(statements.coverage_line(coverage)))
    yield Paragraph(text(phrasing.SILENCE))
    head = ("Council", "Type", "Region", "How", "Through")
    if coverage.heard:
        yield Table(f"Councils heard on {digest.label}", head, tuple(map(_heard, coverage.heard)), _COUNCILS)
    if coverage.outside:
        caption = f"Heard on {digest.label}, but not among the councils in scope"
        yield Table(caption, head, tuple(map(_heard, coverage.outside)), _COUNCILS)
    if coverage.ended:
        ended = phrasing.listing(coverage.ended)
        yield Paragraph(text(f"Named, but ended without a successor in the register: {ended}."))
    if coverage.roles:
        roles = f"{statements.roles_line(coverage)} {statements.without_council_line(coverage)}"
        yield Paragraph(text(roles.strip()))
    for group, shares in (("Type of council", coverage.by_type), ("Region", coverage.by_region)):
        yield Table(
            f"Councils heard on {digest.label}, by {group.lower()}",
            (group, "In scope", "Heard", "Not heard by name"),
            tuple(map(_share, shares)),
            _SHARES,
            numbers=True,
        )
    yield Paragraph(text("Annex B names the councils that were not heard by name."))


def items(digest: Digest) -> Iterator[Block]:
    """Yield the annex of every contribution used."""
    yield Heading(2, "Annex A: every contribution used")
    yield Table(
        f"Every contribution that the digest on {digest.label} uses",
        ("Contribution", "Kind and date", "Credit", "Stance, outcome, evidence", "Licence"),
        tuple(map(_item, digest.annex)),
        _ITEMS,
    )


def _heard(one: Heard) -> tuple[tuple[Inline, ...], ...]:
    through = text(f"{phrasing.listing(one.through)}: ") if one.through else ()
    return (
        text(one.name),
        text(phrasing.TYPE[one.type]),
        text(one.region),
        text(statements.hand(one)),
        (*through, *cites(one.citations)),
    )


def _share(one: Share) -> tuple[tuple[Inline, ...], ...]:
    numbers = (one.in_scope, one.heard, one.in_scope - one.heard)
    return (text(one.group), *(text(str(number)) for number in numbers))


def _item(item: Item) -> tuple[tuple[Inline, ...], ...]:
    source: tuple[Inline, ...] = ()
    if item.source:
        source = (Text(f". Retells: {phrasing.source_line(item.source)}"),)
        if item.source.link:
            source += (Text(" "), Link("(link)", item.source.link))
    return (
        (*words(item.title), Text(" "), *cite(item.citation), *source),
        text(f"{phrasing.KINDS[item.kind]}, {item.date}"),
        text(phrasing.credit_line(item.title.credit)),
        text(statements.coded_line(item)),
        text(item.licence),
    )
