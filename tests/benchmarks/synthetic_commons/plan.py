"""What a synthetic commons will hold: which contribution where, when, by whom, and what it answers and links to."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.synthetic_commons.terms import AIMS, ASPECTS, PRIORITIES, SUBJECTS, TITLES

FIRST, LAST = dt.date(2008, 1, 7), dt.date(2025, 12, 31)
SYNTHETIC = "synthetic"
"""The tag that every contribution carries."""
TAGS = 120
KINDS = {
    "call": 1.5,
    "question": 12.0,
    "answer": 26.0,
    "example": 9.0,
    "case-study": 10.0,
    "news": 10.0,
    "event": 8.0,
    "resource": 8.0,
    "guidance": 6.0,
    "request": 4.0,
    "offer": 3.0,
    "challenge": 1.0,
    "module": 1.5,
}
"""The share of each kind in a hundred. The first contributions take the kinds in turn, so that none is missing."""
REVISED = 0.04
"""The share of contributions that a later commit changes."""


@dataclass(slots=True)
class Entry:
    """One contribution to be. Numbers name other entries of the plan; all but `superseded_by` are earlier ones."""

    number: int
    id: str
    kind: str
    title: str
    topics: list[str]
    community: int
    date: dt.date
    responds_to: int | None
    links: list[int]
    commit: int
    revised_in: int | None = None
    superseded_by: int | None = None


@dataclass(frozen=True, slots=True)
class Council:
    """A council of the register, as far as a synthetic contribution needs it."""

    slug: str
    name: str
    started: dt.date
    ended: dt.date


@dataclass(frozen=True)
class Plan:
    """The whole commons in outline; a few hundred bytes for each contribution."""

    seed: int
    communities: list[tuple[str, str, str]]
    """Slug, title and subject."""
    councils: list[Council]
    priorities: list[str]
    tags: dict[str, str]
    """Each tag's label, by its id."""
    entries: list[Entry]
    commits: list[list[tuple[Entry, bool]]]
    """What each commit writes: an entry, and whether that is its first version, to be revised later."""
    began: dict[int, int] = field(default_factory=dict)
    """The commit in which each community begins."""

    def path(self, number: int) -> str:
        """Return where a contribution lies."""
        entry = self.entries[number]
        return f"communities/{self.communities[entry.community][0]}/{entry.id}.md"

    def council(self, random: Random, day: dt.date) -> Council:
        """Return a council that existed on a day; a few turn up often, most seldom."""
        at = rank(random, len(self.councils))
        for step in range(len(self.councils)):
            council = self.councils[(at + step) % len(self.councils)]
            if council.started <= day < council.ended:
                return council
        raise ValueError(f"no council in the register existed on {day}")


def plan(register: Path, *, communities: int, contributions: int, seed: int, commits: int) -> Plan:
    """Plan a commons of that many communities and contributions, over that many commits."""
    random = Random(f"plan {seed}")
    councils = _councils(register)
    random.shuffle(councils)
    tags = _tags()
    named = _communities(random, communities)
    priorities = [slug(label) for label in PRIORITIES]
    random.shuffle(priorities)
    commits = min(commits, contributions)
    entries = _entries(random, named, councils, contributions, commits)
    made = Plan(seed, named, councils, priorities, tags, entries, [[] for _ in range(commits)])
    for entry in entries:
        _revise(random, entry, entries, commits)
        made.commits[entry.commit].append((entry, entry.revised_in is not None))
        made.began.setdefault(entry.community, entry.commit)
    for entry in entries:
        if entry.revised_in is not None:
            made.commits[entry.revised_in].append((entry, False))
    return made


def rank(random: Random, count: int) -> int:
    """Return a place in a list of that many: the first often, the last seldom, as Zipf has it."""
    return int((count + 1) ** random.random()) - 1


def slug(words: str) -> str:
    """Return words as an id."""
    return words.lower().replace(" ", "-")


def commit_day(plan: Plan, commit: int) -> dt.date:
    """Return the day of a commit: the one after its youngest contribution."""
    return max(entry.date for entry, _ in plan.commits[commit]) + dt.timedelta(days=1)


