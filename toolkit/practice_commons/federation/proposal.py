"""A peer, proposed: what its entry could say, from what its repository says of itself. A person decides."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from practice_commons.failure import Failure
from practice_commons.federation.signatures import offered
from practice_commons.federation.store import Store
from practice_commons.federation.sync import fetch
from practice_commons.federation.trees import Holding, held
from practice_commons.model.community import Commons
from practice_commons.model.federation import Crosswalk, Peer
from practice_commons.model.vocabulary import Priorities, Priority, Tag, Tags
from practice_commons.reading.vocabularies import COMMONS, PRIORITIES, TAGS, Vocabularies, read_file

_SLUG = re.compile(r"[a-z0-9-]{1,80}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry for a peer, what is to be said above it, and the key that its last commit says it is signed with."""

    name: str
    peer: Peer
    comment: str
    key: tuple[str, str] | None


def slug_of(title: str) -> str:
    """Return a name for a peer, from what it calls itself or from its address."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "peer"


def proposed(store: Store, peer: Peer, ours: Vocabularies, now: dt.datetime) -> Proposal:
    """Fetch from a peer, and return the entry that could stand for it. Raises Failure."""
    with store.opened():
        fetch(store, peer, None, now)
    tip = store.tip()
    found = held(store.repository, tip, peer)
    if not isinstance(found, Holding):
        raise Failure(f"{peer.url}: {found[0].message}", found[0].hint)
    entries = {one.path: one.blob for one in found.lists}
    data = dict(store.repository.blobs(dict.fromkeys(entries.values())))
    files = {path: data[blob] for path, blob in entries.items()}
    commons = read_file(Commons, COMMONS, files[COMMONS]) if COMMONS in files else None
    if commons is None:
        raise Failure(
            f"{peer.url} has no {COMMONS} that can be read", "Is it a commons? Name its folder with --folder."
        )
    tags = read_file(Tags, TAGS, files[TAGS]) if TAGS in files else None
    priorities = read_file(Priorities, PRIORITIES, files[PRIORITIES]) if PRIORITIES in files else None
    named = (path.split("/")[1] for path in files if path.count("/") == 2)  # noqa: PLR2004 - a community's own file
    theirs = sorted(one for one in named if _SLUG.fullmatch(one))  # what has another name, no entry can name
    shared = [one for one in theirs if one in ours.communities]
    known = {"communities": shared or theirs or ["*"]}
    entry = {
        **peer.model_dump(exclude_defaults=True),
        **known,
        "tags": Crosswalk(exact_match=alike(tags.tags if tags else {}, ours.tags)),
        "priorities": Crosswalk(exact_match=alike(priorities.priorities if priorities else {}, ours.priorities)),
    }
    entry["communities"] = tuple(entry["communities"])
    comment = f"{commons.name}. Its licence is {commons.licence}."
    others = [one for one in theirs if one not in shared]
    if others:
        comment += f"\nIts communities that we have not: {', '.join(others)}. To take one: into: {{theirs: ours}}."
    return Proposal(store.peer, Peer(**entry), comment, offered(store.repository, tip))


def alike(
    theirs: Mapping[str, Tag] | Mapping[str, Priority], ours: Mapping[str, Tag] | Mapping[str, Priority]
) -> dict[str, str]:
    """Return the words that are one: with the same id and label, or that both name the same concept elsewhere."""
    found = {}
    for identity, one in theirs.items():
        own = ours.get(identity)
        if own is not None and own.label.casefold() == one.label.casefold():
            found[identity] = identity
            continue
        same = [name for name, other in ours.items() if set(other.exact_match) & set(one.exact_match)]
        if len(same) == 1:
            found[identity] = same[0]
    return found
