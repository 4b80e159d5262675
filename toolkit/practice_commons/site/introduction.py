"""What a commons says of itself to programs: `/.well-known/commons.json`, by which others can begin to federate it.

Counts are of its own contributions: what it took from others is for those to tell.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from practice_commons.site import address
from practice_commons.site.holdings import Holdings

SCHEMA = "practice-commons/commons/1.0"


@dataclass(frozen=True, slots=True)
class Community:
    """A community of practice."""

    slug: str
    title: str
    purpose: str
    page: str
    contributions: int


@dataclass(frozen=True, slots=True)
class Introduction:
    """A commons, told to programs. Addresses are whole ones."""

    schema: str
    name: str
    description: str
    site: str
    repository: str | None
    """Where its files are, if that is public."""
    commit: str | None
    """The commit that the site was made from."""
    when: str | None
    """The time of that commit."""
    signers: list[str]
    """Who signs its commits: lines of an allowed signers file (ssh-keygen). Compare them with what its people say."""
    licence: str
    """The licence of what names none."""
    licences: dict[str, int]
    """How many contributions have each licence."""
    communities: list[Community]
    vocabularies: dict[str, str]
    """Its tags and policy priorities as SKOS in JSON-LD."""
    contributions: int
    kinds: dict[str, int]
    """How many contributions there are of each kind."""


def introduced(holdings: Holdings) -> Introduction:
    """Return what a commons says of itself."""
    catalogue, lists = holdings.catalogue, holdings.vocabularies
    commons = lists.commons
    base = f"{commons.base_url.rstrip('/')}/"
    execute = catalogue.connection.execute
    own = "source = '' AND published AND NOT withdrawn"
    communities = dict(execute(f"SELECT community, count(*) FROM placement WHERE {own} GROUP BY 1"))  # noqa: S608 - ours
    kinds = dict(execute(f"SELECT kind, count(*) FROM placement WHERE {own} GROUP BY 1 ORDER BY 1"))  # noqa: S608 - ours
    licences = "SELECT value, count(*) FROM facet JOIN placement USING (number) WHERE facet = 'licence'"
    return Introduction(
        SCHEMA,
        commons.name,
        commons.description.strip(),
        base,
        commons.repository_url,
        catalogue.commit,
        catalogue.when.isoformat() if catalogue.commit else None,
        list(commons.signers),
        commons.licence,
        dict(execute(f"{licences} AND {own} GROUP BY 1 ORDER BY 1")),
        [
            Community(
                slug,
                one.title,
                one.purpose.strip(),
                f"{base}{address.permalink(address.community(slug))}",
                communities.get(slug, 0),
            )
            for slug, one in sorted(lists.communities.items())
        ],
        {name: f"{base}{path}" for name, path in address.VOCABULARIES.items()},
        sum(kinds.values()),
        kinds,
    )


def introduction(holdings: Holdings) -> bytes:
    """Return the file."""
    return (json.dumps(asdict(introduced(holdings)), indent=2, ensure_ascii=False) + "\n").encode()


def schema() -> str:
    """Return the JSON Schema (draft 2020-12) of the file."""
    made: dict[str, Any] = TypeAdapter(Introduction).json_schema(mode="serialization")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:{SCHEMA}", **made}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
