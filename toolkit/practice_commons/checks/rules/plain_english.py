"""Plain English, as advice: short sentences, abbreviations explained, everyday words.

Only for what is written in English, and never an error: people write, and software should not stand in their way.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.prose import Paragraph, paragraphs
from practice_commons.checks.registry import Finding, content_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.problem import Severity

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content
    from practice_commons.reading.vocabularies import Vocabularies

LONG = 40
"""Words in one sentence that hardly anybody reads to the end."""
LONG_ON_AVERAGE = 30
FEW = 3
"""Sentences from which an average says something."""

EVERYDAY = frozenset(
    {
        "A4",
        "AM",
        "BBC",
        "BST",
        "CD",
        "CEO",
        "CSV",
        "CV",
        "DIY",
        "DVD",
        "EU",
        "FAQ",
        "FM",
        "GCSE",
        "GMT",
        "GP",
        "GPS",
        "HR",
        "HTML",
        "ICT",
        "ID",
        "IT",
        "LGA",
        "MP",
        "NHS",
        "OK",
        "PC",
        "PDF",
        "PM",
        "PR",
        "QR",
        "TV",
        "UK",
        "UN",
        "URL",
        "USA",
        "USB",
        "VAT",
        "WC",
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
        "IX",
        "X",
        "XI",
        "XII",
    }
)
"""Abbreviations that need no explanation, and Roman numerals."""

PLAINER = {
    "a large number of": "many",
    "aforementioned": "this, these",
    "ascertain": "find out",
    "at the present time": "now",
    "at this point in time": "now",
    "by means of": "by, with",
    "cascade down": "pass on",
    "commence": "begin, start",
    "commenced": "began, started",
    "deep dive": "close look",
    "due to the fact that": "because",
    "endeavour to": "try to",
    "expedite": "speed up",
    "for the purpose of": "to, for",
    "going forward": "from now on",
    "has the ability to": "can",
    "hereby": "(leave it out)",
    "herein": "here",
    "holistic": "whole, joined-up",
    "in accordance with": "as, under",
    "in excess of": "more than",
    "in lieu of": "instead of",
    "in order to": "to",
    "in respect of": "about, for",
    "in the absence of": "without",
    "in the event that": "if",
    "in the vicinity of": "near",
    "incentivise": "encourage",
    "leverage": "use",
    "low-hanging fruit": "easy wins",
    "moving forward": "from now on",
    "notwithstanding": "despite",
    "paradigm shift": "great change",
    "per annum": "a year",
    "prior to": "before",
    "pursuant to": "under",
    "remuneration": "pay",
    "subsequent to": "after",
    "synergies": "what we gain together",
    "synergy": "what we gain together",
    "thereof": "of it",
    "touch base": "talk",
    "until such time as": "until",
    "upskill": "train",
    "utilisation": "use",
    "utilise": "use",
    "utilised": "used",
    "utilising": "using",
    "whilst": "while",
    "with regard to": "about",
    "with the exception of": "except",
}
"""Officialese that councils' readers meet most, with plainer words. The list and the words are our own."""

_LONGEST_FIRST = sorted(PLAINER, key=len, reverse=True)
_TELLING = tuple(one for one in PLAINER if not any(other in one for other in PLAINER if other != one))
"""Of two phrases of which one holds the other, the shorter: where it is not, neither is."""
_OFFICIALESE = re.compile(
    r"\b(" + "|".join(re.escape(words).replace(r"\ ", r"\s") for words in _LONGEST_FIRST) + r")\b", re.IGNORECASE
)
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]")
_ABBREVIATION = re.compile(r"[A-Z](?<!\w.)[A-Z0-9]{1,9}\b")  # begins with a class, which is found quickest
_EXPLAINED = re.compile(r"\(([A-Z][A-Z0-9]{1,9})s?\b|\b([A-Z][A-Z0-9]{1,9})s?\s+\((?=[A-Za-z][a-z])")


