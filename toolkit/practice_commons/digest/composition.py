"""Composing a digest from the catalogue: the one function that the command, the site and the editor call."""

from __future__ import annotations

import datetime as dt

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
from practice_commons.digest.findings import experience, figures, findings, setbacks
from practice_commons.digest.inclusion import select
from practice_commons.digest.openings import open_calls, open_questions
from practice_commons.digest.passages import Quoting
from practice_commons.digest.testimony import Citation, Passage
from practice_commons.model.community import Scope
from practice_commons.reading.vocabularies import PRIORITIES


def compose(catalogue: Catalogue, priority: str, since: dt.date | None = None, until: dt.date | None = None) -> Digest:
    """Return the digest of a priority that the catalogue knows. A function of the catalogue: no clock, no locale."""
    vocabularies = catalogue.vocabularies
    known = vocabularies.priorities[priority]
    attribution = Attribution(vocabularies.register, catalogue.today)
    quoting = Quoting(attribution, vocabularies.commons.base_url)
    held = Accounts(catalogue)
    accounts = held.on(priority)
    chosen = select(accounts, attribution, since, until)
    evidence = chosen.evidence

    scopes = (vocabularies.commons.scope, known.scope or Scope())
    heard = coverage(evidence, scopes, quoting)
    measured, hidden_figures = figures(evidence, quoting)
    calls, hidden_calls = open_calls(accounts, chosen.usable, priority, held.responses, quoting)
    questions, hidden_questions = open_questions(accounts, chosen.usable, held.answered(priority), quoting)
    asked = findings(evidence, priority, quoting, vocabularies.register.in_scope(scopes, attribution.day))
    told = experience(evidence, priority, quoting)
    failed = setbacks(evidence, quoting)
    annex = tuple(_item(account, priority, quoting) for account in chosen.included)
    ours = Citation(f"{PRIORITIES}@{catalogue.commit[:12] if catalogue.commit else 'uncommitted'}", None)
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
        since=since,
        until=until,
        ask=SettledAsk(known.ask, ours) if known.ask else None,
        tally=tally(evidence, priority, attribution),
        grades=grades(evidence),
        findings=asked,
        experience=told,
        setbacks=failed,
        figures=measured,
        coverage=heard,
        calls=calls,
        questions=questions,
        method=Method(
            included=len(chosen.included),
            evidence=len(evidence),
            exclusions=chosen.exclusions,
            cautions=method.cautions(chosen.included, heard, catalogue.commit, unreadable),
            rules=method.RULES,
            hidden_calls=hidden_calls,
            hidden_questions=hidden_questions,
            left_out_passages=hidden_figures + _left_out(asked, told, failed, calls, questions, annex),
            toolkit=__version__,
            command=method.command(priority, since, until, catalogue.commit),
        ),
        annex=annex,
    )


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
