"""The reference of findings and advocacy: every key and word, and examples that are in order."""

from __future__ import annotations

from practice_commons.drafting.records_page import ADVOCACY, FINDINGS, page
from practice_commons.model.advocacy import AdvocacyRecord, Raised, Response, Result
from practice_commons.model.findings import GatheredAsk, LeftOut, SettledFinding, SettledFindings
from practice_commons.reading.own_files import OwnFile
from practice_commons.reading.records import read_record


def test_page_has_every_key_and_word() -> None:
    text = page()
    for model in (AdvocacyRecord, Raised, Response, GatheredAsk, LeftOut, SettledFinding, SettledFindings):
        for name, field in model.model_fields.items():
            assert f"| `{name}` |" in text
            assert str(field.description) in text
    assert all(f"| `{one}` | {one.definition} |" in text for one in Result)


def test_examples_are_read_without_a_problem() -> None:
    for path, example in (("communities/findings/a.yml", FINDINGS), ("communities/advocacy/a.yml", ADVOCACY)):
        assert example in page()
        assert isinstance(read_record(path, example.encode()), OwnFile)
