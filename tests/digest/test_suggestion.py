"""A proposal gathers what is near-identical, only asks about the rest, and never touches what staff settled on."""

from __future__ import annotations

import pytest

from digest.small_commons import FILES, ask, contribution, make, write
from practice_commons.digest.suggestion import suggest
from practice_commons.digest.suggestion_text import file_text, read_settled
from practice_commons.failure import Failure
from practice_commons.model.findings import SettledFindings
from practice_commons.reading.own_files import load

PATH = "communities/findings/repairs.yml"
COUNTED = [{"name": "Repairs done at the first visit", "after": "70", "unit": "%"}]
TOLD = dict(
    (
        contribution(
            "ask-one", asks=ask("Fund invest-to-save for three years."), councils=["dunmere"], measures=COUNTED
        ),
        contribution("ask-two", asks=ask("Fund invest to save for three years!", "the Treasury"), councils=["fenwick"]),
        contribution("ask-three", asks=ask("Pay for stock held in vans."), measures=COUNTED),
        contribution("ask-four", asks=ask("Train tenants to report damp in housing.")),
        contribution("ask-five", asks=ask("Publish housing waiting times.")),
        contribution("ask-six", asks=ask("Stop it."), consent=None),
        contribution("ask-seven", asks=ask("Let Ada Tester decide."), consent="anonymous"),
        contribution("ask-eight", asks=[{"ask": "Answer calls.", "of": "All", "priority": "phones"}]),
        contribution("ask-nine", "call", question="What works?", priority="repairs", asks=ask("Tell us.")),
    )
)
SETTLED = """\
# Ours: keep this remark.
findings:
    # and this one
    - id: money
      statement: "Fund it, for long enough."     # settled on 1 May
      asks:
          - id: ask-one

# Looked at in May.
left_out:
    - {id: ask-three, reason: It is about vans.}
"""


def told_of(catalogue_of, root, settled=None, least=1):
    make(root, FILES | TOLD)
    return suggest(catalogue_of(root), "repairs", settled, least)


def test_near_identical_asks_are_proposed_as_one_and_what_may_not_be_used_is_left_out(catalogue_of, tmp_path):
    found = told_of(catalogue_of, tmp_path)
    assert [one.asks for one in found.proposed] == [
        (("ask-one", "Fund invest-to-save for three years."), ("ask-two", "Fund invest to save for three years!")),
        (("ask-seven", "Let Ada Tester decide."),),
        (("ask-three", "Pay for stock held in vans."),),
        (("ask-five", "Publish housing waiting times."),),
        (("ask-four", "Train tenants to report damp in housing."),),
    ]
    first = found.proposed[0]
    assert (first.id, first.statement) == ("fund-invest-to-save-for", "Fund invest-to-save for three years.")
    assert (first.contributions, first.councils, first.asked_of) == (2, 2, ("Government", "the Treasury"))


def test_a_name_that_consent_hides_is_in_no_statement(catalogue_of, tmp_path):
    anonymous = told_of(catalogue_of, tmp_path).proposed[1]
    assert "Ada" not in anonymous.statement
    assert anonymous.councils == 0


def test_a_shared_measure_or_term_is_asked_about_and_never_joined(catalogue_of, tmp_path):
    questions = {one.id: one.questions for one in told_of(catalogue_of, tmp_path).proposed}
    measure = "shares the measure “Repairs done at the first visit” with finding fund-invest-to-save-for"
    assert questions["pay-for-stock-held-in"] == (f"{measure}: should they be one?",)
    assert questions["train-tenants-to-report-damp"] == (
        "shares the term “Housing” with finding publish-housing-waiting-times: should they be one?",
    )
    assert questions["fund-invest-to-save-for"] == ()


def test_only_what_enough_contributions_ask_is_proposed(catalogue_of, tmp_path):
    assert [len(one.asks) for one in told_of(catalogue_of, tmp_path, least=2).proposed] == [2]


def test_what_staff_settled_on_stays_to_the_letter_and_only_new_asks_are_put_in(catalogue_of, tmp_path):
    settled = read_settled(PATH, SETTLED)
    found = told_of(catalogue_of, tmp_path, settled)
    assert {identity for one in found.proposed for identity, _ in one.asks} == {
        f"ask-{one}" for one in ("two", "four", "five", "seven")
    }
    assert found.proposed[0].questions[0] == "says nearly what finding money gathers: does it belong there?"
    text = file_text(found, SETTLED, "2026-05-01")
    head, tail = SETTLED.split("\n# Looked at")
    assert text.startswith(head)
    assert text.endswith("\n# Looked at" + tail)
    assert "    # Proposed on 2026-05-01: 4 findings that nobody has settled on yet.\n" in text
    said = read_settled(PATH, text)
    assert said.findings[:1] == settled.findings
    assert said.left_out == settled.left_out
    again = suggest(catalogue_of(tmp_path), "repairs", said)
    assert again.proposed == ()
    assert file_text(again, text, "2026-05-02") == text


def test_a_new_file_is_one_that_the_check_accepts(catalogue_of, tmp_path):
    text = file_text(told_of(catalogue_of, tmp_path), None, "2026-05-01")
    write(tmp_path, {PATH: text})
    with catalogue_of(tmp_path, None) as catalogue:
        assert catalogue.problems(PATH) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Say: no, and # why?",
        'He said "yes" \\ no.',
        "- begin with a hyphen",
        "two\nlines and\n\nmore",
        "a byte order \ufeff mark",
        "null",
        "2026-05-01",
        "trailing space ",
        "[a, b]: {c}",
        "Ünïcødé and 🙂",
        "%directive",
        "'quoted'",
    ],
)
def test_whatever_somebody_asks_can_be_written_down(catalogue_of, tmp_path, words):
    path, text = contribution("odd-one", asks=ask(words), measures=[{"name": words.replace("\n", " "), "unit": "x"}])
    make(tmp_path, FILES | {path: text})
    found = suggest(catalogue_of(tmp_path), "repairs")
    written = load(SettledFindings, PATH, file_text(found, None, "2026-05-01").encode())
    assert not isinstance(written, tuple), written
    assert [(one.id, one.ask) for one in written.said.findings[0].asks] == [("odd-one", words)]


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("findings: []\n", "a list of findings that holds nothing"),
        ("findings: [{id: a, statement: A., asks: [{id: ask-one}]}]\n", "laid out in a way"),
        ("findings:\n  - id: One\n", "cannot be read: line 2"),
    ],
)
def test_what_cannot_be_added_to_is_refused_in_plain_words(catalogue_of, tmp_path, held, said):
    found = told_of(catalogue_of, tmp_path)
    with pytest.raises(Failure, match=said):
        file_text(found, held, "2026-05-01")


def test_a_file_without_findings_gets_them_at_its_end(catalogue_of, tmp_path):
    held = "left_out:\n  - id: ask-three\n    reason: Vans."
    text = file_text(told_of(catalogue_of, tmp_path, read_settled(PATH, held)), held, "2026-05-01")
    assert text.startswith(f"{held}\n")
    assert len(read_settled(PATH, text).findings) == 4
