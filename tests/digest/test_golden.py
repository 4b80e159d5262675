"""The digests of the small commons, to the byte. After a change that is meant: UPDATE_GOLDEN=1 pytest tests/digest."""

from __future__ import annotations

import datetime as dt
import json
import os

import jsonschema
import pytest
from places import ROOT

from practice_commons.digest import composition
from practice_commons.digest.as_html import html
from practice_commons.digest.as_json import as_json
from practice_commons.digest.as_markdown import markdown
from practice_commons.digest.inclusion import Bounds
from practice_commons.digest.json_schema import json_schema

GOLDEN = ROOT / "tests" / "golden"
RENDERERS = {"md": markdown, "html": html, "json": as_json}


def matches(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize("form", RENDERERS)
def test_digest_is_the_golden_one(small, form, monkeypatch) -> None:
    monkeypatch.setattr(composition, "__version__", "0.0.0")
    matches(f"digest-repairs.{form}", RENDERERS[form]([composition.compose(small, "repairs")]))


def test_several_priorities_and_a_period_make_one_document(small, monkeypatch) -> None:
    monkeypatch.setattr(composition, "__version__", "0.0.0")
    until = dt.date(2001, 12, 31)
    digests = [composition.compose(small, name, Bounds(dt.date(2000, 1, 1), until)) for name in ("repairs", "empty")]
    matches("digest-period.md", markdown(digests))


def test_schema_is_the_published_one() -> None:
    matches("digest-schema.json", json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")


def test_json_keeps_its_schema(small) -> None:
    document = json.loads(as_json([composition.compose(small, name) for name in ("repairs", "phones", "empty")]))
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(document, json_schema())
    assert document["schema"] == "practice-commons/digest/2.0"
