"""Answers written and read back: any text in any field survives as it was typed, or is refused with a message."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from practice_commons.editor.answers import Answers, present, story
from practice_commons.editor.writing import UnwritableError, answers_of, written
from practice_commons.reading.document import Document, read_document

ANY = st.text(st.characters(codec=None), max_size=40) | st.sampled_from(
    [
        "---",
        "a: b",
        "- a",
        "# no",
        "&x",
        "*x",
        "!tag",
        "yes",
        "null",
        "~",
        "{a: b}",
        "[a",
        "'",
        '"',
        "\\",
        "\n---\n",
        "|",
    ]
)
VALUES = st.recursive(
    ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY.filter(bool), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.dictionaries(st.sampled_from(["kind", "title", "summary", "author", "measures", "stance", "x y"]), VALUES)


def refused_or_written(fields, body):
    try:
        return written(Answers(fields, body))
    except UnwritableError as error:
        if not error.message:
            raise
    return None


@given(FIELDS, ANY | st.text(max_size=200))
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@example({"title": "a\nid: stolen"}, "")
@example({"title": 'x"\nid: stolen'}, "---\nid: stolen\n---\n")
@example({"author": {"name": "a", "b: c": "d"}}, "    code first\n")
def test_what_is_typed_is_read_back_or_refused(fields, body):
    made = refused_or_written(fields, body)
    if made is None:
        return
    found = answers_of(made)
    assert found.fields == present(fields)
    assert found.body == story(body)
    assert set(found.fields) <= set(fields), "no key was injected"


@given(FIELDS, FIELDS, st.text(max_size=60))
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_a_change_to_a_file_is_read_back_too(before, after, body):
    try:
        original = written(Answers(before, body))
        made = written(Answers(after, body), original)
    except UnwritableError:
        return
    assert answers_of(made).fields == present(after)


def test_what_did_not_change_stays_as_it_was_written(good_commons):
    file = good_commons / "communities/customer-contact/fewer-repeat-calls.md"
    data = file.read_bytes()
    answers = answers_of(data)
    assert written(answers, data) == data
    answers.fields["summary"] = "Another: one."
    changed = written(answers, data).decode().splitlines()
    assert [one for one in changed if one not in data.decode().splitlines()] == ['summary: "Another: one."']
    del answers.fields["stance"]
    answers.fields["review_by"] = "2031-01-01"
    assert b"stance" not in written(answers, data)


@pytest.mark.parametrize("text", ["\x00", "\u202e", "\ud800", "\ufeff", "a\x07b", "\u2028"])
def test_what_a_file_cannot_hold_is_refused_by_its_field(text):
    for fields, key in ({"title": text}, "title"), ({"author": {"name": f"A{text}"}}, "author"), ({}, "body"):
        with pytest.raises(UnwritableError) as caught:
            written(Answers(fields, f"Words {text} words" if key == "body" else "Words"))
        assert caught.value.key == key
        assert caught.value.message


def test_every_contribution_of_the_fixtures_is_read_and_written_again(good_commons):
    for file in sorted((good_commons / "communities").glob("*/*.md")):
        answers = answers_of(file.read_bytes())
        made = written(answers)
        found = read_document("", made)
        assert isinstance(found, Document), file
        assert answers_of(made) == answers
