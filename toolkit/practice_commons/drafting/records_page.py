"""The reference page of the records of advocacy: every key of both files, and an example of each."""

from __future__ import annotations

from pydantic import BaseModel

from practice_commons.drafting.frontmatter_page import key_table, tables_inside
from practice_commons.drafting.keys import keys_in
from practice_commons.drafting.markdown import fenced, opening, table
from practice_commons.model.advocacy import AdvocacyRecord, Result
from practice_commons.model.findings import SettledFindings

_INTRODUCTION = """\
Two folders beside the communities hold what staff write. Both are lists in strict YAML, reviewed like any contribution,
and checked by `commons check`. A file with an error is not used until it is mended.

- `communities/findings` holds the wording and the grouping of findings that staff settled on. Each file is named after
  a policy priority.
- `communities/advocacy` holds what became of advocacy: what was raised, where, on whose experience, and what was
  answered.

`commons findings suggest` proposes the first. [From experience to advocacy](../advocate.md) says how both are used.
"""
_OUTCOMES = """\
They say what was done, and not that it was done because somebody asked. An outcome other than `raised` and `open` needs
a `response`.
"""
FINDINGS = """\
findings:
  - id: invest-to-save
    statement: Fund invest-to-save for long enough to see what it saves.
    asks:
      - id: fewer-repeat-calls
        ask: Fund invest-to-save for three years.
      - id: one-form
    asked_of: Government
    note: Two councils ask this so far.
left_out:
  - id: who-counts
    reason: It asks something of other councils.
"""
ADVOCACY = """\
priority: avoidable-contact
ask: Fund invest-to-save for three years.
findings: [invest-to-save]
raised:
  - on: 2026-04-30
    where: Consultation on the spending review
    link: https://www.example.org/consultation
used: [fewer-repeat-calls]
response:
  on: 2026-06-30
  text: We will look at this in the autumn.
  link: https://www.example.org/answer
outcome: open
"""
"""Examples of both files. What they tell is made up."""


def page() -> str:
    """Return the page."""
    lines = [*opening("Findings and advocacy"), _INTRODUCTION]
    lines += _file("Settled findings", "communities/findings/avoidable-contact.yml", SettledFindings, FINDINGS)
    lines += _file("Records of advocacy", "communities/advocacy/invest-to-save.yml", AdvocacyRecord, ADVOCACY)
    lines += ["### Words for the outcome", ""]
    lines += table(("Word", "What it means"), ((f"`{one}`", one.definition) for one in Result))
    lines.append(_OUTCOMES)
    return "\n".join(lines).rstrip("\n") + "\n"


def _file(title: str, path: str, model: type[BaseModel], example: str) -> list[str]:
    keys = keys_in(model)
    lines = [f"## {title}", "", f"`{path}`, for example:", "", *fenced(example, "yaml")]
    return [*lines, *key_table(keys), *tables_inside(keys, "###")]
