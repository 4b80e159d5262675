"""Contributions worked up into the draft of a case study: quoted and cited under its headings, for a person to finish.

Nothing here says what happened. It quotes exact words as consent allows (see `attribution`), gathers what people coded,
and marks with “Write:” what only a person can write.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.checks.rules import structure
from practice_commons.digest import phrasing
from practice_commons.digest.account import Account, Accounts
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.digest import Figure
from practice_commons.digest.findings import figures
from practice_commons.digest.markdown_text import inline, link, quotation
from practice_commons.digest.passages import Quoting, parts
from practice_commons.drafting.guidance import under_heading
from practice_commons.drafting.keys import keys_of
from practice_commons.drafting.template import scalar
from practice_commons.failure import Failure
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Consent, Kind, Term
from practice_commons.model.wording import count

WRITE = "Write:"
"""What marks, in the frontmatter, what a person has yet to write; in the body it is `structure.WRITE`."""
_HEADINGS = KINDS[Kind.CASE_STUDY].required_headings
_STORY, _OPENING, _CHANGE, _LAST = "What we did", "Context", "What changed", "Lessons"
_LEAST = (Consent.ANONYMOUS, Consent.COUNCIL_ONLY, Consent.NAMED)
"""What contributors allow, the least first."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A draft, and how many passages of it were left out because their words would break consent."""

    text: str
    sources: tuple[Account, ...]
    left_out: int


def worked_up(
    catalogue: Catalogue, identities: Sequence[str], day: dt.date, title: str = "", community: str = ""
) -> Skeleton:
    """Return the draft of a case study from contributions, dated as given. Raises Failure where one may not be used."""
    attribution = Attribution(catalogue.vocabularies.register, catalogue.today)
    accounts = chosen(catalogue, identities, attribution)
    bench = _Bench(accounts, Quoting(attribution, catalogue.vocabularies.commons.base_url))
    lines = [*bench.frontmatter(day, title, community), "", *bench.body()]
    return Skeleton("\n".join(lines).rstrip() + "\n", accounts, bench.left_out)


def chosen(catalogue: Catalogue, identities: Sequence[str], attribution: Attribution) -> tuple[Account, ...]:
    """Return the contributions with some ids, each once. Raises Failure, naming all that may not be used."""
    held = Accounts(catalogue)
    found: list[Account] = []
    refused: list[str] = []
    for identity in dict.fromkeys(identities):
        account = held.of(identity)
        why = _barred(account, attribution)
        if why:
            refused.append(f"{identity} {why}")
        elif account is not None:
            found.append(account)
    if refused:
        hint = (
            "Consent is for the contributor to give: ask, or leave it out." if "no consent" in "".join(refused) else ""
        )
        raise Failure("; ".join(refused), hint or "Look for contributions with: commons search")
    return tuple(found)


def _barred(account: Account | None, attribution: Attribution) -> str:
    if account is None:
        return "is no published contribution"
    if account.withdrawn:
        return "was withdrawn"
    if account.superseded_by:
        return f"was replaced: use {account.superseded_by}"
    if not account.consents_to_advocacy:
        return "may not be used: there is no consent to it"
    if not attribution.may_cite(account):
        return "cannot be cited without naming somebody who asked not to be named"
    return "" if account.commit else "is not committed yet, so nobody could check a citation of it"


