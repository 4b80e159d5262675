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


_BYTE = 8
_VALUES = bytes(int(one == ord("1")) for one in range(256))


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
    own = digits[begin : begin + width * count].encode().translate(_VALUES)
    if width <= _BYTE:
        return list(_bytes(own, 0, width, width))
    low = _bytes(own, width - _BYTE, width, width)
    return [high << _BYTE | rest for high, rest in zip(_numbers(own, width - _BYTE, width), low, strict=True)]


def _numbers(values: bytes, last: int, step: int) -> Iterable[int]:
    """Iterate over numbers of any bits: the first `last` of every so many."""
    if last <= _BYTE:
        return _bytes(values, 0, last, step)
    low = _bytes(values, last - _BYTE, last, step)
    return (high << _BYTE | rest for high, rest in zip(_numbers(values, last - _BYTE, step), low, strict=True))


def _bytes(values: bytes, first: int, last: int, step: int) -> bytes:
    """Return numbers of 8 bits at most: those from `first` to `last` of every so many, each bit given as a byte.

    All are put together at once, as one large number: no byte of it ever overflows.
    """
    columns = (int.from_bytes(values[at::step], "big") << (last - at - 1) for at in range(first, last))
    return sum(columns).to_bytes(len(values) // step, "big")


def places(data: bytes, texts: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Iterate over texts, each given as how many places it has and its length byte; return where these are."""
    digits, at = spread(data), 0
    for count, length in texts:
        if count == 1:  # nearly always, and there are many
            width, short = _ONE[length]
            end = at + width
            place = int(digits[at:end] or "0", 2)
            if place >= short:
                place = (place << 1 | (digits[end] == "1")) - short
                end += 1
            at = end
            yield [place]
            continue
        found, place, room = [], -1, REACH[length] - count + 1
        for _ in range(count):
            width, short = _code(room)
            end = at + width
            gap = int(digits[at:end] or "0", 2)
            if gap >= short:
                gap = (gap << 1 | (digits[end] == "1")) - short
                end += 1
            at, place, room = end, place + gap + 1, room - gap
            found.append(place)
        yield found


def _code(bound: int) -> tuple[int, int]:
    """Return how many bits a number below a bound has, and from which on one more."""
    width = bound.bit_length() - 1
    return width, (2 << width) - bound


_ONE = tuple(_code(max(1, reach)) for reach in REACH)
"""For each length byte, what a single place is written with."""
