"""What takes too long: stopped alone, so that one contribution never keeps the others waiting."""

from __future__ import annotations

from practice_commons.checks.registry import reading_rule

PATIENCE = 20.0
"""Seconds that one contribution may take to be examined: thousands of times what any other needs."""

reading_rule(
    "too-slow",
    """
    A contribution is examined in a moment.

    Why: One that takes very long, by accident or on purpose, would keep everybody's from being published.

    Bad:

        a table of ten thousand columns

    Good:

        a table that a person can read

    Fix: Make it shorter, or divide it. It is left out, alone, until then.
    """,
)
