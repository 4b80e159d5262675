"""The words of moderation: acts, doors, states, and the reasons for declining, which are published."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What a facilitator decides."""

    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class Door(StrEnum):
    """The way by which a submission came."""

    FORM = "form"
    COMMAND = "command"
    PULL_REQUEST = "pull-request"


class State(StrEnum):
    """Who is to act next on a submission: a facilitator, or its contributor."""

    WAITING = "waiting"
    RETURNED = "returned"


class Reason(StrEnum):
    """Why a submission is declined. `REASONS` says each in words, kindly; nothing else is recorded."""

    OUT_OF_SCOPE = "out-of-scope"
    PERSONAL_DATA = "personal-data"
    ALREADY_HERE = "already-here"
    PROMOTION = "promotion"
    UNSUPPORTED = "unsupported"
    OFFENSIVE = "offensive"
    LEGAL = "legal"
    TEST = "test"
    NO_REPLY = "no-reply"


REASONS = {
    Reason.OUT_OF_SCOPE: "It is not about practice in local government, which is what this commons is for.",
    Reason.PERSONAL_DATA: "It says things about people that they have not agreed to have published.",
    Reason.ALREADY_HERE: "The same is published here already. You are welcome to add to it.",
    Reason.PROMOTION: "It offers something for sale. Tell us what you tried and what came of it instead.",
    Reason.UNSUPPORTED: "We could not tell what it rests on. Say where it comes from, and send it again.",
    Reason.OFFENSIVE: "Some of its words would hurt the people who read it. Say it in others, and send it again.",
    Reason.LEGAL: "We are not allowed to publish it: it belongs to somebody else, or is confidential.",
    Reason.TEST: "It looks like a test of the form. Thank you for trying it.",
    Reason.NO_REPLY: "We asked you something and heard nothing for a long time. You can send it again at any time.",
}
