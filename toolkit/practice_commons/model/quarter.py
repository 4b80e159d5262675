"""Quarters of calendar years, numbered without gaps, so that they can be counted through."""

from __future__ import annotations


def quarter_of(year: int, month: int) -> int:
    """Return the number of the quarter that a month is in. One quarter follows another by one."""
    return year * 4 + (month - 1) // 3


def quarter_name(number: int) -> str:
    """Return a quarter as people write it: `2026-Q4`."""
    return f"{number // 4}-Q{number % 4 + 1}"
