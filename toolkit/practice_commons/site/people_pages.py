"""The pages of people who chose to be listed."""

from __future__ import annotations

from dataclasses import dataclass

from practice_commons.site import address
from practice_commons.site.gathered import Gathered
from practice_commons.site.holdings import Holdings
from practice_commons.site.leaf import leaf
from practice_commons.site.page import Crumb, Section, SitePage


@dataclass(frozen=True)
class Person:
    """Somebody who chose to be listed: the name, the page's file, the roles, and what they shared."""

    name: str
    file: str
    roles: str
    entries: Gathered


def people(holdings: Holdings) -> dict[str, Person]:
    """Return the people who chose to be listed, by their page's file, in the order of their names."""
    return holdings.once("people", lambda: _people(holdings))


def _people(holdings: Holdings) -> dict[str, Person]:
    rows = holdings.catalogue.connection.execute(
        "SELECT person, role, max(date) FROM placement WHERE person IS NOT NULL AND published AND NOT withdrawn"
        " GROUP BY 1, 2 ORDER BY 3 DESC, 2"
    ).fetchall()
    names: dict[str, list[str]] = {}
    roles: dict[str, list[str]] = {}
    for name, role, _ in sorted(rows, key=lambda row: (row[0].casefold(), row[0])):
        file = address.person(name)
        names.setdefault(file, []).append(name)
        roles.setdefault(file, []).append(role)
    found = {}
    for file, listed in names.items():
        unique = list(dict.fromkeys(listed))
        marks = ", ".join("?" * len(unique))
        gathered = Gathered(holdings.catalogue, f"person IN ({marks})", tuple(unique))
        found[file] = Person(unique[0], file, ", ".join(dict.fromkeys(roles[file])), gathered)
    return found


def person_page(holdings: Holdings, person: Person) -> SitePage:
    """Return a person's page."""
    return leaf(
        holdings,
        person.file,
        "person.html",
        title=person.name,
        description=f"What {person.name} has shared.",
        section=Section.HOME,
        crumbs=(Crumb("People", address.PEOPLE),),
        roles=person.roles,
        entries=person.entries,
    )


def people_page(holdings: Holdings) -> SitePage:
    """Return the index of people."""
    listed = [(one.name, one.file, one.roles, one.entries) for one in people(holdings).values()]
    return leaf(
        holdings,
        address.PEOPLE,
        "people.html",
        title="People",
        description="People who chose to be listed.",
        section=Section.HOME,
        people=listed,
    )
