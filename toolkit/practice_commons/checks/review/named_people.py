"""Other people named: have they agreed?

Simple and honest means: a title before a name, a name beside a word for speaking, a name after a word such as “our
officer”, a name in a field for names. It misses many names and means to: what it says should be worth reading. Names
are told by their capitals, not from a list of given names, which would know some people's names and not others'.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.manuscript import Manuscript, letters

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"
_ONE = rf"[{_CAPITAL}](?:\.|[^\W\d_]{{0,24}}(?:['’-][^\W\d_]{{1,24}}){{0,2}})"
_BETWEEN = r"\s{1,3}(?:(?:de|du|da|van|von|der|den|al|el|bin|ibn|ap|ab|ferch)\s){0,2}"
_NAME = rf"(?P<name>{_ONE}(?:{_BETWEEN}{_ONE}){{1,2}})"
_TITLES = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor|Alderman|Sir|Dame|Rev|Reverend|Lord|Lady|Baroness|Baron|Inspector"
    r"|Sergeant|Sgt|PC|Nurse"
)
_TITLE = re.compile(rf"(?:{_TITLES})\.?")
_TITLED = re.compile(rf"(?<![\w'’-])(?:{_TITLES})\.?\s{{1,3}}(?P<name>{_ONE}(?:{_BETWEEN}{_ONE}){{0,2}})")
_SPEAKS = (
    r"said|says|told|tells|explained|explains|wrote|writes|asked|added|argued|complained|reported|reports|suggested|suggests"
    r"|warned|warns|recalled|recalls|admitted|replied|answered|described|describes|remembers|remembered|spoke|thought|agreed"
    r"|recommended|emailed|e-mailed|phoned|rang"
)
_SPEAKING = re.compile(
    rf"(?<![\w'’.-]){_NAME}(?:,\s(?:(?:our|the|their|a|an|head|director|manager|chair)\b)[^,.;:\n]{{2,60}},)?"
    rf"\s{{1,3}}(?:also\s|has\s|had\s|then\s|once\s){{0,1}}(?:{_SPEAKS})\b"
)
_ASKED = re.compile(
    rf"\b(?:said|told\sby|asked\sby|reported\sby|written\sby|interviewed|quoted)\s{{1,3}}{_NAME}(?![\w'’-])"
)
_POINTED = re.compile(
    r"\b(?:(?:[Oo]ur|[Tt]heir|[Mm]y|[Hh]is|[Hh]er|[Tt]he|[Aa]|[Oo]ne)\s{1,3}(?:[a-z-]{2,20}\s{1,3}){0,2}"
    r"(?:officer|manager|colleague|director|secretary|assistant|worker|adviser|advisor|teacher|nurse|carer|neighbour"
    r"|resident|tenant|client|patient|pupil|customer|claimant|complainant|volunteer|applicant|caretaker|trainee|apprentice)"
    rf",?)\s{{1,3}}{_NAME}(?![\w'’-])"
)
_BEGINNINGS = (
    "a after all although an and another any as at because before both but by each even every few first for friday "
    "from he her here his how however i if in is it its just last later many monday most my next no nobody not now of "
    "often on once one only or other others our perhaps please saturday second she since so some somebody sometimes "
    "soon still such sunday that the their then there these they third this those though three through thursday thus "
    "to today together tuesday two under until we wednesday what when where whether which while who why with yes "
    "yesterday yet you your"
)
_OF_A_PLACE = re.compile(
    r"\b(?:mayor|provost|sheriff|bishop|lieutenant|leader|chair|mp|people|city)\s+of\s+$", re.IGNORECASE
)
_MONTHS = frozenset({"April", "May", "June", "August"})
_LEADING = frozenset(_BEGINNINGS.split())
"""Words that a sentence begins with, and no name."""
_OFFICES = (
    "academy act administrator advocate board boundary cabinet chair chancellor charter chief code commission "
    "committee conduct council councils data deputy development digital director directorate executive forum guide "
    "handbook induction information inspectorate leader leadership lieutenant mayor mayoress member members network "
    "officer officers panel plan policy portfolio president programme project provost report scheme scrutiny service "
    "services speaker strategy support survey system team toolkit training"
)
_BODIES = (
    "advice age agency alliance assembly association audit authority bank benefit borough capita centre charity "
    "children citizens city college commissioner commons communities community company conference congress "
    "conservative conservatives consortium constabulary corporation councillor councillors county court credit cross "
    "department district enterprise environment exchange federation fire foundation fund gateway google government "
    "group guild highways hospital housing hub improvement inquiry institute institution knowledge labour learning "
    "liberal limited lottery ltd magazine management maps microsoft ministry museum news office ofsted ombudsman "
    "organisation parish parliament partners partnership party plc police pool practice review school secretariat "
    "section society standards tax teams times today treasury tribunal trust union universal university"
)
_PLACES = (
    "bay britain british coast coastal dales downs east eastern england english european forest great hamlets high "
    "hills ireland irish island islands isle isles keynes kingdom lakes lower mid midlands moorlands national new "
    "north northern old peak river rivers road royal saint scotland scottish sea south southern st states three town "
    "united upon upper vale valley village wales water welsh western yorkshire"
)
_THINGS = (
    "adult agreement area comment customer december example february first indicator january march modern november "
    "october paper place plain planning public question section social step total"
)
_OFFICE = frozenset(_OFFICES.split())
"""Words that follow a title and make it an office or a thing: the Lord Mayor, the Councillor Development Charter."""
_NO_PERSON = frozenset(f"{_OFFICES} {_BODIES} {_PLACES} {_THINGS}".split())
"""Words that stand in the names of bodies, places, offices and things. Hill, Green, Ward and May are people too."""


def named_people(manuscript: Manuscript, known: Iterable[str] = ()) -> Iterator[Remark]:
    """Iterate over people who are named, each once. `known` are names that are no concern: councils, places, bodies.

    The author of the contribution is not remarked on, nor the author of the published work that it retells.
    """
    passed = {ending for name in known for ending in _endings(_folded(name))}
    met = [_folded(name) for name in _authors(manuscript)]
    for name, line, column in itertools.chain(_in_fields(manuscript), _in_prose(manuscript)):
        folded = _folded(name)
        without_first = folded.partition(" ")[2]
        if folded in passed or without_first in passed or any(_is_same(folded, other) for other in met):
            continue
        met.append(folded)
        initials = letters(" ".join(f"{part[0]}…" for part in name.split()))
        yield Remark(line, column, Concern.NAMED_PERSON, "somebody is named: do they know, and agree?", initials)


def _in_prose(manuscript: Manuscript) -> Iterator[tuple[str, int, int]]:
    for pattern in (_TITLED, _SPEAKING, _ASKED, _POINTED):
        for match in pattern.finditer(manuscript.prose):
            before = manuscript.prose[max(0, match.start() - 24) : match.start("name")]
            if name := _person(match["name"], before, titled=pattern is _TITLED):
                yield (name, *manuscript.place(match.start("name")))


def _in_fields(manuscript: Manuscript) -> Iterator[tuple[str, int, int]]:
    """Iterate over the names in fields that ask for names: a peer challenge's team, an event's speakers."""
    document = manuscript.document
    for field, key in (("team", "name"), ("sessions", "speakers")):
        parts = manuscript.fields.get(field)
        for at, part in enumerate(parts if isinstance(parts, list) else ()):
            held = part.get(key) if isinstance(part, dict) else None
            for value in held if isinstance(held, list) else [held]:
                if document is not None and isinstance(value, str) and (name := _person(value.strip()[:120])):
                    yield (name, *document.mark(field, at, key))


def _authors(manuscript: Manuscript) -> Iterator[str]:
    for field, key in (("author", "name"), ("source", "author")):
        held = manuscript.fields.get(field)
        name = held.get(key) if isinstance(held, dict) else None
        if isinstance(name, str):
            yield name


def _person(name: str, before: str = "", *, titled: bool = False) -> str:
    """Return the part of a run of capitalised words that may be a person's name, or nothing."""
    words = [word.removesuffix("'s").removesuffix("’s") for word in name.split()]
    if titled:
        return "" if words[0].lower() in _OFFICE | _LEADING else " ".join(words)
    previous = (before.split() or [""])[-1].lower()
    if _OF_A_PLACE.search(before):
        return ""
    while words and (
        words[0].lower() in _LEADING or _TITLE.fullmatch(words[0]) or (words[0] in _MONTHS and previous in _LEADING)
    ):
        previous, words = words[0].lower(), words[1:]
    folded = {word.lower() for word in words}
    shouted = any(word.isupper() and len(word) > 2 for word in words)  # noqa: PLR2004 - initials are no abbreviation
    few = sum(word[:1].isupper() for word in words) < 2  # noqa: PLR2004 - a given name and a family name
    place = words[:1] == ["West"] or any(word.endswith("shire") for word in folded)
    return "" if few or shouted or place or folded & _NO_PERSON else " ".join(words)


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


def _endings(name: str) -> Iterator[str]:
    """Iterate over a name and its endings of two words or more: only part of “City of London” may be taken for one."""
    words = name.split()
    yield name
    yield from (" ".join(words[at:]) for at in range(1, len(words) - 1))


def _is_same(name: str, other: str) -> bool:
    """Say whether two names may be one person's: the same, or the last words of the other."""
    return name == other or other.endswith(f" {name}") or name.endswith(f" {other}")
