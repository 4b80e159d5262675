"""Composing a digest from the catalogue: the one function that the command, the site and the editor call."""

from __future__ import annotations

from practice_commons import __version__
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest import method
from practice_commons.digest.account import Account, Accounts
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.counting import grades, tally
from practice_commons.digest.coverage import coverage
from practice_commons.digest.digest import (
    Digest,
    Experience,
    Finding,
    Item,
    Method,
    OpenCall,
    OpenQuestion,
    Setback,
    SettledAsk,
    Source,
)
from practice_commons.digest.findings import asks_on, experience, figures, findings, setbacks
from practice_commons.digest.inclusion import Bounds, select
from practice_commons.digest.openings import open_calls, open_questions
from practice_commons.digest.passages import Quoting
from practice_commons.digest.renewal import changed_since
from practice_commons.digest.settled import Kept
from practice_commons.digest.testimony import Citation, Passage
from practice_commons.digest.tile_keeping import kept_layout
from practice_commons.digest.trends import trends
from practice_commons.model.community import Scope
from practice_commons.model.findings import SettledFindings
from practice_commons.reading.own_files import FINDINGS
from practice_commons.reading.validation import require_known
from practice_commons.reading.vocabularies import PRIORITIES

EVERYTHING = Bounds()


def compose(catalogue: Catalogue, priority: str, bounds: Bounds = EVERYTHING) -> Digest:
    """Return the digest of a priority that the catalogue knows. A function of the catalogue: no clock, no locale.

    Raises Failure where the bounds name a community or a commit that there is none of.
    """
    vocabularies = catalogue.vocabularies
    known = vocabularies.priorities[priority]
    if bounds.community is not None:
        require_known(bounds.community, vocabularies.communities, "community of practice")
    attribution = Attribution(vocabularies.register, catalogue.today)
    quoting = Quoting(attribution, vocabularies.commons.base_url)
    held = Accounts(catalogue)
    accounts = held.on(priority)
    fresh = None if bounds.after is None else changed_since(catalogue, bounds.after, accounts)
    chosen = select(accounts, attribution, bounds, fresh)
    evidence = chosen.evidence

    scopes = [vocabularies.commons.scope, known.scope or Scope()]
    scopes += [Scope(nations=(bounds.nation,))] if bounds.nation else []
    squares = kept_layout(vocabularies.register, attribution.day, catalogue.folder)
    heard = coverage(evidence, scopes, quoting, vocabularies.communities, squares)
    measured, hidden_figures = figures(evidence, quoting)
    calls, hidden_calls = open_calls(accounts, chosen.usable, priority, held.responses, quoting)
    questions, hidden_questions = open_questions(accounts, chosen.usable, held.answered(priority), quoting)
    kept = _kept(catalogue, priority)
    concerned = vocabularies.register.in_scope(scopes, attribution.day)
    asked = findings(evidence, priority, quoting, concerned, kept)
    told = experience(evidence, priority, quoting, asked)
    failed = setbacks(evidence, quoting)
    annex = tuple(_item(account, priority, quoting) for account in chosen.included)
    ours = _cited(PRIORITIES, catalogue)
    unreadable = sum(path.startswith("communities/") and path.endswith(".md") for path in catalogue.left_out())
    return Digest(
        priority=priority,
        label=known.label,
        definition=known.definition,
        definition_citation=ours,
        commons=vocabularies.commons.name,
        notice=vocabularies.commons.notice,
        commit=catalogue.commit,
        as_at=catalogue.today,
        since=bounds.since,
        until=bounds.until,
        community=bounds.community,
        nation=bounds.nation,
        after=bounds.after,
        ask=SettledAsk(known.ask, ours) if known.ask else None,
        tally=tally(evidence, priority, attribution),
        grades=grades(evidence),
        findings=asked,
        experience=told,
        setbacks=failed,
        figures=measured,
        coverage=heard,
        trends=trends(evidence, priority, attribution),
        calls=calls,
        questions=questions,
        method=Method(
            included=len(chosen.included),
            evidence=len(evidence),
            exclusions=chosen.exclusions,
            unsettled=kept.left_out(asks_on(evidence, priority), quoting) if kept else (),
            cautions=method.cautions(chosen.included, heard, catalogue.commit, unreadable),
            rules=method.RULES,
            hidden_calls=hidden_calls,
            hidden_questions=hidden_questions,
            left_out_passages=hidden_figures + _left_out(asked, told, failed, calls, questions, annex),
            toolkit=__version__,
            command=method.command(priority, bounds, catalogue.commit),
        ),
        annex=annex,
    )


def _kept(catalogue: Catalogue, priority: str) -> Kept | None:
    """Return what staff settled on, as it stood where the catalogue stands; None for a file with problems."""
    path = f"{FINDINGS}{priority}.yml"
    row = catalogue.connection.execute("SELECT said FROM record WHERE published AND path = ?", (path,)).fetchone()
    return Kept(SettledFindings.model_validate_json(row[0]), _cited(path, catalogue)) if row else None


def _cited(path: str, catalogue: Catalogue) -> Citation:
    return Citation(f"{path}@{catalogue.commit[:12] if catalogue.commit else 'uncommitted'}", None)


def _item(account: Account, priority: str, quoting: Quoting) -> Item:
    return Item(
        quoting.cite(account),
        account.blob,
        quoting.title(account),
        account.kind,
        account.dated,
        account.licence,
        account.stance.get(priority),
        account.outcome,
        account.evidence,
        _source(account, quoting),
    )


def _source(account: Account, quoting: Quoting) -> Source | None:
    """Return the work that a contribution retells; only its year where any part of it would name who is not to be."""
    source = account.retells
    if source is None:
        return None
    parts = (source.title, source.author, source.publisher, source.link)
    if not all(quoting.attribution.may_print(account, part) for part in parts if part):
        return Source(None, None, None, source.year, None)
    return Source(source.title, source.author, source.publisher, source.year, source.link)


def _left_out(
    asked: tuple[Finding, ...],
    told: tuple[Experience, ...],
    failed: tuple[Setback, ...],
    calls: tuple[OpenCall, ...],
    questions: tuple[OpenQuestion, ...],
    annex: tuple[Item, ...],
) -> int:
    """Count the passages that are not printed, each once however often the digest would have used it."""
    passages: list[Passage] = [finding.ask for finding in asked]
    passages += [passage for one in told for passage in (one.title, one.summary)]
    passages += [passage for setback in failed for passage in (setback.title, setback.passage)]
    passages += [passage for call in calls for passage in (call.title, call.question)]
    passages += [question.title for question in questions]
    passages += [item.title for item in annex]
    return len({(passage.citation.text, passage.part) for passage in passages if passage.words is None})
