"""What a digest says, as plain frozen data. Renderers only lay it out; nothing here is text for one format.

These classes are also the published JSON: their names, fields and docstrings become its schema. A field is added by
raising the minor number of `SCHEMA`, taken away or given another meaning only by raising the major one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from practice_commons.digest.standing import Standing
from practice_commons.digest.strength import Strength
from practice_commons.digest.testimony import Backing, Citation, Grade, Passage, Sides, Tally
from practice_commons.model.terms import CouncilType, Evidence, Kind, Nation, Outcome, Role, Stance

SCHEMA = "practice-commons/digest/2.0"
"""The name and version of the JSON form."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The words that staff settled on for a finding, and what they say beside it."""

    id: str
    statement: str
    note: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Finding:
    """What several contributions ask, in nearly the same words or put together by people."""

    number: int
    settled: Settled | None
    """None where software put the asks together, by their words alone."""
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
    """One contribution's experience: its summary, what people coded, and the findings that rest on it."""

    title: Passage
    summary: Passage
    stance: Stance
    outcome: Outcome | None
    evidence: Evidence | None
    findings: tuple[str, ...]
    """Their numbers."""


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
    own: bool
    """In its own name."""
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
class Cell:
    """The same for one region and type."""

    region: str
    type: CouncilType
    in_scope: int
    heard: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A council from which nothing was heard by name, and the nearest that was heard, who may know whom to ask."""

    slug: str
    name: str
    neighbour: str | None


@dataclass(frozen=True, slots=True)
class Silence:
    """The councils of one region and type from which nothing was heard by name."""

    region: str
    type: CouncilType
    councils: tuple[Silent, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """A community of practice that shared experience on the priority, and who looks after it."""

    community: str
    title: str
    facilitators: tuple[str, ...]
    contributions: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A council's square on the map, and how the council stands."""

    slug: str
    name: str
    region: str
    standing: Standing
    through: tuple[str, ...]
    """Whom it was heard through: the councils it replaced, or its county."""
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Period:
    """What was heard of one quarter, in councils: each is counted once in it."""

    quarter: str
    """`2009-Q3`."""
    councils: Sides
    first: int
    """Of these, councils heard in no quarter before it."""


@dataclass(frozen=True, slots=True)
class Trends:
    """When the experience is from: every quarter from the first to the last, of the last twenty years of it."""

    quarters: tuple[Period, ...]
    earlier: int
    """Councils heard before these quarters."""
    undated: int
    """Councils whose experience is known to the year only, in no quarter."""


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
    cells: tuple[Cell, ...]
    silent: tuple[Silence, ...]
    roles: tuple[tuple[Role, int], ...]
    without_council: int
    """Contributions that name no council: they gave none, or asked us not to print it."""
    contacts: tuple[Contact, ...]
    """Whom to ask about the silent ones, beside their neighbours: the most active community first."""
    tiles: tuple[Tile, ...] = field(metadata={"manifest": False})
    """The map: every council of the day with a square. It says again what stands above."""


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
class Unsettled:
    """An ask that staff looked at and left out of the findings, and why."""

    citation: Citation
    reason: str


@dataclass(frozen=True, slots=True)
class Method:
    """How the digest was made, so that anybody can make it again and disagree with it."""

    included: int
    evidence: int
    """Of those, the ones that findings and counts may rest on: not calls and not events."""
    exclusions: tuple[Exclusion, ...]
    unsettled: tuple[Unsettled, ...]
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
    community: str | None
    """The one community of practice whose contributions are used; None means all."""
    nation: Nation | None
    """The one nation whose councils are counted; None means all in scope."""
    after: str | None
    """The commit after which contributions are new or changed; None means all."""
    ask: SettledAsk | None
    tally: Tally
    grades: tuple[Grade, ...]
    findings: tuple[Finding, ...]
    experience: tuple[Experience, ...]
    setbacks: tuple[Setback, ...]
    figures: tuple[Figure, ...]
    coverage: Coverage
    trends: Trends
    calls: tuple[OpenCall, ...]
    questions: tuple[OpenQuestion, ...]
    method: Method
    annex: tuple[Item, ...]
