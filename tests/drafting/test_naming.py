"""File names made from titles."""

from __future__ import annotations

import pytest

from practice_commons.drafting.naming import slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("One call, one answer", "one-call-one-answer"),
        ("  What's  next? ", "whats-next"),
        ("Événement à Bristol", "evenement-a-bristol"),
        ("日本", "news"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "news-con"),
        ("Readme", "news-readme"),
        ("a" * 99, "a" * 60),
        ("word " * 20, "word-" * 11 + "word"),
    ],
)
def test_slug(title: str, expected: str) -> None:
    assert slug(title, "news") == expected