@content_rule(Severity.WARNING, advice=True)
def long_sentence(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """Sentences are short: none over forty words, and no more than thirty on average.

    Why: Long sentences are read twice or not at all. Short ones are easier for everybody, and for people who read
    English as another language most of all.

    Bad:

        The pilot, which began in April following a decision of the executive in February that was itself informed by
        the review of the previous autumn, was extended in June to the remaining two areas, although the evaluation,
        which had been planned for May, was not by that time complete.

    Good:

        The pilot began in April. In June it was extended to the other two areas. The evaluation was not ready by then.

    Fix: Put a full stop where you now have “which”, “and” or a semicolon. One idea to a sentence.
    """
    lengths: list[int] = []
    for paragraph in _prose(content):
        for sentence in paragraph.sentences():
            lengths.append(len(sentence.words))
            if lengths[-1] > LONG:
                line, column = paragraph.beginning(sentence)
                said = f"a sentence of {lengths[-1]} words begins with {quoted(' '.join(sentence.words[:4]))}"
                yield Finding(content.line(line), column, said, "Make two or three of it.")
    if len(lengths) >= FEW and sum(lengths) / len(lengths) > LONG_ON_AVERAGE:
        said = f"sentences have {round(sum(lengths) / len(lengths))} words on average"
        yield Finding(content.document.body_line, 1, said, "Aim for fifteen to twenty: one idea to a sentence.")


@content_rule(Severity.WARNING, advice=True)
def unexplained_abbreviation(content: Content, vocabularies: Vocabularies) -> Iterator[Finding]:
    """An abbreviation is explained where it is first used.

    Why: Abbreviations differ from council to council, and new colleagues and residents know few of them.

    Bad:

        The MASH met weekly.

    Good:

        The multi-agency safeguarding hub (MASH) met weekly.

    Fix: Write the words in full, followed by the abbreviation in brackets. Well-known ones (NHS, MP, LGA) need no
    explanation, nor do those that are names of a tag or a policy priority here.
    """
    if content.contribution is None or not _CAPITALS.search(content.document.body):
        return
    known = _known(vocabularies)
    told = set(_explained(content.contribution.summary))
    for paragraph in _prose(content):
        if not _CAPITALS.search(paragraph.text):
            continue
        told.update(_explained(paragraph.text))
        for match in _ABBREVIATION.finditer(paragraph.text):
            if match[0] not in told and match[0] not in known:
                told.add(match[0])
                line, column = paragraph.place(match.start())
                said = f"{quoted(match[0])} is not explained"
                hint = "Write it in full at its first use, then the letters in brackets."
                yield Finding(content.line(line), column, said, hint)


@content_rule(Severity.WARNING, advice=True)
def officialese(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """Everyday words are better than official ones.

    Why: People trust and understand what sounds like a person speaking.

    Bad:

        Prior to the pilot we utilised paper forms in order to record calls.

    Good:

        Before the pilot we used paper forms to record calls.

    Fix: Use the plainer words that the hint gives, or leave the phrase out.
    """
    words = " ".join(content.document.body.lower().split())
    if not any(phrase in words for phrase in _TELLING):  # quicker by far than the expression, and nearly always enough
        return
    for paragraph in _prose(content):
        for match in _OFFICIALESE.finditer(paragraph.text):
            phrase = " ".join(match[0].split())
            line, column = paragraph.place(match.start())
            hint = f"Plainer: {PLAINER[phrase.lower()]}."
            yield Finding(content.line(line), column, f"{quoted(phrase)} is officialese", hint)


def _prose(content: Content) -> Iterator[Paragraph]:
    """Iterate over what is written in English, and in a size that a person could have written."""
    contribution = content.contribution
    if contribution is not None and contribution.language.startswith("en") and not content.rendered.excess:
        yield from paragraphs(content.document.body)


def _explained(text: str) -> Iterator[str]:
    for match in _EXPLAINED.finditer(text):
        yield match[1] or match[2]


def _known(vocabularies: Vocabularies) -> frozenset[str]:
    """Return what needs no explanation here; kept for the next contribution, for as long as these vocabularies are."""
    held = _KNOWN.get(id(vocabularies))
    if held is None or held[0]() is not vocabularies:
        tags = ((one.label, *one.alternatives) for one in vocabularies.tags.values())
        priorities = ((one.label, *one.alternatives) for one in vocabularies.priorities.values())
        found = (_ABBREVIATION.findall(" ".join(names)) for names in (*tags, *priorities))
        _KNOWN.clear()
        _KNOWN[id(vocabularies)] = held = (weakref.ref(vocabularies), EVERYDAY.union(*found))
    return held[1]


_KNOWN: dict[int, tuple[weakref.ref[Vocabularies], frozenset[str]]] = {}
