"""One file's content, examined: read, typed, rendered, and every content rule asked.

A function of bytes and vocabularies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from practice_commons.checks import rules  # noqa: F401 - importing it registers every rule
from practice_commons.checks.registry import MOST, RULES
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import KINDS
from practice_commons.model.problem import Problem, Severity
from practice_commons.model.terms import Kind
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.git import blob_id
from practice_commons.reading.strict_yaml import Mark, Place, nearest_mark
from practice_commons.reading.validation import did_you_mean, validate
from practice_commons.reading.vocabularies import Vocabularies
from practice_commons.rendering.markdown import Html, Rendered, excessive, render

_MODELS = {kind.value: KINDS[kind] for kind in Kind}


@dataclass(frozen=True, slots=True)
class Content:
    """What the content rules look at: the document as read, typed where it could be, and its body rendered.

    Lines in `rendered` count from the body's first line; `body_line` turns them into lines of the file.
    """

    document: Document
    contribution: Contribution | None
    rendered: Rendered

    def line(self, body_line: int) -> int:
        """Return the line of the file for a line of the body."""
        return self.document.body_line + body_line - 1


@dataclass(frozen=True, slots=True)
class Examined:
    """The result, fit to be kept by blob id: the problems carry an empty path until they are placed."""

    blob: str
    contribution: Contribution | None
    rendered: Rendered | None
    marks: Callable[[], Mapping[Place, Mark]]
    """Returns the line and column of every field: looked for when they are asked for, and not before."""
    body_line: int
    problems: tuple[Problem, ...]
    claimed_id: str = ""
    """The id that the frontmatter gives, even where the rest of it cannot be used: what others refer to exists."""

    def mark(self, *place: str | int) -> Mark:
        """Return the line and column of a field, or of the nearest field that encloses it; the top when absent."""
        return nearest_mark(self.marks(), place)

    @property
    def publishable(self) -> bool:
        """Say whether nothing in the content keeps it from being published."""
        return self.contribution is not None and not any(problem.is_error for problem in self.problems)


def examine(data: bytes, vocabularies: Vocabularies, algorithm: str = "sha1", *, advice: bool = True) -> Examined:
    """Examine one contribution's bytes. Whatever they are, nothing is raised.

    Without advice, what `advise` says is left out: it decides nothing, and costs more than all the rest.
    """
    document = read_document("", data, algorithm)
    if not isinstance(document, Document):
        return Examined(blob_id(data, algorithm), None, None, dict, 1, document)
    typed = contribution_in(document)
    contribution, problems = (typed, ()) if isinstance(typed, Contribution) else (None, typed)
    content = Content(document, contribution, render(document.body))
    found = [*problems, *_asked(content, vocabularies, advice=False)]
    if advice:
        found += _asked(content, vocabularies, advice=True)
    claimed = document.fields.get("id")
    return Examined(
        document.blob,
        contribution,
        content.rendered,
        document.marks,
        document.body_line,
        _in_order(found),
        claimed if isinstance(claimed, str) else "",
    )


def advise(data: bytes, vocabularies: Vocabularies, algorithm: str = "sha1") -> tuple[Problem, ...]:
    """Return the advice on one contribution's wording: what `examine` says more when it is asked for advice."""
    document = read_document("", data, algorithm)
    if not isinstance(document, Document):
        return ()
    typed = contribution_in(document)
    rendered = Rendered(Html(""), (), (), (), excessive(document.body))  # advice looks at the text, not at its HTML
    content = Content(document, typed if isinstance(typed, Contribution) else None, rendered)
    return _in_order(_asked(content, vocabularies, advice=True))


def _asked(content: Content, vocabularies: Vocabularies, *, advice: bool) -> Iterator[Problem]:
    for rule in RULES.values():
        if rule.content is not None and rule.advice is advice:
            for one in islice(rule.content(content, vocabularies), MOST[rule.severity]):
                yield Problem("", one.line, one.column, rule.id, rule.severity, one.message, one.hint)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems)))


def contribution_in(document: Document) -> Contribution | tuple[Problem, ...]:
    """Return the typed contribution that a document holds, or the problems of its frontmatter."""
    named = document.fields.get("kind")
    model = _MODELS.get(named) if isinstance(named, str) else None
    if model is None:
        words = list(_MODELS)
        said = "'kind' is required" if named is None else f"'kind' must be one of: {', '.join(words)}"
        hint = did_you_mean(named, words) if isinstance(named, str) else f"Say what this is: one of {', '.join(words)}"
        return (Problem(document.path, *document.mark("kind"), "schema", Severity.ERROR, said, hint),)
    return validate(model, document.fields, document.marks, document.path)
