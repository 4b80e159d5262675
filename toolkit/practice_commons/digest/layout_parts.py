"""The pieces that a digest on paper is made of: quotations, citations, notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from practice_commons.digest import phrasing
from practice_commons.digest.digest import Digest, Experience
from practice_commons.digest.outline import Inline, Link, Note, Paragraph, Text, Voice
from practice_commons.digest.testimony import Citation, Passage

_LANGUAGE = "en-GB"


def behind(digest: Digest) -> dict[str, list[Experience]]:
    """Return the experience that each finding rests on, the best first, by the finding's number as it is written."""
    found: defaultdict[str, list[Experience]] = defaultdict(list)
    for one in digest.experience:
        for number in one.findings:
            found[number].append(one)
    return found


def words(passage: Passage, *, strong: bool = False) -> tuple[Inline, ...]:
    """Return a passage for the middle of a line."""
    if passage.words is None:
        return (Text(phrasing.LEFT_OUT, emphasis=True),)
    language = passage.language if passage.language != _LANGUAGE else None
    return (Text(" ".join(passage.words.split()), strong=strong, language=language),)


def quoted(passage: Passage, coded: str = "") -> Iterator[Paragraph]:
    """Yield a passage as a quotation, its lines kept, with whom to credit and where to check it.

    The citation stands in the line: hundreds of footnotes would help nobody, and take a typesetter longest of all.
    """
    language = passage.language if passage.language != _LANGUAGE else None
    if passage.words is None:
        yield Paragraph((Text(phrasing.LEFT_OUT, emphasis=True),), Voice.QUOTATION)
    else:
        for line in filter(None, map(str.strip, passage.words.splitlines())):
            yield Paragraph((Text(line, language=language),), Voice.QUOTATION)
    more = "" if passage.complete else "(It goes on.) "
    credit = f"{more}{phrasing.credit_line(passage.credit)}. {coded}".rstrip()
    yield Paragraph((Text(f"{credit} "), *cite(passage.citation)), Voice.CREDIT)


def said(name: str, what: str) -> tuple[Paragraph]:
    """Return the entry of a list that begins with a name."""
    return (Paragraph((Text(f"{name} ", strong=True), Text(what))),)


def cite(citation: Citation) -> tuple[Inline, ...]:
    """Return a citation for a table or a list, where it is the thing to read."""
    return (_shown(citation),)


def cites(citations: Iterable[Citation]) -> tuple[Inline, ...]:
    """Return citations, with commas."""
    shown: list[Inline] = []
    for one in citations:
        shown += [Text(", ")] if shown else []
        shown += cite(one)
    return tuple(shown)


def note(citation: Citation) -> Note:
    """Return a citation as a footnote: what to look up, and where."""
    return Note((citation,))


def notes(citations: Iterable[Citation]) -> tuple[Inline, ...]:
    """Return citations as one footnote; none where there is nothing to cite."""
    found = tuple(citations)
    return (Note(found),) if found else ()


def _shown(citation: Citation) -> Text | Link:
    return Link(citation.text, citation.link) if citation.link else Text(citation.text)
