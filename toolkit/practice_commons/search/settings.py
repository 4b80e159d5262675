"""What the client in the browser has to know of the way words, queries and scores are treated here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from practice_commons.model.terms import Kind, Outcome
from practice_commons.search import fields, language, query
from practice_commons.search.inquiry import SOME
from practice_commons.search.lists import BUCKETS
from practice_commons.search.numbering import LENGTHY
from practice_commons.search.words import TOO_COMMON

_LABELS = {"priority": "Policy priority", "practice": "Strand of practice", "source": "Commons"}


def settings(counted: Sequence[str] = fields.COUNTED) -> dict[str, Any]:
    """Return the client's settings, as JSON can say them; `counted` are the facets whose values are counted."""
    return {
        "longestQuery": query.LONGEST,
        "clauses": query.CLAUSES,
        "expansions": query.EXPANSIONS,
        "allExpansions": query.ALL_EXPANSIONS,
        "lookedAt": query.LOOKED_AT,
        "shortestPrefix": query.SHORTEST_PREFIX,
        "few": query.FEW,
        "some": list(SOME),
        "text": [field.name for field in fields.TEXT],
        "lengthy": [field.name for field in fields.TEXT].index(LENGTHY),
        "weights": [field.weight for field in fields.TEXT],
        "k1": fields.K1,
        "b": fields.B,
        "decimals": fields.DECIMALS,
        "lengths": list(fields.LENGTHS),
        "buckets": BUCKETS,
        "looked": query.LOOKED,
        "facets": list(fields.FACETS),
        "counted": [{"name": name, "label": _LABELS.get(name, name.capitalize())} for name in counted],
        "labels": {
            "kind": {one.value: one.label for one in Kind},
            "outcome": {one.value: one.label for one in Outcome},
        },
        "spans": list(language.SPANS),
        "shortest": fields.SHORTEST_WORD,
        "longest": fields.LONGEST_WORD,
        "stop": sorted(TOO_COMMON),
    }
