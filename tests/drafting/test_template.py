"""Drafts: every key, its guidance, and nothing that a check would refuse once the blanks are filled in."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from practice_commons.checks.examination import examine
from practice_commons.drafting.example import example
from practice_commons.drafting.keys import Key, keys_of, own_keys
from practice_commons.drafting.markdown import is_written
from practice_commons.drafting.template import FEDERATED, MARKER, draft, scalar
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind
from practice_commons.reading import limits
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.strict_yaml import parse
from practice_commons.reading.tree import open_tree
from practice_commons.reading.vocabularies import Vocabularies, read_vocabularies

ROOT = Path(__file__).parent.parent.parent
DAY = dt.date(2026, 4, 30)
FACTS = {
    "summary": "We gave each repair a date, and fewer people rang to ask.",
    "  name": "A. Officer",
    "  role": "officer",
}
OWN = {
    "responds_to": "call-avoidable-contact",
    "format": "toolkit",
    "publisher": "A Council",
    "applies_to": "Any council",
    "starts": "2026-04-30 09:30",
    "place": "Birmingham",
    "what": "A visit.",
    "question": "What did you do?",
    "priority": "avoidable-contact",
    "host": "kent",
    "  - role": "councillor\n  - role: officer",
    "minutes": "20",
    "lessons": "[One thing]",
}
"""What only the author knows, for the kinds that ask for it."""


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    """Return this commons' own vocabularies."""
    found, problems = read_vocabularies(open_tree(ROOT, dt.datetime(2026, 5, 1, tzinfo=dt.UTC)))
    assert not problems
    return found


def filled(text: str, facts: dict[str, str]) -> str:
    """Return a draft with its blanks filled in."""
    for key, value in facts.items():
        text = re.sub(rf"^{re.escape(key)}:$", f"{key}: {value}", text, count=1, flags=re.MULTILINE)
    return text


def names(keys: tuple[Key, ...]) -> dict[str, object]:
    """Return the names of keys, and of those inside them, but for those that nobody writes by hand."""
    return {key.name: names(key.parts) for key in keys if key.name not in FEDERATED}


def read_names(value: object) -> object:
    """Return the names of keys in what was read, in the same form."""
    if isinstance(value, list):
        return read_names(value[0])
    return {key: read_names(one) for key, one in value.items()} if isinstance(value, dict) else {}


@pytest.mark.parametrize("kind", Kind)
def test_filled_draft_passes_the_checks(kind: Kind, vocabularies: Vocabularies) -> None:
    text = filled(draft(kind, "customer-contact", "A title", DAY), FACTS | OWN)
    examined = examine(text.encode(), vocabularies)
    assert examined.problems == ()
    assert examined.publishable


@pytest.mark.parametrize("kind", [kind for kind in Kind if not any(key.required for key in own_keys(kind))])
def test_title_summary_and_author_are_enough(kind: Kind, vocabularies: Vocabularies) -> None:
    text = filled(draft(kind, "customer-contact", "", DAY), FACTS | {"title": "A title"})
    assert examine(text.encode(), vocabularies).problems == ()


@pytest.mark.parametrize("kind", Kind)
def test_what_is_left_blank_is_found(kind: Kind, vocabularies: Vocabularies) -> None:
    found = examine(draft(kind, "customer-contact", "", DAY).encode(), vocabularies)
    said = " ".join(problem.message for problem in found.problems)
    for key in keys_of(kind):
        if key.required and key.name not in {"kind", "date", "community", "author", "team"}:
            assert repr(key.name) in said


@pytest.mark.parametrize("kind", Kind)
def test_draft_has_every_key_with_its_guidance(kind: Kind) -> None:
    text = draft(kind)
    frontmatter = text.split("\n---", 1)[0].removeprefix("---\n")
    uncommented = re.sub(r"^( *)#(?! \S)", r"\1", frontmatter, flags=re.MULTILINE)
    fields, _ = parse(uncommented)
    assert read_names(fields) == names(keys_of(kind))
    told = " ".join(line.strip("# ") for line in frontmatter.split("\n"))
    for key in (key for key in keys_of(kind) if key.name not in FEDERATED):
        assert key.description in told
        assert all(word in told for word in key.words)
    assert len(text.encode()) < limits.FRONTMATTER_BYTES / 2


@pytest.mark.parametrize("kind", Kind)
def test_draft_has_the_headings_that_its_kind_requires(kind: Kind) -> None:
    found = read_document("", draft(kind).encode())
    assert isinstance(found, Document)
    assert tuple(re.findall(r"^## (.*)$", found.body, re.MULTILINE)) == KINDS[kind].required_headings
    assert "<" not in found.body


def test_template_says_that_it_is_written_and_a_draft_does_not() -> None:
    assert is_written(draft(Kind.NEWS, marker=MARKER))
    assert not is_written(draft(Kind.NEWS))


@pytest.mark.parametrize(
    "title",
    ["Yes: a title", "# one", "'one' \"two\"", "[x]", "yes", "2026", "Gwella’r gwaith", "a - b", "100%", "-", "end:"],
)
def test_any_title_is_read_back(title: str) -> None:
    fields, _ = parse(draft(Kind.NEWS, title=title).split("\n---", 1)[0].removeprefix("---\n"))
    assert fields["title"] == title
    assert parse(f"key: {scalar(title)}")[0] == {"key": title}


@pytest.mark.parametrize("kind", Kind)
def test_example_passes_the_checks_and_is_complete(kind: Kind, vocabularies: Vocabularies) -> None:
    examined = examine(example(kind).encode(), vocabularies)
    assert examined.problems == ()
    assert examined.contribution is not None
    later = {"id", "review_by", "superseded_by", "withdrawn", "closed_because", *FEDERATED}
    assert examined.contribution.model_fields_set == set(KINDS[kind].model_fields) - later
