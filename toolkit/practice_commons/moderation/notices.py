"""What people are told: a contributor of a decision, whoever watches the queue of a submission.

A carrier brings a notice to an address. There are two ways: mail (`SmtpCarrier`, RFC 5321), and a feed of the queue
that facilitators subscribe to (`queue_feed`, RFC 4287), for which nobody's address is needed.
"""

from __future__ import annotations

import datetime as dt
import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

from feedgenerator import Atom1Feed

from practice_commons.failure import Failure
from practice_commons.moderation.proposal import Proposal
from practice_commons.moderation.terms import REASONS, Act, Reason

ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""One address as people have them: stricter than RFC 5322, which allows what no council uses."""
TIMEOUT = 20
"""Seconds that a mail server may take."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell: to which address, about what, in plain text."""

    address: str
    subject: str
    text: str


class Carrier(Protocol):
    """Brings notices to people."""

    def send(self, notice: Notice, now: dt.datetime) -> None:
        """Bring one. Raises Failure when it cannot be brought; whatever it is about has happened all the same."""


class SmtpCarrier:
    """Mail, by a server named as `smtp://name:password@host:587` (STARTTLS), `smtps://…` or, on this machine, plain."""

    def __init__(self, server: str, sender: str) -> None:
        """Take the server's address and the sender's. Raises Failure."""
        parts = urlsplit(server)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in parseaddr(sender)[1]:
            raise Failure(
                "the mail server or the sender's address cannot be read",
                "Write smtp://name:password@mail.example.org:587 and commons@example.org.",
            )
        self._parts, self._sender = parts, sender

    def send(self, notice: Notice, now: dt.datetime) -> None:
        """Send it. Raises Failure."""
        if not ADDRESS.fullmatch(notice.address):
            raise Failure("the notice has no address, or several", "Nothing was sent.")
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = notice.address
        message["Subject"] = _line(notice.subject)
        message["Date"] = format_datetime(now)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(notice.text)
        try:
            with self._connected() as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Failure(
                f"the notice could not be sent: {type(error).__name__}", "See the mail server's log."
            ) from error

    def _connected(self) -> smtplib.SMTP:
        host, port = str(self._parts.hostname), self._parts.port
        context = ssl.create_default_context()
        if self._parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, port or 587, timeout=TIMEOUT)
            if host not in {"localhost", "127.0.0.1", "::1"}:
                server.starttls(context=context)
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        return server


def of_decision(address: str, act: Act, title: str, link: str, said: str = "") -> Notice:
    """Return what a contributor is told of a decision. `said` is a reason, questions, or the published address."""
    opening = {
        Act.ACCEPT: f"“{title}” has been accepted. Thank you for sharing it.",
        Act.RETURN: f"A facilitator has read “{title}” and would like to ask you something before it is published.",
        Act.DECLINE: f"“{title}” will not be published.",
        Act.WITHDRAW: f"“{title}” has been withdrawn. Its address says so, and when.",
    }[act]
    subject = {
        Act.ACCEPT: "Your contribution has been accepted",
        Act.RETURN: "A question about your contribution",
        Act.DECLINE: "About your contribution",
        Act.WITHDRAW: "Your contribution has been withdrawn",
    }[act]
    body = REASONS[Reason(said)] if act is Act.DECLINE else said
    closing = f"Follow it, change it or take it back here. Keep this link to yourself:\n{link}" if link else ""
    return Notice(address, subject, "\n\n".join(filter(None, (opening, body, closing))) + "\n")


def queue_feed(queue: Sequence[Proposal], title: str, address: str) -> bytes:
    """Return an Atom feed of the queue, the newest first. `address` is that of the moderators' page, with a slash."""
    feed = _Feed(queue, title=title, link=address, description="", feed_guid=address)
    for one in reversed(queue):
        feed.add_item(
            title=one.title,
            link=f"{address}{one.reference}/",
            unique_id=f"{address}{one.reference}/{one.waiting.head}",
            description=f"For {', '.join(filter(None, one.communities)) or 'no community'}; {one.waiting.state}.",
            pubdate=one.waiting.opened,
            updateddate=one.waiting.changed,
            categories=[one.waiting.state.value],
        )
    text: str = feed.writeString("utf-8")
    return text.encode("utf-8")


class _Feed(Atom1Feed):  # type: ignore[misc]
    """The library's Atom, told the time: an empty queue must not look at the clock."""

    def __init__(self, queue: Sequence[Proposal], **facts: str) -> None:
        super().__init__(**facts)
        self._updated = max((one.waiting.changed for one in queue), default=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))

    def latest_post_date(self) -> dt.datetime:
        """Return when the queue last changed."""
        return self._updated


def _line(text: str) -> str:
    """Return text as one line: nothing in it can become a header of its own."""
    return " ".join(text.split())
