"""Offensive language: words that a moderator should see before anybody else does.

Whole words only, so that Scunthorpe and Penistone pass. A word is looked at as it is written, and with the disguises
taken off that people put on: digits and signs for letters, accents, letters set apart, letters repeated, stars.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.manuscript import Manuscript
from practice_commons.checks.review.wordlist import ALSO_NAMES, INNOCENT, phrases, words

_WORD = re.compile(r"(?<![^\W_])(?<![@$€])[@$€]?[^\W_](?:[\w@$€!'’*-]{0,28}[\w@$€*])?")
_APART = re.compile(r"(?<![\w.-])(?:[^\W\d_][ .*_-]){2,11}[^\W\d_](?![\w-])")
_DISGUISE = str.maketrans("013457@$€!", "oieastasei")
_REPEATED = re.compile(r"(.)\1{2,}")
_SET_APART = re.compile(r"[ .*_-]")
_POSSESSIVE = re.compile(r"['’][sS]$")
_LONGEST_PHRASE = 6
_PART = 4
"""Letters from which a part of a hyphenated word is looked at: Chorlton-cum-Hardy is a place."""
_MASKED = re.compile(r"[^\W\d_]{1,2}\*{1,8}[^\W\d_]{0,6}")
_ROAD = re.compile(r"[A-Za-z]\d+")


def offensive_language(manuscript: Manuscript) -> Iterator[Remark]:
    """Iterate over words and phrases of the list."""
    prose = manuscript.prose
    spans = (match.span() for match in INNOCENT.finditer(prose))
    innocent = next(spans, None)
    row: list[tuple[str, int]] = []
    for match in _WORD.finditer(prose):
        offset = match.start()
        told = match[0].rstrip("_")
        if prose[offset - 1 : offset] == "*":
            told = told.rstrip("*")  # emphasis, and no mask
        row.append((told.casefold(), offset))
        del row[:-_LONGEST_PHRASE]
        while innocent is not None and innocent[1] <= offset:
            innocent = next(spans, None)
        if innocent is not None and innocent[0] <= offset:
            continue
        if offends(told):
            yield _remark(manuscript, offset, told)
        else:
            yield from _phrase(manuscript, row)
    for match in _APART.finditer(prose):
        told = _SET_APART.sub("", match[0])
        if told.casefold() in words():
            yield _remark(manuscript, match.start(), told)


def _phrase(manuscript: Manuscript, row: list[tuple[str, int]]) -> Iterator[Remark]:
    for phrase in _by_last_word().get(row[-1][0], ()):
        last = row[-len(phrase) :]
        if tuple(word for word, _ in last) == phrase:
            yield _remark(manuscript, last[0][1], phrase[0])


@functools.cache
def _by_last_word() -> dict[str, tuple[tuple[str, ...], ...]]:
    last: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases():
        last[phrase[-1]] = (*last.get(phrase[-1], ()), phrase)
    return last


@functools.lru_cache(maxsize=4096)
def offends(told: str) -> bool:
    """Say whether a word is on the list, as it is written or with its disguise taken off."""
    plain = _POSSESSIVE.sub("", told)
    if plain[:1].isupper() and not plain.isupper() and plain.casefold() in ALSO_NAMES:
        return False
    return any(word in words() for word in _readings(plain)) or _is_masked(plain)


def _readings(told: str) -> Iterator[str]:
    """Iterate over what a word may be meant to be."""
    apart = unicodedata.normalize("NFKD", told.casefold())
    folded = "".join(one for one in apart if not unicodedata.combining(one))
    yield folded
    yield folded.rstrip("*")
    yield from (part for part in folded.split("-") if len(part) >= _PART and part != folded)
    if not folded.isalpha() and not _ROAD.fullmatch(folded) and sum(map(str.isalpha, folded)) * 2 >= len(folded):
        folded = folded.translate(_DISGUISE)
        yield folded
    if _REPEATED.search(folded):
        yield _REPEATED.sub(r"\1", folded)
        yield _REPEATED.sub(r"\1\1", folded)


def _is_masked(told: str) -> bool:
    if "*" not in told or not _MASKED.fullmatch(told):
        return False
    folded = told.casefold()
    first, last = folded.partition("*")[0], folded.rpartition("*")[2]
    return any(
        len(word) == len(told) and word.startswith(first) and word.endswith(last)
        for word in words()
        if word.isalpha() and len(word) >= _PART
    )


def _remark(manuscript: Manuscript, offset: int, told: str) -> Remark:
    said = "a word that may offend: is it quoted, or meant?"
    return manuscript.remark(offset, Concern.LANGUAGE, said, f"{told[0]}***")
