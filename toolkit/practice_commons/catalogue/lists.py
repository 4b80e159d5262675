"""The commons' own lists as the catalogue keeps them: hundreds of small files are read only when they change."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
from typing import Any

from practice_commons.catalogue.names import register_from
from practice_commons.model.community import Commons, Community
from practice_commons.model.council import Council
from practice_commons.model.vocabulary import Priority, Tag
from practice_commons.reading.vocabularies import Vocabularies


def vocabularies_json(lists: Vocabularies) -> str:
    """Return vocabularies as JSON."""
    return json.dumps(
        {
            "commons": _model(lists.commons),
            "priorities": {key: _model(one) for key, one in lists.priorities.items()},
            "tags": {key: _model(one) for key, one in lists.tags.items()},
            "communities": {key: _model(one) for key, one in lists.communities.items()},
            "register": [_council_values(one) for one in lists.register],
            "fingerprint": lists.fingerprint,
            "unread": sorted(lists.unread),
        },
        separators=(",", ":"),
    )


@functools.lru_cache(maxsize=2)
def vocabularies_from(text: str) -> Vocabularies:
    """Return the vocabularies that `vocabularies_json` wrote."""
    said: dict[str, Any] = json.loads(text)
    return Vocabularies(
        Commons.model_validate_json(said["commons"]),
        {key: Priority.model_validate_json(one) for key, one in said["priorities"].items()},
        {key: Tag.model_validate_json(one) for key, one in said["tags"].items()},
        register_from(said["register"]),
        {key: Community.model_validate_json(one) for key, one in said["communities"].items()},
        said["fingerprint"],
        frozenset(said["unread"]),
    )


def _model(one: Any) -> str:
    return str(one.model_dump_json(exclude_unset=True, by_alias=True))


def _council_values(council: Council) -> list[object]:
    values = [getattr(council, field.name) for field in dataclasses.fields(council)]
    return [value.isoformat() if isinstance(value, dt.date) else value for value in values]
