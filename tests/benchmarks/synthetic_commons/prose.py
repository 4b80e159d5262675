"""The language of a synthetic commons: a Zipf vocabulary, and bodies of Markdown made from it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.synthetic_commons.terms import COMMONEST, HEADINGS, SUBJECTS

VOCABULARY = 30_000
EXPONENT = 1.02
OFFSET = 2.7
"""Zipf's law with Mandelbrot's offset: the word of rank r turns up in proportion to 1 / (r + OFFSET) ** EXPONENT."""
TABLE_BITS = 20
_SHORT = 12_000
"""Ranks below which words are shorter: the commoner a word, the shorter it is."""
FEWEST, MOST = 60, 3_000
"""Words in a body."""
_ONSETS = "b br ch cl cr d dr f fl g gl gr h j l m n p pl pr qu r s st str t th tr v w".split()  # noqa: SIM905
_VOWELS = "a e i o u a e i o ai ea ee ie oa oo ou".split()  # noqa: SIM905
_CODAS = ("", "", "", "l", "m", "n", "nd", "nt", "r", "rd", "rn", "st", "ve")
_ENDINGS = ("", "", "", "", "", "", "s", "ed", "ing", "er", "ly", "ment", "ness", "ation", "able", "al", "ist")
_LINK_SENTENCES = (
    "See also {}.",
    "It builds on {}.",
    "Compare it with {}.",
    "There is more in {}.",
    "We began from {}.",
)


@dataclass(frozen=True, slots=True)
class Language:
    """A vocabulary. `table` holds each word as often as Zipf's law has it, so that one random number draws one word."""

    table: tuple[str, ...]

    def words(self, random: Random, count: int) -> list[str]:
        """Return as many words as asked, each drawn by itself."""
        table, shift = self.table, 32 - TABLE_BITS
        return [table[one >> shift] for one in struct.unpack(f"<{count}I", random.randbytes(4 * count))]


def language(seed: int) -> Language:
    """Return the language of a seed: the commonest English words, then council terms among invented words."""
    random = Random(f"language {seed}")
    terms = [term for subject, inside in SUBJECTS.items() for term in (subject, *inside)]
    random.shuffle(terms)
    ranked = dict.fromkeys(COMMONEST)
    while len(ranked) < VOCABULARY:
        if terms and len(ranked) % 3 == 0:
            ranked[terms.pop()] = None
        ranked[_invented(random, 2 if len(ranked) < _SHORT else 3)] = None
    weights = [(rank + OFFSET) ** -EXPONENT for rank in range(1, len(ranked) + 1)]
    scale = (1 << TABLE_BITS) / sum(weights)
    table: list[str] = []
    filled = 0.0
    for word, weight in zip(ranked, weights, strict=True):
        filled += weight * scale
        table += [word] * (round(filled) - len(table))
    return Language(tuple(table))


