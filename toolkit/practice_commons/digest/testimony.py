"""What was said, by whom as far as may be printed, where to check it, and who stands where: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from practice_commons.model.terms import Consent, Evidence, Role, Stance


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from: `id@commit`, and the permalink of the page that shows it."""

    text: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Credit:
    """Who said it, as far as consent lets the digest print it; None and empty where it does not."""

    author: str | None
    role: Role
    councils: tuple[str, ...]
    author_council: str | None
    reporting: bool
    """The author reports what others said or did."""
    retold: bool
    """The contribution retells a published work."""
    consent: Consent


@dataclass(frozen=True, slots=True)
class Passage:
    """An exact span of a contribution's own words. `words` is None where consent would be broken by printing them."""

    words: str | None
    part: str
    """The part of the contribution it stands in: `title`, `summary`, `ask`, `question`, or a heading of the body."""
    complete: bool
    """Whether the part ends where the passage does."""
    language: str
    credit: Credit
    citation: Citation
    prefix: str = ""
    """The words just before it in the part, and after it: where it stands, as a W3C text quote selector has it."""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """How many stand where on the priority. `uncoded` gave no stance."""

    supports: int
    mixed: int
    challenges: int
    uncoded: int


@dataclass(frozen=True, slots=True)
class Voice:
    """A council counted once, under the name or names it had, and where its experience stands (None: not coded)."""

    names: tuple[str, ...]
    stance: Stance | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Distinct councils by side, and apart from them the contributions that name no council."""

    councils: Sides
    voices: tuple[Voice, ...]
    without_council: Sides


@dataclass(frozen=True, slots=True)
class Grade:
    """How many contributions rest on evidence of one strength (None: not stated)."""

    evidence: Evidence | None
    contributions: int


@dataclass(frozen=True, slots=True)
class Backing:
    """A contribution behind a finding: what it brings to each of the finding's counts."""

    citation: Citation
    credit: Credit
    stance: Stance | None
    evidence: Evidence | None