@dataclass
class _Bench:
    """Where one draft is made."""

    accounts: tuple[Account, ...]
    quoting: Quoting
    left_out: int = 0
    _figures: tuple[Figure, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the figures that may be printed."""
        self._figures, hidden = figures(self.accounts, self.quoting)
        self.left_out += hidden

    # the frontmatter

    def frontmatter(self, day: dt.date, title: str, community: str) -> Iterator[str]:
        """Yield the frontmatter: what the contributions share or name between them, and what is to be written."""
        accounts = self.accounts
        limits = {key.name: key.limit for key in keys_of(Kind.CASE_STUDY)}
        yield "---"
        yield f"# The draft of a case study, worked up from {count(len(accounts), 'contribution')}."
        yield f"# {WRITE} what each line marked so asks for. The software has written nothing of what happened."
        yield f"kind: {Kind.CASE_STUDY}"
        if title:
            yield f"title: {scalar(title)}"
        else:
            yield from (f"# {WRITE} a title that tells a colleague whether to read on.", "title:")
        yield from (f"# {WRITE} one or two plain sentences.", "summary:")
        yield f"date: {day.isoformat()}"
        communities = list(dict.fromkeys(str(one.said["community"]) for one in accounts))
        place = community or (communities[0] if len(communities) == 1 else "")
        if not place:
            yield f"# {WRITE} the community that it is for. The contributions are of {', '.join(communities)}."
        yield f"community: {place}".rstrip()
        yield from (f"# {WRITE} who contributes the case study, and in what capacity.", "author:", "  name:", "  role:")
        least = next(one for one in _LEAST if any(account.consent is one for account in accounts))
        yield f"# {WRITE} how it may be used. Its contributors allow this and no more: {least}."
        yield "consent:"
        yield from self._listed("tags", limits["tags"], lambda one: [*one.said.get("tags", ())])
        yield from self._listed("priorities", limits["priorities"], _priorities)
        yield from self._listed(
            "councils", limits["councils"], lambda one: [each.slug for each in self.quoting.attribution.councils(one)]
        )
        targets = {one.said.get("responds_to") for one in accounts}
        if len(targets) == 1 and (target := targets.pop()):
            yield f"responds_to: {target}"
        languages = {one.language for one in accounts}
        if len(languages) == 1:
            yield f"language: {scalar(languages.pop())}"
        yield from self._licence()
        yield from self._coded("outcome", "what came of it", lambda one: one.outcome)
        yield from self._coded("evidence", "how it is known", lambda one: one.evidence)
        yield from self._stances()
        yield from self._measures(limits["measures"] or len(self._figures))
        yield "---"

    def _listed(self, key: str, limit: int | None, of: Callable[[Account], list[str]]) -> Iterator[str]:
        """Yield the values of a list of all contributions, the commonest first where there is not room for all."""
        counted: Counter[str] = Counter()
        for account in self.accounts:
            counted.update({one for one in of(account) if self.quoting.attribution.may_print(account, one)})
        kept = sorted(counted, key=lambda one: (-counted[one], one))[:limit]
        if kept:
            more = sorted({*counted} - {*kept})
            if more:
                yield f"# Left out, since there is room for {limit}: {', '.join(more)}"
            yield f"{key}: [{', '.join(scalar(one) for one in kept)}]"

    def _licence(self) -> Iterator[str]:
        licences = {one.licence: None for one in self.accounts}
        if len(licences) == 1:
            yield f"licence: {scalar(next(iter(licences)))}"
        else:
            said = "; ".join(f"{one.licence} ({one.citation})" for one in self.accounts)
            yield from (f"# {WRITE} a licence that the contributions' own allow: {scalar(said)}", "licence:")

    def _coded(self, key: str, asks: str, of: Callable[[Account], Term | None]) -> Iterator[str]:
        said = [f"{value.value} ({one.citation})" for one in self.accounts if (value := of(one)) is not None]
        if said:
            yield from (f"# {WRITE} {asks}. The contributors say: {', '.join(said)}.", f"{key}:")

    def _stances(self) -> Iterator[str]:
        said = [
            f"{priority}: {stance} ({one.citation})" for one in self.accounts for priority, stance in one.stance.items()
        ]
        if said:
            yield f"# {WRITE} where it stands, priority by priority. The contributors say: {', '.join(said)}."
            yield "stance:"

    def _measures(self, limit: int) -> Iterator[str]:
        if not self._figures:
            return
        yield "# The figures as their contributors gave them. Delete what does not belong."
        yield "measures:"
        for one in self._figures[:limit]:
            yield f"  # from {one.citation.text}"
            named = [("before", one.before), ("after", one.after), ("unit", one.unit), ("period", one.period)]
            yield f"  - name: {scalar(one.name)}"
            for name, value in (*named, ("note", one.note)):
                if value is not None:
                    yield f"    {name}: {value if name in {'before', 'after'} else scalar(value)}"
        for one in self._figures[limit:]:
            yield f"  # left out, since there is room for {limit}: a figure of {one.citation.text}"

    # the body

    def body(self) -> Iterator[str]:
        """Yield the body: under each heading what to write, and the material for it."""
        yield f"{structure.WRITE} the story, from the material quoted here. Then delete each line marked so."
        yield ""
        material: dict[str, list[str]] = {heading: [] for heading in _HEADINGS}
        for account in self.accounts:
            self._place(account, material)
        for heading in _HEADINGS:
            yield from (f"## {heading}", "", f"{structure.WRITE} {under_heading(heading)}", "")
            if not material[heading]:
                yield from ("*No contribution has anything under this heading. It is not left out: say so.*", "")
            for one in material[heading]:
                yield from (one, "")
        yield from ("## Sources", "")
        yield from (self._source(account) for account in self.accounts)

    def _place(self, account: Account, material: dict[str, list[str]]) -> None:
        """Put what a contribution says where it says that it belongs; what has no such heading, under the story."""
        known = {heading.casefold(): heading for heading in _HEADINGS}
        material[_OPENING].append(self._quoted(account, "summary", [account.summary]))
        for heading, blocks in parts(account.body):
            where = known.get(heading.casefold(), _STORY)
            named = heading if heading.casefold() not in known else ""
            material[where].append(self._quoted(account, heading or "text", blocks, named))
        if coded := _codes(account):
            material[_CHANGE].append(f"Coded by its contributor: {coded}. {self._cite(account)}")
        for ask in account.asks:
            material[_LAST].append(self._quoted(account, "ask", [ask.ask], "What would help"))

    def _quoted(self, account: Account, part: str, blocks: Iterable[str], named: str = "") -> str:
        """Return blocks of a contribution as a quotation, with its source; a gap where consent hides a block."""
        said: list[str] = []
        if named:
            heading = self.quoting.quote(account, part, named)
            said.append(f"> **{inline(heading.words)}**" if heading.words else f"> *{phrasing.LEFT_OUT}*")
        for block in blocks:
            passage = self.quoting.quote(account, part, block)
            self.left_out += passage.words is None
            said.append(quotation(passage.words) if passage.words else f"> *{phrasing.LEFT_OUT}*")
        credit = phrasing.credit_line(self.quoting.attribution.credit(account))
        said.append(f"> {inline(credit)}. {self._cite(account)}")
        return "\n>\n".join(said)

    def _source(self, account: Account) -> str:
        title = self.quoting.title(account)
        self.left_out += title.words is None
        named = f"“{inline(title.words)}”" if title.words is not None else f"*{phrasing.LEFT_OUT}*"
        credit = inline(phrasing.credit_line(self.quoting.attribution.credit(account)))
        allowed = f"{inline(account.licence)}; use in advocacy: {account.consent}"
        return f"- {named}, {account.dated}. {credit}. {allowed}. {self._cite(account)}"

    def _cite(self, account: Account) -> str:
        citation = self.quoting.cite(account)
        return link(citation.text, citation.link)


def _priorities(account: Account) -> list[str]:
    return list(dict.fromkeys((*account.said.get("priorities", ()), *account.stance)))


def _codes(account: Account) -> str:
    said = []
    if account.outcome is not None:
        said.append(phrasing.OUTCOMES[account.outcome].lower())
    if account.evidence is not None:
        said.append(f"known by {phrasing.GRADES[account.evidence].lower()}")
    return "; ".join(said)
