"""What is asked of the index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

LONGEST = 2000
"""Characters of text in a query: a paragraph that somebody pastes. A query's cost follows its length."""
CLAUSES = 64
"""Words, phrases and conditions that are looked at; the rest are left out, and the answer says so."""
EXPANSIONS = 40
"""Words that one prefix stands for: the most widely used ones, and the answer says so when there are more."""
ALL_EXPANSIONS = 120
"""Words that all prefixes of a query stand for together."""
LOOKED_AT = 2000
"""Words that are looked at to find the most widely used."""
LOOKED = 6
"""Of the best results, how many are looked at for the one whose title the query is: it then comes first."""
FEW = 10
"""Results with all the words, below which those with some of them are found as well, after them."""
SHORTEST_PREFIX = 2
"""Letters before the asterisk."""

Sort: TypeAlias = Literal["relevance", "date"]
"""By date, the newest come first."""


@dataclass(frozen=True, slots=True)
class Query:
    """A search: text in the query language of `language`, and conditions that every result must fulfil.

    Conditions are given as people give them (an id, a label, any name or code of a council); `since` and `until`
    include their day. Without text, results are listed newest first.
    """

    text: str = ""
    community: str | None = None
    kind: str | None = None
    council: str | None = None
    priority: str | None = None
    tag: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    limit: int = 10
    sort: Sort = "relevance"
    facets: bool = False
    """Whether the values of the results' facets are counted."""
    complete: bool = False
    """Whether its text is still being typed, so that its last word may be the beginning of one."""

    def conditions(self) -> dict[str, str]:
        """Return the facets asked for, by name."""
        named = {
            "community": self.community,
            "kind": self.kind,
            "council": self.council,
            "priority": self.priority,
            "tag": self.tag,
        }
        return {name: value for name, value in named.items() if value is not None}
