"""What a digest says, as plain frozen data. Renderers only lay it out; nothing here is text for one format.

These classes are also the published JSON: their names, fields and docstrings become its schema. A field is added by
raising the minor number of `SCHEMA`, taken away or given another meaning only by raising the major one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from practice_commons.digest.strength import Strength
from practice_commons.digest.testimony import Backing, Citation, Grade, Passage, Tally
from practice_commons.model.terms import CouncilType, Evidence, Kind, Outcome, Role, Stance

SCHEMA = "practice-commons/digest/1.1"
"""The name and version of the JSON form."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What several contributions ask in nearly the same words."""

    number: int
    ask: Passage
    asked_of: tuple[str, ...]
    other_wordings: tuple[Passage, ...]
    backing: tuple[Backing, ...]
    tally: Tally
    evidence: tuple[Grade, ...]
    strength: Strength
    """How strong the experience behind it is, part by part. docs/strength.md has the rule."""


@dataclass(frozen=True, slots=True)
class Experience:
    """One contribution's experience: its summary, and what people coded."""

    title: Passage
    summary: Passage
    stance: Stance
    outcome: Outcome | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Setback:
    """Something that did not work, or not all of it: in the contributor's words."""

    title: Passage
    outcome: Outcome | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure as given, in plain decimal digits. No change is computed: definitions may differ."""

    name: str
    before: str | None
    after: str | None
    unit: str
    period: str | None
    note: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Heard:
    """A council of today from which something was heard, in its own name or that of a council it succeeded."""

    slug: str
    name: str
    type: CouncilType
    region: str
    through: tuple[str, ...]
    """Former councils whose experience it is credited with."""
    first_hand: bool
    """At least one contribution is neither a report by somebody else nor a retelling of a published work."""
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many councils of a group are in scope, and how many of those were heard."""

    group: str
    in_scope: int
    heard: int


@dataclass(frozen=True, slots=True)
class Silence:
    """The councils of one region and type from which nothing was heard by name."""

    region: str
    type: CouncilType
    councils: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who was heard, of those the priority concerns. An exact count; silence is not disagreement."""

    scope: str
    in_scope: int
    heard: tuple[Heard, ...]
    outside: tuple[Heard, ...]
    """Heard, but not among the councils in scope."""
    ended: tuple[str, ...]
    """Named, but ended without a successor in the register."""
    by_type: tuple[Share, ...]
    by_region: tuple[Share, ...]
    silent: tuple[Silence, ...]
    roles: tuple[tuple[Role, int], ...]
    without_council: int
    """Contributions that name no council: they gave none, or asked us not to print it."""


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call for examples that still stands."""

    title: Passage
    question: Passage
    deadline: dt.date | None
    responses: int
    """Published responses, whatever their consent."""
    cited: tuple[Citation, ...]
    """Those of them that may be cited here."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that nobody has answered."""

    title: Passage
    date: dt.date
    asked: str
    """The date in words, no more exactly than it is known."""
    wanted_by: dt.date | None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Contributions under the priority that this digest counts and does not use, and why."""

    reason: str
    contributions: int


@dataclass(frozen=True, slots=True)
class Method:
    """How the digest was made, so that anybody can make it again and disagree with it."""

    included: int
    evidence: int
    """Of those, the ones that findings and counts may rest on: not calls and not events."""
    exclusions: tuple[Exclusion, ...]
    cautions: tuple[str, ...]
    rules: tuple[str, ...]
    hidden_calls: int
    hidden_questions: int
    left_out_passages: int
    toolkit: str
    command: str


@dataclass(frozen=True, slots=True)
class Source:
    """The published work that a contribution retells, as far as consent lets it be printed."""

    title: str | None
    author: str | None
    publisher: str | None
    year: int
    link: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One contribution that the digest uses."""

    citation: Citation
    blob: str
    """Git's id of the very file."""
    title: Passage
    kind: Kind
    date: str
    """ISO 8601, no more exactly than it is known."""
    licence: str
    stance: Stance | None
    outcome: Outcome | None
    evidence: Evidence | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class SettledAsk:
    """What the association asks for, as its list of priorities says."""

    words: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest of what the commons holds on one policy priority, at one commit."""

    priority: str
    label: str
    definition: str
    definition_citation: Citation
    commons: str
    notice: str | None
    commit: str | None
    as_at: dt.date
    """The day of the commit: what “open” and “current” are judged by."""
    since: dt.date | None
    until: dt.date | None
    ask: SettledAsk | None
    tally: Tally
    grades: tuple[Grade, ...]
    findings: tuple[Finding, ...]
    experience: tuple[Experience, ...]
    setbacks: tuple[Setback, ...]
    figures: tuple[Figure, ...]
    coverage: Coverage
    calls: tuple[OpenCall, ...]
    questions: tuple[OpenQuestion, ...]
    method: Method
    annex: tuple[Item, ...]
