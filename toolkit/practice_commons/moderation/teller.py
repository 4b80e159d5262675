"""Tells contributors what was decided, where they left an address; and lets the address go afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from practice_commons.failure import Failure
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.notices import Carrier, Notice, SmtpCarrier, of_decision
from practice_commons.moderation.outcome import outcome
from practice_commons.moderation.safe import Safe
from practice_commons.moderation.terms import Act

SERVER, SENDER, ADDRESS = "COMMONS_SMTP", "COMMONS_SENDER", "COMMONS_ADDRESS"
"""Environment variables: the mail server, who mail comes from, and where the form is reached from outside."""


@dataclass(frozen=True)
class Teller:
    """Tells of decisions. Without a carrier nobody is told; the address goes all the same."""

    desk: Desk
    safe: Safe
    clock: Callable[[], dt.datetime]
    notify: Callable[[str], None]
    carrier: Carrier | None = None
    address: str = ""
    """Where the form is, with a slash at the end; empty where it has no address that holds for others."""

    @classmethod
    def of(
        cls,
        desk: Desk,
        safe: Safe,
        clock: Callable[[], dt.datetime],
        notify: Callable[[str], None],
        environment: Mapping[str, str],
    ) -> Teller:
        """Return a teller with the carrier that the environment names, if any. Raises Failure."""
        server = environment.get(SERVER, "")
        carrier = SmtpCarrier(server, environment.get(SENDER, "")) if server else None
        address = environment.get(ADDRESS, "")
        return cls(desk, safe, clock, notify, carrier, f"{address.rstrip('/')}/" if address else "")

    def __call__(self, event: str, reference: str) -> None:
        """Tell of what happened to a submission. Whatever goes wrong with that changes nothing of what happened."""
        if event not in set(Act) or event == Act.WITHDRAW:
            return
        try:
            notice = self._notice(Act(event), reference)
            if notice is not None and self.carrier is not None:
                self.carrier.send(notice, self.clock())
        except Failure as failure:
            self.notify(f"{failure.message}; the decision stands.")
        if event != Act.RETURN:
            self.safe.close(reference, self.clock())

    def _notice(self, act: Act, reference: str) -> Notice | None:
        to = self.safe.address(reference)
        if not to:
            return None
        link = f"{self.address}contribute/s/{reference}/{self.safe.link(reference)}/" if self.address else ""
        if act is Act.RETURN:
            proposal = self.desk.proposal(reference)
            asked = next((note.text for note in reversed(proposal.waiting.notes) if note.returned), "")
            return of_decision(to, act, proposal.title, link, asked)
        decision = outcome(self.desk, reference)
        if decision is None or decision.decision != act.value:
            return None
        if act is Act.DECLINE:
            return of_decision(to, act, "Your contribution", link, decision.reason)
        base = self.desk.policy(self.desk.main()).commons.base_url.rstrip("/")
        where = "\n".join(f"{base}/c/{one}/" for one in decision.contributions)
        return of_decision(to, act, decision.title or "Your contribution", link, f"It will be published at:\n{where}")
