"""Whatever is written into a shard is read back the same."""

from __future__ import annotations

import random
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice_commons.search import encoding

NUMBERS = st.integers(0, 1 << 40)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.lists(NUMBERS))
def test_numbers(values: list[int]) -> None:
    reader = encoding.Reader(encoding.numbers(values))
    assert [reader.number() for _ in values] == values
    assert reader.at == len(reader.data)


@given(st.sets(NUMBERS))
def test_rising_numbers(values: set[int]) -> None:
    assert encoding.Reader(encoding.rising(sorted(values))).rising() == sorted(values)


@given(st.sets(TEXTS))
def test_keys(values: set[str]) -> None:
    data = encoding.keys(sorted(values))
    assert encoding.Reader(data).keys() == sorted(values)


def test_columns_that_are_unlike_are_packed_apart() -> None:
    chance = random.Random(1)
    columns = [bytes(chance.choices(range(low, low + 8), k=6000)) for low in (0, 100, 200)]
    assert len(encoding.shard(columns)) < 0.85 * len(encoding.shard([b"".join(columns)]))


@given(st.lists(st.integers(0, 1 << 40)))
def test_all_numbers_that_are_left(values: list[int]) -> None:
    assert encoding.Reader(encoding.numbers(values)).numbers() == values


def test_keys_that_begin_alike_take_little_room() -> None:
    assert len(encoding.keys(["contribution", "contributions", "contributor"])) < 25


@given(st.lists(st.binary(max_size=2000), max_size=5))
def test_a_shard_is_a_script_that_says_its_parts_one_after_the_other(parts: list[bytes]) -> None:
    script, data = encoding.shard(parts), b"".join(parts)
    said = script.decode("utf-16")
    assert said.startswith('commons("')
    assert said.endswith('");\n')
    assert re.fullmatch(r'(?:[^"\\\r\n]|\\["\\rn])*', said[9:-4]), (
        "nothing in it ends the text, or means something else in it"
    )
    said.encode()  # no half of a surrogate pair
    assert encoding.Reader.of(script).data == data


def test_any_two_bytes_are_a_character_that_may_stand_in_a_script() -> None:
    every = b"".join(unit.to_bytes(2, "little") for unit in range(1 << 16))
    for data in (b"", b"\0", b"\xd8", every, every[:-1], every[::-1]):
        text = encoding._text(data)
        assert not [one for one in text if "\ud800" <= one <= "\udfff"]
        assert encoding._bytes(text) == data


@given(st.binary(max_size=3000), st.binary(min_size=1, max_size=3000))
def test_what_its_readers_know_before_need_not_be_said_in_a_shard(data: bytes, known: bytes) -> None:
    assert encoding.Reader.of(encoding.shard([data + known], known), known).data == data + known
    assert len(encoding.shard([known * 2], known)) < 2 * len("commons()") + 120


def test_a_shard_is_hardly_longer_than_what_is_packed() -> None:
    data = random.Random(2).randbytes(100_000)
    assert len(encoding.shard([data])) < 1.006 * len(data)


@pytest.mark.parametrize("cut", [1, 40, 90, 150])
def test_a_shard_that_was_cut_off_is_no_shard(cut: int) -> None:
    script = encoding.shard([random.Random(3).randbytes(200)])
    with pytest.raises((ValueError, LookupError, zlib.error)):
        encoding.Reader.of(script[:cut])
