"""How numbers, words and texts become the bytes of a shard, and back.

Numbers are LEB128 (seven bits to a byte, lowest first, as in DWARF 4, section 7.6), so that small ones are short;
rising numbers are kept as gaps; sorted keys as how much of the last one is repeated, and the rest. A shard travels as a
classic script that hands deflate (RFC 1951) to one function, and the check sum of all that its readers then know
(Adler-32, RFC 1950): it can be read from a folder, where a browser may fetch nothing, and damage shows. The script is
in UTF-16, and says so by its first mark, which a browser believes before all else (HTML, "fetch a classic script"): two
bytes are one character. Half of a pair of surrogates (RFC 2781) can be none, and is written 2,048 lower, with a bit for
each character of that range that says whether it was: a shard has 0.4 % more bytes than what it holds, where base64
would add 33 %.

Each part of a shard is packed by itself, so that columns of one kind have a code of their own, and in the way that
makes it shortest: numbers that repeat nothing lose by a search for what they repeat.
"""

from __future__ import annotations

import json
import operator
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress, count, pairwise

_MORE = 0x80
"""The bit that says that a number goes on."""
_WAYS = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_HUFFMAN_ONLY)
_SHORT = 4096
"""Bytes up to which packing parts together may be shorter than each with a code of its own."""
_LONG = re.compile(rb"[\x80-\xff]+[\x00-\x7f]")
"""A number of more than one byte."""
_SUM = 4
"""Bytes of the check sum."""
_BEGIN, _END = 'commons("', '");\n'
_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\r", "\\r"), ("\n", "\\n"))
"""What cannot stand for itself in a script's text, the backslash first, and how it is said there."""
_HALVES = range(0xD8, 0xE0)
"""The higher bytes of halves of pairs of surrogates."""
_LOWER = 8
"""How much lower they are written."""
_LOWERED = bytes(byte - _LOWER if byte in _HALVES else byte for byte in range(256))
_EITHER = bytes(byte in _HALVES or byte + _LOWER in _HALVES for byte in range(256))
"""Whether a higher byte has a bit that says what it was."""
_EITHERS = re.compile(b"[\xd0-\xd7]")
_BIT = bytes(ord("1" if byte in _HALVES else "0") for byte in range(256))
_BITS = 14
"""Bits to a character: with the next higher one, which is always set, it stands for itself, and is no half."""
_COUNT = 0x100
"""The character that says that there are no such characters, and no byte too many: it stands for itself as well."""


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


def shard(parts: Sequence[bytes], before: bytes = b"") -> bytes:
    """Return a shard, given in parts, as a script. What is `before` it is known to whoever reads it."""
    packed = _packed(parts or [b""], _WAYS if len(parts) > 1 else _WAYS[:1], before)
    if len(parts) > 1 and sum(map(len, parts)) <= _SHORT:
        packed = min(packed, _packed([b"".join(parts)], _WAYS[:1], before), key=len)
    packed += zlib.adler32(b"".join(parts), zlib.adler32(before)).to_bytes(_SUM, "big")
    text = _text(packed)
    for one, said in _ESCAPES:
        text = text.replace(one, said)
    return f"\ufeff{_BEGIN}{text}{_END}".encode("utf-16-le")


def _text(data: bytes) -> str:
    """Return bytes as characters: first how many characters of bits there are and whether a byte is too many."""
    odd = len(data) % 2
    units = bytearray(data + bytes(odd))
    high = units[1::2]
    units[1::2] = high.translate(_LOWERED)
    bits = bytes(compress(high, high.translate(_EITHER))).translate(_BIT).decode()
    each = [chr(1 << _BITS | int(bits[at : at + _BITS][::-1], 2)) for at in range(0, len(bits), _BITS)]
    return f"{chr(_COUNT + 2 * len(each) + odd)}{''.join(each)}{units.decode('utf-16-le')}"


def _bytes(text: str) -> bytes:
    """Return what was written as characters."""
    count, odd = divmod(ord(text[0]) - _COUNT, 2)
    bits = "".join(f"{ord(each):b}"[:0:-1] for each in text[1 : 1 + count])
    units = bytearray(text[1 + count :].encode("utf-16-le"))
    high = units[1::2]
    for one, bit in zip(_EITHERS.finditer(bytes(high)), bits, strict=False):
        if bit == "1":
            high[one.start()] += _LOWER
    units[1::2] = high
    return bytes(units[: len(units) - odd])


def _packed(parts: Sequence[bytes], ways: Sequence[int], before: bytes = b"") -> bytes:
    found = []
    for last, part in enumerate(parts, start=1 - len(parts)):
        packers = [zlib.compressobj(9, zlib.DEFLATED, -15, 9, way, before) for way in ways]
        how = zlib.Z_FINISH if last == 0 else zlib.Z_SYNC_FLUSH
        found.append(min((one.compress(part) + one.flush(how) for one in packers), key=len))
    return b"".join(found)


class Reader:
    """Reads what the functions above wrote."""

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self.data, self.at = data, 0

    @classmethod
    def of(cls, script: bytes, before: bytes = b"") -> Reader:
        """Read a shard's script. Raises ValueError, LookupError and zlib.error where it is damaged."""
        # JSON says these escapes as a script does, and more, which nobody writes
        packed = _bytes(json.loads(f'"{script.decode("utf-16")[len(_BEGIN) : -len(_END)]}"', strict=False))
        unpacker = zlib.decompressobj(-15, before)
        data = unpacker.decompress(packed[:-_SUM])
        if not unpacker.eof or zlib.adler32(data, zlib.adler32(before)).to_bytes(_SUM, "big") != packed[-_SUM:]:
            raise ValueError("is not what was written")
        return cls(data)

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
        """Return the rising numbers that are left."""
        self.number()
        return list(map(operator.add, accumulate(self.numbers()), count()))

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
        before, data = b"", self.data
        for _ in range(self.number()):
            at = self.at
            shared, size = data[at], data[at + 1]
            if shared < _MORE > size:  # nearly always, and there are many keys
                self.at = at + 2 + size
                before = before[:shared] + data[at + 2 : self.at]
            else:
                shared = self.number()
                before = before[:shared] + self.take(self.number())
            yield before

    def take(self, size: int) -> bytes:
        """Return so many bytes."""
        self.at += size
        return self.data[self.at - size : self.at]
