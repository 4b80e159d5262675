"""The facts of a synthetic contribution, as YAML: what all kinds say of themselves, and what each kind adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.synthetic_commons.plan import LAST, SYNTHETIC, Council, Entry, Plan, rank, slug
from benchmarks.synthetic_commons.prose import Language, sentence
from benchmarks.synthetic_commons.terms import PUBLISHERS

_ROLES = ("officer",) * 12 + ("councillor",) * 4 + ("partner",) * 3 + ("resident",)
_REPORTS = {"case-study", "example", "answer", "challenge"}
"""The kinds that tell what came of something."""
_OUTCOMES = ("worked",) * 5 + ("mixed",) * 4 + ("did-not-work",) * 2 + ("too-early",) * 2
_EVIDENCE = ("view",) * 6 + ("described-change",) * 5 + ("before-after",) * 3 + ("comparison", "independent-evaluation")
_CONSENT = ("",) * 6 + ("named",) * 5 + ("council-only",) * 4 + ("anonymous",) * 3 + ("none",)
_UNITS = ('"%"', "days", "calls a week", "£ thousand", "complaints a month", "households")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A contribution whose facts are being written: what it is, and what it is written with."""

    plan: Plan
    entry: Entry
    spoken: Language
    random: Random
    role: str
    home: Council
    priorities: list[str]

    @property
    def reports(self) -> bool:
        """Say whether it tells what came of something."""
        return self.entry.kind in _REPORTS

    def said(self, length: int) -> str:
        """Return a sentence of about so many words."""
        return sentence(self.spoken, self.random, self.entry.topics, length)

    def likely(self, share: float) -> bool:
        """Return yes in that share of cases."""
        return self.random.random() < share

    def council(self) -> Council:
        """Return a council that existed at the time."""
        return self.plan.council(self.random, self.entry.date)


def frontmatter(plan: Plan, entry: Entry, spoken: Language, random: Random, *, first_version: bool) -> str:
    """Return the frontmatter of a contribution, between its lines of hyphens."""
    home = plan.council(random, entry.date)
    draft = Draft(plan, entry, spoken, random, random.choice(_ROLES), home, _priorities(plan, entry, random))
    parts = [*_description(draft), *_experience(draft), *_terms_of_use(draft)]
    if not first_version and entry.revised_in is not None:
        parts += _afterwards(draft)
    return "\n".join(("---", *parts, *_OWN.get(entry.kind, _nothing)(draft), "---"))


