"""What is asked of both searches: two words of one title, so that something is found; cut short; and misspelt."""

from __future__ import annotations

import html
import os
import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random

_TITLE = re.compile(r"<title>(.*?)(?: – [^<–]*)?</title>", re.DOTALL)
_WORD = re.compile(r"[a-z]{5,}")
_LOOKED_AT = 4_000
"""Titles that are read, at most."""
_SHORTEST = 3
"""Letters of a word that is not yet typed to its end."""


@dataclass(frozen=True)
class Questions:
    """Queries of two words, by how they are written."""

    whole: list[str]
    cut: list[str]
    """The last word is cut."""
    slipped: list[str]
    """One of the words has a slip."""


def questions(site: Path, count: int, seed: int) -> Questions:
    """Return so many queries of each form, made of a site's titles by chance; fewer where it has no more."""
    chance = Random(seed)
    titles = _titles(site, chance)
    held = [sorted(set(_WORD.findall(title.casefold()))) for title in titles]
    often: dict[str, int] = {}
    for words in held:
        for word in words:
            often[word] = often.get(word, 0) + 1
    # what is in every other title, as the mark of what is synthetic, is not what anybody looks for
    kept = ([word for word in words if often[word] * 2 <= len(titles)] for words in held)
    pairs = sorted({pair for words in kept for pair in combinations(words, 2)})
    chosen = chance.sample(pairs, min(count, len(pairs)))
    cut = [f"{one} {other[: chance.randrange(_SHORTEST, len(other))]}" for one, other in chosen]
    slipped = [f"{one} {_slip(other, chance)}" for one, other in chosen]
    return Questions([f"{one} {other}" for one, other in chosen], cut, slipped)


def _titles(site: Path, chance: Random) -> list[str]:
    names = sorted(entry.name for entry in os.scandir(site / "c") if entry.is_dir())
    found = []
    for name in chance.sample(names, min(_LOOKED_AT, len(names))):
        page = site / "c" / name / "index.html"
        if page.exists() and (title := _TITLE.search(page.read_text("utf-8"))):
            found.append(html.unescape(title[1]))
    return found


def _slip(word: str, chance: Random) -> str:
    """Return a word with one letter left out, doubled, swapped with the next, or taken for another; never the first."""
    at = chance.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + chance.choice("aeiourst") + word[at + 1 :],
    )
    return chance.choice([one for one in slips if one != word])
