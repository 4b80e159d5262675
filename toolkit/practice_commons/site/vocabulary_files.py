"""The commons' tags and policy priorities as SKOS (W3C Recommendation, 18 August 2009), in JSON-LD 1.1."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from practice_commons.model.vocabulary import Priority, Tag
from practice_commons.reading.vocabularies import Vocabularies
from practice_commons.site import address

_CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "title": "dct:title",
    "prefLabel": "skos:prefLabel",
    "altLabel": "skos:altLabel",
    "definition": "skos:definition",
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "exactMatch": {"@id": "skos:exactMatch", "@type": "@id"},
}


def vocabularies(lists: Vocabularies) -> Iterator[tuple[str, bytes]]:
    """Iterate over (path, bytes) of both files. A concept's identifier is the address of its page."""
    name, base = lists.commons.name, f"{lists.commons.base_url.rstrip('/')}/"
    known: tuple[tuple[str, str, Mapping[str, Tag | Priority], Callable[[str], str]], ...] = (
        ("tags", f"Tags of {name}", lists.tags, address.tag),
        ("priorities", f"Policy priorities of {name}", lists.priorities, address.priority),
    )
    for kind, title, concepts, page in known:
        path = address.VOCABULARIES[kind]
        made = [
            _concept(identity, one, f"{base}{path}", {two: f"{base}{address.permalink(page(two))}" for two in concepts})
            for identity, one in sorted(concepts.items())
        ]
        scheme = {"@id": f"{base}{path}", "@type": "skos:ConceptScheme", "title": title}
        said = {"@context": _CONTEXT, "@graph": [scheme, *made]}
        yield path, (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


def _concept(identity: str, one: Tag | Priority, scheme: str, pages: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {
        "@id": pages[identity],
        "@type": "skos:Concept",
        "prefLabel": one.label,
        "inScheme": scheme,
    }
    if one.definition:
        found["definition"] = one.definition.strip()
    if one.alternatives:
        found["altLabel"] = list(one.alternatives)
    if isinstance(one, Tag) and one.broader:
        found["broader"] = [pages[broader] for broader in one.broader if broader in pages]
    if one.exact_match:
        found["exactMatch"] = list(one.exact_match)
    return found