def quoted(words: str) -> str:
    """Return words as a YAML string in quotes."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _description(draft: Draft) -> Iterator[str]:
    entry, random = draft.entry, draft.random
    yield f"id: {entry.id}\nkind: {entry.kind}\ntitle: {quoted(entry.title)}"
    yield f"summary: >-\n  {draft.said(14)} {draft.said(11)}\ndate: {entry.date}"
    if draft.likely(0.05):
        yield f"date_known_to: {random.choice(('month', 'year'))}"
    yield f"community: {draft.plan.communities[entry.community][0]}"
    yield f"tags: [{', '.join(_tags(draft))}]"
    if draft.likely(0.6):
        yield f"practice: {random.choice(('development', 'development', 'challenge', 'support'))}"
    if draft.priorities:
        yield f"priorities: [{', '.join(draft.priorities)}]"
    councils = [draft.home.slug, *(draft.council().slug for _ in range(random.choice((0, 0, 0, 1, 4))))]
    if draft.reports or draft.likely(0.3):
        yield f"councils: [{', '.join(dict.fromkeys(councils))}]"
    yield f"author:\n  name: Synthetic {draft.role} {rank(random, 20_000) + 1}\n  role: {draft.role}"
    if draft.role != "partner":
        yield f"  council: {draft.home.slug}"
    if draft.likely(0.1):
        yield "  listed: yes"


def _experience(draft: Draft) -> Iterator[str]:
    """Return what came of it, how that is known, where it stands on priorities and what would help."""
    random = draft.random
    if draft.reports and draft.likely(0.7):
        yield f"outcome: {random.choice(_OUTCOMES)}\nevidence: {random.choice(_EVIDENCE)}"
    if draft.reports and draft.likely(0.5 if draft.entry.kind == "case-study" else 0.1):
        yield "measures:"
        yield from (_measure(draft) for _ in range(random.choice((1, 1, 2, 3))))
    if draft.reports and draft.priorities and draft.likely(0.6):
        yield "stance:"
        for one in draft.priorities:
            yield f"  {one}: {random.choice(('supports', 'supports', 'challenges', 'mixed'))}"
    if draft.priorities and draft.likely(0.35 if draft.reports else 0.08):
        yield f"asks:\n  - ask: {draft.said(12)}"
        yield f"    of: {random.choice(('Government', 'Government', 'Councils', 'The association', 'Regulators'))}"
        yield f"    priority: {random.choice(draft.priorities)}"


def _measure(draft: Draft) -> str:
    random, year = draft.random, draft.entry.date.year
    before = random.randrange(10, 400)
    name = f"{random.choice(draft.entry.topics)} {random.choice(('waits', 'cases', 'cost', 'contacts'))}".capitalize()
    figures = f"    before: {before}\n    after: {round(before * random.uniform(0.5, 1.2), 1)}"
    return f"  - name: {name}\n{figures}\n    unit: {random.choice(_UNITS)}\n    period: {year - 1} to {year}"


def _terms_of_use(draft: Draft) -> Iterator[str]:
    entry, random = draft.entry, draft.random
    if consent := random.choice(_CONSENT):
        yield f"consent: {consent}"
    if entry.responds_to is not None:
        yield f"responds_to: {draft.plan.entries[entry.responds_to].id}"
    if draft.likely(0.05):
        yield "licence: CC-BY-4.0"
    if draft.likely(0.04):
        yield f"source:\n  title: {draft.said(6)[:-1]}"
        yield f"  publisher: {random.choice(PUBLISHERS)}\n  year: {entry.date.year - 1}"
    if entry.kind == "guidance" or draft.likely(0.03):
        yield f"review_by: {entry.date + random.randrange(1, 4) * 365 * _DAY}"


def _afterwards(draft: Draft) -> Iterator[str]:
    """Return what a later commit adds. Its first contribution's day stands for the commit's."""
    entry, plan = draft.entry, draft.plan
    if entry.superseded_by is not None:
        yield f"superseded_by: {plan.entries[entry.superseded_by].id}"
    elif entry.revised_in is not None and draft.likely(0.08):
        day = plan.commits[entry.revised_in][0][0].date
        yield f"withdrawn:\n  date: {day}\n  reason: The figures were wrong."


def _question(draft: Draft) -> Iterator[str]:
    if draft.likely(0.4):
        yield f"wanted_by: {_later(draft)}"


def _resource(draft: Draft) -> Iterator[str]:
    form = draft.random.choice(("document", "toolkit", "template", "dataset", "website", "community", "training"))
    yield f"format: {form}\npublisher: {draft.random.choice(PUBLISHERS)}"
    yield f"link: https://www.example.org/{slug(draft.entry.topics[0])}/{draft.entry.number}"


def _guidance(draft: Draft) -> Iterator[str]:
    yield f"publisher: {draft.random.choice(PUBLISHERS)}\napplies_to: Any council with {draft.entry.topics[0]}"


def _event(draft: Draft) -> Iterator[str]:
    day, random = _later(draft), draft.random
    yield f"starts: {day} 09:30\nends: {day} 16:00\nplace: {quoted(draft.council().name)}"
    if draft.likely(0.4):
        yield "online: yes"
    hours = range(10, random.choice((10, 10, 12, 13, 15)))
    if hours:
        yield "sessions:"
    for hour in hours:
        yield f"  - title: {draft.said(5)[:-1]}\n    starts: {day} {hour}:00"
        yield f"    speakers: [Synthetic speaker {random.randrange(1, 400)}]"
        if draft.entry.links and hour == hours[0]:
            yield f"    contribution: {draft.plan.entries[draft.entry.links[0]].id}"


def _help(draft: Draft) -> Iterator[str]:
    last = _later(draft)
    yield f"what: {draft.said(12)}\nuntil: {last}\nstatus: {_status(last)}"


def _call(draft: Draft) -> Iterator[str]:
    last = _later(draft)
    yield f"question: {draft.said(12)[:-1]}?\npriority: {draft.priorities[0]}"
    yield f"deadline: {last}\nstatus: {_status(last)}"


def _challenge(draft: Draft) -> Iterator[str]:
    yield f"host: {draft.council().slug}\nteam:"
    for role, position in (("councillor", "Lead peer"), ("officer", "Peer"), ("officer", "Peer")):
        yield f"  - role: {role}\n    council: {draft.council().slug}\n    position: {position}"
    yield f"lines_of_enquiry:\n  - {draft.said(12)}\n  - {draft.said(9)}"
    yield f"recommendations:\n  - {draft.said(13)}\n  - {draft.said(10)}"
    yield f"report_date: {draft.entry.date + 10 * _DAY}\nreview_date: {draft.entry.date + 375 * _DAY}"


def _module(draft: Draft) -> Iterator[str]:
    yield f"minutes: {draft.random.randrange(10, 90, 5)}\nlessons:\n  - {draft.said(12)}\n  - {draft.said(8)}"
    yield f"quiz:\n  - question: {draft.said(8)[:-1]}?\n    options: [Yes, No, Sometimes]"
    yield f"    answer: {draft.random.randrange(1, 4)}"


def _nothing(_: Draft) -> Iterator[str]:
    yield from ()


_OWN: dict[str, Callable[[Draft], Iterator[str]]] = {
    "question": _question,
    "resource": _resource,
    "guidance": _guidance,
    "event": _event,
    "offer": _help,
    "request": _help,
    "call": _call,
    "challenge": _challenge,
    "module": _module,
}
"""What a kind adds to what all kinds say."""


def _later(draft: Draft) -> dt.date:
    return draft.entry.date + draft.random.randrange(20, 200) * _DAY


def _status(last_day: dt.date) -> str:
    return "open" if last_day > LAST else "closed"


def _tags(draft: Draft) -> list[str]:
    known = list(draft.plan.tags)
    drawn = [known[rank(draft.random, len(known))] for _ in range(draft.random.choice((0, 1, 1, 2)))]
    own = [slug(topic) for topic in draft.entry.topics if slug(topic) in draft.plan.tags]
    return list(dict.fromkeys((*own, *drawn, SYNTHETIC)))


def _priorities(plan: Plan, entry: Entry, random: Random) -> list[str]:
    """Return none, one or several priorities; a call has one at least."""
    count = random.choice((0, 0, 1, 1, 1, 2, 3))
    if entry.kind == "call":
        count = max(count, 1)
    return list(dict.fromkeys(plan.priorities[rank(random, len(plan.priorities))] for _ in range(count)))
