"""What staff settled on for a priority, applied to what is asked: which asks belong together, which to no finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from practice_commons.digest.account import Account, Ask
from practice_commons.digest.digest import Settled, Unsettled
from practice_commons.digest.passages import Quoting
from practice_commons.digest.testimony import Citation
from practice_commons.digest.wording import normalised
from practice_commons.model.findings import GatheredAsk, LeftOut, SettledFindings

Asked = tuple[Account, Ask]


@dataclass(frozen=True, slots=True)
class Kept:
    """The findings file of a priority, and how to cite it."""

    said: SettledFindings
    citation: Citation

    def gathered(self, asks: Sequence[Asked]) -> Iterator[tuple[tuple[Settled, str | None], list[Asked]]]:
        """Iterate over the findings that any of some asks belongs to, each with of whom it is asked and its asks."""
        for one in self.said.findings:
            found = [asked for asked in asks if any(_is(asked, wanted) for wanted in one.asks)]
            if found:
                settled = Settled(one.id, one.statement, one.note, self.citation)
                yield (settled, one.asked_of), found

    def loose(self, asks: Sequence[Asked]) -> list[Asked]:
        """Return the asks that staff have neither put into a finding nor left out."""
        decided: list[GatheredAsk | LeftOut] = [wanted for one in self.said.findings for wanted in one.asks]
        decided += self.said.left_out
        return [asked for asked in asks if not any(_is(asked, wanted) for wanted in decided)]

    def left_out(self, asks: Sequence[Asked], quoting: Quoting) -> tuple[Unsettled, ...]:
        """Return what staff left out of the findings, with their reasons, as far as these may be printed."""
        found = (
            Unsettled(quoting.cite(asked[0]), wanted.reason)
            for wanted in self.said.left_out
            for asked in asks
            if _is(asked, wanted) and quoting.attribution.may_print(asked[0], wanted.reason)
        )
        return tuple(dict.fromkeys(found))


def _is(asked: Asked, wanted: GatheredAsk | LeftOut) -> bool:
    account, ask = asked
    return account.id == wanted.id and (wanted.ask is None or normalised(wanted.ask) == normalised(ask.ask))
