"""Readability, as a hint: what the plain-English rules advise, and Flesch's reading ease of the whole.

Source: Rudolf Flesch, “A new readability yardstick” (1948): 206.835, less 1.015 times the words of a sentence, less
84.6 times the syllables of a word. Syllables are counted by groups of vowels: in a sample of 79 words that missed 16
of 168, where hyphenation (pyphen, en_GB) missed 48.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from practice_commons.checks.examination import advise
from practice_commons.checks.prose import paragraphs
from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.manuscript import Manuscript
from practice_commons.model.community import Commons
from practice_commons.model.council import Register
from practice_commons.reading.vocabularies import Vocabularies
from practice_commons.rendering.markdown import excessive

HARD = 30.0
"""Reading ease below which a text is for specialists, by Flesch's own table."""
ENOUGH = 100
"""Words from which the formula says something: it was made on samples of that size."""
NEEDS_LISTS = frozenset({"unexplained-abbreviation"})
"""Advice that depends on the commons' own lists: the check gives it."""

_NO_LISTS = Vocabularies(
    Commons(name="Commons", description="A commons.", base_url="https://commons.invalid/"), {}, {}, Register(()), {}, ""
)
_RUN = re.compile(r"[.!?…]{200}")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöûüŵŷ]+")
_SILENT = re.compile(r"[^aeiouyl]e$|[^aeioutdy]ed$|[^aeiouysxzcgh]es$")
_APART = re.compile(r"[^tcsgx]i[ao]|eo(?![up])|(?<=\w\w)ea$|[^tc]ie(?=n[ct])|ua(?=[lt])|[^q]uie|[^aeiou]eate|iety")


def readability(manuscript: Manuscript, data: bytes) -> Iterator[Remark]:
    """Iterate over hints on wording, those for the whole text first."""
    language = manuscript.fields.get("language", "en-GB")
    if manuscript.document is None or not (isinstance(language, str) and language.startswith("en")):
        return
    if _RUN.search(manuscript.body):  # no prose; and ends of sentences are looked for in the square of a run's length
        return
    if not excessive(manuscript.body):
        ease = reading_ease(manuscript.body)
        if ease is not None and ease < HARD:
            said = f"is hard to read: Flesch's reading ease is {ease:.0f}, and plain English has 60 or more"
            yield Remark(manuscript.body_line, 1, Concern.READABILITY, said)
    for one in advise(data, _NO_LISTS):
        if one.rule not in NEEDS_LISTS:
            yield Remark(one.line, one.column, Concern.READABILITY, f"{one.message}. {one.hint}")


def reading_ease(body: str) -> float | None:
    """Return Flesch's reading ease of a body's prose: 100 is easy, 0 very hard; None where there is too little."""
    sentences = [one.words for paragraph in paragraphs(body) for one in paragraph.sentences()]
    words = [word for sentence in sentences for word in sentence if word[0].isalpha()]
    if len(words) < ENOUGH:
        return None
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * sum(map(syllables, words)) / len(words)


@functools.lru_cache(maxsize=8192)
def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    plain = word.casefold()[:60]
    count = len(_VOWELS.findall(plain)) - len(_SILENT.findall(plain)) + len(_APART.findall(plain))
    return max(count, 1)
