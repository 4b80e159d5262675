"""The end of a digest: how it was made, every contribution used, and every council that was not heard."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from practice_commons.digest import phrasing, statements
from practice_commons.digest.digest import Digest, Item, Silence
from practice_commons.digest.layout_heard import whom_to_ask
from practice_commons.digest.layout_parts import cite, note, words
from practice_commons.digest.outline import (
    Block,
    Heading,
    Inline,
    Items,
    Link,
    Paragraph,
    Table,
    Text,
    Voice,
    text,
)
from practice_commons.model import wording

_ITEMS = (35, 15, 20, 18, 12)


def method(digest: Digest) -> Iterator[Block]:
    """Yield how the digest was made."""
    method = digest.method
    yield Heading(2, "7. Method")
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
    if method.unsettled:
        yield Paragraph(text("Asks that staff looked at and left out of the findings, with their reasons:"))
        yield Items(tuple((Paragraph((Text(one.reason), note(one.citation))),) for one in method.unsettled))
    yield Heading(3, "How it was counted")
    yield Items(tuple((Paragraph(text(rule)),) for rule in method.rules))
    yield Heading(3, "Make it again")
    yield Paragraph(text(f"Made with the Practice Commons toolkit {method.toolkit}:"))
    yield Paragraph(text(method.command), Voice.COMMAND)


def items(digest: Digest) -> Iterator[Block]:
    """Yield the annex of every contribution used."""
    yield Heading(2, "Annex A: every contribution used")
    yield Table(
        f"Every contribution that the digest on {digest.label} uses",
        ("Contribution", "Kind and date", "Credit", "Stance, outcome, evidence", "Licence"),
        tuple(map(_item, digest.annex)),
        _ITEMS,
    )


def silent(digest: Digest) -> Iterator[Block]:
    """Yield the annex of councils that were not heard by name, with whom to ask."""
    coverage = digest.coverage
    yield Heading(2, f"Annex B: councils not heard by name ({coverage.in_scope - len(coverage.heard)})")
    yield Paragraph(text(phrasing.SILENCE))
    yield from whom_to_ask(coverage)
    if any(one.neighbour for silence in coverage.silent for one in silence.councils):
        yield Paragraph(text("Beside a council stands, in brackets, the nearest council that was heard."))
    for region, silences in groupby(coverage.silent, lambda one: one.region):
        yield Heading(3, region)
        yield Items(tuple((_silent(one),) for one in silences))


def _silent(one: Silence) -> Paragraph:
    names = (f"{each.name} ({each.neighbour})" if each.neighbour else each.name for each in one.councils)
    return Paragraph(
        (
            Text(f"{phrasing.TYPES[one.type]} ({len(one.councils)}): ", strong=True),
            Text(", ".join(names)),
        )
    )


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
