"""The exported schemas: valid, closed, and of one mind with the model."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from practice_commons.checks.examination import contribution_in
from practice_commons.drafting.example import example
from practice_commons.drafting.schema import purpose_of, schema_of, title_of
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind
from practice_commons.reading.document import Document, read_document

GOOD = Path(__file__).parent.parent / "fixtures" / "good"


class Yaml12(yaml.SafeLoader):
    """YAML as most other software reads it: numbers and true or false are known, dates are text."""


Yaml12.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_form})$"), list(_first))


def fields(text: str) -> dict[str, Any]:
    """Return a contribution's frontmatter as other software reads it."""
    found: dict[str, Any] = yaml.load(text.split("\n---", 1)[0], Loader=Yaml12)
    return found


def accepted(kind: Kind, frontmatter: dict[str, Any]) -> bool:
    """Say whether the schema accepts a frontmatter."""
    return not list(Draft202012Validator(schema_of(kind)).iter_errors(frontmatter))


def modelled(text: str) -> bool:
    """Say whether the model accepts a contribution."""
    document = read_document("", text.encode())
    return isinstance(document, Document) and isinstance(contribution_in(document), Contribution)


@pytest.mark.parametrize("kind", Kind)
def test_schema_is_valid_and_says_what_it_is(kind: Kind) -> None:
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    assert "$id" not in schema
    assert (schema["title"], schema["description"]) == (title_of(kind), KINDS[kind].__doc__)
    assert list(schema["properties"]) == list(KINDS[kind].model_fields)
    assert all(one.get("description") for one in schema["properties"].values())
    assert purpose_of(kind)


@pytest.mark.parametrize("kind", Kind)
def test_schema_is_the_same_each_time(kind: Kind) -> None:
    assert list(schema_of(kind)) == list(schema_of(kind))
    assert schema_of(kind) == schema_of(kind)


@pytest.mark.parametrize("kind", Kind)
def test_schema_and_model_accept_the_example(kind: Kind) -> None:
    text = example(kind)
    assert modelled(text)
    assert accepted(kind, fields(text))


@pytest.mark.parametrize("kind", Kind)
def test_schema_refuses_what_the_model_refuses(kind: Kind) -> None:
    whole = fields(example(kind))
    assert not accepted(kind, whole | {"titel": "A slip of the pen"})
    assert not accepted(kind, whole | {"author": whole["author"] | {"email": "a@b.example"}})
    assert not accepted(kind, whole | {"stance": {"Not A Slug": "supports"}})
    assert not accepted(kind, whole | {"tags": ["a"] * 13})
    other = Kind.NEWS if kind is not Kind.NEWS else Kind.OFFER
    assert not accepted(kind, whole | {"kind": other.value})
    for name in schema_of(kind)["required"]:
        assert not accepted(kind, {key: value for key, value in whole.items() if key != name})


def test_optional_keys_may_be_blank() -> None:
    whole = fields(example(Kind.NEWS))
    assert accepted(Kind.NEWS, whole | {"tags": None, "consent": None, "source": None})
    assert not accepted(Kind.NEWS, whole | {"title": None})


@pytest.mark.parametrize("file", sorted(GOOD.rglob("*.md")), ids=lambda file: str(file.relative_to(GOOD)))
def test_schema_accepts_the_good_fixtures(file: Path) -> None:
    text = file.read_text("utf-8")
    if not text.startswith("---\n") or "templates" in file.parts:
        pytest.skip("not a contribution")
    frontmatter = fields(text)
    errors = list(Draft202012Validator(schema_of(Kind(frontmatter["kind"]))).iter_errors(frontmatter))
    assert not errors
