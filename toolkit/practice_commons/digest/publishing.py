"""A digest about to be published: composed, named, and put in the form in which it is kept in the commons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest.composition import compose
from practice_commons.digest.forms import rendered
from practice_commons.digest.inclusion import Bounds
from practice_commons.digest.published import Published, is_name, path_of
from practice_commons.digest.renewal import commit_of
from practice_commons.failure import Failure
from practice_commons.model.wording import count

_LONGEST = 80
_SHOWN = 20
"""Contributions that a line names."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A digest that is to be published: its file, and what it is made of."""

    name: str
    priority: str
    label: str
    contributions: tuple[str, ...]
    """The ids of what it uses, newest first."""
    since: str | None
    """The name of the published digest that it goes on from; None for one of everything."""
    data: bytes

    @property
    def path(self) -> str:
        """Return where it is to lie."""
        return path_of(self.name)

    def line(self) -> str:
        """Return what it is as an item of a list in Markdown. Ids and names hold nothing that Markdown reads."""
        named = ", ".join(f"`{one}`" for one in self.contributions[:_SHOWN])
        more = len(self.contributions) - _SHOWN
        rest = f" and {more:,} more" if more > 0 else ""
        since = f", new or changed since `{self.since}`" if self.since else ""
        return f"- `{self.path}`: {count(len(self.contributions), 'contribution')}{since}: {named}{rest}"


def draft(catalogue: Catalogue, priority: str, last: Published | None, taken: Collection[str], name: str = "") -> Draft:
    """Return the digest on a priority as it would be published: of everything, or of what is new since the last one.

    Without a name it is called by its month and priority, and numbered where that is taken. It may use nothing.
    """
    digest = compose(catalogue, priority, Bounds(after=commit_of(last, priority) if last else None))
    used = tuple(item.citation.text.partition("@")[0] for item in digest.annex)
    called = name or _free(f"{catalogue.today:%Y-%m}-{priority}"[:_LONGEST].rstrip("-"), taken)
    data = rendered([digest], "json")
    return Draft(called, priority, digest.label, used, last.name if last else None, data)


def require_name(name: str) -> str:
    """Return a name that a digest can be published under. Raises Failure for one that is no address."""
    if not is_name(name):
        raise Failure(
            f"{name!r} cannot be the name of a digest",
            "Use lower-case letters, digits and hyphens: 2026-11-avoidable-contact",
        )
    return name


def _free(name: str, taken: Collection[str]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