def body(spoken: Language, random: Random, words: int, *, topics: list[str], headings: tuple[str, ...]) -> list[str]:
    """Return the blocks of a body of about so many words, under its kind's own headings or, if long, some of ours."""
    words = min(max(words, FEWEST + 5), MOST - 300)
    if headings:
        shares = [random.uniform(0.5, 1.5) for _ in headings]
        parts = [(heading, round(words * share / sum(shares))) for heading, share in zip(headings, shares, strict=True)]
    else:
        some = min(words // 220, 8)
        chosen = random.sample(HEADINGS, some)
        parts = [(heading, words // (some + 1)) for heading in ("", *chosen)]
    blocks: list[str] = []
    for heading, budget in parts:
        if heading:
            blocks.append(f"## {heading}")
        blocks += _section(spoken, random, max(budget, 12), topics, headed=bool(heading))
    return blocks


def with_links(blocks: list[str], links: list[tuple[str, str]], random: Random) -> None:
    """Put links, each of words and an address, at the ends of paragraphs."""
    places = [at for at, block in enumerate(blocks) if block[0].isalpha()]
    for words, address in links:
        at = random.choice(places)
        blocks[at] += " " + random.choice(_LINK_SENTENCES).format(f"[{words}]({address})")


def sentence(spoken: Language, random: Random, topics: list[str], length: int) -> str:
    """Return a sentence of about so many words. Half of them end on what the contribution is about."""
    return _sentence(spoken.words(random, length), random, topics)


def _sentence(words: list[str], random: Random, topics: list[str]) -> str:
    length = len(words)
    drawn = random.getrandbits(8)
    if drawn < 128:
        words[-1] = topics[drawn % len(topics)]
    if drawn & 7 == 0:
        words[length // 2] = f"{drawn + 3}%" if drawn & 8 else f"£{random.randrange(2, 90)},{drawn + 100}"
    if length > 12:
        words[5] += ","
    first = words[0]
    words[0] = first[0].upper() + first[1:]
    return " ".join(words) + ("?" if drawn > 248 else ".")


def _section(spoken: Language, random: Random, budget: int, topics: list[str], *, headed: bool) -> Iterator[str]:
    left = budget
    paragraphs = 0
    while left > 8:
        drawn = random.random() if left > 70 and paragraphs else 1.0
        if drawn < 0.10:
            block = _list(spoken, random, topics)
        elif drawn < 0.16:
            block = _table(spoken, random)
        elif drawn < 0.20:
            block = "> " + sentence(spoken, random, topics, random.randrange(10, 24))
        elif drawn < 0.22:
            block = "> [!NOTE]\n> " + sentence(spoken, random, topics, random.randrange(10, 24))
        elif drawn < 0.23:
            block = "```text\n" + "\n".join(" ".join(spoken.words(random, 5)) for _ in range(4)) + "\n```"
        elif drawn < 0.27 and headed and left > 120:
            yield f"### {sentence(spoken, random, topics, 4)[:-1]}"
            block, paragraphs = _paragraph(spoken, random, topics, 60), 0
        else:
            block = _paragraph(spoken, random, topics, min(left, random.randrange(25, 115)))
            paragraphs += 1
        left -= block.count(" ") + 1
        yield block


def _paragraph(spoken: Language, random: Random, topics: list[str], budget: int) -> str:
    words = spoken.words(random, budget + 30)
    said = []
    at = 0
    while at < budget:
        length = max(5, min(5 + int(22 * random.random()), budget - at))
        said.append(_sentence(words[at : at + length], random, topics))
        at += length
    drawn = random.getrandbits(4)
    if drawn == 0:
        said[0] += f" **{topics[0].capitalize()}** came first."
    elif drawn == 1:
        said[-1] += f" We call it *{topics[-1]}*."
    return ("\n" if drawn > 9 else " ").join(said)


def _list(spoken: Language, random: Random, topics: list[str]) -> str:
    numbered, boxes = random.random() < 0.35, random.random() < 0.1
    rows = []
    for at in range(random.randrange(3, 7)):
        mark = f"{at + 1}." if numbered else "- [x]" if boxes else "-"
        rows.append(f"{mark} {sentence(spoken, random, topics, random.randrange(4, 14))}")
    return "\n".join(rows)


def _table(spoken: Language, random: Random) -> str:
    columns = random.randrange(2, 5)
    names = [word.capitalize() for word in spoken.words(random, columns)]
    rows = [f"| {' | '.join(names)} |", "| --- |" + " ---: |" * (columns - 1)]
    for _ in range(random.randrange(3, 9)):
        figures = " | ".join(f"{random.randrange(10, 9_000):,}" for _ in range(columns - 1))
        rows.append(f"| {spoken.table[random.getrandbits(TABLE_BITS)]} | {figures} |")
    return "\n".join(rows)


def _invented(random: Random, syllables: int) -> str:
    parts = [random.choice(_ONSETS) + random.choice(_VOWELS) for _ in range(syllables)]
    return "".join(parts) + random.choice(_CODAS) + random.choice(_ENDINGS)
