"""A digest as GitHub Flavored Markdown: plain in a file, tidy in any viewer, and input for the other documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from practice_commons.digest import carriers, phrasing, statements
from practice_commons.digest.digest import Digest, Figure, Finding, Heard, Item, Share
from practice_commons.digest.manifest import proof
from practice_commons.digest.markdown_parts import cite, cites, quoted, table, words
from practice_commons.digest.markdown_text import cell, inline, link, quotation
from practice_commons.model import wording
from practice_commons.model.terms import Stance


def markdown(digests: Sequence[Digest]) -> str:
    """Return digests as one Markdown document."""
    text = "\n---\n\n".join("\n".join(_document(digest)) for digest in digests)
    return f"{text}\n{carriers.trailer(proof(digests))}"


def _document(digest: Digest) -> Iterator[str]:
    for section in (
        _opening,
        _ask,
        _findings,
        _experience,
        _setbacks,
        _figures,
        _coverage,
        _openings,
        _method,
        _annex,
        _silent,
    ):
        yield from section(digest)


def _opening(digest: Digest) -> Iterator[str]:
    yield f"# Advocacy digest: {inline(digest.label)}\n"
    if digest.notice:
        yield f"> **Notice.** {inline(digest.notice)}\n"
    yield f"{inline(digest.definition)} ({cite(digest.definition_citation)})\n"
    commit = f"`{digest.commit}`" if digest.commit else "not committed to Git"
    yield from table(
        ("From", "As at", "Period", "Commit"),
        [(inline(digest.commons), wording.day(digest.as_at), phrasing.period(digest.since, digest.until), commit)],
    )


def _ask(digest: Digest) -> Iterator[str]:
    yield "## 1. The ask\n"
    if digest.ask:
        yield f"{quotation(digest.ask.words)}\n>\n> Settled by the association: {cite(digest.ask.citation)}\n"
    else:
        yield f"{statements.UNSETTLED}\n"
    yield f"{statements.asks_intro(digest)}\n"
    for finding in digest.findings[: statements.ON_PAGE_ONE]:
        yield f"{finding.number}. {words(finding.ask)}{_asked_of(finding)} {cite(finding.ask.citation)}"
    if digest.findings:
        yield ""
    yield "### In brief\n"
    for line in statements.brief(digest):
        yield f"- **{line.name}:** {inline(line.text)}{cites(line.citations)}"
    yield ""


def _findings(digest: Digest) -> Iterator[str]:
    yield "## 2. Findings: what is asked for\n"
    if not digest.findings:
        yield "Nobody has asked for anything under this priority yet.\n"
    for finding in digest.findings:
        yield f"### Finding {finding.number}\n"
        yield quoted(finding.ask)
        if finding.asked_of:
            yield f"- **Asked of:** {inline(phrasing.listing(finding.asked_of))}"
        yield f"- **Stance on the priority:** {inline(phrasing.tally_line(finding.tally))}"
        yield f"- **Evidence:** {phrasing.grades_line(finding.evidence)}"
        yield f"- **Strength:** {inline(statements.strength_line(finding.strength))}"
        yield from (f"  - {part.aspect.label}: {inline(part.sentence)}" for part in finding.strength.parts)
        yield from _voices(finding)
        if len(finding.backing) > 1:
            yield f"- **Resting on** {len(finding.backing)} contributions:"
            yield from (f"  - {cite(one.citation)}: {inline(statements.backing_line(one))}" for one in finding.backing)
        for passage in finding.other_wordings:
            yield f"- **Also worded:** {words(passage)} {cite(passage.citation)}"
        yield ""


def _experience(digest: Digest) -> Iterator[str]:
    yield "## 3. Findings: what experience shows\n"
    if not digest.experience:
        yield "No contribution has been coded as taking a side on this priority.\n"
        return
    yield f"{statements.EXPERIENCE_INTRO}\n"
    for stance in (Stance.SUPPORTS, Stance.MIXED, Stance.CHALLENGES):
        told = [one for one in digest.experience if one.stance is stance]
        yield f"### {phrasing.SIDES[stance]} ({len(told)})\n"
        if not told:
            yield "None.\n"
        for one in told:
            yield f"**{words(one.title)}**\n"
            yield f"{quoted(one.summary, statements.weight_line(one))}"


def _setbacks(digest: Digest) -> Iterator[str]:
    yield "## 4. What did not work\n"
    yield f"{statements.SETBACKS_INTRO if digest.setbacks else statements.NO_SETBACKS}\n"
    for setback in digest.setbacks:
        yield f"**{words(setback.title)}** ({phrasing.OUTCOMES[setback.outcome].lower()})\n"
        yield quoted(setback.passage)


def _figures(digest: Digest) -> Iterator[str]:
    yield "## 5. Figures\n"
    if not digest.figures:
        yield "No contribution gives a figure.\n"
        return
    yield f"{statements.FIGURES_INTRO}\n"
    head = ("What was measured", "Before", "After", "Unit", "Period", "Note", "Source")
    yield from table(head, map(_figure, digest.figures))


def _coverage(digest: Digest) -> Iterator[str]:
    coverage = digest.coverage
    yield "## 6. Who was heard\n"
    yield f"{inline(statements.coverage_line(coverage))}\n"
    yield f"{phrasing.SILENCE}\n"
    if coverage.heard:
        yield from table(("Council heard", "Type", "Region", "How", "Through"), map(_heard, coverage.heard))
    if coverage.outside:
        yield "Heard, but not among the councils in scope:\n"
        yield from table(("Council", "Type", "Region", "How", "Through"), map(_heard, coverage.outside))
    if coverage.ended:
        yield f"Named, but ended without a successor in the register: {inline(phrasing.listing(coverage.ended))}.\n"
    if coverage.roles:
        yield f"{statements.roles_line(coverage)} {statements.without_council_line(coverage)}\n"
    yield from _shares("Type of council", coverage.by_type)
    yield from _shares("Region", coverage.by_region)
    yield "Annex B names the councils that were not heard by name.\n"


def _silent(digest: Digest) -> Iterator[str]:
    coverage = digest.coverage
    yield f"## Annex B: councils not heard by name ({coverage.in_scope - len(coverage.heard)})\n"
    yield f"{phrasing.SILENCE}\n"
    region = None
    for silence in coverage.silent:
        if silence.region != region:
            yield f"{'' if region is None else chr(10)}**{inline(silence.region)}**\n"
            region = silence.region
        yield f"- {phrasing.TYPES[silence.type]} ({len(silence.councils)}): {inline(', '.join(silence.councils))}"
    yield ""


def _openings(digest: Digest) -> Iterator[str]:
    yield "## 7. Still open\n"
    yield "### Calls for examples\n"
    for call in digest.calls:
        yield f"- **{words(call.title)}** {cite(call.title.citation)}"
        yield f"  - {words(call.question)}"
        yield f"  - {statements.call_line(call)}{cites(call.cited)}"
    yield f"{statements.more_calls(digest)}\n"
    yield "### Questions that nobody has answered\n"
    for question in digest.questions:
        when = statements.question_line(question, digest.as_at)
        yield f"- {words(question.title)} {when} {cite(question.title.citation)}"
    yield f"{statements.more_questions(digest)}\n"


def _method(digest: Digest) -> Iterator[str]:
    method = digest.method
    yield "## 8. Method\n"
    if method.cautions:
        yield "### Read with care\n"
        yield from (f"- {caution}" for caution in method.cautions)
        yield ""
    yield "### What was counted\n"
    rows = [("Used", str(method.included)), ("Of these, experience that findings rest on", str(method.evidence))]
    rows += [(f"Left out: {one.reason}", str(one.contributions)) for one in method.exclusions]
    yield from table(("Contributions under this priority", "Number"), rows)
    yield f"Councils in scope: {inline(digest.coverage.scope)}, as they are on {wording.day(digest.as_at)}.\n"
    if method.left_out_passages:
        yield f"{statements.left_out_line(method)}\n"
    yield "### How it was counted\n"
    yield from (f"- {rule}" for rule in method.rules)
    yield f"\n### Make it again\n\nMade with the Practice Commons toolkit {method.toolkit}:\n"
    yield f"```\n{method.command}\n```\n"


def _annex(digest: Digest) -> Iterator[str]:
    yield "## Annex A: every contribution used\n"
    yield from table(
        ("Citation", "Title", "Kind", "Date", "Credit", "Stance, outcome, evidence", "Licence", "Source it retells"),
        map(_item, digest.annex),
    )


def _heard(heard: Heard) -> tuple[str, ...]:
    through = f"{inline(phrasing.listing(heard.through))}: " if heard.through else ""
    return (
        inline(heard.name),
        phrasing.TYPE[heard.type],
        inline(heard.region),
        statements.hand(heard),
        through + ", ".join(map(cite, heard.citations)),
    )


def _figure(figure: Figure) -> tuple[str, ...]:
    words = (
        figure.name,
        figure.before or "not given",
        figure.after or "not given",
        figure.unit,
        figure.period or "",
        figure.note or "",
    )
    return (*map(cell, words), cite(figure.citation))


def _item(item: Item) -> tuple[str, ...]:
    source = cell(phrasing.source_line(item.source)) if item.source else ""
    if item.source and item.source.link:
        source += f" {link('(link)', item.source.link)}"
    return (
        cite(item.citation),
        words(item.title),
        phrasing.KINDS[item.kind],
        item.date,
        inline(phrasing.credit_line(item.title.credit)),
        statements.coded_line(item),
        inline(item.licence),
        source,
    )


def _shares(group: str, shares: Iterable[Share]) -> Iterator[str]:
    yield from table(
        (group, "In scope", "Heard", "Not heard by name"),
        [(inline(one.group), str(one.in_scope), str(one.heard), str(one.in_scope - one.heard)) for one in shares],
    )


def _voices(finding: Finding) -> Iterator[str]:
    if finding.tally.voices:
        named = (f"{phrasing.voice_line(one)} ({phrasing.STANCES[one.stance].lower()})" for one in finding.tally.voices)
        yield f"- **Named:** {inline('; '.join(named))}"


def _asked_of(finding: Finding) -> str:
    return f" (Asked of: {inline(phrasing.listing(finding.asked_of))}.)" if finding.asked_of else ""
