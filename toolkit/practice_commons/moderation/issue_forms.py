"""Forms on GitHub for those who have an account there but no Git: written from the model, and read back.

GitHub makes of a filled-in form an issue whose text has each question as a heading and its answer below. Anybody may
write such a text by hand, or change it afterwards: it is read as data, and what comes of it is checked like any other.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from practice_commons.drafting.guidance import in_body, under_heading
from practice_commons.drafting.keys import Key, keys_of
from practice_commons.drafting.markdown import WRITTEN
from practice_commons.drafting.schema import purpose_of, title_of
from practice_commons.drafting.template import scalar
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind

FOLDER = ".github/ISSUE_TEMPLATE"
COMMON = (Kind.CASE_STUDY, Kind.EXAMPLE, Kind.QUESTION, Kind.RESOURCE, Kind.EVENT, Kind.OFFER, Kind.REQUEST)
"""Kinds that have a form. The others are few, and longer than a form should be."""
FIRST = "What it is"
_WANTED = ("community", "tags", "councils", "outcome", "ends", "place", "online", "until", "link", "consent")
"""Optional keys that are worth a question."""
_UNASKED = ("kind", "date", "licence", "language")
_ANY = "The text"
_EMPTY = frozenset({"", "_No response_", "None"})
_ONE = re.compile(r"### [^\n]*")
_UNSAFE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")
"""What YAML does not allow in a text, and ends of lines that only some know."""
_NOTE = (
    "What you write here is public at once, and is published under the Open Government Licence when a facilitator "
    "accepts it. Give no personal data about anybody but yourself."
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form: the key that its answer goes to, or the heading that it goes under."""

    label: str
    place: tuple[str, ...]
    description: str
    required: bool
    options: tuple[tuple[str, str], ...] = ()
    """What may be chosen, each with the word that it stands for."""
    long: bool = False
    listed: bool = False


def files(communities: Mapping[str, str]) -> dict[str, str]:
    """Return every form, by its path. `communities` are the titles of those that there are, by their names."""
    return {f"{FOLDER}/{kind}.yml": _form(kind, communities) for kind in COMMON}


def contribution_of(text: str, day: dt.date, communities: Mapping[str, str]) -> bytes | None:
    """Return the contribution that a filled-in form holds, dated as given; None where it is no form of ours."""
    clean = _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    kind = next((one for one in COMMON if clean.startswith(f"### {FIRST}\n\n{title_of(one)}\n")), None)
    if kind is None:
        return None
    asked = list(questions(kind, communities))
    answers = _answers(clean, [FIRST, *(one.label for one in asked)])
    if answers is None:
        return None
    lines = ["---", f"kind: {kind}", f"date: {day.isoformat()}"]
    body: list[str] = []
    above = ""
    for one, answer in zip(asked, answers[1:], strict=True):
        if not one.place:
            body += [f"## {one.label}", ""] if one.label != _ANY else []
            body += [answer, ""] if answer else []
        elif value := _value(one, answer):
            if len(one.place) > 1 and above != one.place[0]:
                lines.append(f"{one.place[0]}:")
            above = one.place[0]
            lines.append(f"{'  ' * (len(one.place) - 1)}{one.place[-1]}: {value}")
    return "\n".join([*lines, "---", "", *body]).encode()


def questions(kind: Kind, communities: Mapping[str, str]) -> Iterator[Question]:
    """Iterate over what a kind's form asks, short answers first."""
    for key in keys_of(kind):
        if key.name in _UNASKED or not (key.required or key.name in _WANTED):
            continue
        if key.name == "community" and communities:
            options = tuple((title, slug) for slug, title in communities.items())
            yield Question("Community", ("community",), key.description, key.required, options)
        elif key.parts:
            for part in key.parts:
                if part.words != ("yes", "no"):
                    yield _question(part, (key.name, part.name), f"{_label(key.name)}: {_label(part.name).lower()}")
        else:
            yield _question(key, (key.name,), _label(key.name))
    headings = KINDS[kind].required_headings
    for heading in headings:
        yield Question(heading, (), under_heading(heading), required=True, long=True)
    if not headings:
        yield Question(_ANY, (), in_body(kind), KINDS[kind].body_required, long=True)


def _question(key: Key, place: tuple[str, ...], label: str) -> Question:
    options = tuple((_label(word), word) for word in key.words if word != "none")  # a word that GitHub keeps for itself
    listed = key.listed and not options
    long = key.form == "text" or key.name == "summary"
    said = f"{key.description} Put commas between them." if listed else key.description
    return Question(label, place, said, key.required, options, long=long and not listed, listed=listed)


def _label(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _answers(text: str, labels: list[str]) -> list[str] | None:
    """Return what stands below each heading; None where one is missing.

    After a heading only the next one ends its answer: whatever else looks like a heading belongs to the answer.
    """
    found: list[str] = []
    rest = f"\n{text}\n"
    for label in labels:
        before, mark, rest = rest.partition(f"\n### {label}\n")
        if not mark:
            return None
        found.append(before.strip())
        rest = f"\n{rest}"
    answers = [*found[1:], rest.strip()]
    return ["" if one in _EMPTY else one for one in answers]


def _value(one: Question, answer: str) -> str:
    plain = " ".join(answer.split()) if not one.long else answer.strip()
    if not plain:
        return ""
    if one.listed:
        items = list(dict.fromkeys(filter(None, (item.strip() for item in re.split(r"[,;\n]", answer)))))
        return f"[{', '.join(json.dumps(item, ensure_ascii=False) for item in items)}]" if items else ""
    known = {label.casefold(): word for label, word in one.options}
    word = known.get(plain.casefold(), "")
    return word if word in {"yes", "no"} else scalar(word or plain)


def _form(kind: Kind, communities: Mapping[str, str]) -> str:
    lines = [
        f"# This form is {WRITTEN}: a change made here would be lost.",
        f"name: {_quoted(title_of(kind))}",
        f"description: {_quoted(purpose_of(kind))}",
        f"title: {_quoted(f'{title_of(kind)}: ')}",
        "body:",
        "  - type: markdown",
        "    attributes:",
        f"      value: {_quoted(_NOTE)}",
        "  - type: dropdown",
        "    id: kind",
        "    attributes:",
        f"      label: {_quoted(FIRST)}",
        f"      options: [{_quoted(title_of(kind))}]",
        "      default: 0",
        "    validations:",
        "      required: true",
    ]
    for number, one in enumerate(questions(kind, communities)):
        lines += [
            f"  - type: {'dropdown' if one.options else 'textarea' if one.long else 'input'}",
            f"    id: {'-'.join(one.place).replace('_', '-') or f'text-{number}'}",
            "    attributes:",
            f"      label: {_quoted(one.label)}",
            f"      description: {_quoted(one.description)}",
        ]
        if one.options:
            lines.append("      options:")
            lines += [f"        - {_quoted(label)}" for label, _ in one.options]
        lines += ["    validations:", f"      required: {str(one.required).lower()}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
