"""A complete example of each kind, for the reference page: every key that a contributor may fill in, filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from practice_commons.drafting.keys import Key, keys_of
from practice_commons.drafting.samples import ROWS, SAMPLES, UNDER_HEADINGS, VALUES
from practice_commons.drafting.template import FEDERATED, STEWARDS, scalar
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind


def example(kind: Kind) -> str:
    """Return a complete contribution of a kind. The people and the figures in it are made up."""
    sample = SAMPLES[kind]
    said = {"title": sample.title, "summary": sample.summary}
    lines = ["---"]
    for key in keys_of(kind):
        if key.name not in {*STEWARDS, *FEDERATED, "review_by", "closed_because"}:
            lines += _lines(key, said.get(key.name) or _value(key, kind.value), "")
    lines += ["---", ""]
    for heading in KINDS[kind].required_headings:
        lines += [f"## {heading}", "", UNDER_HEADINGS[heading], ""]
    return "\n".join([*lines, *([sample.body, ""] if sample.body else [])])


def _value(key: Key, inside: str) -> Any:
    """Return an example value of a key; None where it has parts. Raises KeyError where nobody has given one."""
    if key.parts:
        return None
    if key.fixed:
        return key.fixed
    if key.words == ("yes", "no"):
        return False
    for name in (f"{inside}.{key.name}", key.name):
        if name in VALUES:
            return VALUES[name]
    if key.example is None:
        raise KeyError(f"{inside}.{key.name}: give it an example in the model, or in drafting/samples.py")
    return key.example


def _lines(key: Key, value: Any, indent: str, dash: str = "") -> Iterator[str]:
    """Yield the lines of one key with its value."""
    begin = f"{indent}{dash}{key.name}:"
    deeper = indent + " " * len(dash) + "  "
    if key.parts:
        yield begin
        for row in ROWS.get(key.name, ({},)):
            at, mark = deeper, "- " if key.listed else ""
            for part in key.parts:
                yield from _lines(part, row.get(part.name) or _value(part, key.name), at, mark)
                at, mark = at + " " * len(mark), ""
    elif isinstance(value, dict):
        yield begin
        yield from (f"{deeper}{name}: {scalar(one)}" for name, one in value.items())
    elif isinstance(value, list):
        yield begin
        yield from (f"{deeper}- {scalar(one)}" for one in value)
    else:
        yield f"{begin} {scalar(value)}"
