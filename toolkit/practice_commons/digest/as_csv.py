"""A digest as a table for a spreadsheet: one row for every statement, with the contribution and commit it comes from.

The last rows, whose record is `manifest`, carry the manifest in pieces that a cell can hold. A cell that a spreadsheet
would run as a formula begins with an apostrophe instead.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from practice_commons.digest import carriers, phrasing
from practice_commons.digest.digest import Digest
from practice_commons.digest.manifest import proof
from practice_commons.digest.profile import Profile
from practice_commons.digest.testimony import Citation, Passage

COLUMNS = (
    "record",
    "words",
    "title",
    "priority",
    "finding",
    "credit",
    "stance",
    "outcome",
    "evidence",
    "before",
    "after",
    "unit",
    "period",
    "note",
    "kind",
    "date",
    "licence",
    "citation",
    "link",
    "blob",
)
"""`record` is ask, settled, finding, backing, wording, experience, setback, figure, call, question, heard, contribution
or manifest; `words` is what is said, or the council or measure; the rest is empty where a record has none."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What begins a formula in a spreadsheet, the wide forms that East Asian ones take for the same among them."""
_BOM = "\ufeff"
"""How Excel knows UTF-8."""

Row = dict[str, str]


def csv_table(digests: Sequence[Digest], profile: Profile = Profile.BRIEFING) -> bytes:
    """Return digests as one table, which is the same for every profile but for the manifest."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    for digest in digests:
        blobs = {item.citation: item.blob for item in digest.annex}
        for row in _rows(digest):
            citation = row.pop("citation", None)
            assert citation is None or isinstance(citation, Citation)
            plain = {name: safe(str(value)) for name, value in row.items() if value is not None}
            writer.writerow(plain | {"priority": digest.priority} | _cited(citation, blobs))
    for piece in carriers.cells(proof(digests, profile)):
        writer.writerow({"record": "manifest", "words": piece})
    return (_BOM + stream.getvalue()).encode()


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet runs: one that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _cited(citation: Citation | None, blobs: dict[Citation, str]) -> Row:
    if citation is None:
        return {}
    return {
        "citation": safe(citation.text),
        "link": safe(citation.link or ""),
        "blob": blobs.get(citation, ""),
    }


def _rows(digest: Digest) -> Iterator[dict[str, object]]:
    if digest.ask:
        yield {"record": "ask", "words": digest.ask.words, "citation": digest.ask.citation}
    yield from _findings(digest)
    for told in digest.experience:
        coded = {"stance": told.stance, "outcome": told.outcome, "evidence": told.evidence}
        yield _passage("experience", told.summary) | {"title": _words(told.title)} | coded
    for failed in digest.setbacks:
        yield _passage("setback", failed.passage) | {"title": _words(failed.title), "outcome": failed.outcome}
    for figure in digest.figures:
        given = {name: getattr(figure, name) for name in ("before", "after", "unit", "period", "note", "citation")}
        yield {"record": "figure", "words": figure.name, **given}
    for call in digest.calls:
        yield _passage("call", call.question) | {"title": _words(call.title), "date": call.deadline}
    for question in digest.questions:
        yield _passage("question", question.title) | {"date": question.date}
    for heard in (*digest.coverage.heard, *digest.coverage.outside):
        for citation in heard.citations:
            yield {"record": "heard", "words": heard.name, "kind": phrasing.TYPE[heard.type], "citation": citation}
    for item in digest.annex:
        yield _passage("contribution", item.title) | {
            name: getattr(item, name) for name in ("kind", "date", "licence", "stance", "outcome", "evidence")
        }


def _findings(digest: Digest) -> Iterator[dict[str, object]]:
    for finding in digest.findings:
        number = {"finding": finding.number}
        if finding.settled:
            settled = finding.settled
            yield {
                "record": "settled",
                "words": settled.statement,
                "note": settled.note,
                "citation": settled.citation,
                "finding": finding.number,
            }
        yield _passage("finding", finding.ask) | number
        for one in finding.backing:
            coded = {"stance": one.stance, "evidence": one.evidence}
            yield {"record": "backing", "credit": phrasing.credit_line(one.credit), "citation": one.citation} | (
                coded | number
            )
        for wording in finding.other_wordings:
            yield _passage("wording", wording) | number


def _passage(record: str, passage: Passage) -> dict[str, object]:
    return {
        "record": record,
        "words": _words(passage),
        "credit": phrasing.credit_line(passage.credit),
        "citation": passage.citation,
    }


def _words(passage: Passage) -> str:
    return phrasing.LEFT_OUT if passage.words is None else passage.words
