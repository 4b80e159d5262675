"""Notices by mail, to a real server, and as a feed."""

from __future__ import annotations

import datetime as dt
import socket
from email import message_from_bytes
from email.policy import default
from xml.etree import ElementTree as ET

import pytest
from aiosmtpd.controller import Controller

from moderation.conftest import ANN, NOW, STORY
from moderation.test_submission import submit
from practice_commons.failure import Failure
from practice_commons.moderation import decision
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.notices import Notice, SmtpCarrier, of_decision, queue_feed
from practice_commons.moderation.safe import AFTERWARDS, Safe
from practice_commons.moderation.teller import Teller
from practice_commons.moderation.terms import REASONS, Act, Reason

ATOM = "{http://www.w3.org/2005/Atom}"


class Kept:
    """What a mail server was given."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 Message accepted for delivery"


@pytest.fixture
def server():
    kept = Kept()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, f"smtp://127.0.0.1:{port}"
    controller.stop()


def test_a_letter_arrives(server) -> None:
    kept, address = server
    notice = of_decision("somebody@example.org", Act.ACCEPT, "Ünïcode ☂", "https://commons.example/x", "Read it: y")
    SmtpCarrier(address, "Commons <commons@example.org>").send(notice, NOW)
    [(sender, to, data)] = kept.letters
    letter = message_from_bytes(data, policy=default)
    assert (sender, to) == ("commons@example.org", ["somebody@example.org"])
    assert letter["Subject"] == "Your contribution has been accepted"
    assert letter["Date"].datetime == NOW
    assert "“Ünïcode ☂” has been accepted" in letter.get_content()
    assert "https://commons.example/x" in letter.get_content()


def test_nothing_in_a_text_becomes_a_header(server) -> None:
    kept, address = server
    notice = Notice("somebody@example.org", "A\r\nBcc: everybody@example.org", "x\r\n.\r\nMAIL FROM:<y@z>\r\n")
    SmtpCarrier(address, "commons@example.org").send(notice, NOW)
    [(_, to, data)] = kept.letters
    letter = message_from_bytes(data, policy=default)
    assert to == ["somebody@example.org"]
    assert letter["Bcc"] is None
    assert "MAIL FROM" in letter.get_content()


@pytest.mark.parametrize("to", ["", "a@b\r\nc@d", "everybody@example.org, more@example.org", "no address"])
def test_an_odd_address_reaches_nobody_it_should_not(server, to: str) -> None:
    kept, address = server
    with pytest.raises(Failure):
        SmtpCarrier(address, "commons@example.org").send(Notice(to, "x", "y"), NOW)
    assert kept.letters == []


def test_a_server_that_is_not_there_is_said_without_its_password() -> None:
    with pytest.raises(Failure, match="could not be sent") as failure:
        SmtpCarrier("smtp://name:secret@127.0.0.1:9", "commons@example.org").send(Notice("a@b.example", "x", "y"), NOW)
    assert "secret" not in str(failure.value)
    for wrong in (("http://x", "a@b"), ("smtp://", "a@b"), ("smtp://x", "nobody")):
        with pytest.raises(Failure, match="cannot be read"):
            SmtpCarrier(*wrong)


def test_a_reason_is_told_kindly() -> None:
    said = of_decision("a@b.example", Act.DECLINE, "T", "", Reason.PROMOTION.value).text
    assert REASONS[Reason.PROMOTION] in said
    assert "promotion" not in said


def test_the_queue_is_a_feed(desk: Desk) -> None:
    first = submit(desk, STORY.replace("One call", "One <call> & more"))
    second = submit(desk, now=NOW + dt.timedelta(hours=1))
    feed = ET.fromstring(queue_feed(desk.queue(), "Submissions", "https://commons.example/moderate/"))
    entries = feed.findall(f"{ATOM}entry")
    assert [one.find(f"{ATOM}link").get("href") for one in entries] == [
        f"https://commons.example/moderate/{one.reference}/" for one in (second, first)
    ]
    assert entries[1].find(f"{ATOM}title").text == "One <call> & more, one answer"
    assert queue_feed([], "Submissions", "https://x/") == queue_feed([], "Submissions", "https://x/")


@pytest.mark.parametrize("act", ["accept", "return", "decline"])
def test_a_contributor_is_told_of_the_decision_and_the_address_goes(desk: Desk, tmp_path, server, act: str) -> None:
    kept, address = server
    safe = Safe.of(tmp_path, {})
    receipt = submit(desk)
    safe.keep_address(receipt.reference, "somebody@example.org")
    environment = {
        "COMMONS_SMTP": address,
        "COMMONS_SENDER": "commons@example.org",
        "COMMONS_ADDRESS": "https://form.example.org",
    }
    teller = Teller.of(desk, safe, lambda: NOW, print, environment)
    if act == "accept":
        decision.accept(desk, receipt.reference, ANN, NOW)
    elif act == "return":
        decision.send_back(desk, receipt.reference, ANN, "Which letters?", NOW)
    else:
        decision.decline(desk, receipt.reference, ANN, Reason.PROMOTION, NOW)
    teller(act, receipt.reference)
    [(_, to, data)] = kept.letters
    text = message_from_bytes(data, policy=default).get_content()
    assert to == ["somebody@example.org"]
    assert f"https://form.example.org/contribute/s/{receipt.reference}/{safe.link(receipt.reference)}/" in text
    assert {
        "accept": "/c/one-call-one-answer/",
        "return": "Which letters?",
        "decline": "offers something for sale",
    }[act] in text
    safe.sweep(NOW + 2 * AFTERWARDS)
    assert bool(safe.address(receipt.reference)) == (act == "return")


def test_a_server_that_is_away_does_not_undo_a_decision(desk: Desk, tmp_path) -> None:
    said: list[str] = []
    safe = Safe.of(tmp_path, {})
    receipt = submit(desk)
    safe.keep_address(receipt.reference, "somebody@example.org")
    decision.accept(desk, receipt.reference, ANN, NOW)
    environment = {"COMMONS_SMTP": "smtp://127.0.0.1:9", "COMMONS_SENDER": "commons@example.org"}
    Teller.of(desk, safe, lambda: NOW, said.append, environment)("accept", receipt.reference)
    assert "the decision stands" in said[0]