def _entries(
    random: Random, named: list[tuple[str, str, str]], councils: list[Council], contributions: int, commits: int
) -> list[Entry]:
    homes = _homes(random, len(named), contributions)
    drawn = [*KINDS, *random.choices(list(KINDS), list(KINDS.values()), k=contributions)]
    held: list[list[int]] = [[] for _ in named]
    asked: dict[str, list[list[int]]] = {kind: [[] for _ in named] for kind in ("call", "question", "request")}
    entries: list[Entry] = []
    span = (LAST - FIRST).days
    for number in range(contributions):
        home, kind = homes[number], drawn[number]
        target = None
        if kind in {"example", "answer"} or (kind == "offer" and random.random() < 0.3):
            sort = {"example": "call", "answer": "question", "offer": "request"}[kind]
            # A thread is mostly in one community, and mostly recent; the busiest gathers many replies.
            home, target = _thread(random, asked[sort], home, spill=number < len(KINDS) or kind == "example")
            if target is None and kind != "offer":
                kind = sort
        subject = named[home][2]
        topics = [random.choice(SUBJECTS[subject]), subject, random.choice(SUBJECTS[random.choice(list(SUBJECTS))])]
        topics.append(random.choice(SUBJECTS[subject]))
        links = [number - 1 - rank(random, number) for _ in range(_few(random))] if number > 2 else []
        links += [random.choice(held[home]) for _ in range(_few(random)) if held[home]]
        date = FIRST + dt.timedelta(days=int(span * ((number + random.random()) / contributions) ** 0.7))
        identity = f"{slug(topics[0])[:30].strip('-')}-{number + 1:05}"
        title = random.choice(TITLES).format(
            aim=random.choice(AIMS), term=topics[0], other=topics[2], place=random.choice(councils).name
        )
        commit = number * commits // contributions
        links = sorted({one for one in links if 0 <= one < number})
        entries.append(Entry(number, identity, kind, f"Synthetic: {title}", topics, home, date, target, links, commit))
        held[home].append(number)
        if kind in asked:
            asked[kind][home].append(number)
    return entries


def _homes(random: Random, communities: int, contributions: int) -> list[int]:
    """Return the community of each contribution: at least one each where there are enough, then as Zipf has it."""
    weights = list(itertools.accumulate((rank + 3) ** -0.9 for rank in range(communities)))
    rest = max(contributions - communities, 0)
    homes = [*range(communities), *(bisect_right(weights, random.random() * weights[-1]) for _ in range(rest))]
    random.shuffle(homes)
    return homes[:contributions]


def _thread(random: Random, asked: list[list[int]], home: int, *, spill: bool) -> tuple[int, int | None]:
    if not asked[home] and spill:
        homes = [at for at, open_ones in enumerate(asked) if open_ones]
        return (home, random.choice(asked[random.choice(homes)])) if homes else (home, None)
    if not asked[home]:
        return home, None
    return home, asked[home][-min(int(random.paretovariate(1.1)), len(asked[home]))]


def _few(random: Random) -> int:
    return random.choice((0, 0, 0, 1, 1, 2))


def _revise(random: Random, entry: Entry, entries: list[Entry], commits: int) -> None:
    if random.random() >= REVISED or entry.commit + 1 >= commits:
        return
    entry.revised_in = random.randrange(entry.commit + 1, commits)
    later = random.choice(entries[entry.number + 1 :][:200])
    if random.random() < 0.2 and later.commit <= entry.revised_in:
        entry.superseded_by = later.number


def _communities(random: Random, count: int) -> list[tuple[str, str, str]]:
    everything = [(term, subject) for subject, terms in SUBJECTS.items() for term in (subject, *terms)]
    random.shuffle(everything)
    found: dict[str, tuple[str, str, str]] = {}
    for turn in itertools.count():
        for term, subject in everything:
            if len(found) == count:
                return list(found.values())
            again = "" if turn < len(ASPECTS) else f" {turn // len(ASPECTS) + 1}"
            words = f"{term} {ASPECTS[turn % len(ASPECTS)]}{again}".replace("  ", " ").strip()
            found.setdefault(slug(words), (slug(words), f"Synthetic: {words}", subject))
    raise AssertionError("counting does not end")


def _tags() -> dict[str, str]:
    """Return the tags: the subjects, then each subject's first terms in turn, and the one that all carry."""
    terms = [*SUBJECTS, *(terms[at] for at in range(6) for terms in SUBJECTS.values())]
    return {slug(term): term.capitalize() for term in terms[: TAGS - 1]} | {SYNTHETIC: "Synthetic"}


def _councils(register: Path) -> list[Council]:
    with register.open(encoding="utf-8", newline="") as stream:
        return [
            Council(
                row["slug"],
                row["name"],
                dt.date.fromisoformat(row["started"] or dt.date.min.isoformat()),
                dt.date.fromisoformat(row["ended"] or dt.date.max.isoformat()),
            )
            for row in csv.DictReader(stream)
        ]
