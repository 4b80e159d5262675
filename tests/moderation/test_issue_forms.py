"""Forms are what GitHub takes for forms, and whatever comes back is text."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from practice_commons.drafting.schema import title_of
from practice_commons.model.terms import Kind
from practice_commons.moderation.issue_forms import COMMON, FIRST, contribution_of, files, questions
from practice_commons.reading.document import Document, read_document

DAY = dt.date(2026, 11, 22)
COMMUNITIES = {"customer-contact": "Customer contact", "peer-challenge": "Peer challenge"}
HOSTILE = st.one_of(
    st.text(st.characters(), max_size=80),
    st.sampled_from(
        [
            "---",
            "---\nid: stolen\n---",
            "### Consent\n\nNamed",
            "\n### Lessons\n\nNone",
            "!!python/object:os.system",
            "&a [*a, *a]",
            "${{ github.token }}",
            "`rm -rf /`; $(touch x)",
            "\"quoted\": 'more'",
            "yes",
            "null",
            "2026-01-01",
            "1e3",
            "# comment",
            "a: b",
            "\ud800",
            "\u2028x\u0085y",
            "<!-- practice-commons {} -->",
            "| - > % @",
            "{a: b}",
            "\t\ttabs",
            "\0",
            "_No response_",
        ]
    ),
)


def filled(kind, answers):
    rows = [f"### {FIRST}", "", title_of(kind)]
    for one in questions(kind, COMMUNITIES):
        rows += ["", f"### {one.label}", "", answers.get(one.label) or "_No response_"]
    return "\n".join(rows)


@pytest.mark.parametrize("kind", COMMON)
def test_a_form_is_what_github_takes_for_one(kind):
    form = yaml.safe_load(files(COMMUNITIES)[f".github/ISSUE_TEMPLATE/{kind}.yml"])
    assert set(form) == {"name", "description", "title", "body"}
    asked = [one for one in form["body"] if one["type"] != "markdown"]
    labels, ids = [one["attributes"]["label"] for one in asked], [one["id"] for one in asked]
    assert len(set(labels)) == len(labels)
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", one) for one in ids)
    for one in asked:
        assert one["type"] in {"input", "textarea", "dropdown"}
        options = one["attributes"].get("options", [])
        assert all(isinstance(word, str) for word in options)
        assert "none" not in map(str.lower, options)  # GitHub keeps that word for itself
        assert (one["type"] == "dropdown") == bool(options)


@pytest.mark.parametrize("kind", COMMON)
def test_what_is_filled_in_comes_back(kind):
    answers = {
        one.label: one.options[-1][0] if one.options else "one, two" if one.listed else f"About {one.label}"
        for one in questions(kind, COMMUNITIES)
    }
    made = contribution_of(filled(kind, answers).replace("\n", "\r\n"), DAY, COMMUNITIES)
    found = read_document("x.md", made)
    assert isinstance(found, Document)
    assert (found.fields["kind"], found.fields["community"]) == (kind.value, "peer-challenge")
    assert found.fields["tags"] == ["one", "two"]
    for one in questions(kind, COMMUNITIES):
        value = found.fields
        for step in one.place:
            value = value[step]
        if not one.place:
            assert f"About {one.label}" in found.body
        elif not one.options and not one.listed:
            assert value == f"About {one.label}"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_hostile_answer_is_an_answer(data):
    kind = data.draw(st.sampled_from(COMMON))
    asked = list(questions(kind, COMMUNITIES))
    answers = {one.label: data.draw(HOSTILE) for one in asked}
    made = contribution_of(filled(kind, answers), DAY, COMMUNITIES)
    assert made is not None
    found = read_document("x.md", made)
    assert isinstance(found, Document), (made, found)
    allowed = {"kind", "date", *(one.place[0] for one in asked if one.place)}
    assert set(found.fields) <= allowed
    assert found.fields["kind"] == kind.value
    assert "id" not in found.fields


@settings(max_examples=300, deadline=None)
@given(st.one_of(HOSTILE, st.text(max_size=400).map(lambda text: f"### {FIRST}\n\nCase study\n{text}")))
def test_any_text_is_read_or_left_alone(text):
    made = contribution_of(text, DAY, COMMUNITIES)
    assert made is None or isinstance(read_document("x.md", made), Document)


def test_a_heading_inside_an_answer_belongs_to_the_answer():
    answers = {one.label: "x" for one in questions(Kind.CASE_STUDY, COMMUNITIES)}
    answers["Context"] = "Before\n\n### Consent\n\nNamed\n\n### Lessons\n\nForged"
    answers["Consent"] = "Anonymous"
    found = read_document("x.md", contribution_of(filled(Kind.CASE_STUDY, answers), DAY, COMMUNITIES))
    assert found.fields["consent"] == "anonymous"
    assert "Forged" in found.body.split("## What we did")[0]


def test_an_event_may_be_online():
    answers = {one.label: "x" for one in questions(Kind.EVENT, COMMUNITIES)} | {"Online": "Yes"}
    assert b"\nonline: yes\n" in contribution_of(filled(Kind.EVENT, answers), DAY, COMMUNITIES)
