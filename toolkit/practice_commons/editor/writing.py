"""Answers written as a contribution's file, and a file read back as answers. Nothing typed becomes anything else.

What is written is read again before it leaves: text that strict reading would not give back is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from practice_commons.drafting.template import scalar
from practice_commons.editor.answers import Answers, present, story
from practice_commons.failure import Failure
from practice_commons.model.kinds import KINDS
from practice_commons.reading import characters
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.strict_yaml import Value


class UnwritableError(Exception):
    """A text that a file cannot hold as it was typed: of which key, and why."""

    def __init__(self, key: str, message: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.key, self.message = key, message


def answers_of(data: bytes) -> Answers:
    """Return the answers that a file holds. Raises Failure where it cannot be read."""
    found = read_document("", data)
    if not isinstance(found, Document):
        raise Failure(f"the contribution cannot be read: {found[0].message}", found[0].hint)
    return Answers(present(dict(found.fields)), story(found.body))


def written(answers: Answers, original: bytes = b"") -> bytes:
    """Return the file that holds some answers. Raises UnwritableError.

    Of an original, whatever did not change stays as its author wrote it, so that a difference shows what did.
    """
    fields, body = _in_order(answers), story(answers.body)
    for key, value in [*fields.items(), ("body", body)]:
        if message := unwritable(value):
            raise UnwritableError(key, message)
    for before in [original, b""] if original else [b""]:
        lines = _kept(fields, before) if before else [line for key in fields for line in _lines(key, fields[key], "")]
        try:
            made = "\n".join(["---", *lines, "---", ""]).encode() + _under(body, before).encode()
        except UnicodeEncodeError:
            raise UnwritableError("", "holds something that is not text") from None
        found = read_document("", made)
        if isinstance(found, Document) and present(dict(found.fields)) == fields and story(found.body) == body:
            return made
    raise UnwritableError("", "it cannot be kept" if isinstance(found, Document) else found[0].message)


def _in_order(answers: Answers) -> dict[str, Value]:
    """Return the fields as their kind declares them, and whatever else there is after them."""
    fields: dict[str, Value] = present(answers.fields)
    declared = list(KINDS[answers.kind].model_fields) if answers.kind else []
    return {key: fields[key] for key in [*declared, *fields] if key in fields}


def unwritable(value: Value) -> str:
    """Say why a file cannot hold a value; empty where it can."""
    if isinstance(value, Mapping):
        return next(filter(None, (unwritable(one) for pair in value.items() for one in pair)), "")
    if isinstance(value, list):
        return next(filter(None, map(unwritable, value)), "")
    text = value or ""
    if any("\ud800" <= one <= "\udfff" or one == "\ufeff" for one in text):
        return "holds a character that is not text"
    found = characters.refused(text)
    return f"{found[2]}. {found[3]}" if found else ""


def _lines(key: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield f"{indent}{scalar(key)}:"
        for name, one in value.items():
            yield from _lines(name, one, f"{indent}  ")
    elif isinstance(value, list):
        yield f"{indent}{scalar(key)}:"
        for one in value:
            yield from _item(one, f"{indent}  ")
    else:
        yield f"{indent}{scalar(key)}: {scalar(value)}"


def _item(value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        lines = [line for name, one in value.items() for line in _lines(name, one, f"{indent}  ")]
        yield f"{indent}- {lines[0].lstrip(' ')}"
        yield from lines[1:]
    elif isinstance(value, list):
        yield f"{indent}-"
        for one in value:
            yield from _item(one, f"{indent}  ")
    else:
        yield f"{indent}- {scalar(value)}"


def _kept(fields: Mapping[str, Value], original: bytes) -> list[str]:
    """Return the lines of a frontmatter in which keys with the same value have the lines that they had."""
    found = read_document("", original)
    if not isinstance(found, Document):
        return []
    rows = _text(original).split("\n")
    marks = found.marks()
    starts = {key: marks[(key,)][0] - 1 for key in found.fields}
    end = rows.index(next(row for row in rows[1:] if row.rstrip() == "---"), 1)
    made: list[str] = rows[1 : min(starts.values(), default=1)]
    for key, after in zip(starts, [*list(starts.values())[1:], end], strict=False):
        if key in fields:
            same = present(found.fields[key]) == fields[key]
            made += rows[starts[key] : after] if same else _lines(key, fields[key], "")
    for key, value in fields.items():
        if key not in starts:
            made += _lines(key, value, "")
    return made


def _under(body: str, original: bytes) -> str:
    found = read_document("", original) if original else None
    if isinstance(found, Document) and story(found.body) == body:
        return found.body
    return f"\n{body}" if body and not original else body


def _text(data: bytes) -> str:
    return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
