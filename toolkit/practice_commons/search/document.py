"""What of a contribution goes into which field of the index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from practice_commons.catalogue.entry import Body, Entry
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import Challenge, Event
from practice_commons.model.place import HERE
from practice_commons.reading.vocabularies import Vocabularies
from practice_commons.search import fields
from practice_commons.search.card import card_of, summary_of

_PROSE = ("question", "what", "lines_of_enquiry", "recommendations", "lessons", "applies_to", "publisher", "place")
"""The keys of some kinds that hold sentences or names of their own, read by a visitor beside the body."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the index hands back of a document: whose it is, and what it was made from."""

    id: str
    blob: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Document:
    """One contribution as the index takes it in."""

    key: str
    id: str
    blob: str
    day: int
    texts: Mapping[str, str]
    facets: Mapping[str, tuple[str, ...]]
    card: Sequence[Any] = ()
    """What a list of results shows, as JSON can say it, without its summary."""
    summary: str = ""
    prose: str = ""
    """What it says beside its title and summary, which the body holds too: passages are cut from it."""
    stamp: str = field(init=False)
    """Changes with anything that is indexed, so with the vocabulary's words for its tags and councils too."""

    def __post_init__(self) -> None:
        """Take the stamp."""
        said = repr(
            (self.id, self.day, sorted(self.texts.items()), sorted(self.facets.items()), self.card, self.summary)
        )
        object.__setattr__(self, "stamp", hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16])

    @property
    def kept(self) -> Kept:
        """Return what the index keeps to hand back."""
        return Kept(self.id, self.blob, self.stamp)


def document_of(entry: Entry, body: Body, named: Mapping[str, tuple[str, ...]], vocabularies: Vocabularies) -> Document:
    """Return the document of a contribution. `named` are its priorities, councils and tags as the catalogue knows them.

    One that was withdrawn can be found by its title, so that who looks for it learns what became of it, and by no
    other word of its own.
    """
    contribution = entry.contribution
    texts, told = {"title": contribution.title}, ""
    if contribution.withdrawn is None:
        told = fields.plain(prose(contribution, body))
        texts |= {
            "body": f"{contribution.title}\n{contribution.summary}\n{told}",
            "tags": "\n".join(_labels(contribution, named, vocabularies)),
            "names": "\n".join(_names(entry, vocabularies)),
        }
    facets = {
        "community": (contribution.community,),
        "kind": (contribution.kind.value,),
        "council": named.get("council", ()),
        "priority": named.get("priority", ()),
        "tag": named.get("tag", ()),
        "practice": (contribution.practice.value,) if contribution.practice else (),
        "outcome": (contribution.outcome.value,) if contribution.outcome else (),
        "role": (contribution.author.role.value,),
        "evidence": (contribution.evidence.value,) if contribution.evidence else (),
        "region": _regions(named.get("council", ()), vocabularies),
        "year": (f"{contribution.date.year:04}",),
        "source": (entry.source or HERE,),
        fields.EXACT: _exact(contribution),
    }
    return Document(
        f"{entry.source}:{entry.path}",
        entry.id,
        entry.blob,
        contribution.date.toordinal(),
        {name: fields.plain(text) for name, text in texts.items()},
        facets,
        card_of(entry, vocabularies),
        summary_of(contribution),
        told,
    )


def prose(contribution: Contribution, body: Body) -> str:
    """Return all that a visitor reads of a contribution but its title and summary, as plain text."""
    return "\n".join(filter(None, (body.words, *_sentences(contribution))))


def _sentences(contribution: Contribution) -> Iterator[str]:
    for key in _PROSE:
        value = getattr(contribution, key, None)
        if isinstance(value, str):
            yield value
        elif value:
            yield from value
    for ask in contribution.asks:
        yield f"{ask.ask} ({ask.of})"
    for measure in contribution.measures:
        yield f"{measure.name}. {measure.note}" if measure.note else measure.name
    if isinstance(contribution, Event):
        yield from (session.title for session in contribution.sessions)
    if contribution.source:
        said = (contribution.source.title, contribution.source.author, contribution.source.publisher)
        yield ", ".join(filter(None, said))


def _labels(
    contribution: Contribution, named: Mapping[str, tuple[str, ...]], vocabularies: Vocabularies
) -> Iterator[str]:
    yield contribution.kind.value.replace("-", " ")
    for known, ids in ((vocabularies.tags, named.get("tag", ())), (vocabularies.priorities, named.get("priority", ()))):
        for identity in ids:
            if identity in known:
                yield known[identity].label
                yield from known[identity].alternatives


def _regions(councils: tuple[str, ...], vocabularies: Vocabularies) -> tuple[str, ...]:
    found = (vocabularies.register.find(slug) for slug in councils)
    return tuple(dict.fromkeys(council.region for council in found if council and council.region))


def _exact(contribution: Contribution) -> tuple[str, ...]:
    title = fields.folded(contribution.title)
    return (title,) if title and contribution.withdrawn is None else ()


def _names(entry: Entry, vocabularies: Vocabularies) -> Iterator[str]:
    contribution = entry.contribution
    yield contribution.author.name
    if isinstance(contribution, Challenge):
        yield from (member.name for member in contribution.team if member.name)
    if isinstance(contribution, Event):
        yield from (speaker for session in contribution.sessions for speaker in session.speakers)
    for slug in entry.councils:
        council = vocabularies.register.find(slug)
        if council is not None:
            yield from dict.fromkeys((council.name, council.official_name))
