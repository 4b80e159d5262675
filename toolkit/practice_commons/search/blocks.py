"""The postings of a term as Whoosh's codec keeps them: in blocks, each a pickle, packed, and a summary beside the term.

Whoosh's own writer of blocks is told one posting at a time, and packs every block, though most terms have one posting,
which packing makes no smaller. All forks read blocks that are not packed, and one leaves small ones so itself.
"""

from __future__ import annotations

import operator
import pickle
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

_BLOCK = 128
"""Postings to a block, as Whoosh has it."""
_PACKED = 3
"""How hard zlib tries, as Whoosh has it."""
_WINDOW, _MEMORY = 12, 6
"""As much as a block needs. Making zlib's usual tables takes several times longer than packing a block by them."""
_SMALL = 80
"""A block of fewer bytes is not packed."""
_PICKLE = 2
_EXTENT = struct.Struct("!i")
_SUMMARY = struct.Struct("!BfIBBfIIqi")


@dataclass(frozen=True, slots=True)
class _Summary:
    """What is kept beside a term: not in line; weight in all, documents, lengths, greatest weight, numbers, extent."""

    values: tuple[int | float, ...]

    def to_bytes(self) -> bytes:
        return _SUMMARY.pack(*self.values)


class Blocks:
    """Takes the place of Whoosh's own writer of postings, but is given those of a term all at once."""

    def __init__(self, file: Any) -> None:
        """Write to a file, to which nobody else writes meanwhile."""
        self._file, self._offset = file, int(file.tell())
        self._size: int | None = None
        self._summary: _Summary | None = None

    def start_postings(self, format_: Any, _: Any) -> None:
        """Begin a term."""
        self._size = format_.fixed_value_size()

    def take(self, held: Sequence[Any], lengths: bytes) -> None:
        """Write the term's postings, held as `Pool` holds them. Raises OSError.

        `lengths` are those of its field in each document, as bytes.
        """
        numbers, weights, said = held[::3], held[1::3], held[2::3]
        parts, shortest, longest = [WHOOSH3_HEADER_MAGIC], 255, 0
        for first in range(0, len(numbers), _BLOCK):
            last = first + _BLOCK
            some = numbers[first:last]
            known = [lengths[number] for number in some]
            least, most = min(known), max(known)
            shortest, longest = min(shortest, least), max(longest, most)
            info, block = self._block(some, weights[first:last], said[first:last], (least, most))
            extent = len(info) + len(block)
            parts += (_EXTENT.pack(extent if last < len(numbers) else -extent), info, block)
        whole = b"".join(parts)
        self._file.write(whole)
        self._summary = _Summary(
            (
                *(0, sum(weights), len(numbers), shortest, longest, max(weights)),
                *(numbers[0], numbers[-1], self._offset, len(whole)),
            )
        )
        self._offset += len(whole)

    def _block(
        self, numbers: Sequence[int], weights: Sequence[float], said: Sequence[bytes], lengths: tuple[int, int]
    ) -> tuple[bytes, bytes]:
        gaps = (numbers[0], *map(operator.sub, numbers[1:], numbers))
        alike = weights.count(weights[0]) == len(weights)
        written = (None if weights[0] == 1 else weights[0]) if alike else tuple(weights)
        values = tuple(said) if self._size is None else b"".join(said) if self._size else None
        block = pickle.dumps((gaps, written, values), _PICKLE)
        packed = _PACKED if len(block) >= _SMALL else 0
        info = pickle.dumps((len(numbers), numbers[-1], max(weights), packed, *lengths), _PICKLE)
        return info, _deflated(block) if packed else block

    def finish_postings(self) -> Any:
        """Return what is kept beside the term."""
        return self._summary


def _deflated(block: bytes) -> bytes:
    packing = zlib.compressobj(_PACKED, zlib.DEFLATED, _WINDOW, _MEMORY)
    return packing.compress(block) + packing.flush()
