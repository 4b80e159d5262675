"""The closed vocabularies of the field, declared once: kinds, strands of practice, roles, outcomes, evidence."""

from __future__ import annotations

from enum import StrEnum


class Term(StrEnum):
    """A word of a closed vocabulary, with the label that people read."""

    @property
    def label(self) -> str:
        """Return the word as people read it: `did-not-work` is “Did not work”."""
        return self.value.replace("-", " ").capitalize()


class Kind(Term):
    """What a contribution is."""

    CASE_STUDY = "case-study"
    EXAMPLE = "example"
    QUESTION = "question"
    ANSWER = "answer"
    RESOURCE = "resource"
    GUIDANCE = "guidance"
    EVENT = "event"
    OFFER = "offer"
    REQUEST = "request"
    CALL = "call"
    CHALLENGE = "challenge"
    MODULE = "module"
    NEWS = "news"

    @property
    def plural(self) -> str:
        """Return the label for several: “Case studies”."""
        irregular = {
            Kind.CASE_STUDY: "Case studies",
            Kind.GUIDANCE: "Guidance",
            Kind.NEWS: "News",
            Kind.CALL: "Calls for examples",
            Kind.CHALLENGE: "Peer challenges",
            Kind.MODULE: "Learning modules",
            Kind.OFFER: "Offers of help",
            Kind.REQUEST: "Requests for help",
        }
        return irregular.get(self, f"{self.label}s")

    @property
    def label(self) -> str:
        """Return the kind as people read it: `challenge` is “Peer challenge”."""
        named = {
            Kind.CALL: "Call for examples",
            Kind.CHALLENGE: "Peer challenge",
            Kind.MODULE: "Learning module",
            Kind.OFFER: "Offer of help",
            Kind.REQUEST: "Request for help",
        }
        return named.get(self, self.value.replace("-", " ").capitalize())


class Practice(Term):
    """The strand of practice: work out next practice, challenge peers with it, or support those who struggle."""

    DEVELOPMENT = "development"
    CHALLENGE = "challenge"
    SUPPORT = "support"


class Role(Term):
    """The capacity in which somebody contributes."""

    OFFICER = "officer"
    COUNCILLOR = "councillor"
    PARTNER = "partner"
    RESIDENT = "resident"


class Outcome(Term):
    """What came of it, as the people who did it say."""

    WORKED = "worked"
    MIXED = "mixed"
    DID_NOT_WORK = "did-not-work"
    TOO_EARLY = "too-early"


class Evidence(Term):
    """How the outcome is known, weakest first."""

    VIEW = "view"
    DESCRIBED_CHANGE = "described-change"
    BEFORE_AFTER = "before-after"
    COMPARISON = "comparison"
    INDEPENDENT_EVALUATION = "independent-evaluation"

    @property
    def label(self) -> str:
        """Return the grade as people read it."""
        return {
            Evidence.VIEW: "A view",
            Evidence.DESCRIBED_CHANGE: "A change described",
            Evidence.BEFORE_AFTER: "Figures before and after",
            Evidence.COMPARISON: "A comparison",
            Evidence.INDEPENDENT_EVALUATION: "An independent evaluation",
        }[self]


class Stance(Term):
    """Where the experience stands on a policy priority. Coded by people, never by software."""

    SUPPORTS = "supports"
    CHALLENGES = "challenges"
    MIXED = "mixed"


class Consent(Term):
    """What the contributor allows in advocacy. Absent means none."""

    NAMED = "named"
    COUNCIL_ONLY = "council-only"
    ANONYMOUS = "anonymous"
    NONE = "none"


class Precision(Term):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Status(Term):
    """Whether an offer, a request or a call still stands."""

    OPEN = "open"
    CLOSED = "closed"


class CouncilType(Term):
    """The type of a council, in the field's words."""

    COUNTY = "county"
    DISTRICT = "district"
    UNITARY = "unitary"
    METROPOLITAN_DISTRICT = "metropolitan-district"
    LONDON_BOROUGH = "london-borough"
    CITY_OF_LONDON = "city-of-london"
    SCOTTISH_COUNCIL = "scottish-council"
    WELSH_COUNCIL = "welsh-council"
    NORTHERN_IRISH_DISTRICT = "northern-irish-district"

    @property
    def plural(self) -> str:
        """Return the label for several, within a sentence: “county councils”, “London boroughs”."""
        return {
            CouncilType.COUNTY: "county councils",
            CouncilType.DISTRICT: "district councils",
            CouncilType.UNITARY: "unitary councils",
            CouncilType.METROPOLITAN_DISTRICT: "metropolitan districts",
            CouncilType.LONDON_BOROUGH: "London boroughs",
            CouncilType.CITY_OF_LONDON: "City of London",
            CouncilType.SCOTTISH_COUNCIL: "Scottish councils",
            CouncilType.WELSH_COUNCIL: "Welsh councils",
            CouncilType.NORTHERN_IRISH_DISTRICT: "Northern Irish districts",
        }[self]


class Nation(StrEnum):
    """A nation of the United Kingdom."""

    ENGLAND = "England"
    SCOTLAND = "Scotland"
    WALES = "Wales"
    NORTHERN_IRELAND = "Northern Ireland"
