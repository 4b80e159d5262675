"""The page of a contribution, at its permalink."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from practice_commons.catalogue.calls import Calling
from practice_commons.catalogue.entry import Body, Entry, Listed
from practice_commons.model.asking import priorities_of
from practice_commons.model.contribution import Contribution, Origin
from practice_commons.model.kinds import Call, Challenge, Event, Module, Question, Request, stands
from practice_commons.model.terms import Consent, Evidence, Kind
from practice_commons.rendering.markdown import Html, retarget
from practice_commons.rendering.templates import piece
from practice_commons.site import address
from practice_commons.site.advocacy import raised_with
from practice_commons.site.holdings import PACKAGE, PIECES, Holdings
from practice_commons.site.leaf import leaf
from practice_commons.site.linked_data import linked_data
from practice_commons.site.page import Crumb, Section, SitePage, TocEntry

_CONSENT = {
    Consent.NAMED: "May be quoted with the author’s name",
    Consent.COUNCIL_ONLY: "May be quoted with the council’s name, not the author’s",
    Consent.ANONYMOUS: "May be quoted without the author’s or the council’s name",
    Consent.NONE: "May not be used in advocacy",
}
_ANSWERING = {
    Kind.CALL: "This answers the call",
    Kind.QUESTION: "This answers the question",
    Kind.REQUEST: "This answers the request",
    Kind.OFFER: "This takes up the offer",
}
_INVITATION = {
    Kind.CALL: ("Nobody has answered this call yet. Have you an example?", Kind.EXAMPLE, "Respond to this call"),
    Kind.QUESTION: ("Nobody has answered this question yet. Do you know?", Kind.ANSWER, "Answer this question"),
    Kind.REQUEST: ("Nobody has answered this request yet. Can you help?", Kind.OFFER, "I can help with this"),
}


def contribution_page(holdings: Holdings, entry: Entry, body: Body, guides: Mapping[str, str]) -> SitePage:
    """Return a contribution's page."""
    said = entry.contribution
    vocabularies = holdings.catalogue.vocabularies
    here = address.contribution(entry.id)
    permalink = f"{vocabularies.commons.base_url.rstrip('/')}/{address.permalink(here)}"
    target = holdings.find(said.responds_to)
    responses = holdings.responses(entry.id)
    told = raised_with(holdings.catalogue, entry.id) if said.consents_to_advocacy else ()
    used = [one for one in told if one.said.priority in vocabularies.priorities]
    invitation, kind, reply = _INVITATION.get(said.kind, ("", Kind.ANSWER, ""))
    if isinstance(said, Call | Request) and not stands(said, holdings.catalogue.today):
        invitation = ""
    repository = vocabularies.commons.repository_url
    register = vocabularies.register
    adapted = _adapted(holdings, said)
    return leaf(
        holdings,
        here,
        "contribution.html",
        title=said.title,
        description="This contribution was withdrawn." if said.withdrawn else said.summary,
        section=Section.COMMUNITIES,
        crumbs=(
            Crumb("Communities", address.COMMUNITIES),
            Crumb(vocabularies.communities[said.community].title, address.community(said.community)),
        ),
        contents=() if said.withdrawn else tuple(_contents(said, body, responses, used=bool(used))),
        head=piece(PACKAGE, PIECES, "linked_data", linked_data(entry, vocabularies, permalink)),
        language=said.language,
        canonical=(said.origin.link or "") if said.origin else "",
        said=said,
        entry=entry,
        body=_linked(holdings, entry, body),
        permalink=permalink,
        consent=_CONSENT[said.consent],
        councils=[(register.find(slug).name, address.council(slug)) for slug in entry.councils],  # type: ignore[union-attr]
        author_council=register.find(said.author.council) if said.author.council else None,
        priorities=[(vocabularies.priorities[one].label, address.priority(one)) for one in priorities_of(said)],
        stances=[(vocabularies.priorities[one].label, stance) for one, stance in said.stance.items()],
        tags=[(vocabularies.tags[one].label, address.tag(one)) for one in said.tags],
        grade=list(Evidence).index(said.evidence) + 1 if said.evidence else 0,
        overdue=said.review_by is not None and said.review_by < holdings.catalogue.today,
        replacement=holdings.find(said.superseded_by),
        target=target,
        target_withdrawn=holdings.is_withdrawn(said.responds_to),
        responses=responses,
        used=used,
        answering=_ANSWERING.get(Kind(target.kind), "This responds to") if target else "",
        invitation="" if said.withdrawn or said.origin else invitation,
        response_kind=kind.value,
        reply=reply,
        standing=stands(said, holdings.catalogue.today),
        calling=Calling(entry, said, holdings.catalogue) if isinstance(said, Call) else None,
        form="" if said.origin else guides.get("form", ""),
        edit_link=f"{repository.rstrip('/')}/edit/main/{entry.path}" if repository and not said.origin else None,
        original=_original(said.origin, entry, repository),
        adapted=adapted,
        adapted_now=_since(adapted, said.adapted_from),
    )


def _original(origin: Origin | None, entry: Entry, repository: str | None) -> str:
    """Return where the very text of a peer's contribution can be read, as its commons says; empty where it does not.

    Where that commons lies in a folder beside this one, it is read in our own repository.
    """
    if origin and origin.beside:
        return f"{repository.rstrip('/')}/blob/main/{quote(origin.path)}" if repository else ""
    if origin is None or not origin.repository:
        return ""
    return f"{origin.repository.rstrip('/')}/blob/{entry.commit}/{quote(origin.path)}"


def _adapted(holdings: Holdings, said: Contribution) -> Entry | None:
    """Return what a contribution of our own was adapted from, where that is here: a peer may call others otherwise."""
    if not said.adapted_from or said.origin:
        return None
    return holdings.catalogue.entry(said.adapted_from.partition("@")[0])


def _since(adapted: Entry | None, citation: str | None) -> str:
    """Return what became of an original since it was adapted; empty where it is as it was."""
    if adapted is None or not citation:
        return ""
    if adapted.contribution.withdrawn:
        return "It was withdrawn there since."
    commit = citation.partition("@")[2]
    return "" if (adapted.commit or commit).startswith(commit) else "It has changed there since."


def _linked(holdings: Holdings, entry: Entry, body: Body) -> Html:
    if all(link.address.startswith(("http:", "https:", "mailto:")) for link in body.links):
        return body.html
    return retarget(body.html, lambda link: holdings.target(entry, link))


def _contents(said: Contribution, body: Body, responses: Sequence[Listed], *, used: bool) -> Iterator[TocEntry]:
    if isinstance(said, Event) and said.sessions:
        yield TocEntry(2, "Sessions", "sessions")
    if isinstance(said, Challenge):
        yield TocEntry(2, "The team", "team")
    if isinstance(said, Module) and said.quiz:
        yield TocEntry(2, "Check what you learnt", "quiz")
    for heading in body.headings:
        if heading.level in {2, 3}:
            yield TocEntry(heading.level, heading.text, heading.anchor)
    if said.measures:
        yield TocEntry(2, "Measures", "measures")
    if said.asks:
        yield TocEntry(2, "What would help", "asks")
    if responses:
        yield TocEntry(2, "Answers" if isinstance(said, Question) else "Responses", "responses")
    if used:
        yield TocEntry(2, "What became of it", "used")
    yield TocEntry(2, "Cite this", "cite")
