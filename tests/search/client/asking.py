"""Queries of every form, made of what a commons holds."""

from __future__ import annotations

import random
from collections.abc import Iterator

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.entry import Entry
from practice_commons.search.query import Query
from practice_commons.search.words import words


class Questions:
    """Asks about a catalogue, by chance."""

    def __init__(self, catalogue: Catalogue, chance: random.Random) -> None:
        self.catalogue, self.chance = catalogue, chance
        self.entries = catalogue.entries()
        lists = catalogue.vocabularies
        self.names = [name for tag in lists.tags.values() for name in (tag.label, *tag.alternatives)]

    def ask(self, count: int) -> Iterator[Query]:
        forms = [self.word, self.word, self.word, self.slip, self.phrase, self.prefix, self.condition, self.other]
        for number in range(count):
            if number % 10:
                said = " ".join(self.chance.choice(forms)() for _ in range(self.chance.choice([1, 2, 2, 3])))
            else:
                title = self.chance.choice(self.entries).contribution.title
                said = self.chance.choice([title, self.chance.choice(self.names), "Kent", "the", "", "title:repairs"])
            sort = self.chance.choice(["relevance", "relevance", "date"])
            yield Query(said, sort=sort, facets=number % 5 == 0, complete=number % 3 == 0)

    def text(self) -> list[str]:
        entry = self.chance.choice(self.entries)
        said = entry.contribution
        return words(self.chance.choice([said.title, said.summary, self.catalogue.body(entry).words])) or ["housing"]

    def word(self) -> str:
        return self.chance.choice(self.text())

    def slip(self) -> str:
        one = self.word()
        at = self.chance.randrange(1, max(2, len(one)))
        how = self.chance.choice(["drop", "swap", "change", "add"])
        if how == "drop":
            return one[:at] + one[at + 1 :]
        if how == "swap" and at + 1 < len(one):
            return one[:at] + one[at + 1] + one[at] + one[at + 2 :]
        return one[:at] + self.chance.choice("aeiourst") + one[at + (how == "change") :]

    def phrase(self) -> str:
        held = self.text()
        at = self.chance.randrange(max(1, len(held) - 3))
        return '"' + " ".join(held[at : at + self.chance.randrange(2, 4)]) + '"'

    def prefix(self) -> str:
        one = self.word()
        return one[: self.chance.randrange(1, len(one) + 1)] + "*"

    def other(self) -> str:
        return self.chance.choice([f"-{self.word()}", f"{self.word()} OR {self.word()}", f"NOT {self.phrase()}"])

    def condition(self) -> str:
        entry = self.chance.choice(self.entries)
        return self.chance.choice([*self._closed(entry), *self._dates(entry), *self._listed(entry)])

    def _closed(self, entry: Entry) -> list[str]:
        said = entry.contribution
        found = [f"kind:{said.kind.value}", f"role:{said.author.role.value}", "kind:nonsense"]
        found += [f"source:{entry.source or 'here'}", "source:nowhere"]
        found += [f"outcome:{one.value}" for one in [said.outcome] if one]
        return found + [f"evidence:{one.value}" for one in [said.evidence] if one]

    def _dates(self, entry: Entry) -> list[str]:
        day = entry.contribution.date
        spans = (f"{day.year}..{day.year + 2}", f"..{day.year}-06", f"{day.year}-{day.month}", "2020-02-30", "..")
        return [f"year:{day.year}", f"since:{day.year}", f"until:{day.isoformat()}", *(f"date:{one}" for one in spans)]

    def _listed(self, entry: Entry) -> list[str]:
        said, register = entry.contribution, self.catalogue.vocabularies.register
        councils = [one for slug in entry.councils if (one := register.find(slug)) is not None]
        return [
            f"community:{said.community}",
            *(f"tag:{tag}" for tag in said.tags),
            *(f'council:"{one.name}"' for one in councils),
            *(f'region:"{one.region}"' for one in councils if one.region),
        ]
