"""How numbers, words and texts become the bytes of a shard, and back.

Numbers are LEB128 (seven bits to a byte, lowest first, as in DWARF 4, section 7.6), so that small ones are short;
rising numbers are kept as gaps; sorted keys as how much of the last one is repeated, and the rest. A shard travels as a
classic script that hands raw deflate (RFC 1951), in base64 (RFC 4648), to one function: it can be read from a folder,
where a browser may fetch nothing. Each part of a shard is packed by itself, so that columns of one kind have a code of
their own, and in the way that makes it shortest: numbers that repeat nothing lose by a search for what they repeat.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

_MORE = 0x80
"""The bit that says that a number goes on."""
_WAYS = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY)
_LONG = re.compile(rb"[\x80-\xff]+[\x00-\x7f]")
"""A number of more than one byte."""


def number(value: int) -> bytes:
    """Return a number, 0 or more."""
    found = bytearray()
    while value >= _MORE:
        found.append(value & ~_MORE & 0xFF | _MORE)
        value >>= 7
    found.append(value)
    return bytes(found)


def numbers(values: Iterable[int]) -> bytes:
    """Return numbers, one after the other."""
    found = bytearray()
    for value in values:
        if value < _MORE:
            found.append(value)
        else:
            found += number(value)
    return bytes(found)


def rising(values: Sequence[int]) -> bytes:
    """Return how many numbers there are, and then, each larger than the one before, what lies between them."""
    return number(len(values)) + numbers(after - before - 1 for before, after in pairwise((-1, *values)))


def text(value: str) -> bytes:
    """Return text: how long it is in UTF-8, and that."""
    data = value.encode()
    return number(len(data)) + data


def keys(values: Sequence[str]) -> bytes:
    """Return how many keys there are, and each: how many bytes of the one before it repeats, and the rest."""
    found = bytearray(number(len(values)))
    before = b""
    for value in values:
        data = value.encode()
        same = next((at for at, (one, other) in enumerate(zip(before, data, strict=False)) if one != other), None)
        shared = min(len(before), len(data)) if same is None else same
        found += number(shared) + number(len(data) - shared) + data[shared:]
        before = data
    return bytes(found)


def shard(parts: Sequence[bytes]) -> bytes:
    """Return a shard, given in parts, as a script."""
    packed = _packed([b"".join(parts)], _WAYS[:1])
    if len(parts) > 1:
        packed = min(packed, _packed(parts, _WAYS), key=len)
    return f'PracticeCommons.say("{base64.b64encode(packed).decode()}");\n'.encode()


def _packed(parts: Sequence[bytes], ways: Sequence[int]) -> bytes:
    found = []
    for last, part in enumerate(parts, start=1 - len(parts)):
        packers = [zlib.compressobj(9, zlib.DEFLATED, -15, 9, way) for way in ways]
        how = zlib.Z_FINISH if last == 0 else zlib.Z_SYNC_FLUSH
        found.append(min((one.compress(part) + one.flush(how) for one in packers), key=len))
    return b"".join(found)


class Reader:
    """Reads what the functions above wrote."""

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self.data, self.at = data, 0

    @classmethod
    def of(cls, script: bytes) -> Reader:
        """Read a shard's script."""
        packed = script.decode().split('"')[-2]
        return cls(zlib.decompress(base64.b64decode(packed), -15))

    def number(self) -> int:
        """Return the next number."""
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & ~_MORE) << shift
            if byte < _MORE:
                return value
            shift += 7

    def rising(self) -> list[int]:
        """Return the next rising numbers."""
        found, last = [], -1
        for _ in range(self.number()):
            last += self.number() + 1
            found.append(last)
        return found

    def numbers(self) -> list[int]:
        """Return all numbers that are left. Most have one byte, and are taken as they lie."""
        found: list[int] = []
        for long in _LONG.finditer(self.data, self.at):
            found += self.data[self.at : long.start()]
            self.at = long.end()
            value = 0
            for byte in reversed(long[0]):
                value = value << 7 | byte & ~_MORE
            found.append(value)
        found += self.data[self.at :]
        self.at = len(self.data)
        return found

    def text(self) -> str:
        """Return the next text."""
        return self.take(self.number()).decode()

    def keys(self) -> list[str]:
        """Return the next keys."""
        return [key.decode() for key in self._keys()]

    def _keys(self) -> Iterator[bytes]:
        before = b""
        for _ in range(self.number()):
            shared = self.number()
            before = before[:shared] + self.take(self.number())
            yield before

    def take(self, size: int) -> bytes:
        """Return so many bytes."""
        self.at += size
        return self.data[self.at - size : self.at]
