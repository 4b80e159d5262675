"""The published JSON Schema holds for every digest in JSON, and says what changed when it does."""

from __future__ import annotations

import copy
import json

import jsonschema
import pytest
from places import ROOT

from practice_commons.digest import forms, json_schema
from practice_commons.digest.composition import compose
from practice_commons.digest.digest import SCHEMA

GOLDEN = ROOT / "tests" / "golden"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    held = json.loads((ROOT / "docs" / "reference" / "digest.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(held)
    return jsonschema.Draft202012Validator(held)


def test_published_schema_is_made_from_the_classes(validator) -> None:
    assert validator.schema == json_schema.json_schema()
    assert validator.schema["$id"] == f"urn:{SCHEMA}"
    assert json.loads(json_schema.text()) == validator.schema


@pytest.mark.parametrize("path", sorted({*GOLDEN.glob("digest-*.json")} - {GOLDEN / "digest-schema.json"}), ids=str)
def test_every_golden_digest_keeps_it(validator, path) -> None:
    held = json.loads(path.read_text("utf-8"))
    validator.validate(held)
    assert held["schema"] == SCHEMA


@pytest.mark.parametrize("priorities", [["repairs"], ["phones"], ["empty"], ["repairs", "phones", "empty"]])
def test_every_digest_keeps_it(validator, small, priorities) -> None:
    validator.validate(json.loads(forms.rendered([compose(small, name) for name in priorities], "json")))


@pytest.mark.parametrize(
    "path",
    [("schema",), ("manifest",), ("digests", 0, "tally"), ("digests", 0, "annex", 0, "blob"), ("manifest", "digests")],
)
def test_what_is_taken_away_is_missed(validator, small, path) -> None:
    held = json.loads(forms.rendered([compose(small, "repairs")], "json"))
    spoilt = copy.deepcopy(held)
    place = spoilt
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    assert not validator.is_valid(spoilt)
