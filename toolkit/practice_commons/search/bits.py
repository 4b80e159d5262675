"""Numbers read from the bits they were packed into, the highest bit of a byte first. `packing.py` writes them.

Two codes, each next to the shortest there can be for what it is used for, and simple enough for a browser:

- Gaps between documents that are strewn about are Rice codes (Rice and Plaunt 1971): what is left of a gap without its
  last `k` bits is unary, so many zeros and a one; the `k` bits stand in a column of their own. Each stem has its `k`.
- A place within a text whose length is known is a number below a bound, in truncated binary: `floor(log2(bound))`
  bits, or one more for the larger ones (Golomb 1966 uses it for remainders).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from practice_commons.search import fields

_ENDLESS = 1 << 20
"""Words that no text has: a file of a contribution has fewer bytes."""
REACH = (*fields.LENGTHS[:-1], _ENDLESS)
"""How many words a field with each length byte has at most: the last byte stands for whatever is longer too."""


def spread(data: bytes) -> str:
    """Return the bits as digits."""
    return f"{int.from_bytes(data, 'big'):0{8 * len(data)}b}" if data else ""


def unary(data: bytes) -> list[int]:
    """Return how many zeros stand before each one."""
    return list(map(len, spread(data).split("1")[:-1]))


def fixed(digits: str, begin: int, width: int, count: int) -> list[int]:
    """Return numbers of as many bits each, which begin at a bit."""
    if not width:
        return [0] * count
    return [int(digits[at : at + width], 2) for at in range(begin, begin + width * count, width)]


def places(data: bytes, texts: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Iterate over texts, each given as how many places it has and its length byte; return where these are."""
    digits, at = spread(data), 0
    for count, length in texts:
        found, place, room = [], -1, REACH[length] - count + 1
        for _ in range(count):
            width = room.bit_length() - 1
            short, end = (2 << width) - room, at + width
            gap = int(digits[at:end] or "0", 2)
            if gap >= short:
                gap = (gap << 1 | (digits[end] == "1")) - short
                end += 1
            at, place, room = end, place + gap + 1, room - gap
            found.append(place)
        yield found
