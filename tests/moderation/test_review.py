"""A submission reviewed: what a moderator should look at, compared with what is published."""

from __future__ import annotations

from pathlib import Path

from moderation.conftest import ANN, NOW, STORY
from moderation.test_submission import submit
from practice_commons.checks.review.concern import Concern
from practice_commons.moderation import decision
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.review import Review

LONG = """
We counted every call for a fortnight, and asked each caller why they had to ring. Most rang because a letter did not
say what would happen next, or because nobody had rung back when they were told that somebody would. We rewrote the six
letters that caused most calls, and gave each case one named officer.
"""


def test_what_to_look_at(desk: Desk) -> None:
    receipt = submit(desk, STORY + "\nRing Mrs Jane Smith on 07700 900123 or write to jane@example.org.\n")
    [(_, remarks)] = Review(desk).of(desk.proposal(receipt.reference))
    assert {one.concern for one in remarks} >= {Concern.PERSONAL_DATA, Concern.NAMED_PERSON}
    assert not any("07700" in one.shown or "jane@" in one.shown for one in remarks)


def test_what_is_published_already_is_named_but_not_to_itself(desk: Desk, root: Path) -> None:
    path = "communities/customer-contact/one-form.md"
    text = (root / path).read_text("utf-8") + LONG
    published = submit(desk, text, path)
    assert not any(
        one.concern is Concern.NEAR_DUPLICATE
        for _, remarks in Review(desk).of(desk.proposal(published.reference))
        for one in remarks
    )
    decision.accept(desk, published.reference, ANN, NOW)
    again = submit(desk, STORY + LONG)
    [(_, remarks)] = Review(desk).of(desk.proposal(again.reference))
    [found] = [one for one in remarks if one.concern is Concern.NEAR_DUPLICATE]
    assert found.shown.startswith("one-form")
    version = submit(desk, text + "\nOnce more.\n", path)
    [(_, remarks)] = Review(desk).of(desk.proposal(version.reference))
    assert not any(one.concern is Concern.NEAR_DUPLICATE for one in remarks)
